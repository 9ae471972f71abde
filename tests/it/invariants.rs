//! What holds for every site, whatever its pages say: more pages never lower a point, their order does not matter, and
//! what could not be read is never taken for a no.

use std::sync::LazyLock;

use kommunspegel::evidence::{CompiledRubric, Fetched, Words};
use kommunspegel::judgement::{Answer, Knowledge, PageFindings, SiteJudge, State, Unread, Visit, read_page};
use kommunspegel::page;
use kommunspegel::rubric::{Points, Rubric};
use proptest::prelude::*;
use url::Url;

use crate::support::{builtin_rubric, document, examples};

/// Pages to choose from.
const PAGES: usize = 120;

struct World {
    rubric: Rubric,
    compiled: CompiledRubric,
    /// Pages of two hosts, each with two or three examples' content.
    pages: Vec<(Url, PageFindings)>,
    /// The first page, as a server sends it that leaves all to scripts.
    shell: PageFindings,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let rubric = builtin_rubric();
    let compiled = CompiledRubric::new(&rubric);
    let (examples, mut words) = (examples(), Words::default());
    let fetched = Some(Fetched { year: 2026, month: 11 });
    let read = |number: usize| {
        let host = if number % 7 == 6 { "tjanster" } else { "www" };
        let url: Url = format!("https://{host}.prov.example/{number}").parse().unwrap();
        // Spread over all areas; neighbours in the files are of one question.
        let parts =
            (0..2 + number % 2).map(|part| examples[(number * 97 + part * 389) % examples.len()].document());
        let search = if number.is_multiple_of(5) {
            ""
        } else {
            "<header><form role=\"search\"><input name=\"q\"></form></header>"
        };
        let html = format!("{search}{}", document(&parts.collect::<String>()));
        (url.clone(), read_page(&page::parse(&html, &url), fetched, &compiled, &mut words))
    };
    let pages: Vec<(Url, PageFindings)> = (0..PAGES).map(read).collect();
    let shell = page::parse("<div id=root></div><script src=/app.js></script>", &pages[0].0);
    let shell = read_page(&shell, fetched, &compiled, &mut Words::default());
    World { rubric, compiled, pages, shell }
});

/// One page of a site: which, and how many clicks away.
type Chosen = (usize, Option<u16>);

fn visit((number, depth): Chosen) -> Visit {
    let url = WORLD.pages[number].0.clone();
    let record = format!("<urn:uuid:{number}>");
    Visit { url, depth, via: None, anchor: String::new(), record }
}

fn answers(site: &[Chosen], missing: &[Url], knowledge: Knowledge) -> Vec<Answer> {
    let mut judge = SiteJudge::new(&WORLD.rubric, &WORLD.compiled);
    for &chosen in site {
        judge.add(WORLD.pages[chosen.0].1.clone(), visit(chosen));
    }
    for url in missing {
        judge.missing(url.clone());
    }
    judge.answers(knowledge)
}

/// A start page and others, each once, at any depth or known from a sitemap only.
fn site() -> impl Strategy<Value = Vec<Chosen>> {
    let depth = prop_oneof![4 => (1_u16..5).prop_map(Some), 1 => (5_u16..9).prop_map(Some), 1 => Just(None)];
    let others = prop::collection::btree_map(1..PAGES, depth, 1..60);
    others.prop_map(|others| std::iter::once((0, Some(0))).chain(others).collect())
}

fn points(answer: &Answer) -> Option<Points> {
    answer.points()
}

/// Answers to questions that pages answer, in pairs. A property of the whole site ("a search box on every page") may be
/// lost by a page that lacks it.
fn of_pages<'a>(one: &'a [Answer], other: &'a [Answer]) -> impl Iterator<Item = (&'a Answer, &'a Answer)> {
    let of_page = |id| WORLD.rubric.question(id).is_some_and(|question| question.site_test.is_none());
    one.iter().zip(other).filter(move |(answer, _)| of_page(&answer.question))
}

/// Addresses that the evidence leads to.
fn links(answers: &[Answer]) -> Vec<Url> {
    let evidence = answers.iter().filter_map(|answer| answer.evidence.as_ref());
    evidence.filter_map(|evidence| evidence.link.as_ref()?.parse().ok()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn another_page_never_lowers_a_point(site in site(), picked in any::<prop::sample::Index>()) {
        let another = picked.index(site.len() - 1) + 1;
        let mut fewer = site.clone();
        fewer.remove(another);
        let (before, after) =
            (answers(&fewer, &[], Knowledge::Whole), answers(&site, &[], Knowledge::Whole));
        for (before, after) in of_pages(&before, &after) {
            prop_assert!(points(after) >= points(before), "{}: {:?} then {:?}", before.question, before, after);
        }
    }

    #[test]
    fn the_order_of_pages_does_not_matter(
        (site, shuffled) in site().prop_flat_map(|site| (Just(site.clone()), Just(site).prop_shuffle())),
    ) {
        let (one, other) = (answers(&site, &[], Knowledge::Whole), answers(&shuffled, &[], Knowledge::Whole));
        for (one, other) in one.iter().zip(&other) {
            prop_assert_eq!(one, other);
        }
    }

    #[test]
    fn a_missing_page_takes_no_point_to_zero_and_raises_none(site in site(), some in any::<u64>()) {
        let before = answers(&site, &[], Knowledge::Whole);
        let mut missing = links(&before);
        let mut number = 0_u32;
        missing.retain(|_| { number += 1; some.rotate_right(number) & 1 == 1 });
        missing.push("https://www.prov.example/borta".parse().unwrap());
        let after = answers(&site, &missing, Knowledge::Whole);
        for (before, after) in before.iter().zip(&after) {
            prop_assert!(points(after) <= points(before), "{}", before.question);
            prop_assert_eq!(points(after) > Some(Points::None), points(before) > Some(Points::None));
        }
    }

    #[test]
    fn a_page_that_was_not_read_takes_no_point_to_zero(
        (site, picked) in (site(), any::<prop::sample::Index>()),
        why in prop::sample::select(vec![Unread::Scripts, Unread::Document, Unread::Refused, Unread::Failed]),
    ) {
        let before = answers(&site, &[], Knowledge::Whole);
        let mut judge = SiteJudge::new(&WORLD.rubric, &WORLD.compiled);
        let blocked = picked.index(site.len() - 1) + 1;
        for (at, &chosen) in site.iter().enumerate() {
            let page = &WORLD.pages[chosen.0].1;
            // What links call a page names what it is about.
            if at == blocked { judge.unread(page, &visit(chosen), why) } else { judge.add(page.clone(), visit(chosen)) }
        }
        for (before, after) in of_pages(&before, &judge.answers(Knowledge::Whole)) {
            prop_assert!(points(after) <= points(before), "{}", before.question);
            let lost = points(before) > Some(Points::None) && points(after) == Some(Points::None);
            prop_assert!(!lost, "{}: {:?} then {:?}", before.question, before, after);
        }
    }

    #[test]
    fn a_start_page_drawn_by_scripts_leaves_no_zero(site in site()) {
        let mut judge = SiteJudge::new(&WORLD.rubric, &WORLD.compiled);
        judge.add(WORLD.shell.clone(), visit(site[0]));
        for &chosen in &site[1..] {
            judge.add(WORLD.pages[chosen.0].1.clone(), visit(chosen));
        }
        prop_assert!(judge.is_drawn_by_scripts());
        let answers = judge.answers(Knowledge::Whole);
        prop_assert!(answers.iter().all(|answer| points(answer) != Some(Points::None)));
    }

    #[test]
    fn a_spent_budget_lowers_no_point_and_doubts_only_zeros(site in site(), left in 1_u64..2000) {
        let whole = answers(&site, &[], Knowledge::Whole);
        let cut = answers(&site, &[], Knowledge::Cut { left });
        for (whole, cut) in of_pages(&whole, &cut) {
            if points(whole) == Some(Points::None) {
                prop_assert!(cut.state == State::NotReached || cut.confidence < whole.confidence);
            } else {
                prop_assert_eq!(whole, cut);
            }
        }
    }

    #[test]
    fn what_was_not_read_is_no_zero(site in site()) {
        let whole = answers(&site, &[], Knowledge::Whole);
        let part = answers(&site, &[], Knowledge::Part);
        for (whole, part) in of_pages(&whole, &part) {
            if whole.state == State::NotFound {
                prop_assert_eq!(part.state, State::NotReached);
            } else {
                prop_assert_eq!(part, whole);
            }
        }
        for knowledge in [Knowledge::Refused, Knowledge::Nothing] {
            let unknown = answers(&site, &[], knowledge);
            prop_assert!(unknown.iter().all(|answer| answer.points().is_none() && answer.evidence.is_none()));
        }
    }

    #[test]
    fn points_above_zero_have_their_proof_within_five_clicks(site in site()) {
        for answer in of_pages_alone(&answers(&site, &[], Knowledge::Whole)) {
            let proven = answer.evidence.as_ref().map(|evidence| evidence.archived_record.clone());
            prop_assert_eq!(proven.is_some(), points(answer) > Some(Points::None), "{}", answer.question);
            let near = |(number, depth): &Chosen| {
                proven == Some(format!("<urn:uuid:{number}>")) && depth.is_none_or(|depth| depth <= 5)
            };
            prop_assert!(proven.is_none() || site.iter().any(near), "{}", answer.question);
        }
    }
}

fn of_pages_alone(answers: &[Answer]) -> impl Iterator<Item = &Answer> {
    of_pages(answers, answers).map(|(answer, _)| answer)
}
