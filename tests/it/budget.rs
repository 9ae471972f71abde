//! What a small budget of pages holds of a site of real size: invented sites, grown to 3 000 pages, crawled over HTTP with
//! budgets of different sizes, and judged.

use std::path::Path;
use std::sync::Arc;

use kommunspegel::demo::{Nation, serve};
use kommunspegel::evidence::CompiledRubric;
use kommunspegel::judgement::Answer;
use kommunspegel::rubric::Rubric;

use crate::heldout::judged;
use crate::support::{builtin_rubric, grown};

/// The sites, each with the directory below `fixtures` that it stands in.
const SITES: &[(&str, &str)] = &[("heldout", "granhult"), ("heldout", "tunahed"), ("nation", "norralven")];
/// Pages asked for, and the least share that they must hold of the points that the whole site gives. What they hold when they
/// were last measured is told in the README.
const LEAST: &[(u32, f64)] = &[(300, 0.80), (600, 0.90)];
/// Enough for every page of the sites as they are written.
const ALL: u32 = 1500;

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stderr, reason = "the README's figures: `cargo test --test it budget -- --nocapture`")]
async fn a_budget_of_300_pages_holds_most_answers_of_a_site_of_3000() {
    let rubric = builtin_rubric();
    let compiled = CompiledRubric::new(&rubric);
    for &(directory, slug) in SITES {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(directory);
        let written = Nation::read(&directory).unwrap();
        let all = points(written, slug, ALL, (&rubric, &compiled)).await;
        let most: u32 = all.iter().sum();
        for &(pages, least) in LEAST {
            let found = points(grown(&directory, slug), slug, pages, (&rubric, &compiled)).await;
            let kept: u32 = all.iter().zip(&found).map(|(all, found)| all.min(found)).sum();
            let share = f64::from(kept) / f64::from(most);
            eprintln!("{slug}: {pages} pages hold {share:.3} of {most} points");
            assert!(share >= least, "{slug}: {pages} pages hold {share:.3}");
        }
    }
}

/// The points of all questions, from so many pages of a site of the nation.
async fn points(nation: Nation, slug: &str, pages: u32, rubric: (&Rubric, &CompiledRubric)) -> Vec<u32> {
    let nation = Arc::new(nation);
    let server = serve(Arc::clone(&nation)).await.unwrap();
    let place = nation.places().iter().find(|place| place.slug == slug).unwrap();
    let (_, answers) = judged((&nation, place), &server, pages, rubric).await;
    let points = |answer: &Answer| answer.points().map_or(0, |points| u32::from(points.value()));
    answers.iter().map(points).collect()
}
