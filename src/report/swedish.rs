//! How Swedish readers expect numbers, places and names: decimal comma, "delad 12:a", å ä ö last. It must not
//! know pages.

use crate::index::Share;
use crate::standing::Place;

/// Keeps a number and its unit on one line.
const NO_BREAK_SPACE: char = '\u{a0}';

/// One decimal: `84,4 %`.
pub(super) fn percent(share: Share) -> String {
    format!("{}{NO_BREAK_SPACE}%", decimal(share))
}

/// One decimal, without the sign: `84,4`.
pub(super) fn decimal(share: Share) -> String {
    format!("{},{}", share.permille() / 10, share.permille() % 10)
}

/// Percentage, or a dash where nothing was judged: never 0.
pub(super) fn percent_or_dash(share: Option<Share>) -> String {
    share.map_or_else(|| "–".to_owned(), percent)
}

/// This share of `whole` with two decimals: `12,47`.
pub(super) fn points_of(share: Share, whole: u32) -> String {
    let hundredths = share.hundredths_of(whole);
    format!("{},{:02}", hundredths / 100, hundredths % 100)
}

/// Digits in groups of three: `14 750`.
pub(super) fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(NO_BREAK_SPACE);
        }
        shown.push(digit);
    }
    shown
}

/// `12:a`, or `delad 12:a` when others have the same.
pub(super) fn place(place: Place) -> String {
    let shared = if place.sharing > 1 { "delad " } else { "" };
    format!("{shared}{}:a", place.rank)
}

/// Sorts as a Swedish index does: å, ä, ö after z; accents and case do not count before letters do.
pub(super) fn collation(name: &str) -> (Vec<u32>, String) {
    let weight = |letter: char| match letter {
        'å' => u32::from('z') + 1,
        'ä' | 'æ' => u32::from('z') + 2,
        'ö' | 'ø' => u32::from('z') + 3,
        'é' | 'è' | 'ê' | 'ë' => 'e'.into(),
        'á' | 'à' | 'â' => 'a'.into(),
        'ü' => 'y'.into(),
        other => other.into(),
    };
    (name.to_lowercase().chars().map(weight).collect(), name.to_owned())
}

/// A name as part of an address: `Östanå & Åsvik` becomes `ostana-asvik`.
pub(super) fn slug(name: &str) -> String {
    let plain = |letter| match letter {
        'å' | 'ä' | 'á' | 'à' | 'â' | 'æ' => 'a',
        'ö' | 'ø' | 'ó' => 'o',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'ü' => 'u',
        'a'..='z' | '0'..='9' => letter,
        _ => ' ',
    };
    name.to_lowercase()
        .chars()
        .map(plain)
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_decimal_comma_and_groups_of_three() {
        assert_eq!(percent(Share::of(27, 32).unwrap()), "84,4\u{a0}%");
        assert_eq!(points_of(Share::of(1247, 3600).unwrap(), 36), "12,47");
        assert_eq!(percent_or_dash(None), "–");
        let shown = [0, 999, 9_200, 1_002_003].map(grouped);
        assert_eq!(shown, ["0", "999", "9\u{a0}200", "1\u{a0}002\u{a0}003"]);
    }

    #[test]
    fn shared_places_say_so() {
        assert_eq!(place(Place { rank: 12, sharing: 1, of: 290 }), "12:a");
        assert_eq!(place(Place { rank: 12, sharing: 3, of: 290 }), "delad 12:a");
    }

    #[test]
    fn names_sort_as_in_a_swedish_index() {
        let mut names = ["Örebro", "Ängelholm", "Åre", "Zorn", "Arboga", "Malå", "Malmö", "Ale"];
        names.sort_by_key(|name| collation(name));
        assert_eq!(names, ["Ale", "Arboga", "Malmö", "Malå", "Zorn", "Åre", "Ängelholm", "Örebro"]);
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Östanå & Åsvik"), "ostana-asvik");
        assert_eq!(slug("../../etc"), "etc");
    }
}
