//! Normal form of text as it is quoted (`normalise`) and as it is compared (`fold`).

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Text as a reader sees it: NFC, soft hyphens and zero-width characters gone, non-breaking hyphens and
/// spaces made ordinary, white space collapsed. Line breaks are kept as one `\n`, since they end sentences.
pub fn normalise(text: &str) -> String {
    if is_plain(text) || is_nfc(text) { collapse(text.chars()) } else { collapse(text.nfc()) }
}

/// Whether no character lies at or beyond U+0300, where those begin that combine with others: a quick yes for most text.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte < 0xcc)
}

fn collapse(chars: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    let mut gap = None;
    for c in chars {
        match c {
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '\n' => gap = Some('\n'),
            c if c.is_whitespace() => gap = gap.or(Some(' ')),
            c => {
                if let Some(space) = gap.take()
                    && !out.is_empty()
                {
                    out.push(space);
                }
                out.push(if matches!(c, '\u{2010}' | '\u{2011}') { '-' } else { c });
            }
        }
    }
    out
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
