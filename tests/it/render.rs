//! Pages that scripts draw: shown in Chromium, archived as they were drawn, followed and judged. What needs the browser is
//! tested where there is one.

use std::fs::{self, OpenOptions, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kommunspegel::archive::{Groups, Note, RecordKind, RecordReader, SiteState};
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

/// The site whose script asks for the fees' content so, and says that it is sorry where that fails.
fn asking(ask: &'static str, fees: impl Fn() -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |target, _| {
        match target {
        "/robots.txt" => Reply::text("User-agent: *\nDisallow: /stangt\n"),
        "/" | "/avgift" => Reply::page(SHELL),
        "/app.js" => Reply::Answer(
            200,
            "Content-Type: application/javascript\r\n",
            format!(
                "const root = document.getElementById('root');\
                 const sorry = '<main><h1>Något gick fel</h1><p>Innehållet kunde inte hämtas just nu. Vi beklagar det \
                 inträffade och arbetar för att lösa problemet så snart som möjligt. Försök gärna igen om en liten \
                 stund, eller kontakta kommunens växel så hjälper vi dig att hitta rätt bland våra tjänster och vår \
                 information.</p></main>';\
                 (location.pathname == '/' ? fetch('/innehall/') : {ask})\
                 .then(a => {{ if (!a.ok) throw 1; return a.text() }})\
                 .then(html => {{ root.innerHTML = html }}).catch(() => {{ root.innerHTML = sorry }})"
            )
            .into_bytes(),
        ),
        "/innehall/" => Reply::page(START),
        "/innehall/avgift" => fees(),
        _ => Reply::not_found(),
    }
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_scripts_asked_for_in_vain_is_no_zero() {
    let Some(program) = chromium("what_scripts_asked_for_in_vain_is_no_zero") else { return };
    let renderer = Arc::new(Renderer::new(program));
    let plain = "fetch('/innehall/avgift')";
    let failing: [fn() -> Reply; 3] = [
        || Reply::Answer(500, "", Vec::new()),
        || Reply::Reset,
        || Reply::Answer(429, "Retry-After: 600\r\n", Vec::new()),
    ];
    let asks = ["fetch('/stangt')", "fetch('/innehall/avgift', { method: 'POST', body: '{}' })"];
    let foreign = "fetch('http://data.example/avgift')";
    let sites = failing.into_iter().map(|fees| asking(plain, fees));
    let sites = sites.chain(asks.into_iter().chain([foreign]).map(|ask| asking(ask, || Reply::page(FEES))));
    for (number, server) in sites.enumerate() {
        let mut crawl = CrawlOf::new(server.url("/"));
        crawl.job.render = Render::Shells(Arc::clone(&renderer));
        let whole = crawl.run().await.unwrap();
        assert_eq!((whole.counts.pages, whole.counts.drawn), (2, 2), "{number}");
        assert_eq!(judged(&crawl, "forskola.avgift"), (State::NotReached, None), "{number}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_drawn_page_was_not_given_at_once_is_waited_for() {
    let Some(program) = chromium("what_a_drawn_page_was_not_given_at_once_is_waited_for") else { return };
    let asked = AtomicUsize::new(0);
    let server = asking("fetch('/innehall/avgift')", move || match asked.fetch_add(1, Ordering::Relaxed) {
        0 => Reply::Answer(429, "Retry-After: 1\r\n", Vec::new()),
        _ => Reply::page(FEES),
    });
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.render = Render::Shells(Arc::new(Renderer::new(program)));
    crawl.run().await.unwrap();
    assert_eq!(judged(&crawl, "forskola.avgift"), (State::Full, Some(Points::Full)));
    let mut groups = Groups::open(&crawl.file()).unwrap();
    let mut push_backs = Vec::new();
    while let Some(group) = groups.next_group().unwrap() {
        if let Note::Visit(note) = group.note {
            push_backs.extend(note.push_backs.into_iter().map(|push| push.url));
        }
    }
    assert_eq!(push_backs, [server.url("/innehall/avgift")]);
}

/// A browser that does so before it is Chromium.
fn browser(directory: &Path, before: &str, program: &Path) -> PathBuf {
    let file = directory.join("browser");
    fs::write(&file, format!("#!/bin/sh\n{before}\nexec {} \"$@\"\n", program.display())).unwrap();
    fs::set_permissions(&file, Permissions::from_mode(0o755)).unwrap();
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_dies_is_replaced() {
    let Some(program) = chromium("a_browser_that_dies_is_replaced") else { return };
    let directory = tempfile::tempdir().unwrap();
    let once = directory.path().join("once");
    let dies = format!("if [ ! -e {0} ]; then touch {0}; exit 1; fi", once.display());
    let server = site();
    let mut crawl = CrawlOf::new(server.url("/"));
    let program = browser(directory.path(), &dies, &program);
    crawl.job.render = Render::Shells(Arc::new(Renderer::new(program)));
    let counts = crawl.run().await.unwrap().counts;
    assert_eq!((counts.drawn, counts.undrawn), (2, 0));
}

/// A site of shells, and a browser that always dies: needs no Chromium.
#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_no_browser_can_draw_is_drawn_no_further_and_says_so() {
    let server = Server::start(|target, _| match target {
        "/robots.txt" => Reply::text("User-agent: *\n"),
        "/" => Reply::page(format!(
            "{SHELL}{}",
            (0..9).map(|n| format!("<a href=/avgift{n}></a>")).collect::<Vec<_>>().concat()
        )),
        other if other.starts_with("/avgift") => Reply::page(SHELL),
        _ => Reply::not_found(),
    });
    let directory = tempfile::tempdir().unwrap();
    let program = browser(directory.path(), "exit 1", Path::new("true"));
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.render = Render::Shells(Arc::new(Renderer::new(program)));
    let whole = crawl.run().await.unwrap();
    assert_eq!((whole.counts.drawn, whole.counts.undrawn), (0, 3));
    assert_eq!(whole.counts.shells, 10);
    assert_eq!(judged(&crawl, "forskola.avgift"), (State::NotReached, None));
    let rubric = builtin_rubric();
    let compiled = CompiledRubric::new(&rubric);
    let fetched = Fetched { year: 2026, month: 11 };
    let scored = score::site(&crawl.file(), &rubric, &compiled, fetched).unwrap();
    assert!(scored.site.reason.en.contains("the browser could not draw them"), "{:?}", scored.site.reason);
    assert_eq!(crawl.resuming().run().await.unwrap(), whole);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_whose_script_sends_its_reader_elsewhere_leads_there() {
    let Some(program) = chromium("a_page_whose_script_sends_its_reader_elsewhere_leads_there") else {
        return;
    };
    let server = Server::start(|target, _| match target {
        "/" => Reply::page(SHELL),
        "/app.js" => {
            let script = "location.href = '/start?a=1&b=2'";
            Reply::Answer(200, "Content-Type: application/javascript\r\n", script.into())
        }
        "/start?a=1&b=2" => Reply::page(START),
        "/avgift" => Reply::page(FEES),
        _ => Reply::not_found(),
    });
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.render = Render::Shells(Arc::new(Renderer::new(program)));
    crawl.run().await.unwrap();
    let pages = pages(&crawl.file());
    let text = |path: &str| {
        let page = pages.iter().find(|page| page.url == server.url(path)).unwrap();
        String::from_utf8_lossy(&page.body).into_owned()
    };
    assert!(!text("/").contains("Välkommen"));
    assert!(text("/start?a=1&b=2").contains("Välkommen"));
    assert_eq!(judged(&crawl, "forskola.avgift"), (State::Full, Some(Points::Full)));
}
