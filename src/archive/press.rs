//! Bytes pressed into gzip members (RFC 1952). Compressors are made once for each thread: to make one costs as much as to
//! press a small record.
//!
//! Pure; knows bytes only.

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};

/// How hard records are pressed, 0-9: at 2 an archive is a seventh larger than at 4, for half of the time that a crawl
/// spends on it.
const LEVEL: u32 = 2;
/// Fewer bytes are pressed by codes that are known beforehand: to make and tell codes of their own costs more than it saves.
const SMALL: usize = 2048;
/// The whole window of deflate, as a power of two.
const WINDOW: u8 = 15;
/// Room that is made for what comes out, in bytes.
const ROOM: usize = 16 * 1024;

/// The beginning of a member that holds no name and no time, made on Unix (RFC 1952, section 2.3).
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 3];

/// How a member is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pressing {
    /// As hard as pays.
    Hard,
    /// Not at all: most of it has been pressed before.
    Not,
}

thread_local! {
    static HARD: RefCell<Compress> = RefCell::new(Compress::new_gzip(Compression::new(LEVEL), WINDOW));
    static QUICK: RefCell<Compress> = RefCell::new(Compress::new_gzip(Compression::fast(), WINDOW));
}

/// Appends one member to `out`: these parts, one after the other.
pub(super) fn press(parts: &[&[u8]], pressing: Pressing, out: &mut Vec<u8>) {
    match pressing {
        Pressing::Hard => {
            let small = parts.iter().map(|part| part.len()).sum::<usize>() < SMALL;
            let compressor = if small { &QUICK } else { &HARD };
            compressor.with_borrow_mut(|compressor| deflate(compressor, parts, out));
        }
        Pressing::Not => store(parts, out),
    }
}

fn deflate(compressor: &mut Compress, parts: &[&[u8]], out: &mut Vec<u8>) {
    compressor.reset();
    for part in parts {
        feed(compressor, part, out);
    }
    finish(compressor, out);
}

/// A member of stored blocks (RFC 1951, section 3.2.4), which needs no compressor.
fn store(parts: &[&[u8]], out: &mut Vec<u8>) {
    let (mut checksum, mut length) = (crc32fast::Hasher::new(), 0_usize);
    out.extend_from_slice(&HEADER);
    for part in parts {
        checksum.update(part);
        length += part.len();
        for stored in part.chunks(usize::from(u16::MAX)) {
            block(0, stored, out);
        }
    }
    block(1, &[], out);
    out.extend_from_slice(&checksum.finalize().to_le_bytes());
    out.extend_from_slice(&length.to_le_bytes()[..4]);
}

/// One stored block; `last` is 1 in the last one of a member.
fn block(last: u8, stored: &[u8], out: &mut Vec<u8>) {
    let length = u16::try_from(stored.len()).expect("a block is cut to what 16 bits count");
    out.push(last);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&(!length).to_le_bytes());
    out.extend_from_slice(stored);
}

fn feed(compressor: &mut Compress, mut part: &[u8], out: &mut Vec<u8>) {
    while !part.is_empty() {
        let before = compressor.total_in();
        step(compressor, (part, FlushCompress::None), out);
        let taken = usize::try_from(compressor.total_in() - before).expect("no more than was given");
        part = &part[taken..];
    }
}

fn finish(compressor: &mut Compress, out: &mut Vec<u8>) {
    while step(compressor, (&[], FlushCompress::Finish), out) != Status::StreamEnd {}
}

fn step(compressor: &mut Compress, (input, flush): (&[u8], FlushCompress), out: &mut Vec<u8>) -> Status {
    out.reserve(ROOM);
    compressor.compress_vec(input, out, flush).expect("there is room, and nothing follows the end")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn members_come_back_one_after_the_other() {
        let long: Vec<u8> =
            (0..300_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let mut out = Vec::new();
        let mut ends = Vec::new();
        for parts in [&[b"a".as_slice(), b"", b"bc"][..], &[], &[&long, b"end"], &[b"after"]] {
            for pressing in [Pressing::Hard, Pressing::Not] {
                press(parts, pressing, &mut out);
                ends.push((out.len(), parts.concat()));
            }
        }
        let mut begin = 0;
        for (end, expected) in ends {
            let mut read = Vec::new();
            flate2::bufread::GzDecoder::new(&out[begin..end]).read_to_end(&mut read).unwrap();
            assert!(read == expected, "{} bytes", expected.len());
            begin = end;
        }
    }
}
