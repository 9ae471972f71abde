//! Films, told by their addresses. It must not know where they are shown.

use url::Url;

/// Endings of files that are films.
const ENDINGS: &[&str] = &[".mp4", ".m4v", ".webm", ".mov", ".ogv", ".m3u8"];

/// Whether an address is that of a film's file.
pub fn is_film(address: &Url) -> bool {
    let path = address.path().to_ascii_lowercase();
    ENDINGS.iter().any(|ending| path.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn films_by_their_endings() {
        for (address, expected) in [("/film/a.MP4?x=1", true), ("/film", false), ("/ljud/a.mp3", false)] {
            let address: Url = format!("https://a.example{address}").parse().expect("a constant");
            assert_eq!(is_film(&address), expected, "{address}");
        }
    }
}
