//! What a crawl could not read, judged: a question that it may answer is unknown, and all others are as they were.

use kommunspegel::evidence::{CompiledRubric, Fetched};
use kommunspegel::judgement::{Answer, State};
use kommunspegel::score::{self, ScoredSite};

use crate::support::{CrawlOf, Reply, Server, builtin_rubric};

/// The questions that the tests look at: one that the missed page is named after, and one of another matter.
pub(crate) const NAMED: &str = "forskola.avgift";
pub(crate) const OTHER: &str = "forskola.oppettider";

/// What a site answers.
type Site = fn(&str) -> Reply;

/// Links to pages of no interest: a site is more than its start page and one that is missed.
pub(crate) const CALM: &str =
    "<a href=/lugn1>Ett</a> <a href=/lugn2>Två</a> <a href=/lugn3>Tre</a> <a href=/lugn4>Fyra</a>";

/// More of them: a site of some size.
pub(crate) const MORE: &str =
    "<a href=/lugn5>Fem</a> <a href=/lugn6>Sex</a> <a href=/lugn7>Sju</a> <a href=/lugn8>Åtta</a>";

/// Crawls and judges a site whose start page is given; what a target is answered is told by `reply`.
async fn judged(start: &'static str, reply: Site) -> ScoredSite {
    judged_site(move |target| match target {
        "/" => Reply::page(format!("{start}{CALM}")),
        calm if calm.starts_with("/lugn") => Reply::page("<p>En lugn sida."),
        other => reply(other),
    })
    .await
}

/// Crawls and judges a site.
pub(crate) async fn judged_site(site: impl Fn(&str) -> Reply + Send + Sync + 'static) -> ScoredSite {
    let server = Server::start(move |target, _| site(target));
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.budget = kommunspegel::plan::Budget::of_pages(20);
    crawl.run().await.unwrap();
    let rubric = builtin_rubric();
    let compiled = CompiledRubric::new(&rubric);
    score::site(&crawl.file(), &rubric, &compiled, Fetched { year: 2026, month: 11 }).unwrap()
}

pub(crate) fn answer<'s>(site: &'s ScoredSite, question: &str) -> &'s Answer {
    site.answers.iter().find(|answer| answer.question == question.into()).unwrap()
}

pub(crate) const START: &str = "<title>Felberga kommun</title><main><h1>Felberga kommun</h1><p>Välkommen till kommunens webbplats. \
    Här finns det mesta som du behöver veta om det som kommunen gör, och vägar till dem som vet mer. Vi arbetar för att \
    allt ska vara lätt att hitta och lätt att förstå för alla som bor och verkar här i kommunen.</p>\
    <a href=/sida>Avgift och inkomst i förskolan</a></main>";
const PAPER: &str = "<title>Felberga kommun</title><main><h1>Felberga kommun</h1><p>Välkommen till kommunens webbplats. \
    Här finns det mesta som du behöver veta om det som kommunen gör, och vägar till dem som vet mer. Vi arbetar för att \
    allt ska vara lätt att hitta och lätt att förstå för alla som bor och verkar här i kommunen.</p>\
    <a href=/taxa.pdf>Avgift och inkomst i förskolan</a></main>";

const OLD_PAPER: &str = "<title>Felberga kommun</title><main><h1>Felberga kommun</h1><p>Välkommen till kommunens webbplats. \
    Här finns det mesta som du behöver veta om det som kommunen gör, och vägar till dem som vet mer. Vi arbetar för att \
    allt ska vara lätt att hitta och lätt att förstå för alla som bor och verkar här i kommunen.</p>\
    <a href=/taxa.doc>Avgift och inkomst i förskolan</a></main>";

#[tokio::test]
async fn what_a_missed_page_may_answer_is_unknown() {
    let missed: [(&'static str, Site, &str); 7] = [
        (START, |target| error(target, 503), "gick inte att hämta"),
        (START, |target| error(target, 403), "får roboten inte läsa"),
        (START, |_| Reply::text("User-agent: *\nDisallow: /sida\n"), "får roboten inte läsa"),
        (
            START,
            |target| match target {
                "/sida" => Reply::page("<div id=root></div><script src=/app.js></script>"),
                _ => Reply::not_found(),
            },
            "ritas av skript",
        ),
        (
            PAPER,
            |target| match target {
                "/taxa.pdf" => {
                    Reply::Answer(200, "Content-Type: application/pdf\r\n", b"%PDF-1.4 trasig".to_vec())
                }
                _ => Reply::not_found(),
            },
            "inte går att läsa",
        ),
        (OLD_PAPER, locked, "inte går att läsa"),
        (START, round, "gick inte att hämta"),
    ];
    for (start, reply, why) in missed {
        let site = judged(start, reply).await;
        let named = answer(&site, NAMED);
        assert_eq!(named.state, State::NotReached, "{why}: {}", named.reason);
        assert!(
            named.reason.contains(why) && named.reason.contains("Avgift och inkomst"),
            "{}",
            named.reason
        );
        assert_eq!(answer(&site, OTHER).state, State::NotFound, "{why}");
    }
}

#[tokio::test]
async fn what_stands_before_a_site_may_answer_for_it() {
    let page = "<title>Avgift</title><main><h1>Avgift i förskolan</h1><p>Avgiften är 3 procent av hushållets inkomst \
        före skatt, högst 1 688 kronor i månaden för det första barnet.</p></main>";
    let is_gone = [404, 410].map(|status| (status, State::NotFound));
    let is_no_page = [202, 204, 206, 300, 302, 304, 400, 405].map(|status| (status, State::NotReached));
    for (status, judged_as) in
        [(200, State::Full), (203, State::Full)].into_iter().chain(is_gone).chain(is_no_page)
    {
        let site = judged_site(move |target| match target {
            "/" => Reply::page(format!("{START}{CALM}")),
            "/sida" => {
                Reply::Answer(status, "Content-Type: text/html; charset=utf-8\r\n", page.as_bytes().to_vec())
            }
            calm if calm.starts_with("/lugn") => Reply::page("<p>En lugn sida."),
            _ => Reply::not_found(),
        })
        .await;
        assert_eq!(answer(&site, NAMED).state, judged_as, "{status}: {}", answer(&site, NAMED).reason);
    }
}

/// A page that leads to itself, as it does for those who bring no cookie.
fn round(target: &str) -> Reply {
    match target {
        "/sida" => Reply::Answer(302, "Location: /sida\r\nSet-Cookie: a=1\r\n", Vec::new()),
        _ => Reply::not_found(),
    }
}

/// A document of `fixtures/documents`.
fn file(content_type: &str, name: &str) -> Reply {
    let path = format!("{}/fixtures/documents/{name}", env!("CARGO_MANIFEST_DIR"));
    let fields: &'static str = match content_type {
        "application/msword" => "Content-Type: application/msword\r\n",
        "application/unknown" => "Content-Type: application/unknown\r\n",
        _ => "Content-Type: application/octet-stream\r\n",
    };
    Reply::Answer(200, fields, std::fs::read(path).unwrap())
}

/// A site whose only document has a password.
fn locked(target: &str) -> Reply {
    match target {
        "/taxa.doc" => file("application/msword", "krypterad.doc"),
        _ => Reply::not_found(),
    }
}

#[tokio::test]
async fn an_old_office_file_is_asked_for_and_read() {
    let sites: [Site; 5] = [
        |target| {
            if target == "/taxa.doc" { file("application/msword", "taxa.doc") } else { Reply::not_found() }
        },
        |target| if target == "/taxa.doc" { file("", "taxa.doc") } else { Reply::not_found() },
        // What it is called is no matter.
        |target| {
            if target == "/taxa.doc" { file("application/msword", "taxa.ppt") } else { Reply::not_found() }
        },
        |target| if target == "/taxa.doc" { file("", "taxa.ppt") } else { Reply::not_found() },
        |target| {
            if target == "/taxa.doc" { file("application/unknown", "taxa.doc") } else { Reply::not_found() }
        },
    ];
    for site in sites {
        let site = judged(OLD_PAPER, site).await;
        let named = answer(&site, NAMED);
        let evidence = named.evidence.as_ref().expect(&named.reason);
        assert!(evidence.url.as_str().ends_with("/taxa.doc#page=1"), "{}", evidence.url);
        assert!(evidence.quote.contains("1 688 kronor"), "{}", evidence.quote);
    }
}

/// A start page on which two matters stand in cards, each with a link that says only that there is more.
const CARDS: &str = "<title>Felberga kommun</title><main><h1>Felberga kommun</h1><p>Välkommen till kommunens webbplats. \
    Här finns det mesta som du behöver veta om det som kommunen gör, och vägar till dem som vet mer. Vi arbetar för att \
    allt ska vara lätt att hitta och lätt att förstå för alla som bor och verkar här i kommunen.</p>\
    <div><h2>Avgift och inkomst i förskolan</h2><a href=/gammal>Läs mer</a></div>\
    <div><h2>Vår historia</h2><p>Så blev orten till.</p><a href=/historia>Läs mer</a></div></main>";
const SENTENCE: &str = "<title>Felberga kommun</title><main><h1>Felberga kommun</h1><p>Välkommen till kommunens \
    webbplats. Här finns det mesta som du behöver veta om det som kommunen gör, och vägar till dem som vet mer. Vi arbetar \
    för att allt ska vara lätt att hitta och lätt att förstå för alla som bor och verkar här i kommunen.</p>\
    <p>Avgift och inkomst i förskolan: <a href=/sida>Mer</a></p></main>";

#[tokio::test]
async fn a_link_that_says_only_read_more_means_what_it_stands_under() {
    let refused: [(&'static str, Site); 2] = [
        (CARDS, |target| match target {
            "/gammal" => Reply::Answer(301, "Location: /sida\r\n", Vec::new()),
            "/historia" => Reply::page("<p>Orten växte fram kring en bro."),
            other => error(other, 403),
        }),
        (SENTENCE, |target| error(target, 403)),
    ];
    for (start, reply) in refused {
        let site = judged(start, reply).await;
        let named = answer(&site, NAMED);
        assert_eq!(named.state, State::NotReached, "{}", named.reason);
        assert!(named.reason.contains("får roboten inte läsa"), "{}", named.reason);
        assert_eq!(answer(&site, OTHER).state, State::NotFound);
    }
    // The same places, and nothing is missed.
    let site = judged(CARDS, |_| Reply::page("<p>En sida om något annat.")).await;
    assert_eq!(answer(&site, NAMED).state, State::NotFound);
}

#[tokio::test]
async fn a_page_that_leaves_a_part_to_scripts_is_read_and_not_counted_as_all() {
    let site = judged(START, |target| match target {
        "/sida" => Reply::page(
            "<script src=/a.js></script><main><h1>Taxan</h1><p>Här visas det som gäller just för \
             dig. Innehållet visas i en ruta nedanför, och den fylls när sidan har kommit fram till dig och allt annat är \
             på plats. Det brukar gå fort, men kan ta en stund för den som bor långt bort från närmaste större väg.</p>\
             <div class=taxa>Laddar…</div></main>",
        ),
        _ => Reply::not_found(),
    })
    .await;
    let named = answer(&site, NAMED);
    assert_eq!(named.state, State::NotReached, "{}", named.reason);
    assert_eq!(site.site.state, "ok");
}

fn error(target: &str, status: u16) -> Reply {
    if target == "/sida" {
        Reply::Answer(status, "Retry-After: 0\r\n", Vec::new())
    } else {
        Reply::not_found()
    }
}

#[tokio::test]
async fn what_is_gone_is_not_found() {
    let site = judged(START, |_| Reply::not_found()).await;
    assert_eq!(answer(&site, NAMED).state, State::NotFound);
}

#[tokio::test]
async fn a_site_drawn_by_scripts_has_no_zeros() {
    let site = judged("<div id=root></div><script src=/app.js></script>", |_| Reply::not_found()).await;
    assert_eq!(site.site.state, "incomplete");
    assert!(site.answers.iter().all(|answer| answer.points().is_none()));
    assert!(answer(&site, NAMED).reason.contains("webbläsare"));
}

#[tokio::test]
async fn a_spent_budget_is_told_in_every_zero() {
    let site = judged(START, |target| match target {
        "/robots.txt" | "/sitemap.xml" => Reply::not_found(),
        other => Reply::page(format!("<p>En sida.</p>{}", links(other))),
    })
    .await;
    let answer = answer(&site, OTHER);
    assert_eq!(answer.state, State::NotReached);
    assert!(answer.reason.contains("20 av "), "{}", answer.reason);
}

fn links(target: &str) -> String {
    let links: Vec<String> =
        (0..300).map(|number| format!("<a href={target}{number}>Nummer {number}</a> ")).collect();
    links.concat()
}

#[tokio::test]
async fn what_is_remembered_gives_the_same_answers() {
    let server = Server::start(|target, _| match target {
        "/" => Reply::page(PAPER),
        "/taxa.pdf" => Reply::Answer(200, "Content-Type: application/pdf\r\n", b"%PDF-1.4 trasig".to_vec()),
        _ => Reply::not_found(),
    });
    let crawl = CrawlOf::new(server.url("/"));
    crawl.run().await.unwrap();
    let rubric = builtin_rubric();
    let compiled = CompiledRubric::new(&rubric);
    let fetched = Fetched { year: 2026, month: 11 };
    let place = crawl.file().with_extension("findings");
    let again = || score::site_again(&crawl.file(), (&rubric, &compiled), fetched, &place).unwrap();
    let read = score::site(&crawl.file(), &rubric, &compiled, fetched).unwrap();
    assert_eq!(again(), read);
    let remembered = std::fs::read(&place).unwrap();
    assert_eq!(again(), read);
    assert_eq!(std::fs::read(&place).unwrap(), remembered, "nothing new to remember");
}
