//! Pages that scripts draw: shown in Chromium, archived as they were drawn, followed and judged. What needs the browser is
//! tested where there is one.

use std::fs::OpenOptions;
use std::sync::Arc;

use kommunspegel::archive::{RecordKind, RecordReader, SiteState};
use kommunspegel::crawl::{Render, Renderer};
use kommunspegel::evidence::{CompiledRubric, Fetched};
use kommunspegel::judgement::State;
use kommunspegel::rubric::Points;
use kommunspegel::score;

use crate::support::{CrawlOf, Reply, Server, builtin_rubric, chromium, pages};

const SHELL: &str = "<!doctype html><html lang=sv><title>Felberga kommun</title><noscript>You need to enable JavaScript to \
    run this app.</noscript><div id=root></div><link rel=stylesheet href=/utseende.css>\
    <script type=module src=/app.js></script>";
const APP: &str = "const root = document.getElementById('root');\
    fetch('/hemligt.json').catch(() => {});\
    fetch('http://annan.example/spana').catch(() => {});\
    fetch('/innehall' + location.pathname).then(a => a.text()).then(html => { root.innerHTML = html });";
const START: &str = "<main><h1>Felberga kommun</h1><p>Välkommen till kommunens webbplats. Här finns det mesta som du \
    behöver veta om det som kommunen gör, och vägar till dem som vet mer. Vi arbetar för att allt ska vara lätt att hitta \
    och lätt att förstå för alla som bor och verkar här.</p><a href=/avgift>Avgifter i förskolan</a></main>";
const FEES: &str = "<main><h1>Avgifter i förskola och familjedaghem</h1><p>Kommunen tillämpar maxtaxa. Inkomsttaket är \
    62 540 kronor i månaden.</p><table><tr><th>Barn</th><th>Andel av inkomsten</th><th>Högst</th></tr><tr><td>1</td>\
    <td>3 %</td><td>1 876 kr</td></tr><tr><td>2</td><td>2 %</td><td>1 251 kr</td></tr><tr><td>3</td><td>1 %</td>\
    <td>625 kr</td></tr></table></main>";

fn site() -> Server {
    Server::start(|target, _| match target {
        "/robots.txt" => Reply::text("User-agent: *\nDisallow: /hemligt\n"),
        "/" | "/avgift" => Reply::page(SHELL),
        "/app.js" => Reply::Answer(200, "Content-Type: application/javascript\r\n", APP.into()),
        "/innehall/" => Reply::page(START),
        "/innehall/avgift" => Reply::page(FEES),
        _ => Reply::not_found(),
    })
}

fn judged(crawl: &CrawlOf, question: &str) -> (State, Option<Points>) {
    let rubric = builtin_rubric();
    let compiled = CompiledRubric::new(&rubric);
    let fetched = Fetched { year: 2026, month: 11 };
    let scored = score::site(&crawl.file(), &rubric, &compiled, fetched).unwrap();
    let answer = scored.answers.iter().find(|answer| answer.question == question.into()).unwrap();
    (answer.state, answer.points())
}

#[tokio::test]
async fn without_a_browser_a_site_drawn_by_scripts_is_not_reached() {
    let server = site();
    let crawl = CrawlOf::new(server.url("/"));
    let outcome = crawl.run().await.unwrap();
    assert_eq!((outcome.counts.pages, outcome.counts.shells, outcome.counts.drawn), (1, 1, 0));
    assert_eq!(judged(&crawl, "forskola.avgift"), (State::NotReached, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_drawn_followed_and_judged() {
    let Some(program) = chromium("pages_are_drawn_followed_and_judged") else { return };
    let server = site();
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.render = Render::Shells(Arc::new(Renderer::new(program)));
    let outcome = crawl.run().await.unwrap();
    assert_eq!(outcome.state, SiteState::Complete);
    assert_eq!((outcome.counts.pages, outcome.counts.shells, outcome.counts.drawn), (2, 0, 2));
    // The script once for both pages, and each page's content.
    assert_eq!(outcome.counts.drawing, 3);
    assert_eq!(judged(&crawl, "forskola.avgift"), (State::Full, Some(Points::Full)));

    let targets = server.targets();
    let asked = |target: &str| targets.iter().filter(|asked| *asked == target).count();
    assert_eq!((asked("/app.js"), asked("/innehall/avgift")), (1, 1));
    assert_eq!(asked("/hemligt.json"), 0, "robots.txt says no");
    assert!(targets.iter().all(|target| !target.contains("spana")));
    let counts = &outcome.counts;
    let sent = counts.asked.unwrap().requests + counts.robots_asked.requests;
    assert_eq!(sent, targets.len() as u64, "what drawing asked for is counted");

    let drawn: Vec<_> = pages(&crawl.file()).into_iter().filter(|page| page.drawing.is_some()).collect();
    assert_eq!(drawn.len(), 2);
    assert!(String::from_utf8_lossy(&drawn[1].body).contains("1 876 kr"));
    let mut reader = RecordReader::open(&crawl.file()).unwrap();
    let mut responses = Vec::new();
    let mut conversions = 0;
    while let Some((_, record, _)) = reader.next_record().unwrap() {
        match record.kind() {
            Some(RecordKind::Response) => responses.push(record.field("WARC-Record-ID").unwrap().to_owned()),
            Some(RecordKind::Conversion) => {
                conversions += 1;
                assert_eq!(record.field("WARC-Refers-To"), responses.last().map(String::as_str));
            }
            _ => {}
        }
    }
    assert_eq!(conversions, 2);
    // Kept for `tests/warcio.sh`, which an independent reader checks it with.
    std::fs::copy(crawl.file(), concat!(env!("CARGO_TARGET_TMPDIR"), "/sample-drawn.warc.gz")).unwrap();
}

/// A page that says something itself and leaves a part to its script, which finds it or not.
fn in_part(fills: &'static str) -> Server {
    const TEXT: &str = "<p>Här står mycket om förskolan i kommunen, så att sidan i sig själv har något att säga den som läser. \
        Den som vill veta vad det kostar ser det nedanför, när det har kommit fram. Välkommen att fråga oss om något är \
        oklart, vi svarar så fort vi kan och hjälper gärna till.</p>";
    Server::start(move |target, _| match target {
        "/robots.txt" => Reply::not_found(),
        "/" => Reply::page(
            (0..9)
                .map(|n| format!("<a href=/avgift{n}>Avgifter i förskolan</a>"))
                .collect::<Vec<_>>()
                .concat(),
        ),
        "/app.js" => Reply::Answer(200, "Content-Type: application/javascript\r\n", fills.into()),
        "/innehall" => Reply::page(FEES),
        other if other.starts_with("/avgift") => Reply::page(format!(
            "<main><h1>Avgifter</h1>{TEXT}<div id=taxa>Laddar…</div></main><script src=/app.js></script>"
        )),
        _ => Reply::not_found(),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_scripts_add_is_drawn_unless_that_is_in_vain() {
    let Some(program) = chromium("a_part_that_scripts_add_is_drawn_unless_that_is_in_vain") else { return };
    let renderer = Arc::new(Renderer::new(program));
    let fills = "fetch('/innehall').then(a => a.text()).then(html => { document.getElementById('taxa').innerHTML = html })";
    let server = in_part(fills);
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.render = Render::Shells(Arc::clone(&renderer));
    assert_eq!(crawl.run().await.unwrap().counts.drawn, 9);
    assert_eq!(judged(&crawl, "forskola.avgift"), (State::Full, Some(Points::Full)));
    let server = in_part("");
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.render = Render::Shells(renderer);
    assert_eq!(
        crawl.run().await.unwrap().counts.drawn,
        3,
        "three in vain, and the others are left as they were sent"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_drawn_is_replayed_without_a_browser() {
    let Some(program) = chromium("what_was_drawn_is_replayed_without_a_browser") else { return };
    let server = site();
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.render = Render::Shells(Arc::new(Renderer::new(program)));
    let whole = crawl.run().await.unwrap();
    let asked = server.hits().len();
    // The closing record is torn off.
    let file = OpenOptions::new().write(true).open(crawl.file()).unwrap();
    file.set_len(file.metadata().unwrap().len() - 1).unwrap();
    crawl.job.render = Render::Never;
    let crawl = crawl.resuming();
    assert_eq!(crawl.run().await.unwrap(), whole);
    assert_eq!(server.hits().len(), asked);
}
