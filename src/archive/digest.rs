//! Digests and names of records.
//!
//! Pure; knows bytes only.

use sha2::{Digest, Sha256};

/// The letters of Base32 (RFC 4648, section 6).
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A labelled digest of these parts, one after the other, as WARC writes it: `sha256:` and Base32.
pub(super) fn labelled(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
    }
    format!("sha256:{}", base32(&digest.finalize()))
}

/// The digest of a payload as it is stored, as records name it.
pub fn payload_digest(bytes: &[u8]) -> String {
    labelled(&[bytes])
}

/// SHA-256 in hexadecimal digits, for file hashes.
pub(super) fn hex(digest: &[u8]) -> String {
    use std::fmt::Write;
    digest.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a String never fails");
        text
    })
}

/// The name of the `number`-th record of a site's archive: a UUID (version 8, RFC 9562) of label and number. A
/// resumed crawl gives the same names as an uninterrupted one.
pub(super) fn record_id(label: &str, number: u64) -> String {
    let mut bytes = Sha256::digest(format!("{label}\n{number}"));
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = hex(&bytes[..16]);
    let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
    format!("<urn:uuid:{}>", parts.join("-"))
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for chunk in bytes.chunks(5) {
        let mut group = [0_u8; 8];
        group[3..3 + chunk.len()].copy_from_slice(chunk);
        let bits = u64::from_be_bytes(group);
        let letters = (chunk.len() * 8).div_ceil(5);
        for place in 0..8 {
            let letter = usize::try_from(bits >> (35 - 5 * place) & 31).expect("five bits fit");
            text.push(if place < letters { char::from(BASE32[letter]) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_vectors_of_rfc_4648() {
        for (bytes, expected) in [
            ("", ""),
            ("f", "MY======"),
            ("fo", "MZXQ===="),
            ("foob", "MZXW6YQ="),
            ("foobar", "MZXW6YTBOI======"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), expected);
        }
    }

    #[test]
    fn names_are_uuids_of_version_8() {
        let name = record_id("2026-11/0001", 7);
        assert_eq!(name.len(), "<urn:uuid:00000000-0000-0000-0000-000000000000>".len());
        assert_eq!(&name[24..25], "8");
        assert_ne!(name, record_id("2026-11/0001", 8));
    }
}
