//! Words of a text, with their places.

/// A word: letters and digits, with inner hyphens and, at its end, the hyphen of an ellipsis (`bygg-, mark-
/// och rivningslov`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Byte offset of the first character.
    pub start: u32,
    /// Byte offset after the last character.
    pub end: u32,
}

/// The words of `text`, in order.
///
/// # Panics
/// If the text is longer than 4 GiB, which no fetched page is.
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        let inside = is_letter(c) || c == '§' || (matches!(c, '-' | '\u{b4}') && start.is_some());
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(word(from, at));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        found.push(word(from, text.len()));
    }
    found
}

/// Whether a character is a letter or a digit; quick for those of Swedish.
pub fn is_letter(c: char) -> bool {
    match c {
        '0'..='9' | 'A'..='Z' | 'a'..='z' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ' => true,
        '\0'..='\x7f' => false,
        c => c.is_alphanumeric(),
    }
}

fn word(start: usize, end: usize) -> Word {
    let offset = |n: usize| u32::try_from(n).expect("a page is limited to a few megabytes");
    Word { start: offset(start), end: offset(end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = words(text).iter().map(|w| &text[w.start as usize..w.end as usize]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn finds_words() {
        check("Sök i e-tjänsten (pdf), nu!", &["Sök", "i", "e-tjänsten", "pdf", "nu"]);
        check("bygg-, mark- och rivningslov", &["bygg-", "mark-", "och", "rivningslov"]);
        check("8–16", &["8", "16"]);
        check("", &[]);
    }

    #[test]
    fn letters_are_those_of_unicode() {
        assert!(('\0'..='\u{ffff}').all(|c| is_letter(c) == c.is_alphanumeric()));
    }
}
