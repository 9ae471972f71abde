//! Names as a Swedish index sorts them and as addresses hold them. It must not know pages.

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
