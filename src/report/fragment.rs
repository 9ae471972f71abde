//! Links that open a page at the quoted words (WICG "URL Fragment Text Directives"). It must not fetch.

use std::fmt::Write;

/// Words at each end of a long quote that are enough to find it.
const ENDS: usize = 5;

/// `url` with a text directive for `quote`. Browsers without the feature open the page at its top.
pub fn text_fragment(url: &str, quote: &str) -> String {
    let words: Vec<&str> = quote.trim_end_matches('…').split_whitespace().collect();
    if words.is_empty() {
        return url.to_owned();
    }
    let separator = if url.contains('#') { "" } else { "#" };
    let directive = if words.len() <= 2 * ENDS {
        encoded(&words)
    } else {
        format!("{},{}", encoded(&words[..ENDS]), encoded(&words[words.len() - ENDS..]))
    };
    format!("{url}{separator}:~:text={directive}")
}

/// Percent-encodes all but unreserved letters; the hyphen too, which has a meaning in the directive.
fn encoded(words: &[&str]) -> String {
    let mut out = String::new();
    for byte in words.join(" ").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'~' => out.push(byte.into()),
            _ => write!(out, "%{byte:02X}").expect("writing to a String cannot fail"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, quote: &str, expected: &str) {
        assert_eq!(text_fragment(url, quote), expected);
    }

    #[test]
    fn the_link_carries_the_words() {
        check("https://a.example/", "", "https://a.example/");
        check(
            "https://a.example/",
            "Avgift: 10-12 kr",
            "https://a.example/#:~:text=Avgift%3A%2010%2D12%20kr",
        );
        check("https://a.example/#b", "på", "https://a.example/#b:~:text=p%C3%A5");
        check(
            "https://a.example/",
            "1 2 3 4 5 6 7 8 9 10 11 …",
            "https://a.example/#:~:text=1%202%203%204%205,7%208%209%2010%2011",
        );
    }
}
