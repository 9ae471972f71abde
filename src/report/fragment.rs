//! Links that open a page at the quoted words (WICG "URL Fragment Text Directives"). It must not fetch.

use std::fmt::Write;

/// Words at each end of a long piece that are enough to find it.
const ENDS: usize = 5;

/// Pieces shorter than this stand in many places.
const TELLING: usize = 3;

/// Pieces that a link names at most.
const PIECES: usize = 3;

/// `url` with text directives for `quote`. What a quote leaves out (`…`) and what it sets between cells (`|`) is not on the
/// page, so each piece is looked for by itself; a browser goes to the first that it finds. The end of a long piece is
/// named once more, because its beginning may be a heading. Browsers without the feature open the page at its top.
pub fn text_fragment(url: &str, quote: &str) -> String {
    let words = |piece: &'_ str| piece.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let pieces: Vec<Vec<String>> = quote.split(['…', '|']).map(words).collect();
    let longest = pieces.iter().map(Vec::len).max().unwrap_or_default();
    let telling = pieces.iter().filter(|piece| piece.len() >= longest.clamp(1, TELLING));
    let directives: Vec<String> = telling.take(PIECES).map(|piece| directive(piece)).collect();
    if directives.is_empty() {
        return url.to_owned();
    }
    let separator = if url.contains('#') { "" } else { "#" };
    format!("{url}{separator}:~:{}", directives.join("&"))
}

fn directive(words: &[String]) -> String {
    if words.len() <= 2 * ENDS {
        return format!("text={}", encoded(words));
    }
    let end = encoded(&words[words.len() - ENDS..]);
    format!("text={},{end}&text={end}", encoded(&words[..ENDS]))
}

/// Percent-encodes all but unreserved letters; the hyphen too, which has a meaning in the directive.
fn encoded(words: &[String]) -> String {
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
            "https://a.example/#:~:text=1%202%203%204%205,7%208%209%2010%2011&text=7%208%209%2010%2011",
        );
    }

    #[test]
    fn what_is_not_on_the_page_is_not_looked_for() {
        check(
            "https://a.example/",
            "Avgift i förskola … Barn 1 | 3 % | högst 1 771 kr",
            "https://a.example/#:~:text=Avgift%20i%20f%C3%B6rskola&text=h%C3%B6gst%201%20771%20kr",
        );
        check("https://a.example/", "Öppet | 8-17", "https://a.example/#:~:text=%C3%96ppet&text=8%2D17");
        check("https://a.example/", "… | …", "https://a.example/");
    }
}
