//! What a form is for, by the words that stand in it and about it.
//!
//! Pure; knows words (`rubrics/searches.toml`), not where in a page they stand.

use url::{Url, form_urlencoded};

use super::searches::words;

/// The words that stand in and about a form: small letters, one blank between two, a stroke between two texts.
#[derive(Debug, Clone, Default)]
pub struct Said(String);

impl Said {
    /// Takes a label, a name, the text of a button.
    pub fn add(&mut self, text: &str) {
        self.0.push_str("| ");
        self.take(text);
    }

    /// Takes what invites to write: what follows "for example" says nothing of the form.
    pub fn add_invitation(&mut self, text: &str) {
        let mut said = Self::default();
        said.add(text);
        let ends = words().example.iter().filter_map(|example| said.0.find(&format!(" {example} ")));
        let end = ends.min().map_or(said.0.len(), |at| at + 1);
        self.0.push_str(&said.0[..end]);
    }

    /// Takes an address that stands on a page of the host `home`; another host's name says something too.
    pub fn add_address(&mut self, url: &Url, home: Option<&str>) {
        if url.host_str() != home {
            self.add(url.host_str().unwrap_or_default());
        }
        let query = url.query().unwrap_or_default();
        for text in url.path().split('/').chain(query.split('&')) {
            for (name, value) in form_urlencoded::parse(text.as_bytes()) {
                self.add(&name);
                self.add(&value);
            }
        }
    }

    fn take(&mut self, text: &str) {
        for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let small = word.to_lowercase();
            let parts = parts(word);
            if parts.len() > 1 {
                self.0.extend([small.as_str(), " "]);
            }
            for part in parts {
                self.0.extend([part.to_lowercase().as_str(), " "]);
            }
        }
    }

    /// Whether it is said that something is searched.
    pub fn says_search(&self) -> bool {
        self.has(&words().search)
    }

    /// Whether something is said that no search says: that one subscribes, logs out, votes.
    pub fn has_other_purpose(&self) -> bool {
        self.has(&words().other)
    }

    /// Whether one kind of thing is spoken of: vacancies, books, places on a map.
    pub fn is_special(&self) -> bool {
        self.has(&words().special)
    }

    fn has(&self, patterns: &[String]) -> bool {
        patterns.iter().any(|pattern| {
            let open = pattern.trim_matches('*');
            let before = if pattern.starts_with('*') { "" } else { " " };
            let after = if pattern.ends_with('*') { "" } else { " " };
            self.0.contains(&format!("{before}{open}{after}"))
        })
    }
}

/// A name written with capital letters inside, in its parts.
fn parts(word: &str) -> Vec<&str> {
    let (mut parts, mut begin, mut was_small) = (Vec::new(), 0, false);
    for (at, letter) in word.char_indices() {
        if letter.is_uppercase() && was_small {
            parts.push(&word[begin..at]);
            begin = at;
        }
        was_small = letter.is_lowercase();
    }
    parts.push(&word[begin..]);
    parts
}

/// Whether a name (of a field, of a parameter) says that it holds what is searched for.
pub fn says_search(name: &str) -> bool {
    let mut said = Said::default();
    said.add(name);
    said.says_search() || said.has(&words().bare)
}

/// Whether a host, by its first name, is there for the site's search.
pub(super) fn is_search_host(url: &Url) -> bool {
    let first = url.host_str().and_then(|host| host.split('.').next()).unwrap_or_default();
    words().host.iter().any(|known| known == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, search: bool, other: bool, special: bool) {
        let mut said = Said::default();
        said.add_invitation(text);
        assert_eq!(
            (said.says_search(), said.has_other_purpose(), said.is_special()),
            (search, other, special),
            "{text}"
        );
    }

    #[test]
    fn words_say_what_a_form_is_for() {
        check("Sök på webbplatsen", true, false, false);
        check("site-search__form", true, false, false);
        check("ctl00$SiteSearch", true, false, false);
        check("Hittade du det du sökte?", false, true, false);
        check("newsletter--s", false, true, false);
        check("newsletterSignup", false, true, false);
        check("Mitt e-nyhetsbrev", false, true, false);
        check("Logga ut", false, true, false);
        check("Lämna synpunkter", false, true, false);
        check("Sök lediga jobb", true, false, true);
        check("Sök e-tjänst", true, false, true);
        check("jobSearch", true, false, true);
        check("Sök på sidan, t.ex. lediga jobb eller lämna synpunkt", true, false, false);
        check("q", false, false, false);
        check("besöksadress", false, false, false);
    }

    #[test]
    fn an_address_speaks_by_its_path_and_a_foreign_one_by_its_host() {
        let said = |address: &str| {
            let mut said = Said::default();
            said.add_address(&Url::parse(address).unwrap(), Some("www.x.example"));
            (said.says_search(), said.has_other_purpose(), said.is_special())
        };
        assert_eq!(said("https://www.x.example/s%C3%B6k"), (true, false, false));
        assert_eq!(said("https://www.x.example/logga-ut"), (false, true, false));
        assert_eq!(said("https://bibliotek.x.example/hitta"), (false, false, true));
        assert_eq!(said("https://www.x.example/sida?q=1"), (false, false, false));
    }

    #[test]
    fn bare_letters_count_as_names_of_fields() {
        for (name, expected) in [("q", true), ("s", true), ("SearchText", true), ("namn", false)] {
            assert_eq!(says_search(name), expected, "{name}");
        }
    }
}
