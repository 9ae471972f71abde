//! Bytes of any character set as a stream of UTF-8.
//!
//! Pure; knows nothing of what the text says.

use std::io::{self, BufRead, Read};
use std::ops::Range;

use encoding_rs::{CoderResult, Decoder, Encoding};

/// How much of the text is decoded at once, in bytes.
const PIECE: usize = 16 * 1024;

/// A text that is decoded as it is read. An error of the bytes is its end.
pub(super) struct Text<R> {
    bytes: R,
    /// Nothing, when the text has ended.
    decoder: Option<Decoder>,
    piece: Vec<u8>,
    /// What of the piece has not been read.
    left: Range<usize>,
}

impl<R: BufRead> Text<R> {
    /// The text that bytes of this character set stand for.
    pub(super) fn new(bytes: R, charset: &'static Encoding) -> Self {
        Self { bytes, decoder: Some(charset.new_decoder()), piece: vec![0; PIECE], left: 0..0 }
    }
}

impl<R: BufRead> BufRead for Text<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.left.is_empty()
            && let Some(decoder) = &mut self.decoder
        {
            let bytes = self.bytes.fill_buf().unwrap_or_default();
            let is_end = bytes.is_empty();
            let (result, taken, given, _) = decoder.decode_to_utf8(bytes, &mut self.piece, is_end);
            self.bytes.consume(taken);
            self.left = 0..given;
            if is_end && result == CoderResult::InputEmpty {
                self.decoder = None;
            }
        }
        Ok(&self.piece[self.left.clone()])
    }

    fn consume(&mut self, read: usize) {
        self.left.start += read;
    }
}

impl<R: BufRead> Read for Text<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{UTF_8, UTF_16LE, WINDOWS_1252};

    #[test]
    fn letters_may_be_cut_anywhere() {
        let utf16: Vec<u8> = "åäö €".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, charset) in [
            ("åäö €".as_bytes(), UTF_8),
            (utf16.as_slice(), UTF_16LE),
            (b"\xe5\xe4\xf6 \x80".as_slice(), WINDOWS_1252),
        ] {
            for piece in 1..4 {
                let pieces = io::BufReader::with_capacity(piece, bytes);
                let mut text = String::new();
                Text::new(pieces, charset).read_to_string(&mut text).unwrap();
                assert_eq!(text, "åäö €", "{} {piece}", charset.name());
            }
        }
    }
}
