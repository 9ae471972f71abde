//! Normal form of text as it is quoted (`normalise`) and as it is compared (`fold`).

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Text as a reader sees it: NFC, soft hyphens and zero-width characters gone, non-breaking hyphens and
/// spaces made ordinary, white space collapsed. Line breaks are kept as one `\n`, since they end sentences.
pub fn normalise(text: &str) -> String {
    if is_plain(text) || is_nfc(text) { collapse(text) } else { collapse(&text.nfc().collect::<String>()) }
}

/// Whether no character lies at or beyond U+0300, where those begin that combine with others: a quick yes for most text.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte < 0xcc)
}

/// Copies runs of ordinary text, and looks at single characters between them only.
fn collapse(text: &str) -> String {
    let mut out = String::new();
    let mut gap = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = run(rest);
        let (taken, after) = rest.split_at(if run > 0 { run } else { first.len_utf8() });
        rest = after;
        match first {
            _ if run > 0 => add(&mut out, gap.take(), taken, after.len()),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '\n' => gap = Some('\n'),
            first if first.is_whitespace() => gap = gap.or(Some(' ')),
            '\u{2010}' | '\u{2011}' => add(&mut out, gap.take(), "-", after.len()),
            _ => add(&mut out, gap.take(), taken, after.len()),
        }
    }
    out
}

/// Adds a part of a text behind the gap before it; so many bytes may follow.
fn add(out: &mut String, gap: Option<char>, part: &str, ahead: usize) {
    out.reserve(1 + part.len() + ahead);
    out.extend(gap.filter(|_| !out.is_empty()));
    out.push_str(part);
}

/// How many bytes at the beginning stay as they are: ordinary letters and signs, with single spaces between them.
fn run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ends = |&at: &usize| {
        let next = || bytes.get(at + 1).is_none_or(|&next| is_special(next));
        is_special(bytes[at]) && (bytes[at] != b' ' || at == 0 || next())
    };
    (0..bytes.len()).find(ends).unwrap_or(bytes.len())
}

/// Whether a byte is white space or control, or begins a character that may be white space, unseen or a hyphen.
fn is_special(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, 0xc2 | 0xe1..=0xe3 | 0xef)
}

/// Lower case, for comparing.
pub fn fold(text: &str) -> String {
    if has_other_capitals(text) { text.to_lowercase() } else { text.to_ascii_lowercase() }
}

/// Whether there may be capitals beyond A-Z: anything but ASCII, the small letters of Latin-1, and the signs of Latin-1
/// and general punctuation.
fn has_other_capitals(text: &str) -> bool {
    let capital =
        |c: char| !c.is_ascii() && !matches!(c, 'ß'..='ÿ' | '\u{80}'..='\u{bf}' | '\u{2010}'..='\u{205e}');
    !text.is_ascii() && text.chars().any(capital)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_a_person_sees() {
        let check = |given: &str, expected: &str| assert_eq!(normalise(given), expected);
        check("  bygg\u{ad}lov  \u{a0} nu", "bygglov nu");
        check("e\u{2011}tja\u{308}nst", "e-tjänst");
        check("rad ett \n  rad två", "rad ett\nrad två");
        check("\u{feff}\u{200b}", "");
        for text in ["Ärende ÅÄÖ", "ärende – E-TJÄNST”", "Ÿ É ÷ × ẞ", "Ω"] {
            assert_eq!(fold(text), text.to_lowercase());
        }
    }
}
