//! What a site has at hosts beside it and nobody was asked for: of a host that was given up, and of a portal beyond its bound.
//! It is told, and is no zero.

use kommunspegel::archive::{SiteOutcome, SiteState};
use kommunspegel::evidence::{CompiledRubric, Fetched};
use kommunspegel::judgement::State;
use kommunspegel::score::{self, ScoredSite};

use crate::support::{CrawlOf, Reply, Server, builtin_rubric};
use crate::unread::{CALM, MORE, NAMED, OTHER, START, answer};

/// A crawl whose hosts all lie on the server.
fn crawl_of(server: &Server) -> CrawlOf {
    let mut crawl = CrawlOf::new("http://www.felberga.example/".parse().unwrap());
    crawl.settings.resolve = vec![format!("*:80:127.0.0.1:{}", server.address.port()).parse().unwrap()];
    crawl
}

fn judged(crawl: &CrawlOf) -> ScoredSite {
    let rubric = builtin_rubric();
    let compiled = CompiledRubric::new(&rubric);
    score::site(&crawl.file(), &rubric, &compiled, Fetched { year: 2026, month: 11 }).unwrap()
}

/// A crawl that is gone on with after a cut anywhere leaves as much, and reads as much.
async fn check_torn(server: &Server, crawl: &CrawlOf, outcome: &SiteOutcome) {
    let numbers = |outcome: &SiteOutcome| (outcome.counts.left, outcome.counts.pages, outcome.counts.visits);
    let bytes = std::fs::read(crawl.file()).unwrap();
    for share in [40, 70, 90, 99] {
        let torn = crawl_of(server).resuming();
        std::fs::write(torn.file(), &bytes[..bytes.len() * share / 100]).unwrap();
        assert_eq!(numbers(&torn.run().await.unwrap()), numbers(outcome), "{share}");
    }
}

/// A start page that leads to a portal which answers nothing. Its sixth page is the one that matters; a
/// seventh is named by a page that is read when the portal has been given up.
fn with_a_dead_portal() -> Server {
    let portal = |number: u32, text: &str| format!("<a href=http://e.felberga.example/p{number}>{text}</a> ");
    let others: String = (1..=5).map(|number| portal(number, "Kontakta oss")).collect();
    let named = portal(6, "Avgift och inkomst i förskolan");
    let late = format!("<h1>Vår historia</h1><p>Läs {}", portal(7, "här"));
    Server::start(move |target, _| match target {
        "/" => Reply::page(format!("{START}{others}{named}<a href=/sen>Historia</a>{CALM}{MORE}")),
        calm if calm.starts_with("/lugn") => Reply::page("<p>En lugn sida."),
        "/sen" => Reply::page(late.clone()),
        other if other.starts_with("/p") => Reply::Reset,
        _ => Reply::not_found(),
    })
}

#[tokio::test]
async fn what_a_host_that_was_given_up_was_never_asked_for_is_no_zero() {
    let server = with_a_dead_portal();
    let crawl = crawl_of(&server);
    let outcome = crawl.run().await.unwrap();
    assert_eq!((outcome.state.clone(), outcome.counts.left), (SiteState::Complete, 2));
    let hits = server.hits();
    assert!(hits.iter().all(|hit| hit.target != "/p6" && hit.target != "/p7"), "neither was asked for");
    let site = judged(&crawl);
    assert_eq!(site.site.state, "ok");
    let named = answer(&site, NAMED);
    assert_eq!(named.state, State::NotReached, "{}", named.reason);
    assert!(named.reason.contains("»Avgift och inkomst i förskolan« (http://e.felberga"), "{}", named.reason);
    assert!(named.reason.contains("gick inte att hämta"), "{}", named.reason);
    assert_eq!(answer(&site, OTHER).state, State::NotFound);
    check_torn(&server, &crawl, &outcome).await;
}

/// A start page that leads to a portal on another host, with more services than are asked for; the last one matters.
fn with_a_large_portal() -> Server {
    let service = |number: u32, text: &str| format!("<a href=/t{number}>{text}</a> ");
    let services: String = (1..60).map(|number| service(number, "Kontakta oss")).collect();
    let front = format!("<h1>Tjänster</h1>{services}{}", service(60, "Avgift och inkomst i förskolan"));
    Server::start(move |target, _| match target {
        "/" => Reply::page(format!(
            "{START}<a href=http://felberga.ist-asp.example/front>Tjänster</a>{CALM}{MORE}"
        )),
        "/front" => Reply::page(front.clone()),
        calm if calm.starts_with("/lugn") => Reply::page("<p>En lugn sida."),
        other if other.starts_with("/t") => Reply::page("<p>En annan tjänst."),
        _ => Reply::not_found(),
    })
}

#[tokio::test]
async fn what_a_portal_has_beyond_its_bound_is_no_zero() {
    let server = with_a_large_portal();
    let crawl = crawl_of(&server);
    let outcome = crawl.run().await.unwrap();
    // A quarter of 100 pages may lie elsewhere.
    assert_eq!((outcome.state.clone(), outcome.counts.left), (SiteState::Complete, 61 - 25));
    assert!(server.hits().iter().all(|hit| hit.target != "/t60"), "it was not asked for");
    let site = judged(&crawl);
    let named = answer(&site, NAMED);
    assert_eq!(named.state, State::NotReached, "{}", named.reason);
    assert!(named.reason.contains("lästes inte"), "{}", named.reason);
    assert_eq!(answer(&site, OTHER).state, State::NotFound);
    check_torn(&server, &crawl, &outcome).await;
}
