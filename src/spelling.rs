//! Which known word a misspelled one was probably meant to be, for messages that say "did you mean".
//!
//! Knows letters only: not what the words stand for.

/// The candidate nearest to `word`, if it is near enough to be worth suggesting: at most one edit
/// (insertion, deletion, replacement or swap of neighbours) for every three letters, or one, case and the dots
/// and rings of å, ä and ö disregarded.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = folded(word);
    let tolerated = (word.len() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, &folded(candidate)), candidate))
        .filter(|&(edits, _)| edits <= tolerated && edits < word.len())
        .min()
        .map(|(_, candidate)| candidate)
}

/// The suggestion as the end of a sentence: ` (did you mean "pace"?)`, or nothing.
pub fn suggestion<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, candidates).map(|near| format!(" (did you mean \"{near}\"?)")).unwrap_or_default()
}

fn folded(word: &str) -> Vec<char> {
    word.to_lowercase()
        .chars()
        .map(|letter| match letter {
            'å' | 'ä' | 'à' | 'á' => 'a',
            'ö' | 'ø' => 'o',
            'é' | 'è' => 'e',
            '_' => '-',
            other => other,
        })
        .collect()
}

/// Optimal string alignment distance: Levenshtein's with swaps of neighbouring letters.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let replaced = last[j] + usize::from(a != b);
            let mut cost = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                cost = cost.min(before_last[j - 1] + 1);
            }
            row.push(cost);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_only_what_is_near() {
        let known = ["max_pages", "pace", "Örebro", "Växjö", "Habo", "Håbo"];
        let check = |word, expected| assert_eq!(nearest(word, known), expected, "{word}");
        check("max-pages", Some("max_pages"));
        check("pcae", Some("pace"));
        check("orebro", Some("Örebro"));
        check("vaxjo", Some("Växjö"));
        check("HABO", Some("Habo"));
        check("uppsala", None);
        check("x", None);
        check("", None);
    }

    #[test]
    fn a_suggestion_ends_a_sentence() {
        assert_eq!(suggestion("pase", ["pace"]), " (did you mean \"pace\"?)");
        assert_eq!(suggestion("register", ["pace"]), "");
    }
}
