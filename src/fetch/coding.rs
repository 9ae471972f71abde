//! Content codings (RFC 9110, section 8.4.1): how a body was pressed on its way, and what it is.
//!
//! Pure; knows bytes only.

use std::io::{self, Read};

use bytes::Bytes;

use super::body::Excess;
use super::gunzip::gunzip;
use super::unreachable::Unreachable;

/// How many times larger than what came a body is expected to be at most; only room that is taken beforehand.
const USUAL: usize = 16;
/// The largest window of a zstd frame, as a power of two: 8 MB (RFC 9659, section 3). What asks for more memory is refused.
const ZSTD_WINDOW: u32 = 23;
/// What the brotli decoder reads at once, in bytes.
const PIECE: usize = 16 * 1024;

/// How a body was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// gzip (RFC 1952).
    Gzip,
    /// Brotli (RFC 7932).
    Brotli,
    /// Zstandard (RFC 8878).
    Zstd,
}

impl Coding {
    /// The coding that a `Content-Encoding` names, if it names one. Words that mean none, and character sets, which servers
    /// write there by mistake, name none. Fails with any other word, and where there is more than one coding: nobody asked
    /// for such a body.
    pub fn of(value: &str) -> Result<Option<Self>, Unreachable> {
        let value = value.to_ascii_lowercase();
        let mut codings = value.split(',').map(str::trim).filter(|name| !means_none(name));
        match (codings.next(), codings.next()) {
            (None, _) => Ok(None),
            (Some("gzip" | "x-gzip"), None) => Ok(Some(Self::Gzip)),
            (Some("br"), None) => Ok(Some(Self::Brotli)),
            (Some("zstd"), None) => Ok(Some(Self::Zstd)),
            _ => Err(Unreachable::Coding),
        }
    }

    /// The same, where nothing is said of words that are not known.
    pub fn named(value: &str) -> Option<Self> {
        Self::of(value).unwrap_or_default()
    }

    /// The body that such a payload stands for, of at most `limit` bytes; one byte more says that there is more. Fails where
    /// it is broken or breaks off.
    pub fn decode(self, payload: &[u8], limit: usize) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        self.decode_into(payload, limit, &mut body).map(|()| body)
    }

    fn decode_into(self, payload: &[u8], limit: usize, body: &mut Vec<u8>) -> io::Result<()> {
        // An answer without a body (304, a redirect) may name a coding all the same.
        if payload.is_empty() {
            return Ok(());
        }
        body.reserve(self.expected(payload).min(limit));
        let most = u64::try_from(limit).expect("a length fits in 64 bits").saturating_add(1);
        match self {
            Self::Gzip => return gunzip(payload, limit.saturating_add(1), body),
            Self::Brotli => {
                brotli_decompressor::Decompressor::new(payload, PIECE).take(most).read_to_end(body)
            }
            Self::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(payload)?;
                decoder.window_log_max(ZSTD_WINDOW)?;
                decoder.take(most).read_to_end(body)
            }
        }
        .map(drop)
    }

    /// How large the body will be, about: gzip says it in its last four bytes, where they can be believed.
    fn expected(self, payload: &[u8]) -> usize {
        let usual = payload.len().saturating_mul(USUAL);
        let told = payload.last_chunk().map(|tail| u32::from_le_bytes(*tail)).filter(|_| self == Self::Gzip);
        // One byte more, so that the end is seen without growing.
        told.map_or(0, |told| usize::try_from(told).unwrap_or(usize::MAX).saturating_add(1).min(usual))
    }
}

fn means_none(name: &str) -> bool {
    matches!(name, "" | "identity" | "none" | "binary" | "8bit")
        || encoding_rs::Encoding::for_label(name.as_bytes()).is_some()
}

/// The body that a payload stands for, within the limit; `coding` is what its `Content-Encoding` says.
pub(super) fn body(
    payload: &Bytes,
    coding: Option<&str>,
    limit: usize,
    excess: Excess,
) -> Result<Bytes, Unreachable> {
    // An answer without a body (304, a redirect) may name any coding.
    let coding = coding.filter(|_| !payload.is_empty()).map_or(Ok(None), Coding::of)?;
    let Some(coding) = coding else { return Ok(payload.clone()) };
    let mut body = Vec::new();
    let decoded = coding.decode_into(payload, limit, &mut body);
    match excess {
        Excess::Fail if body.len() > limit => Err(Unreachable::TooLarge),
        Excess::Fail => decoded.map(|()| body.into()).map_err(|_| Unreachable::Protocol),
        // A payload that was cut itself breaks off.
        Excess::Cut if decoded.is_err() && payload.len() < limit => Err(Unreachable::Protocol),
        Excess::Cut => {
            body.truncate(limit);
            Ok(body.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const TEXT: &[u8] = b"kommun kommun kommun kommun";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// `TEXT` as brotli's own program packs it.
    const BROTLI: &[u8] =
        b"\x1b\x1a\x00\xf8\x8d\x94\x6e\xde\x44\xb5\xf6\xd6\x20\x6d\x6e\x75\x62\x9e\x48\xa0\xea\x01";

    #[test]
    fn every_coding_comes_back() {
        for (name, payload) in [
            ("GZip", gzip(TEXT)),
            ("gzip, identity", gzip(TEXT)),
            ("x-gzip", gzip(TEXT)),
            ("br", BROTLI.to_vec()),
            ("zstd", zstd::encode_all(TEXT, 1).unwrap()),
        ] {
            let coding = Coding::named(name).expect("is known");
            assert_eq!(coding.decode(&payload, 100).unwrap(), TEXT, "{name}");
            assert_eq!(coding.decode(&payload, 5).unwrap().len(), 6, "{name}: more than the limit");
            assert!(coding.decode(&payload[..payload.len() - 3], 100).is_err(), "{name}: breaks off");
            assert!(coding.decode(b"no such thing", 100).is_err(), "{name}: is none");
            assert_eq!(coding.decode(b"", 100).unwrap(), b"", "{name}: without a body");
        }
        for name in ["", "identity", "none", "utf-8", "ISO-8859-1"] {
            assert_eq!(Coding::of(name), Ok(None), "{name}");
        }
        let payload = Bytes::from_static(TEXT);
        for name in ["deflate", "gzip, br", "hemlig"] {
            assert_eq!(Coding::of(name), Err(Unreachable::Coding), "{name}");
            assert_eq!(body(&payload, Some(name), 99, Excess::Fail), Err(Unreachable::Coding), "{name}");
            assert_eq!(body(&Bytes::new(), Some(name), 99, Excess::Fail), Ok(Bytes::new()), "{name}");
        }
    }

    /// `TEXT` in a zstd frame that does not say how long it is, in one block as it stands, with a window of this size (RFC
    /// 8878, 3.1.1): a power of two from 1 kB on, and eighths of it.
    fn zstd_frame(power: u8, eighths: u8) -> Vec<u8> {
        let window = (power - 10) << 3 | eighths;
        let block = u32::try_from(TEXT.len()).unwrap() << 3 | 1;
        [&[0x28, 0xb5, 0x2f, 0xfd, 0, window], &block.to_le_bytes()[..3], TEXT].concat()
    }

    #[test]
    fn a_zstd_window_is_eight_megabytes_at_most() {
        for (power, eighths, is_read) in
            [(20, 0, true), (22, 7, true), (23, 0, true), (23, 1, false), (27, 0, false), (41, 7, false)]
        {
            let frame = Bytes::from(zstd_frame(power, eighths));
            let expected = if is_read { Ok(Bytes::from(TEXT)) } else { Err(Unreachable::Protocol) };
            for excess in [Excess::Fail, Excess::Cut] {
                assert_eq!(body(&frame, Some("zstd"), 100, excess), expected, "{power} {eighths} {excess:?}");
            }
        }
    }

    #[test]
    fn what_is_too_much_fails_or_is_cut() {
        let cut =
            |payload: &[u8], limit| body(&Bytes::copy_from_slice(payload), Some("gzip"), limit, Excess::Cut);
        let fail =
            |payload: &[u8], limit| body(&Bytes::copy_from_slice(payload), Some("gzip"), limit, Excess::Fail);
        let payload = gzip(TEXT);
        assert_eq!(fail(&payload, TEXT.len()).unwrap(), TEXT);
        assert_eq!(fail(&payload, TEXT.len() - 1), Err(Unreachable::TooLarge));
        assert_eq!(cut(&payload, 6).unwrap(), &TEXT[..6]);
        assert_eq!(fail(&payload[..15], 100), Err(Unreachable::Protocol));
        assert_eq!(cut(&payload[..15], 100), Err(Unreachable::Protocol));
        assert!(TEXT.starts_with(&cut(&payload[..15], 15).unwrap()), "the payload was cut, not broken");
    }

    #[test]
    fn room_is_taken_by_what_came_and_not_by_what_is_claimed() {
        let mut payload = gzip(TEXT);
        let end = payload.len() - 4;
        assert_eq!(Coding::Gzip.expected(&payload), TEXT.len() + 1);
        payload[end..].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(Coding::Gzip.expected(&payload), payload.len() * USUAL);
    }
}
