//! Whole invented sites that no rule was written on, crawled over real HTTP and judged: agreement with their readers.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use kommunspegel::archive::SiteState;
use kommunspegel::crawl::SiteTarget;
use kommunspegel::demo::{DemoServer, Nation, Place, serve};
use kommunspegel::evaluate::{compare_site, read_truth, summary};
use kommunspegel::evidence::{CompiledRubric, Fetched};
use kommunspegel::fetch::{Reach, Resolve};
use kommunspegel::judgement::Answer;
use kommunspegel::plan::Budget;
use kommunspegel::rubric::Rubric;
use kommunspegel::score;

use crate::support::{CrawlOf, builtin_rubric};

/// What the rules gave when they were last measured is told in the README; below this they have got worse.
const LEAST: f64 = 0.90;

#[tokio::test(flavor = "multi_thread")]
#[expect(
    clippy::print_stderr,
    reason = "the README's figures: `cargo test --test it heldout -- --nocapture`"
)]
async fn sites_that_no_rule_was_written_on_are_judged_as_their_readers_do() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/heldout");
    let nation = Arc::new(Nation::read(&directory).unwrap());
    let server = serve(Arc::clone(&nation)).await.unwrap();
    let rubric = builtin_rubric();
    let compiled = CompiledRubric::new(&rubric);
    assert!(nation.places().len() > 1);
    for place in nation.places() {
        let (state, answers) = judged((&nation, place), &server, 1500, (&rubric, &compiled)).await;
        assert_eq!(state, SiteState::Complete, "{}", place.slug);
        let truth = std::fs::read_to_string(directory.join(&place.slug).join("truth.tsv")).unwrap();
        let compared = compare_site(&read_truth(&truth, &rubric).unwrap(), &answers, &rubric);
        let all = summary(&compared.compared).all;
        eprintln!("{}: {:.3} {:.3} of {}", place.slug, all.agreement, all.weighted_kappa, all.judgements);
        assert!(all.judgements > 220, "{}: {} of 250 questions have a truth", place.slug, all.judgements);
        assert!(
            all.agreement >= LEAST && all.weighted_kappa >= LEAST,
            "{}: {all:#?}\n{:#?}",
            place.slug,
            compared.differences
        );
    }
}

/// One of the sites, crawled with a budget of so many pages and judged.
pub(crate) async fn judged(
    site: (&Nation, &Place),
    server: &DemoServer,
    pages: u32,
    (rubric, compiled): (&Rubric, &CompiledRubric),
) -> (SiteState, Vec<Answer>) {
    let mut crawl = crawl_of(site, server, rubric);
    crawl.job.budget = Budget::of_pages(pages);
    let outcome = crawl.run().await.unwrap();
    let fetched = Fetched { year: 2026, month: 11 };
    (outcome.state, score::site(&crawl.file(), rubric, compiled, fetched).unwrap().answers)
}

/// A crawl of one of the sites, that speaks to the nation's server only.
fn crawl_of((nation, place): (&Nation, &Place), server: &DemoServer, rubric: &Rubric) -> CrawlOf {
    let one = nation.register().get(&place.code).unwrap();
    let mut crawl = CrawlOf::new(one.website.clone());
    let target = SiteTarget { portals: one.portals.clone(), ..crawl.job.sites[0].clone() };
    crawl.job.sites = vec![target];
    crawl.job.probes = rubric.queries();
    crawl.job.patience = Duration::from_mins(1);
    crawl.settings.reach = Reach::RulesOnly;
    let rule = |route: &kommunspegel::demo::Route| format!("{}:{}:{}", route.host, route.port, route.address);
    crawl.settings.resolve =
        server.routes.iter().map(|route| rule(route).parse::<Resolve>().unwrap()).collect();
    crawl
}
