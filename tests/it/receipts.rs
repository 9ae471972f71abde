//! Receipts against the server's own log: every request that was sent is counted, and none that was not.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use kommunspegel::archive::{SiteOutcome, Traffic};
use kommunspegel::fetch::Reach;

use crate::support::{CrawlOf, Reply, Server};

/// A server that adds up the bytes of the bodies that it sends.
fn counted(site: fn(&str, &str, usize) -> Reply) -> (Server, Arc<AtomicU64>) {
    let bytes = Arc::new(AtomicU64::new(0));
    let sent = Arc::clone(&bytes);
    let server = Server::asked(move |target, before, head| {
        let reply = site(host(head), target, before);
        if let Reply::Answer(_, _, body) = &reply {
            sent.fetch_add(body.len() as u64, Ordering::SeqCst);
        }
        reply
    });
    (server, bytes)
}

fn host(head: &str) -> &str {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("host:"));
    line.unwrap()[5..].trim()
}

/// A crawl of `www.x.example`, whose hosts are all on this server, but for one to which nobody listens.
fn crawl_of(server: &Server) -> CrawlOf {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut crawl = CrawlOf::new("http://www.x.example/".parse().unwrap());
    let port = server.address.port();
    let rules = [format!("stum.x.example:80:127.0.0.1:{nobody}"), format!("*:80:127.0.0.1:{port}")];
    crawl.settings.resolve = rules.iter().map(|rule| rule.parse().unwrap()).collect();
    crawl.settings.reach = Reach::RulesOnly;
    crawl.settings.robots_retries = vec![Duration::from_millis(50), Duration::from_millis(50)];
    crawl
}

fn all(outcome: &SiteOutcome) -> Traffic {
    let (asked, robots) = (outcome.counts.asked.unwrap(), outcome.counts.robots_asked);
    Traffic { requests: asked.requests + robots.requests, bytes: asked.bytes + robots.bytes }
}

/// The log by host, without robots.txt.
fn log(server: &Server) -> BTreeMap<String, u64> {
    let mut hosts = BTreeMap::new();
    for hit in server.hits().iter().filter(|hit| !hit.target.starts_with("/robots")) {
        *hosts.entry(host(&hit.head).to_owned()).or_default() += 1;
    }
    hosts
}

#[tokio::test]
async fn receipts_tell_what_the_server_saw() {
    let (server, bytes) = counted(|host, target, before| match (host, target) {
        // robots.txt: answered the second time, behind a redirect, never, twice "not now".
        ("www.x.example", "/robots.txt") if before == 0 => Reply::Answer(503, "", b"strax".to_vec()),
        ("omv.x.example", "/robots.txt") => {
            Reply::Answer(301, "Location: /robots-ny.txt\r\n", b"flyttad".to_vec())
        }
        ("tyst.x.example", "/robots.txt") => Reply::Answer(500, "", b"fel".to_vec()),
        (_, "/robots.txt" | "/robots-ny.txt") => Reply::text("User-agent: *\nDisallow: /nej\n"),
        ("www.x.example", "/") => Reply::page(
            "<a href=/nej>Nej</a><a href=/trasig>T</a><a href=/om>O</a><a href=http://omv.x.example/a>A</a>\
             <a href=http://tyst.x.example/b>B</a><a href=http://tyst.x.example/c>C</a>\
             <a href=http://stum.x.example/d>D</a><a href=http://finns-ej.y.example:81/e>E</a>\
             <a href=/skynda>S</a><a href=/bruten>F</a><a href=/film.zip>Z</a>",
        ),
        (_, "/trasig") => Reply::Answer(500, "", b"trasig".to_vec()),
        (_, "/bruten") => Reply::Reset,
        (_, "/om") => Reply::Answer(302, "Location: /mal\r\n", b"dit".to_vec()),
        (_, "/skynda") if before == 0 => Reply::Answer(429, "Retry-After: 1\r\n", b"lugn".to_vec()),
        (_, "/skynda" | "/mal" | "/a") => Reply::page("<p>x"),
        _ => Reply::not_found(),
    });
    let outcome = crawl_of(&server).run().await.unwrap();
    let counts = &outcome.counts;
    let hits = server.hits();
    let robots = hits.iter().filter(|hit| hit.target.starts_with("/robots")).count() as u64;
    assert_eq!(counts.robots_asked.requests, robots, "{hits:?}");
    assert!(robots >= 2 + 2 + 3, "{hits:?}");
    let requests = counts.hosts.iter().filter(|(_, host)| host.requests > 0);
    let requests: BTreeMap<_, _> = requests.map(|(name, host)| (name.clone(), host.requests)).collect();
    assert_eq!(requests, log(&server));
    assert!(counts.hosts["stum.x.example"].failed > 0, "it was tried");
    assert_eq!(all(&outcome), Traffic { requests: hits.len() as u64, bytes: bytes.load(Ordering::SeqCst) });
}

#[tokio::test]
async fn a_site_that_cannot_be_asked_costs_no_request() {
    let server = Server::start(|_, _| Reply::not_found());
    let mut crawl = crawl_of(&server);
    crawl.job.sites[0].start = "http://stum.x.example/".parse().unwrap();
    assert_eq!(all(&crawl.run().await.unwrap()), Traffic::default());
    crawl.job.sites[0].start = "http://www.x.example:81/".parse().unwrap();
    assert_eq!(all(&crawl.run().await.unwrap()), Traffic::default());
    assert!(server.hits().is_empty());
}

#[tokio::test]
async fn what_a_site_was_asked_before_its_second_chance_is_counted_too() {
    let server = Server::start(|target, before| match target {
        "/robots.txt" if before < 3 => Reply::Answer(503, "", Vec::new()),
        "/" => Reply::page("<p>x"),
        _ => Reply::not_found(),
    });
    let mut crawl = crawl_of(&server);
    crawl.job.second_chance = Some(Duration::ZERO);
    let outcome = crawl.run().await.unwrap();
    assert_eq!((outcome.counts.pages, outcome.counts.robots_asked.requests), (1, 4));
    assert_eq!(all(&outcome).requests, server.hits().len() as u64);
}

#[tokio::test]
async fn a_crawl_that_is_gone_on_with_counts_robots_txt_again_and_pages_once() {
    let server = Server::start(|target, _| match target {
        "/robots.txt" => Reply::text(""),
        "/" => Reply::page("<a href=/a>A</a><a href=/b>B</a>"),
        "/a" | "/b" => Reply::page("<p>x"),
        _ => Reply::not_found(),
    });
    let whole = CrawlOf::new(server.url("/"));
    let expected = whole.run().await.unwrap().counts;
    let bytes = std::fs::read(whole.file()).unwrap();
    let torn = CrawlOf::new(server.url("/")).resuming();
    std::fs::write(torn.file(), &bytes[..bytes.len() / 2]).unwrap();
    let counts = torn.run().await.unwrap().counts;
    assert_eq!((counts.asked, &counts.hosts), (expected.asked, &expected.hosts));
    assert_eq!((expected.robots_asked.requests, counts.robots_asked.requests), (1, 2));
    assert_eq!((counts.robots, counts.robots_in_vain), (1, 0));
}
