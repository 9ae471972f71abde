//! gzip (RFC 1952), unpacked in one go into room that is there: a reader of streams hands the body on piece by piece, and
//! copies each.
//!
//! Pure; knows bytes only.

use std::cell::RefCell;
use std::io::{self, ErrorKind, Read};

use flate2::bufread::GzDecoder;
use flate2::{Decompress, FlushDecompress, Status};

/// How a member begins that is deflated, and has none of the optional fields.
const PLAIN: [u8; 4] = [0x1f, 0x8b, 8, 0];
/// Bytes of such a header.
const HEADER: usize = 10;
/// Room that is made for more than was expected, in bytes.
const ROOM: usize = 16 * 1024;

thread_local! {
    /// Made once for each thread: it takes as much memory as a page.
    static INFLATE: RefCell<Decompress> = RefCell::new(Decompress::new(false));
}

/// Fills `body`, which is empty, with what the first member of `packed` holds, up to `most` bytes: what follows is not looked at
/// then. Fails where it is broken or breaks off.
pub(super) fn gunzip(packed: &[u8], most: usize, body: &mut Vec<u8>) -> io::Result<()> {
    if !packed.starts_with(&PLAIN) || packed.len() < HEADER {
        let most = u64::try_from(most).expect("a length fits in 64 bits");
        return GzDecoder::new(packed).take(most).read_to_end(body).map(drop);
    }
    let trailer = INFLATE.with_borrow_mut(|inflate| unpack(inflate, (&packed[HEADER..], most), body))?;
    match trailer.map(<[u8]>::first_chunk) {
        None => Ok(()),
        Some(None) => Err(ErrorKind::UnexpectedEof.into()),
        Some(Some(trailer)) if *trailer == told_of(body) => Ok(()),
        Some(Some(_)) => Err(ErrorKind::InvalidData.into()),
    }
}

/// Checksum and length of a body, as a member ends with.
fn told_of(body: &[u8]) -> [u8; 8] {
    let length = u32::try_from(body.len() & 0xffff_ffff).expect("32 bits fit");
    let told = u64::from(length) << 32 | u64::from(crc32fast::hash(body));
    told.to_le_bytes()
}

/// What follows the deflated bytes; `None` when there may be more of them than was wanted.
fn unpack<'p>(
    inflate: &mut Decompress,
    (packed, most): (&'p [u8], usize),
    body: &mut Vec<u8>,
) -> io::Result<Option<&'p [u8]>> {
    inflate.reset(false);
    loop {
        if body.len() == body.capacity() {
            body.reserve(ROOM);
        }
        let taken =
            |inflate: &Decompress| usize::try_from(inflate.total_in()).expect("no more than there is");
        let (rest, before) = (&packed[taken(inflate)..], body.len());
        let status = inflate.decompress_vec(rest, body, FlushDecompress::Finish)?;
        if body.len() >= most {
            body.truncate(most);
            return Ok(None);
        }
        match status {
            Status::StreamEnd => return Ok(Some(&packed[taken(inflate)..])),
            _ if body.len() == before => return Err(ErrorKind::UnexpectedEof.into()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, GzBuilder};
    use std::io::Write;

    fn packed(bytes: &[u8], name: Option<&str>) -> Vec<u8> {
        let builder = name.map_or_else(GzBuilder::new, |name| GzBuilder::new().filename(name));
        let mut encoder = builder.write(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// What comes of it, and what a reader of streams makes of it.
    fn both(packed: &[u8], most: usize) -> [(Vec<u8>, bool); 2] {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        let done = gunzip(packed, most, &mut ours).is_ok();
        let read = GzDecoder::new(packed).take(u64::try_from(most).unwrap()).read_to_end(&mut theirs).is_ok();
        [(ours, done), (theirs, read)]
    }

    #[track_caller]
    fn check(packed: &[u8], most: usize) {
        let [ours, theirs] = both(packed, most);
        assert_eq!(ours.1, theirs.1, "{} bytes, of {most}", packed.len());
        assert!(ours == theirs || !ours.1, "{} bytes, of {most}", packed.len());
    }

    #[test]
    fn it_is_read_as_a_reader_of_streams_reads_it() {
        let text: Vec<u8> =
            (0..90_000_u32).flat_map(|n| (n.wrapping_mul(2_654_435_761) >> 27).to_le_bytes()).collect();
        for bytes in [&b""[..], b"kommun", &text] {
            for name in [None, Some("sida.html")] {
                let packed = packed(bytes, name);
                for most in [1, 5, bytes.len().max(1), bytes.len() + 1, usize::MAX] {
                    check(&packed, most);
                    check(&[&packed[..], b"more"].concat(), most);
                }
                for cut in [3, 9, 10, 12, packed.len() - 9, packed.len() - 8, packed.len() - 1] {
                    check(&packed[..cut.min(packed.len())], usize::MAX);
                }
                for at in [0, 2, 3, packed.len() - 8, packed.len() - 1] {
                    let mut broken = packed.clone();
                    broken[at] ^= 0x80;
                    check(&broken, usize::MAX);
                }
            }
        }
    }

    #[test]
    fn it_is_unpacked_into_the_room_that_is_there() {
        let text = b"kommun ".repeat(20_000);
        let mut body = Vec::with_capacity(text.len() + 1);
        let room = body.as_ptr();
        gunzip(&packed(&text, None), usize::MAX, &mut body).unwrap();
        assert!(body == text && body.as_ptr() == room);
    }
}
