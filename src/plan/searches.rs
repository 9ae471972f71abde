//! By what a site's search is known, as data (`rubrics/searches.toml`): the words of its form, and where content management
//! systems keep it, for sites whose pages show no form.
//!
//! Pure; knows words, marks and paths, not what a search answers.

use std::sync::LazyLock;

use serde::Deserialize;
use url::Url;

use super::search_form::SearchForm;

/// The list that travels inside the program.
const EMBEDDED: &str = include_str!("../../rubrics/searches.toml");

static LIST: LazyLock<File> =
    LazyLock::new(|| toml::from_str(EMBEDDED).expect("the embedded list is read by a test"));

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// What every municipality has pages for.
    ordinary: Vec<String>,
    words: FormWords,
    search: Vec<System>,
}

/// Words of forms; the list itself says what they mean.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormWords {
    pub(super) search: Vec<String>,
    pub(super) bare: Vec<String>,
    pub(super) other: Vec<String>,
    pub(super) special: Vec<String>,
    pub(super) example: Vec<String>,
    pub(super) host: Vec<String>,
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
    let system = LIST.search.iter().find(drew)?;
    Some(SearchForm::plain(page.join(&system.path).ok()?, system.field.clone()))
}

/// The words of forms.
pub(super) fn words() -> &'static FormWords {
    &LIST.words
}

/// Words for which every municipality has pages.
pub(super) fn ordinary() -> &'static [String] {
    &LIST.ordinary
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
        for system in &LIST.search {
            assert!(
                !system.marks.is_empty() && system.path.starts_with('/') && !system.field.is_empty(),
                "{system:?}"
            );
        }
    }
}
