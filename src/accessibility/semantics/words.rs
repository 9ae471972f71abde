//! The words of a label, as speech has them: lower case, without signs and asides. Knows letters only.

use unicode_normalization::UnicodeNormalization;

/// Words in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// The words of a text; what stands in brackets is left out, as nobody says it.
    pub fn of(text: &str) -> Self {
        let mut depth = 0_usize;
        let mut plain = String::with_capacity(text.len());
        for letter in text.nfkc() {
            match letter {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                _ if depth > 0 => {}
                '\'' | '’' | '\u{ad}' => {}
                _ if letter.is_alphanumeric() => plain.extend(letter.to_lowercase()),
                '×' | '+' | '=' | '%' | '&' | '€' | '$' | '@' | '#' | '°' => {
                    plain.push(' ');
                    plain.push(letter);
                    plain.push(' ');
                }
                _ => plain.push(' '),
            }
        }
        Self(plain.split_whitespace().map(str::to_owned).collect())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it is a single letter or sign, which stands for a picture: `X` to close, `?` for help.
    pub fn is_symbol(&self) -> bool {
        let is_sign = |word: &String| word.chars().all(|letter| !letter.is_alphanumeric());
        self.0.iter().all(is_sign)
            || (self.0.len() == 1
                && self.0[0].chars().count() == 1
                && self.0[0].chars().all(char::is_alphabetic))
    }

    /// Whether the others stand among these, side by side and in their order.
    pub fn contain(&self, others: &Self) -> bool {
        others.is_empty() || self.0.windows(others.0.len()).any(|window| window == others.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_names() {
        let check = |label: &str, name: &str, expected: bool| {
            assert_eq!(Words::of(name).contain(&Words::of(label)), expected, "{label} in {name}");
        };
        check("Next Page", "Next page in the list", true);
        check("The full label", "the full", false);
        check("justice", "just ice", false);
        check("2021", "20 21", false);
        check("1", "1a", false);
        check("Search by date (YYYY-MM-DD)", "Search by date", true);
        check("Next…", "Next", true);
        check(">>> ** Submit ** <<<", "💡 Submit 💡", true);
        check("Proof of 2×2=4", "Proof of two multiplied by two is four", false);
        check("Läs mer", "LÄS MER om förskola", true);
        assert!(Words::of("X").is_symbol() && Words::of("»").is_symbol() && !Words::of("1").is_symbol());
    }
}
