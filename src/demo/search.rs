//! The search of an invented site: pages that hold every word of the query, those with the words in their
//! title first. Knows titles and bodies, and no question that is asked of them.

use askama::Template;

use super::{Host, Page};

#[derive(Template)]
#[template(path = "search.html")]
struct Results<'a> {
    query: &'a str,
    hits: Vec<Hit<'a>>,
}

struct Hit<'a> {
    page: &'a Page,
    excerpt: String,
    /// Words in the title, then occurrences in the body.
    weight: (usize, usize),
}

/// The list of results as main content.
pub(super) fn results(host: &Host, query: &str) -> String {
    let words: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let candidates = host.pages.iter().filter(|_| !words.is_empty());
    let mut hits: Vec<Hit<'_>> = candidates.filter_map(|page| hit(page, &words)).collect();
    hits.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.page.path.cmp(&b.page.path)));
    Results { query, hits }.render().expect("drawing to memory cannot fail")
}

fn hit<'a>(page: &'a Page, words: &[String]) -> Option<Hit<'a>> {
    let text = text(&page.body);
    let (title, lower) = (page.title.to_lowercase(), text.to_lowercase());
    let in_title = words.iter().filter(|word| title.contains(word.as_str())).count();
    let in_body: Vec<usize> = words.iter().map(|word| lower.matches(word.as_str()).count()).collect();
    let all = words.iter().zip(&in_body).all(|(word, count)| *count > 0 || title.contains(word.as_str()));
    let weight = (in_title, in_body.iter().sum());
    all.then(|| Hit { page, excerpt: excerpt(&text, &words[0]), weight })
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
    fn an_excerpt_stands_around_the_word() {
        let long: Vec<String> = (0..100).map(|number| format!("ord{number}")).collect();
        let part = excerpt(&long.join(" "), "ord50");
        assert!(part.starts_with("ord42 ") && part.ends_with(" ord71"), "{part}");
    }
}
