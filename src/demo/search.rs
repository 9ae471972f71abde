//! The search of an invented site. An exact one finds pages that hold every word of the query as it was
//! written; a kind one forgives. Knows titles and bodies, and no question that is asked of them.

use askama::Template;

use super::{Host, Page, SearchEngine};
use crate::spelling::nearest;

/// Words that a kind search looks past.
const SMALL: &[&str] = &[
    "vad", "var", "när", "hur", "kan", "jag", "har", "är", "om", "i", "på", "en", "ett", "till", "för",
    "och", "s",
];
/// Letters that two forms of a word share at least, when it has so many.
const STEM: usize = 6;

#[derive(Template)]
#[template(path = "search.html")]
struct Results<'a> {
    query: &'a str,
    engine: SearchEngine,
    hits: Vec<Hit<'a>>,
}

struct Hit<'a> {
    page: &'a Page,
    excerpt: String,
    /// Words found, words in the title, then occurrences in the body.
    weight: (usize, usize, usize),
}

/// The list of results as main content.
pub(super) fn results(host: &Host, query: &str) -> String {
    let words: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let words = match host.search_engine {
        SearchEngine::Exact => words,
        SearchEngine::Kind => words
            .iter()
            .filter(|word| !SMALL.contains(&word.as_str()))
            .flat_map(|word| host.synonyms.get(word).unwrap_or(word).split_whitespace().map(str::to_owned))
            .collect(),
    };
    let candidates = host.pages.iter().filter(|_| !words.is_empty());
    let mut hits: Vec<Hit<'_>> =
        candidates.filter_map(|page| hit(host.search_engine, page, &words)).collect();
    hits.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.page.path.cmp(&b.page.path)));
    Results { query, engine: host.search_engine, hits }.render().expect("drawing to memory cannot fail")
}

fn hit<'a>(engine: SearchEngine, page: &'a Page, words: &[String]) -> Option<Hit<'a>> {
    let text = text(&page.body);
    let count = |text: &str, word: &str| match engine {
        SearchEngine::Exact => text.matches(word).count(),
        SearchEngine::Kind => parts(text).filter(|part| is_form(part, word)).count(),
    };
    let (title, lower) = (page.title.to_lowercase(), text.to_lowercase());
    let counts: Vec<(usize, usize)> =
        words.iter().map(|word| (count(&title, word), count(&lower, word))).collect();
    let found = counts.iter().filter(|(title, body)| title + body > 0).count();
    let in_title = counts.iter().filter(|(title, _)| *title > 0).count();
    let weight = (found, in_title, counts.iter().map(|(_, body)| body).sum());
    let enough = if engine == SearchEngine::Exact { words.len() } else { words.len().div_ceil(2) };
    (found >= enough).then(|| Hit { page, excerpt: excerpt(&text, &words[0]), weight })
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '-').filter(|part| !part.is_empty())
}

/// Whether two words share their beginning, or differ by a typing error.
fn is_form(part: &str, word: &str) -> bool {
    let shared = part.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
    let length = word.chars().count();
    shared >= length.min(STEM) || (length >= STEM && nearest(word, [part]).is_some())
}

/// Some thirty words from a little before the first place that holds `word`.
fn excerpt(text: &str, word: &str) -> String {
    let all: Vec<&str> = text.split_whitespace().collect();
    let at = all.iter().position(|one| one.to_lowercase().contains(word)).unwrap_or(0);
    let part: Vec<&str> = all.into_iter().skip(at.saturating_sub(8)).take(30).collect();
    part.join(" ")
}

/// The text of the nation's own HTML: what stands outside tags.
fn text(html: &str) -> String {
    let mut pieces = html.split('<');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        text.push(' ');
        text.push_str(piece.split_once('>').map_or("", |(_, after)| after));
    }
    text.replace("&nbsp;", " ").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_stands_outside_tags() {
        let words = |html| text(html).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words("<h1>Avgift</h1><p class=\"a\">R&amp;D <b>är</b> dyrt</p>"), "Avgift R&D är dyrt");
    }

    #[test]
    fn a_kind_search_knows_forms_and_typing_errors() {
        for (part, word, expected) in [
            ("förskolor", "förskola", true),
            ("bygglovsansökan", "bygglov", true),
            ("förskola", "forskola", true),
            ("bibliotek", "biblotek", true),
            ("avfall", "avgift", false),
            ("bo", "bygglov", false),
        ] {
            assert_eq!(is_form(part, word), expected, "{part} {word}");
        }
    }

    #[test]
    fn an_excerpt_stands_around_the_word() {
        let long: Vec<String> = (0..100).map(|number| format!("ord{number}")).collect();
        let part = excerpt(&long.join(" "), "ord50");
        assert!(part.starts_with("ord42 ") && part.ends_with(" ord71"), "{part}");
    }
}
