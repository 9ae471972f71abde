//! What one page, or one kind of pages, may cost its site: itself, and not the rest.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kommunspegel::archive::{SiteOutcome, SiteState};
use kommunspegel::fetch::{Ask, Fetched, Reading, Sending, Tally, Unreachable};

use crate::crawling::visits;
use crate::support::{CrawlOf, Reply, Server, fetcher, quick};

/// A start page that links to these addresses.
fn start(links: impl IntoIterator<Item = String>) -> Reply {
    let links = links.into_iter().map(|link| format!("<a href={link}>Sida</a>"));
    Reply::page(links.collect::<Vec<_>>().concat())
}

/// Torn anywhere, the crawl is gone on with to the same end.
async fn goes_on(crawl: &CrawlOf, server: &Server, outcome: &SiteOutcome) {
    let bytes = std::fs::read(crawl.file()).unwrap();
    for share in [20, 50, 70, 90] {
        let mut torn = CrawlOf::new(server.url("/")).resuming();
        torn.job.patience = crawl.job.patience;
        torn.settings.max_body = crawl.settings.max_body;
        std::fs::write(torn.file(), &bytes[..bytes.len() * share / 100]).unwrap();
        let mut again = torn.run().await.unwrap();
        // A run that goes on asks for robots.txt anew.
        again.counts.robots_asked = outcome.counts.robots_asked;
        assert_eq!((&again, visits(&torn)), (outcome, visits(crawl)), "{share}");
    }
}

#[tokio::test]
async fn a_page_that_is_never_ready_costs_itself_alone() {
    let server = Server::start(|target, _| match target {
        "/robots.txt" | "/sitemap.xml" => Reply::text(""),
        "/" => start((0..12).map(|n| format!("/{n}")).chain(["/a.pdf".to_owned()])),
        "/3" => Reply::Answer(503, "Retry-After: 1\r\n", Vec::new()),
        _ => Reply::page("<p>x"),
    });
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.patience = Duration::from_secs(2);
    let outcome = crawl.run().await.unwrap();
    assert_eq!((&outcome.state, outcome.counts.pages), (&SiteState::Complete, 13), "{outcome:?}");
    assert_eq!(outcome.counts.failed["status_503"], 3);
    let asked = server.targets();
    assert_eq!(asked[asked.len() - 2..], ["/3", "/3"], "it is repeated when all else is done: {asked:?}");
    goes_on(&crawl, &server, &outcome).await;
}

#[tokio::test]
async fn another_chance_begins_with_what_was_not_asked_for() {
    // The page that is never ready wants more patience than there is; everything else is answered.
    let server = Server::start(|target, _| match target {
        "/robots.txt" | "/sitemap.xml" => Reply::text(""),
        "/" => start((0..12).map(|n| format!("/{n}"))),
        "/3" => Reply::Answer(503, "Retry-After: 2\r\n", Vec::new()),
        _ => Reply::page("<p>x"),
    });
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.patience = Duration::from_secs(1);
    crawl.job.second_chance = Some(Duration::from_secs(4));
    let outcome = crawl.run().await.unwrap();
    assert_eq!((outcome.counts.pages, outcome.counts.left), (12, 0), "{outcome:?}");
    assert_eq!((outcome.state, outcome.counts.failed["status_503"]), (SiteState::Complete, 2));
}

#[tokio::test]
async fn soon_again_and_again_is_waited_for_ever_longer() {
    let server = Server::start(|target, _| match target {
        "/robots.txt" | "/sitemap.xml" => Reply::text(""),
        "/" => start((0..40).map(|n| format!("/{n}"))),
        _ => Reply::Answer(429, "Retry-After: 0\r\n", Vec::new()),
    });
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.patience = Duration::from_secs(5);
    let outcome = crawl.run().await.unwrap();
    // At once, two seconds, four: that is more than it has.
    assert_eq!((&outcome.state, outcome.counts.pages), (&SiteState::WaitedOut, 1), "{outcome:?}");
    assert_eq!(outcome.counts.failed["status_429"], 3);
    let gaps: Vec<Duration> = server.hits().windows(2).map(|pair| pair[1].at - pair[0].at).collect();
    assert!(gaps[gaps.len() - 1] >= Duration::from_secs(2), "{gaps:?}");
}

#[tokio::test]
async fn pages_that_are_too_large_cost_themselves_alone() {
    let server = Server::start(|target, _| match target {
        "/robots.txt" | "/sitemap.xml" => Reply::text(""),
        "/" => start((0..8).map(|n| format!("/stor{n}")).chain((0..4).map(|n| format!("/sida{n}")))),
        large if large.starts_with("/stor") => Reply::page("x".repeat(4000)),
        _ => Reply::page("<p>x"),
    });
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.settings.max_body = 2000;
    let outcome = crawl.run().await.unwrap();
    assert_eq!((&outcome.state, outcome.counts.pages), (&SiteState::Complete, 5), "{outcome:?}");
    assert_eq!((outcome.counts.failed["toolarge"], outcome.counts.left), (8, 0));
    goes_on(&crawl, &server, &outcome).await;
}

#[tokio::test]
async fn sitemaps_that_are_silent_cost_themselves_alone() {
    let server = Server::start(|target, _| match target {
        "/robots.txt" => {
            Reply::text(&(0..7).map(|n| format!("Sitemap: /karta{n}.xml\n")).collect::<Vec<_>>().concat())
        }
        "/" => start((0..12).map(|n| format!("/{n}"))),
        map if map.starts_with("/karta") || map == "/sitemap.xml" => Reply::Hang,
        _ => Reply::page("<p>x"),
    });
    let crawl = CrawlOf::new(server.url("/"));
    let outcome = crawl.run().await.unwrap();
    assert_eq!((&outcome.state, outcome.counts.pages), (&SiteState::Complete, 13), "{outcome:?}");
    assert_eq!(outcome.counts.failed["timeout"], 10, "five, then all others, then five again");
    goes_on(&crawl, &server, &outcome).await;
}

#[tokio::test]
async fn a_host_that_is_silent_about_everything_is_given_up() {
    let server = Server::start(|target, _| match target {
        "/robots.txt" | "/sitemap.xml" => Reply::text(""),
        "/" => start((0..40).map(|n| format!("/{n}"))),
        _ => Reply::Hang,
    });
    let outcome = CrawlOf::new(server.url("/")).run().await.unwrap();
    assert!(matches!(outcome.state, SiteState::BrokenOff { .. }), "{outcome:?}");
    assert_eq!((outcome.counts.pages, outcome.counts.failed["timeout"]), (1, 6));
    assert_eq!(outcome.counts.left, 34);
}

/// A server that keeps connections open after an answer, and closes them without a word at the next request: how often it
/// was asked for what.
fn forgetful() -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, log) = (listener.local_addr().unwrap(), Arc::new(Mutex::new(Vec::new())));
    let asked = Arc::clone(&log);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let asked = Arc::clone(&asked);
            std::thread::spawn(move || answer_once(&stream, &asked));
        }
    });
    (address, log)
}

fn answer_once(mut stream: &TcpStream, asked: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    for is_answered in [true, false] {
        let head: Vec<String> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
        let Some(first) = head.first() else { return };
        asked.lock().unwrap().push(first.replace(" HTTP/1.1", ""));
        let body = match first.split(' ').nth(1) {
            Some("/") => (0..5).map(|n| format!("<a href=/{n}>Sida</a>")).collect::<Vec<_>>().concat(),
            Some("/robots.txt" | "/sitemap.xml") => String::new(),
            _ => "<p>x".to_owned(),
        };
        let length = body.len();
        let fields = format!("Content-Type: text/html\r\nContent-Length: {length}\r\n\r\n");
        if is_answered {
            stream.write_all(format!("HTTP/1.1 200 X\r\n{fields}{body}").as_bytes()).unwrap();
        }
    }
}

#[tokio::test]
async fn a_connection_that_was_closed_meanwhile_costs_no_page() {
    let (address, asked) = forgetful();
    let crawl = CrawlOf::new(format!("http://{address}/").parse().unwrap());
    let outcome = crawl.run().await.unwrap();
    assert_eq!((&outcome.state, outcome.counts.pages), (&SiteState::Complete, 6), "{outcome:?}");
    assert!(outcome.counts.failed.is_empty(), "{outcome:?}");
    let asked = asked.lock().unwrap().clone();
    let times = |line: &str| asked.iter().filter(|asked| *asked == line).count();
    assert!((0..5).any(|page| times(&format!("GET /{page}")) == 2), "{asked:?}");
    assert!((0..5).all(|page| times(&format!("GET /{page}")) <= 2), "{asked:?}");
    let counted = outcome.counts.asked.unwrap().requests + outcome.counts.robots_asked.requests;
    assert_eq!(counted, asked.len() as u64, "both requests are counted: {asked:?}");
}

#[tokio::test]
async fn a_form_is_never_sent_twice() {
    let (address, asked) = forgetful();
    let fetcher = fetcher(quick());
    let (url, tally) = (format!("http://{address}/sok").parse().unwrap(), Tally::default());
    let sending = Sending::Form("q=f%C3%B6rskola");
    let ask = Ask { url: &url, via: None, sending, max_body: 1000, reading: Reading::Text, tally: &tally };
    let answer = fetcher.fetch(ask).await;
    assert!(matches!(answer, Fetched::Unreachable(Unreachable::Protocol)), "{answer:?}");
    assert_eq!(*asked.lock().unwrap(), ["GET /robots.txt", "POST /sok"]);
}
