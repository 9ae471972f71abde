//! Evidence: for each question the candidates that a page offers, with the quote that proves them. It must
//! not know other pages, the site's structure, nor how points are summed.

mod anchor;
mod candidate;
mod compile;
mod eservice;
mod info;
mod lexicon;
mod links;
mod matching;
mod outcome;
mod outline;
mod place;
mod pointer;
mod postings;
mod probe;
mod proofs;
mod reading;
mod route;
mod rule;
mod signature;
mod stuffing;
mod subject;
mod test;
mod values;
mod wide;
mod words;

pub use candidate::{Candidate, Route};
pub use compile::{CompiledQuestion, CompiledRubric};
pub use probe::{CompiledCase, CompiledProbe, ProbeTest, WholePage};
pub use reading::{Fetched, Reading};
pub use words::Words;

use crate::rubric::Kind;

/// Judges one question (by its number in the compiled rubric) on one page: all candidates, best first. Empty when the page does not mention the
/// matter in its content.
pub fn candidates(reading: &Reading<'_>, rubric: &CompiledRubric, number: usize) -> Vec<Candidate> {
    let question = &rubric.questions[number];
    let places = place::places(reading, rubric, number);
    let mut found = match question.kind {
        Kind::Info => info::candidates(reading, question, &places),
        Kind::Eservice => eservice::candidates(reading, rubric, number, &places),
    };
    for candidate in &mut found {
        stuffing::lower(candidate, &question.asked, reading);
    }
    found.sort_by(|a, b| (b.points, b.strength).cmp(&(a.points, a.strength)).then(a.proof.cmp(&b.proof)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page;
    use crate::rubric::rule::parse;
    use crate::rubric::{Judge, Points, Rubric, Treated, builtin, load};
    use url::Url;

    /// The points of an information question with these rules (what is not named is as in the rubric) on a page.
    fn points(about: &str, full: &str, change: impl FnOnce(&mut Judge), html: &str) -> Option<Points> {
        found(about, full, change, html).first().map(|best| best.points)
    }

    /// All that the page offers to it.
    fn found(about: &str, full: &str, change: impl FnOnce(&mut Judge), html: &str) -> Vec<Candidate> {
        let mut rubric: Rubric = load(&builtin()).unwrap();
        rubric.questions.retain(|question| question.id.0 == "gator-miljo.parkering");
        let judge = rubric.questions[0].judge.as_mut().unwrap();
        judge.about = parse(about, &[]).unwrap();
        judge.full = Some(parse(full, &[]).unwrap());
        (judge.partial, judge.not_about, judge.treated) = (None, None, Treated::Heading);
        change(judge);
        let compiled = CompiledRubric::new(&rubric);
        let page = page::parse(html, &Url::parse("https://www.aby.example/omsorg/hus").unwrap());
        let reading = Reading::new(&page, None, &compiled, &mut Words::default());
        candidates(&reading, &compiled, 0)
    }

    fn check(about: &str, full: &str, html: &str, expected: Option<Points>) {
        assert_eq!(points(about, full, |_| (), html), expected, "{about} / {full} / {html}");
    }

    #[test]
    fn of_too_many_places_those_that_may_give_full_points_are_tried() {
        let many = "<p>Parkering vid torget.</p>".repeat(1500);
        let html = format!("<main><h1>Bo</h1>{many}<p>Parkering i två timmar.</p></main>");
        let found = found("'parkering'", "'timmar'", |_| (), &html);
        assert_eq!((found.len(), found[0].points), (1000, Points::Full));
    }

    #[test]
    fn the_place_on_the_site_can_be_asked() {
        let page = |trail: &str, heading: &str| {
            format!(
                "<nav class=breadcrumbs aria-label=Länkstig><a href=/>{trail}</a></nav><main><h1>{heading}</h1><h2>Parkering</h2><p>Du parkerar två timmar på torget.</p></main>"
            )
        };
        let about = "'parkering|parkera' och inte stig('äldreboende')";
        check(about, "tidsrymd eller 'timmar'", &page("Trafik", "Gator"), Some(Points::Full));
        check(about, "'timmar'", &page("Äldreboende", "Solgården"), None);
        check(about, "'timmar'", &page("Bo", "Vårt äldreboende"), None);
        check("'parkering' och stig('omsorg')", "'timmar'", &page("Bo", "Hus"), Some(Points::Full));
        check("'parkering' och stig('torget')", "'timmar'", &page("Bo", "Hus"), None);
    }

    #[test]
    fn a_breadcrumb_for_machines_alone_is_the_place_on_the_site() {
        let list = r#"{"@type":"BreadcrumbList","itemListElement":[{"position":1,"name":"Äldreboende"}]}"#;
        let html = format!(
            "<script type=application/ld+json>{list}</script><main><h1>Solgården</h1><p>Parkering i två timmar.</p></main>"
        );
        check("'parkering' och inte stig('äldreboende')", "'timmar'", &html, None);
        check("'parkering' och stig('äldreboende')", "'timmar'", &html, Some(Points::Full));
    }

    #[test]
    fn the_nearest_heading_can_be_asked_alone() {
        let html = "<main><h1>Torg och badhus</h1><h2>Torget</h2><p>Parkering i två timmar.</p></main>";
        let near = |word: &str| format!("'parkering' och inte närmast('{word}')");
        check(&near("badhus"), "'timmar'", html, Some(Points::Full));
        check(&near("torget"), "'timmar'", html, None);
    }

    #[test]
    fn a_link_is_asked_with_whole_headings_above() {
        let html = "<main><h1>Äldreboende</h1><p>Se <a href=/p>parkering</a> i två timmar.</p></main>";
        check(
            "'parkering'",
            "länktext('parkering' och inte rubrik('äldreboende'))",
            html,
            Some(Points::None),
        );
        check("'parkering'", "länktext('parkering' och rubrik('äldreboende'))", html, Some(Points::Full));
    }

    #[test]
    fn neighbouring_sections_about_one_matter_are_read_together() {
        let answer = |heading: &str, text: &str| format!("<h2>{heading}</h2><p>{text}</p>");
        let first = answer("Var är parkering tillåten?", "På torget.");
        let second = answer("Hur länge är parkering tillåten?", "Två timmar.");
        let between = answer("Vem sköter blommorna?", "Det gör vi.");
        let full = "'torget' och 'timmar'";
        let side_by_side = format!("<main><h1>Frågor</h1>{first}{second}</main>");
        check("'parkering'", full, &side_by_side, Some(Points::Full));
        let apart = format!("<main><h1>Frågor</h1>{first}{between}{second}</main>");
        check("'parkering'", full, &apart, Some(Points::Partial));
    }

    #[test]
    fn the_rows_of_a_table_belong_to_its_head() {
        let rows = "<tr><td>Torget<td>två timmar</tr>";
        let table = |head: &str| format!("<main><h1>Bo</h1><table>{head}{rows}</table></main>");
        check("'parkering'", "'timmar'", &table("<tr><th>Parkering<th>Tid</tr>"), Some(Points::Full));
        check("'parkering'", "'timmar'", &table("<tr><td>Parkering 1<td>Tid</tr>"), Some(Points::None));
    }

    #[test]
    fn a_line_that_leads_on_gives_one_only_where_the_question_says_so() {
        let html = "<main><h1>Bo</h1><p><a href=https://phus.example>Parkeringsbolaget P-hus</a></p></main>";
        let by = |pointer| {
            let change = |judge: &mut Judge| {
                judge.pointer = pointer;
                judge.partial = Some(parse("extern-länk", &[]).unwrap());
            };
            points("'parkering*'", "kronor", change, html)
        };
        assert_eq!((by(false), by(true)), (Some(Points::None), Some(Points::Partial)));
    }

    #[test]
    fn another_host_of_the_same_domain_is_another_host() {
        let page = |host: &str| {
            format!("<main><h1>Parkering</h1><p>Betala i <a href=https://{host}/>P</a>.</p></main>")
        };
        let check =
            |leaf: &str, host: &str, expected| check("'parkering'", leaf, &page(host), Some(expected));
        check("annan-värd", "tider.aby.example", Points::Full);
        check("annan-värd", "aby.example", Points::Partial);
        check("annan-värd", "bolag.example", Points::Full);
        check("extern-länk", "tider.aby.example", Points::Partial);
    }
}
