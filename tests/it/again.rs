//! The night after: what has not changed is neither sent nor stored again.

use std::time::Duration;

use kommunspegel::archive::{ArchiveError, SiteOutcome, read_pages};
use kommunspegel::crawl::EarlierEdition;

use crate::support::{CrawlOf, Reply, Server, pages};

/// A site whose page `/a` is never sent again to those who know it, whose page `/b` is sent again as it was, and whose
/// page `/c` is another one every time.
fn site() -> Server {
    Server::asked(|target, before, head| match target {
        "/" => Reply::page("<a href=/a>A</a><a href=/b>B</a><a href=/c>C</a>"),
        "/a" if head.to_ascii_lowercase().contains("if-none-match: \"1\"") => {
            Reply::Answer(304, "ETag: \"1\"\r\n", Vec::new())
        }
        "/a" => {
            Reply::Answer(200, "Content-Type: text/html\r\nETag: \"1\"\r\n", b"<a href=/d>D</a>".to_vec())
        }
        "/b" | "/d" => Reply::page("<p>x"),
        "/c" => Reply::page(format!("<p>{before}")),
        _ => Reply::not_found(),
    })
}

/// Crawls the site into a directory of its own, referring to the one before.
async fn night(server: &Server, before: Option<&CrawlOf>, max_age: Duration) -> (CrawlOf, SiteOutcome) {
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.earlier =
        before.map(|before| EarlierEdition { directory: before.job.directory.clone(), max_age });
    let outcome = crawl.run().await.unwrap();
    (crawl, outcome)
}

/// Paths and bodies, in the order of the visits.
fn read(crawl: &CrawlOf) -> Vec<(String, String)> {
    let pages = pages(&crawl.file()).into_iter().filter(|page| page.status == 200);
    pages.map(|page| (page.url.path().to_owned(), String::from_utf8(page.body).unwrap())).collect()
}

#[tokio::test]
async fn what_has_not_changed_is_referred_to_and_read_back() {
    let server = site();
    let (first, outcome) = night(&server, None, Duration::ZERO).await;
    assert_eq!((outcome.counts.pages, outcome.counts.unchanged), (5, 0));
    let (second, outcome) = night(&server, Some(&first), Duration::ZERO).await;
    assert_eq!((outcome.counts.pages, outcome.counts.unchanged), (5, 4));
    let (third, outcome) = night(&server, Some(&second), Duration::ZERO).await;
    assert_eq!((outcome.counts.pages, outcome.counts.unchanged), (5, 4), "through two nights");
    let changed = |pages: Vec<(String, String)>, body: &str| -> Vec<(String, String)> {
        pages
            .into_iter()
            .map(|(path, old)| if path == "/c" { (path, body.to_owned()) } else { (path, old) })
            .collect()
    };
    assert_eq!(read(&second), changed(read(&first), "<p>1"));
    assert_eq!(read(&third), changed(read(&first), "<p>2"));
    // Kept for `tests/warcio.sh`, which an independent reader checks it with.
    std::fs::copy(second.file(), concat!(env!("CARGO_TARGET_TMPDIR"), "/sample-again.warc.gz")).unwrap();
}

#[tokio::test]
async fn what_was_seen_a_short_while_ago_is_not_asked_for() {
    let server = site();
    let (first, _) = night(&server, None, Duration::ZERO).await;
    let asked = server.targets().len();
    let (second, outcome) = night(&server, Some(&first), Duration::from_hours(1)).await;
    assert_eq!((outcome.counts.pages, outcome.counts.unchanged), (5, 5));
    assert_eq!(read(&second), read(&first));
    assert_eq!(
        server.targets()[asked..],
        ["/robots.txt", "/", "/sitemap.xml"],
        "the start page tells what there is"
    );
}

#[tokio::test]
async fn a_crawl_that_refers_to_another_is_gone_on_with() {
    let server = site();
    let (first, _) = night(&server, None, Duration::ZERO).await;
    let (second, outcome) = night(&server, Some(&first), Duration::ZERO).await;
    let bytes = std::fs::read(second.file()).unwrap();
    let torn = second.resuming();
    std::fs::write(torn.file(), &bytes[..bytes.len() * 2 / 3]).unwrap();
    assert_eq!(torn.run().await.unwrap().counts.unchanged, outcome.counts.unchanged);
}

#[tokio::test]
async fn a_lost_edition_is_told() {
    let server = site();
    let (first, _) = night(&server, None, Duration::ZERO).await;
    let (second, _) = night(&server, Some(&first), Duration::ZERO).await;
    std::fs::remove_file(first.file()).unwrap();
    let lost = read_pages(&second.file()).unwrap().find_map(Result::err).unwrap();
    assert!(matches!(lost, ArchiveError::Gone { .. }), "{lost}");
}
