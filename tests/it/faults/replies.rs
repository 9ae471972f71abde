//! Answers that are wrong in themselves.

use std::io::Write;
use std::sync::LazyLock;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support::Reply;

/// A page with header lines of its own.
pub(super) fn with(fields: &'static str, body: impl Into<Vec<u8>>) -> Reply {
    Reply::Answer(200, fields, body.into())
}

/// A status with header lines and no body.
pub(super) fn status(status: u16, fields: &'static str) -> Reply {
    Reply::Answer(status, fields, Vec::new())
}

/// A redirect.
pub(super) fn redirect(to: &str) -> Reply {
    let head = format!("HTTP/1.1 302 X\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    Reply::Raw(head.into_bytes())
}

/// Bytes as they are.
pub(super) fn raw(bytes: &str) -> Reply {
    Reply::Raw(bytes.as_bytes().to_vec())
}

/// A page whose bytes come slowly, one after the other, without end.
pub(super) fn drip() -> Reply {
    Reply::Endless("HTTP/1.1 200 X\r\nContent-Type: text/html\r\n\r\n", b"x", Duration::from_millis(100))
}

/// A file of some type without end.
pub(super) fn endless(head: &'static str) -> Reply {
    Reply::Endless(head, &[b'x'; 16000], Duration::ZERO)
}

/// Sixty megabytes, packed into sixty kilobytes.
pub(super) fn bomb() -> Vec<u8> {
    static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| packed(&vec![b'0'; 60_000_000]));
    BOMB.clone()
}

/// The same, as other encodings pack it, into a hundred bytes and six thousand.
pub(super) fn fixed_bomb(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/faults/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// gzip.
pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Bytes that mean nothing, always the same.
pub(super) fn noise(count: usize) -> Vec<u8> {
    let next = |state: &mut u32| {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Some(state.to_be_bytes()[0])
    };
    std::iter::successors(Some(1_u32), |state| Some(state.wrapping_add(1)))
        .scan(7_u32, |state, _| next(state))
        .take(count)
        .collect()
}

/// A document of `fixtures/documents`.
pub(super) fn document(name: &str) -> Reply {
    let path = format!("{}/fixtures/documents/{name}", env!("CARGO_MANIFEST_DIR"));
    with("Content-Type: application/pdf\r\n", std::fs::read(path).unwrap())
}
