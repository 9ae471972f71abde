//! Which pages of one click depth come first, as data (`rubrics/ranking.toml`): menus and pages that lead on before
//! news, calendars and archives.
//!
//! Pure; knows addresses, link texts and sitemaps' priorities, not what any page is about.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use url::Url;

use super::site_plan::{FoundLink, Spot};

/// The list that travels inside the program.
const EMBEDDED: &str = include_str!("../../rubrics/ranking.toml");

static RANKING: LazyLock<Ranking> = LazyLock::new(|| {
    let file: File = toml::from_str(EMBEDDED).expect("the embedded list is read by a test");
    Ranking { folders: by_name(&file.folder), firsts: by_name(&file.first), file }
});

/// The list, with its folders by name.
#[derive(Debug)]
struct Ranking {
    file: File,
    folders: FxHashMap<String, i8>,
    firsts: FxHashMap<String, i8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    menu: i8,
    dated: i8,
    query: i8,
    important: Priority,
    unimportant: Priority,
    anchor: Vec<Names>,
    folder: Vec<Names>,
    first: Vec<Names>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Priority {
    priority: f32,
    turn: i8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    turn: i8,
    names: Vec<String>,
}

fn by_name(lists: &[Names]) -> FxHashMap<String, i8> {
    lists.iter().flat_map(|list| list.names.iter().map(|name| (name.clone(), list.turn))).collect()
}

/// The turn of a page that a link leads to.
pub(super) fn of_link(link: &FoundLink) -> i8 {
    let rules = &RANKING.file;
    let menu = if link.spot == Spot::Menu { rules.menu } else { 0 };
    let text = link.anchor.to_lowercase();
    let begins = |anchors: &&Names| anchors.names.iter().any(|word| text.starts_with(word.as_str()));
    let anchor = rules.anchor.iter().find(begins).map_or(0, |anchors| anchors.turn);
    of_address(&link.url).saturating_add(menu).saturating_add(anchor)
}

/// The turn of a page that a sitemap names with a priority, perhaps.
pub(super) fn of_entry(url: &Url, priority: Option<f32>) -> i8 {
    let rules = &RANKING.file;
    let said = match priority {
        Some(priority) if priority >= rules.important.priority => rules.important.turn,
        Some(priority) if priority <= rules.unimportant.priority => rules.unimportant.turn,
        _ => 0,
    };
    of_address(url).saturating_add(said)
}

/// Asked for every link of every page: no list is gone through.
fn of_address(url: &Url) -> i8 {
    let Ranking { file, folders, firsts } = &*RANKING;
    let path = url.path().to_ascii_lowercase();
    let parts = || path.split('/').filter(|part| !part.is_empty());
    let mut turn = parts().next().and_then(|first| firsts.get(first)).copied().unwrap_or(0);
    let below = parts().zip(parts().skip(1)).find_map(|(folder, _)| folders.get(folder));
    turn = turn.saturating_add(below.copied().unwrap_or(0));
    if parts().any(is_dated) || parts().zip(parts().skip(1)).any(|(year, month)| is_month(year, month)) {
        turn = turn.saturating_add(file.dated);
    }
    if url.query().is_some() {
        turn = turn.saturating_add(file.query);
    }
    turn
}

/// Whether a part of an address holds a year with a month after it.
fn is_dated(part: &str) -> bool {
    let mut numbers = part.split(['-', '_', '.']).skip_while(|text| !is_year(text));
    numbers.next().is_some() && numbers.next().is_some_and(|month| is_number(month, 2))
}

fn is_month(year: &str, month: &str) -> bool {
    is_year(year) && (is_number(month, 2) || is_number(month, 1))
}

fn is_year(text: &str) -> bool {
    is_number(text, 4) && (text.starts_with("19") || text.starts_with("20"))
}

fn is_number(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::visit::Found;
    use super::*;

    fn check(path: &str, anchor: &str, spot: Spot, expected: i8) {
        let url = Url::parse("https://x.example").unwrap().join(path).unwrap();
        let link = FoundLink { url, anchor: anchor.to_owned(), found: Found::Link, spot };
        assert_eq!(of_link(&link), expected, "{path} {anchor:?}");
    }

    #[test]
    fn menus_and_hubs_come_sooner_and_news_later() {
        check("/bygga", "Bygga och bo", Spot::Page, 0);
        check("/bygga", "Bygga och bo", Spot::Menu, -2);
        check("/e-tjanster", "E-tjänster och blanketter", Spot::Page, -2);
        check("/nyheter", "Nyheter", Spot::Page, 0);
        check("/nyheter/ny-bro", "Ny bro", Spot::Page, 3);
        check("/Kalender/2026/11/22/konsert", "Konsert", Spot::Page, 7);
        check("/artikel-2026-11-02.html", "Artikel", Spot::Page, 3);
        check("/rapport-2026", "Rapport", Spot::Page, 0);
        check("/en/education", "Education", Spot::Menu, 1);
        check("/sida?id=7", "Sida", Spot::Page, 1);
    }

    #[test]
    fn sitemaps_may_say_what_matters() {
        let url = Url::parse("https://x.example/bygga").unwrap();
        for (priority, expected) in [(None, 0), (Some(0.5), 0), (Some(1.0), -1), (Some(0.1), 1)] {
            assert_eq!(of_entry(&url, priority), expected, "{priority:?}");
        }
    }
}
