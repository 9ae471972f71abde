//! Sentences of a Swedish text.

use std::ops::Range;

/// Abbreviations after which a full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "kl", "tel", "t.ex", "t. ex", "bl.a", "dvs", "d.v.s", "m.m", "mm", "m.fl", "o.s.v", "osv", "ca", "nr",
    "st", "f.d", "fr.o.m", "t.o.m", "s.k", "resp", "inkl", "exkl", "max", "min", "kap", "p", "ev", "forts",
    "obs", "mån", "tis", "ons", "tor", "tors", "fre", "lör", "sön", "jan", "feb", "aug", "sep", "sept",
    "okt", "nov", "dec", "avd", "dr", "adr", "mobil", "fax", "ordf", "tfn", "ers", "sekr",
];

/// Longest sentence, in bytes: three pages of a book. What reads a sentence keeps all of what it finds in it.
const LONGEST: usize = 10_000;

/// Byte ranges of the sentences of `text`. A sentence ends at a line break, and at `.`, `!` or `?` before
/// white space and a capital letter or digit; not after an abbreviation. What has no end for longer than anybody writes is
/// parted between words.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if ends_here(text, at, c) {
            let end = at + c.len_utf8();
            push(text, start..end, &mut found);
            start = end;
        }
    }
    push(text, start..text.len(), &mut found);
    found
}

/// Byte ranges of what is one sentence whatever it says: all of `text`, unless it is longer than anybody writes.
pub fn parted(text: &str) -> Vec<Range<usize>> {
    if text.len() <= LONGEST {
        return std::iter::once(0..text.len()).collect();
    }
    let mut found = Vec::new();
    push(text, 0..text.len(), &mut found);
    found
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut range = range;
    while range.len() > LONGEST {
        let most = text.floor_char_boundary(range.start + LONGEST);
        let space = text[range.start..most].rfind(char::is_whitespace).filter(|&at| at > 0);
        let end = space.map_or(most, |at| range.start + at);
        trimmed(text, range.start..end, found);
        range.start = end;
    }
    trimmed(text, range, found);
}

fn trimmed(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    let end = range.end - (part.len() - part.trim_end().len());
    if start < end {
        found.push(start..end);
    }
}

fn ends_here(text: &str, at: usize, c: char) -> bool {
    match c {
        '\n' => true,
        '!' | '?' => next_starts_sentence(&text[at + 1..]),
        '.' => next_starts_sentence(&text[at + 1..]) && !abbreviation(&text[..at]),
        _ => false,
    }
}

/// White space (perhaps after a closing quote), then a capital letter, a digit, a quote or the end.
fn next_starts_sentence(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['”', '"', ')', '»']);
    match rest.chars().next() {
        None => true,
        Some(c) if c.is_whitespace() => {
            rest.trim_start().chars().next().is_none_or(|c| {
                c.is_uppercase() || c.is_numeric() || matches!(c, '”' | '"' | '–' | '-' | '(')
            })
        }
        Some(_) => false,
    }
}

fn abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let word = word.to_lowercase();
    ABBREVIATIONS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = sentences(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_has_no_end_is_parted_between_words() {
        let long = "avgift och taxa ".repeat(2 * LONGEST / 10);
        let parts = sentences(&long);
        assert!(parts.iter().all(|part| part.len() <= LONGEST), "{parts:?}");
        let words: Vec<&str> = parts.iter().flat_map(|part| long[part.clone()].split(' ')).collect();
        assert_eq!(words, long.split_whitespace().collect::<Vec<_>>());
        let unbroken = "å".repeat(2 * LONGEST);
        let lengths: usize = sentences(&unbroken).iter().map(ExactSizeIterator::len).sum();
        assert_eq!(lengths, unbroken.len());
        let most = format!("{} a", "x".repeat(LONGEST - 2));
        assert_eq!(sentences(&most).len(), 1);
    }

    #[test]
    fn knows_abbreviations() {
        check(
            "Öppet kl. 8. Ring tel. 0999-140 00. Välkommen!",
            &["Öppet kl. 8.", "Ring tel. 0999-140 00.", "Välkommen!"],
        );
        check("T.ex. Anna kan söka. Nej", &["T.ex. Anna kan söka.", "Nej"]);
        check("Nämnden (ordf. Anna Berg): skolan", &["Nämnden (ordf. Anna Berg): skolan"]);
        check("rad ett\nrad två", &["rad ett", "rad två"]);
        check("version 2.1 gäller", &["version 2.1 gäller"]);
    }
}
