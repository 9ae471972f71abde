//! A page of results of a site's own search judged by itself, whatever was searched for. It must not know how the
//! questions were put.

use super::probe::shown;
use super::results::{beside, hits};
use crate::evidence::{CompiledRubric, ProbeTest, Reading, Words};
use crate::page::Page;
use crate::plan::says_search;
use crate::rubric::{Absent, Points, QuestionId};

/// Points of a question that asks what pages of results offer, from one such page; of any other page none, since it
/// offers nothing of the kind. `None` when the question asks something else, or when the page cannot tell.
pub fn judge_results_page(
    page: &Page,
    question: &QuestionId,
    rubric: &CompiledRubric,
    words: &mut Words,
) -> Option<Points> {
    let probe = rubric.probes.iter().find(|probe| probe.id == *question)?;
    let ProbeTest::Results { full, partial, absent, .. } = &probe.test else { return None };
    let points = if is_answer(page) {
        let rest = beside(page, &hits(page));
        shown(&Reading::new(&rest, None, rubric, words), (full, partial))
    } else {
        Points::None
    };
    (points > Points::None || *absent != Absent::Unknown).then_some(points)
}

/// Whether the page answers a search: its address carries words that were searched for.
fn is_answer(page: &Page) -> bool {
    page.url.query_pairs().any(|(name, words)| !words.trim().is_empty() && says_search(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page;
    use crate::rubric::{builtin, load};
    use url::Url;

    #[test]
    fn a_page_of_results_tells_what_it_offers() {
        let compiled = CompiledRubric::new(&load(&builtin()).unwrap());
        let check = |question: &str, url: &str, html: &str, expected| {
            let page = page::parse(html, &Url::parse(url).unwrap());
            let question = QuestionId(question.to_owned());
            let given = judge_results_page(&page, &question, &compiled, &mut Words::default());
            assert_eq!(given, expected, "{question:?} {html}");
        };
        let results = "https://x.example/sok?q=avfall";
        let dated = "<main><h1>Sök</h1><p>Sortera på: <a href='?q=avfall&sort=date'>Datum</a> Relevans</p>\
                     <p>2 träffar</p><ul><li><a href='/a'>Avfall</a> Om sopor.</li></ul></main>";
        let plain =
            "<main><h1>Sök</h1><p>2 träffar</p><ul><li><a href='/a'>Avfall</a> Om sopor.</li></ul></main>";
        check("sokfunktion.datum-sortering", results, dated, Some(Points::Full));
        check("sokfunktion.datum-sortering", results, plain, Some(Points::None));
        check("sokfunktion.datum-sortering", "https://x.example/avfall", dated, Some(Points::None));
        check("sokfunktion.tillganglighetsredogorelse", results, plain, None);
    }
}
