//! Which pages come first, as data (`rubrics/ranking.toml`): near ones, menus, pages that lead on and pages that say how a
//! thing is done before far ones, news, calendars and archives.
//!
//! Pure; knows addresses, link texts and sitemaps' priorities, not what any page is about.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use url::Url;

use super::found::{FoundLink, Spot};
use super::visit::{UNKNOWN_DEPTH, Visit};

/// The list that travels inside the program.
const EMBEDDED: &str = include_str!("../../rubrics/ranking.toml");

static RANKING: LazyLock<Ranking> = LazyLock::new(|| {
    let file: File = toml::from_str(EMBEDDED).expect("the embedded list is read by a test");
    Ranking { folders: by_name(&file.folder), firsts: by_name(&file.first), file }
});

/// Longest code of a language, as of a folder right below the start page, in letters.
const CODE: usize = 3;

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
    click: i32,
    unknown: i32,
    far: Far,
    menu: i8,
    dated: i8,
    year: i8,
    query: i8,
    important: Priority,
    unimportant: Priority,
    anchor: Vec<Names>,
    word: Vec<Names>,
    folder: Vec<Names>,
    first: Vec<Names>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Far {
    clicks: u16,
    turn: i32,
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

/// What it costs to come to a page: its clicks, and its turn among pages as near.
pub(super) fn cost(visit: &Visit) -> i32 {
    let rules = &RANKING.file;
    let clicks = match visit.depth {
        UNKNOWN_DEPTH => rules.unknown,
        depth if is_far(depth) => rules.click * i32::from(depth) + rules.far.turn,
        depth => rules.click * i32::from(depth),
    };
    clicks + i32::from(visit.turn)
}

/// Whether a page is so many clicks away that nobody goes there.
pub(super) fn is_far(depth: u16) -> bool {
    depth > RANKING.file.far.clicks
}

/// The turn of a page that a link leads to.
pub(super) fn of_link(link: &FoundLink) -> i8 {
    let rules = &RANKING.file;
    let menu = if link.spot == Spot::Menu { rules.menu } else { 0 };
    let text = link.anchor.to_lowercase();
    let begins = |text: &str, list: &Names| list.names.iter().any(|name| text.starts_with(name.as_str()));
    let anchor = rules.anchor.iter().find(|list| begins(&text, list)).map_or(0, |list| list.turn);
    let has = |list: &&Names| words(&text).any(|rest| begins(rest, list));
    let word = rules.word.iter().find(has).map_or(0, |list| list.turn);
    of_address(&link.url).saturating_add(menu).saturating_add(anchor).saturating_add(word)
}

/// The text from each of its words on.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_start = |at: &usize| !text[..*at].ends_with(char::is_alphanumeric);
    text.char_indices().map(|(at, _)| at).filter(is_start).map(|at| &text[at..])
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
    let language = parts().next().and_then(|first| firsts.get(first));
    let language =
        language.or_else(|| parts().find_map(|part| firsts.get(part).filter(|_| part.len() > CODE)));
    let mut turn = language.copied().unwrap_or(0);
    let below = parts().zip(parts().skip(1)).find_map(|(folder, _)| folders.get(folder));
    turn = turn.saturating_add(below.copied().unwrap_or(0));
    if parts().any(has_year) {
        turn = turn.saturating_add(file.year);
    }
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

/// Whether a part of an address holds a year: what was so that year, mostly.
fn has_year(part: &str) -> bool {
    part.split(['-', '_', '.']).any(is_year)
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
        check("/e-tjanster", "E-tjänster och blanketter", Spot::Page, -5);
        check("/nyheter", "Nyheter", Spot::Page, 0);
        check("/nyheter/ny-bro", "Ny bro", Spot::Page, 3);
        check("/Kalender/2026/11/22/konsert", "Konsert", Spot::Page, 9);
        check("/artikel-2026-11-02.html", "Artikel", Spot::Page, 5);
        check("/rapport-2026", "Rapport", Spot::Page, 2);
        check("/en/education", "Education", Spot::Menu, 1);
        check("/om/languages/suomi", "Suomi", Spot::Page, 3);
        check("/om/en/sida", "Sida", Spot::Page, 0);
        check("/sida?id=7", "Sida", Spot::Page, 1);
    }

    #[test]
    fn pages_that_say_how_a_thing_is_done_come_as_if_a_click_nearer() {
        check("/bygglov/ansok", "Så ansöker du om bygglov", Spot::Page, -3);
        check("/bygglov/avgift", "Bygglov: avgifter", Spot::Page, -3);
        check("/lov/ansokan", "Bygglovsansökan", Spot::Page, 0);
        check("/kontakt", "Kontakta oss", Spot::Page, -5);
    }

    #[test]
    fn clicks_cost_and_what_only_a_sitemap_names_comes_after_what_can_be_reached() {
        let url = Url::parse("https://x.example/a").unwrap();
        let at = |depth| cost(&Visit { depth, ..Visit::start(url.clone()) });
        assert!(at(1) < at(2) && at(5) < at(UNKNOWN_DEPTH) && at(UNKNOWN_DEPTH) < at(6));
    }

    #[test]
    fn sitemaps_may_say_what_matters() {
        let url = Url::parse("https://x.example/bygga").unwrap();
        for (priority, expected) in [(None, 0), (Some(0.5), 0), (Some(1.0), -1), (Some(0.1), 1)] {
            assert_eq!(of_entry(&url, priority), expected, "{priority:?}");
        }
    }
}
