//! By what a site's search is known: the words that its forms and addresses use, and where content management systems keep
//! it, as data (`rubrics/searches.toml`), for sites whose pages show no form for it.
//!
//! Pure; knows words, marks and paths, not what a search answers.

use std::sync::LazyLock;

use serde::Deserialize;
use url::Url;

use super::probe::{Method, SearchForm};

/// Words by which names of forms, fields and addresses say that they search.
const SEARCH: &[&str] = &[
    "search",
    "searchform",
    "searchquery",
    "searchtext",
    "searchterm",
    "sok",
    "sök",
    "sokning",
    "sokord",
    "query",
    "q",
    "s",
    "keyword",
    "keywords",
    "sökformulär",
    "sokformular",
    "sökfält",
    "sokfalt",
    "sökruta",
    "sokruta",
    "sökord",
    "searchbox",
    "searchfield",
    "searchinput",
    "searchphrase",
    "searchstring",
    "searchword",
    "searchabletext",
    "sitesearch",
    "quicksearch",
    "quicksearchquery",
];

/// Whether one of the words of a name (of a form, a field, a parameter) says that something is searched.
pub fn says_search(name: &str) -> bool {
    let name = name.to_lowercase();
    name.split(|letter: char| !letter.is_alphanumeric()).any(|part| SEARCH.contains(&part))
}

/// The list that travels inside the program.
const EMBEDDED: &str = include_str!("../../rubrics/searches.toml");

static SYSTEMS: LazyLock<File> =
    LazyLock::new(|| toml::from_str(EMBEDDED).expect("the embedded list is read by a test"));

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    search: Vec<System>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct System {
    #[serde(rename = "name")]
    _name: String,
    marks: Vec<String>,
    path: String,
    field: String,
}

/// The search of the system that drew this page, if its marks are known.
pub fn usual_search(html: &str, page: &Url) -> Option<SearchForm> {
    let html = html.to_ascii_lowercase();
    let drew = |system: &&System| system.marks.iter().all(|mark| html.contains(&mark.to_ascii_lowercase()));
    let system = SYSTEMS.search.iter().find(drew)?;
    Some(SearchForm {
        action: page.join(&system.path).ok()?,
        method: Method::Get,
        field: system.field.clone(),
        fixed: Vec::new(),
        charset: "utf-8".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_known_by_its_marks() {
        let page = Url::parse("https://www.x.example/start").unwrap();
        for (html, expected) in [
            ("<link href=/wp-content/themes/a.css>", Some(("https://www.x.example/", "s"))),
            (
                "<meta name=\"Generator\" content=\"Joomla! 5\">",
                Some(("https://www.x.example/component/finder/search", "q")),
            ),
            ("<img src=/globalassets/a.png>", None),
            (
                "<img src=/globalassets/a.png><a href=/SiteAssets/b.pdf>",
                Some(("https://www.x.example/sok/", "q")),
            ),
            ("<p>Hej", None),
        ] {
            let form = usual_search(html, &page);
            let found = form.as_ref().map(|form| (form.action.as_str(), form.field.as_str()));
            assert_eq!(found, expected, "{html}");
        }
    }

    #[test]
    fn every_system_has_marks_and_a_place() {
        for system in &SYSTEMS.search {
            assert!(
                !system.marks.is_empty() && system.path.starts_with('/') && !system.field.is_empty(),
                "{system:?}"
            );
        }
    }
}
