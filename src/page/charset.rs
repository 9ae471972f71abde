//! Bytes become text, as browsers read them (WHATWG Encoding and HTML standards).
//!
//! Pure; knows nothing of what the text says.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How much of a document is searched for its `<meta charset>` (the HTML standard asks for 1024 bytes; scripts
/// before it are common).
const PRESCAN: usize = 4096;

/// The text of a document: its character set is told by the byte order mark, then `label` (from the HTTP header),
/// then `<meta charset>`, then detection. Labels mean what browsers take them for: `iso-8859-1` is windows-1252.
/// Bytes that the character set does not know become U+FFFD.
pub fn decode<'a>(body: &'a [u8], label: Option<&str>) -> Cow<'a, str> {
    let (text, _, _) = encoding(body, label).decode(body);
    text
}

/// The character set that [`decode`] reads the document in.
pub fn encoding(body: &[u8], label: Option<&str>) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(body) {
        return encoding;
    }
    label
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        .or_else(|| declared(body))
        .unwrap_or_else(|| detected(body))
}

/// The character set that a `<meta>` element names near the start.
fn declared(body: &[u8]) -> Option<&'static Encoding> {
    let head = body[..body.len().min(PRESCAN)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let named = head.match_indices("<meta").find_map(|(at, _)| {
        let element = head[at..].split('>').next()?;
        let value = element.split_once("charset")?.1.trim_start().strip_prefix('=')?;
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let label = value.split(['"', '\'', ';', ' ', '/']).next()?;
        Encoding::for_label(label.as_bytes())
    })?;
    // A document whose ASCII <meta> could be read is not UTF-16, whatever it says (HTML standard, 13.2.3.2).
    Some(if named == UTF_16LE || named == UTF_16BE { UTF_8 } else { named })
}

fn detected(body: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(body, true);
    detector.guess(Some(b"se"), Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &[u8], label: Option<&str>, expected: &str) {
        assert!(decode(body, label).contains(expected), "{label:?}: {}", decode(body, label));
    }

    #[test]
    fn mark_then_header_then_meta_then_detection() {
        check("\u{feff}Förskola".as_bytes(), Some("iso-8859-1"), "Förskola");
        check(b"F\xf6rskola", Some("ISO-8859-1"), "Förskola");
        check(b"20 kr \x96 30 kr", Some("iso-8859-1"), "20 kr – 30 kr");
        check(b"<meta charset=\"iso-8859-1\"><p>F\xf6rskola", None, "Förskola");
        check(
            b"<meta http-equiv='content-type' content='text/html; charset=windows-1252'>F\xf6rskola",
            None,
            "Förskola",
        );
        check(b"<p>Ans\xf6kan om f\xf6rskola och v\xe5rd f\xf6r \xe4ldre", None, "Ansökan om förskola");
        check("<p>Förskola".as_bytes(), None, "Förskola");
        check("<p>Förskola".as_bytes(), Some("no-such-charset"), "Förskola");
        check("<meta charset=utf-16>Förskola".as_bytes(), None, "Förskola");
        check(b"\xff\xfeF\x00\xf6\x00r\x00", None, "För");
    }

    #[test]
    fn any_bytes_are_text() {
        check(b"a\x00\xff\xfe\xc3", Some("utf-8"), "a");
        check(b"", None, "");
    }
}
