//! Whole crawls over real HTTP on loopback: order, limits, redirects, resuming, stopping.

use std::sync::Arc;
use std::time::{Duration, Instant};

use kommunspegel::archive::{ArchivedPage, Group, Groups, Note, SiteState, Traffic, read_outcome};
use kommunspegel::crawl::{Event, Observer};
use kommunspegel::fetch::{
    Ask, FetchSettings, Fetched, Purpose, Reach, Reading, Sending, Tally, Unreachable,
};
use kommunspegel::plan::{Budget, Found, Ground, UNKNOWN_DEPTH};
use tokio::sync::watch;

use crate::support::{CrawlOf, Reply, Server, fetcher, pages, quick};

/// A site of some forty pages: a start page, areas, pages, a sitemap with one page that nobody links to.
fn small_site() -> Server {
    Server::start(|target, _| match target {
        "/robots.txt" => Reply::text("User-agent: *\nDisallow: /hemligt\nSitemap: /karta\n"),
        "/karta" => Reply::Answer(
            200,
            "Content-Type: text/html\r\n",
            b"<urlset><url><loc>/ensam</loc></url><url><loc>/omrade/1</loc></url></urlset>".to_vec(),
        ),
        "/" => Reply::page((1..6).fold("<a href=/hemligt>H</a>".to_owned(), |html, number| {
            format!("{html}<a href='/omrade/{number}?utm_source=start#del'>Område {number}</a>")
        })),
        "/gammal" => Reply::Answer(301, "Location: /ny\r\n", Vec::new()),
        "/ensam" | "/ny" => Reply::page("<p>Förskola</p><a href=/>Hem</a>"),
        other if other.starts_with("/omrade/") && other.matches('/').count() == 2 => {
            Reply::page((1..6).fold("<a href=/gammal>Gammal</a>".to_owned(), |html, number| {
                format!("{html}<a href='{other}/sida{number}'>Sida</a>")
            }))
        }
        other if other.starts_with("/omrade/") => Reply::page(format!("<p>{other}</p><a href=/>Hem</a>")),
        _ => Reply::not_found(),
    })
}

#[tokio::test]
async fn a_small_site_is_crawled_whole_and_read_back() {
    let server = small_site();
    let crawl = CrawlOf::new(server.url("/"));
    let outcome = crawl.run().await.unwrap();
    assert_eq!(outcome.state, SiteState::Complete);
    let counts = &outcome.counts;
    assert_eq!((counts.pages, counts.redirects, counts.refused, counts.left), (33, 1, 1, 0));
    assert_eq!(read_outcome(&crawl.file()).unwrap(), outcome);

    let pages = pages(&crawl.file());
    let page = |path: &str| pages.iter().find(|page| page.url.path() == path).unwrap();
    assert_eq!(page("/").depth, 0);
    let area = page("/omrade/1");
    assert_eq!((area.depth, area.anchor.as_str(), area.status), (1, "Område 1", 200));
    assert_eq!(area.via.as_ref().unwrap(), &server.url("/"));
    assert_eq!((area.content_type.as_str(), area.charset.as_deref()), ("text/html", Some("utf-8")));
    assert_eq!((page("/ensam").depth, page("/ensam").found), (UNKNOWN_DEPTH, Found::Sitemap));
    assert_eq!(page("/ensam").body, "<p>Förskola</p><a href=/>Hem</a>".as_bytes());
    assert_eq!(page("/gammal").redirect_to, Some(server.url("/ny")));
    assert_eq!((page("/ny").found, page("/ny").depth), (Found::Redirect, 2));
    assert_eq!(server.targets().iter().filter(|target| *target == "/hemligt").count(), 0);
}

#[tokio::test]
async fn the_budget_bounds_the_pages() {
    let server = small_site();
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.budget = Budget::of_pages(10);
    let outcome = crawl.run().await.unwrap();
    assert_eq!(outcome.state, SiteState::BudgetSpent);
    assert!(outcome.counts.left > 0);
    let costs_nothing = |page: &&ArchivedPage| {
        matches!(page.found, Found::SitemapFile | Found::Nonsense) || page.redirect_to.is_some()
    };
    assert_eq!(pages(&crawl.file()).iter().filter(|page| !costs_nothing(page)).count(), 10);
}

/// The visits of an archive, without their times, and without what a crawl that is gone on with asks for again.
pub(crate) fn visits(crawl: &CrawlOf) -> Vec<String> {
    let mut groups = Groups::open(&crawl.file()).unwrap();
    let mut seen = Vec::new();
    while let Some(Group { mut note, response, .. }) = groups.next_group().unwrap() {
        match &mut note {
            Note::Visit(visit) => {
                visit.under_way = 0;
                if let Some(sent) = &mut visit.sent {
                    sent.retain(|sent| sent.purpose == Purpose::Content);
                }
            }
            Note::Closing(outcome) => outcome.counts.robots_asked = Traffic::default(),
            _ => {}
        }
        let body = response.as_ref().map(|(_, record)| String::from_utf8_lossy(&record.block).into_owned());
        let id = response.as_ref().and_then(|(_, record)| record.field("WARC-Record-ID").map(str::to_owned));
        seen.push(format!("{note:?} {id:?} {body:?}"));
    }
    seen
}

#[tokio::test]
async fn a_torn_archive_is_gone_on_with_as_if_nothing_had_been() {
    let server = small_site();
    let whole = CrawlOf::new(server.url("/"));
    whole.run().await.unwrap();
    let bytes = std::fs::read(whole.file()).unwrap();
    let expected = visits(&whole);
    for share in [0, 1, 10, 37, 50, 80, 99] {
        let torn = CrawlOf::new(server.url("/")).resuming();
        std::fs::write(torn.file(), &bytes[..bytes.len() * share / 100]).unwrap();
        let outcome = torn.run().await.unwrap();
        assert_eq!(outcome.state, SiteState::Complete, "{share}");
        assert_eq!(visits(&torn), expected, "{share}");
    }
}

#[tokio::test]
async fn an_archive_after_a_power_cut_is_gone_on_with() {
    let server = small_site();
    let whole = CrawlOf::new(server.url("/"));
    whole.run().await.unwrap();
    let bytes = std::fs::read(whole.file()).unwrap();
    // Some file systems know a file's length before its content.
    for behind in [vec![0; 5000], vec![0xff; 300], bytes[100..400].to_vec()] {
        let torn = CrawlOf::new(server.url("/")).resuming();
        std::fs::write(torn.file(), [&bytes[..bytes.len() / 2], &behind].concat()).unwrap();
        assert_eq!(torn.run().await.unwrap().state, SiteState::Complete);
        assert_eq!(visits(&torn), visits(&whole));
    }
}

#[tokio::test]
async fn a_finished_archive_stays_as_it_is() {
    let server = small_site();
    let crawl = CrawlOf::new(server.url("/")).resuming();
    let first = crawl.run().await.unwrap();
    let (bytes, asked) = (std::fs::read(crawl.file()).unwrap(), server.hits().len());
    assert_eq!(crawl.run().await.unwrap(), first);
    assert_eq!((std::fs::read(crawl.file()).unwrap(), server.hits().len()), (bytes, asked));
}

/// Tells the crawl to stop after so many pages.
struct StopAfter(watch::Sender<bool>, std::sync::atomic::AtomicUsize);

impl Observer for StopAfter {
    fn notice(&self, event: &Event) {
        if let Event::Fetched { .. } = event
            && self.1.fetch_sub(1, std::sync::atomic::Ordering::SeqCst) == 1
        {
            self.0.send_replace(true);
        }
    }
}

#[tokio::test]
async fn a_stopped_crawl_says_so_and_is_gone_on_with() {
    let server = small_site();
    let whole = CrawlOf::new(server.url("/"));
    whole.run().await.unwrap();
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.observer = Arc::new(StopAfter(crawl.stop.clone(), 7.into()));
    assert_eq!(crawl.run().await.unwrap().state, SiteState::Interrupted);
    assert_eq!(read_outcome(&crawl.file()).unwrap().state, SiteState::Interrupted);
    assert_eq!(pages(&crawl.file()).len(), 7);
    crawl.stop.send_replace(false);
    let crawl = crawl.resuming();
    assert_eq!(crawl.run().await.unwrap().state, SiteState::Complete);
    assert_eq!(visits(&crawl), visits(&whole));
}

#[tokio::test]
async fn hosts_are_sent_elsewhere_and_a_renamed_site_is_followed() {
    let server = Server::start(|target, _| match target {
        "/" => Reply::Answer(301, "Location: http://www.ny.example/start\r\n", Vec::new()),
        "/start" => Reply::page("<a href=http://norralven.ist-asp.example/p>Logga in</a><a href=/a>A</a>"),
        "/a" | "/p" => Reply::page("<p>x"),
        _ => Reply::not_found(),
    });
    let mut crawl = CrawlOf::new("http://www.gammal.example/".parse().unwrap());
    crawl.settings.resolve = vec![format!("*:80:127.0.0.1:{}", server.address.port()).parse().unwrap()];
    let outcome = crawl.run().await.unwrap();
    assert_eq!((outcome.state, outcome.counts.pages), (SiteState::Complete, 3));
    let pages = pages(&crawl.file());
    let platform = pages.iter().find(|page| page.url.path() == "/p").unwrap();
    assert_eq!((platform.ground, platform.anchor.as_str()), (Ground::Platform, "Logga in"));
    assert!(server.hits().iter().any(|hit| hit.head.to_ascii_lowercase().contains("host: www.ny.example")));
}

/// A page that misbehaves beside one that does not: the class of the failure, and the other page is got.
async fn check_fault(fault: fn() -> Reply, class: &str) {
    let server = Server::start(move |target, _| match target {
        "/" => Reply::page("<a href=/fault>F</a><a href=/fine>G</a>"),
        "/fault" => fault(),
        "/fine" => Reply::page("<p>x"),
        _ => Reply::not_found(),
    });
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.settings.max_body = 100_000;
    let began = Instant::now();
    let outcome = crawl.run().await.unwrap();
    assert_eq!(outcome.state, SiteState::Complete, "{class}");
    assert_eq!(outcome.counts.pages, 2, "{class}");
    assert!(outcome.counts.failed.contains_key(class), "{class}: {:?}", outcome.counts.failed);
    assert!(began.elapsed() < Duration::from_secs(10), "{class}");
}

#[tokio::test]
async fn faults_are_findings_and_the_crawl_goes_on() {
    check_fault(|| Reply::page("x".repeat(100_001)), "toolarge").await;
    check_fault(|| Reply::Reset, "protocol").await;
    check_fault(|| Reply::Raw(b"nonsense\r\n\r\n".to_vec()), "protocol").await;
    check_fault(|| Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\nhalf".to_vec()), "protocol")
        .await;
    check_fault(|| Reply::Hang, "timeout").await;
    check_fault(|| Reply::Answer(500, "", Vec::new()), "status_500").await;
    check_fault(|| Reply::Answer(404, "", Vec::new()), "status_404").await;
}

#[tokio::test]
async fn a_bomb_is_too_large_and_files_are_left_unread() {
    let bomb = || {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut encoder, &vec![b' '; 10_000_000]).unwrap();
        let fields = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n";
        Reply::Answer(200, fields, encoder.finish().unwrap())
    };
    check_fault(bomb, "toolarge").await;
    let server = Server::start(|target, _| match target {
        "/" => Reply::page("<a href=/bild>Bild</a>"),
        "/bild" => Reply::Answer(200, "Content-Type: image/png\r\n", vec![1; 1000]),
        _ => Reply::not_found(),
    });
    let crawl = CrawlOf::new(server.url("/"));
    crawl.run().await.unwrap();
    let pages = pages(&crawl.file());
    let picture = pages.iter().find(|page| page.url.path() == "/bild").unwrap();
    assert_eq!((picture.status, picture.body.len()), (200, 0));
}

#[tokio::test]
async fn a_site_that_is_down_is_a_finding_in_bounded_time() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let crawl = CrawlOf::new(format!("http://{closed}/").parse().unwrap());
    let outcome = crawl.run().await.unwrap();
    assert_eq!(outcome.state, SiteState::Unreachable { cause: Unreachable::Connect });
    assert_eq!(read_outcome(&crawl.file()).unwrap(), outcome);
    let mut groups = Groups::open(&crawl.file()).unwrap();
    let first = groups.next_group().unwrap().unwrap();
    assert!(matches!(first.note, Note::Visit(_)) && first.response.is_none());
}

#[tokio::test]
async fn broken_tls_is_a_finding_and_is_not_asked_again() {
    let server = Server::start(|_, _| Reply::not_found());
    let crawl = CrawlOf::new(format!("https://{}/", server.address).parse().unwrap());
    let outcome = crawl.run().await.unwrap();
    assert_eq!(outcome.state, SiteState::Unreachable { cause: Unreachable::Tls });
    assert_eq!(outcome.counts.visits, 1);
}

#[tokio::test]
async fn a_host_that_asks_for_too_much_patience_ends_the_site() {
    let server = Server::start(|target, _| match target {
        "/" => Reply::page("<a href=/a>A</a><a href=/b>B</a>"),
        "/a" => Reply::Answer(503, "Retry-After: 86400\r\n", Vec::new()),
        _ => Reply::not_found(),
    });
    let outcome = CrawlOf::new(server.url("/")).run().await.unwrap();
    assert_eq!((outcome.state, outcome.counts.pages), (SiteState::WaitedOut, 1));
    assert!(!server.targets().contains(&"/b".to_owned()));
}

#[tokio::test]
async fn addresses_that_must_not_be_spoken_to_are_refused() {
    let fetcher = fetcher(FetchSettings { reach: Reach::RulesOnly, ..quick() });
    let ask = async |url: &str, via: Option<&str>| {
        let (url, via): (url::Url, Option<url::Url>) =
            (url.parse().unwrap(), via.map(|via| via.parse().unwrap()));
        let (via, sending, reading) = (via.as_ref(), Sending::Nothing, Reading::Text);
        let tally = Tally::default();
        match fetcher.fetch(Ask { url: &url, via, sending, max_body: 1000, reading, tally: &tally }).await {
            Fetched::Unreachable(Unreachable::Address(refusal)) => format!("{refusal:?}"),
            other => format!("{other:?}"),
        }
    };
    assert_eq!(ask("http://www.x.example/", None).await, "NoRule");
    assert_eq!(ask("http://192.0.2.1/", None).await, "PaceNeedsLoopback");
    assert_eq!(ask("http://127.0.0.1:1/", Some("http://www.x.example/")).await, "Private");
}

#[tokio::test]
async fn a_site_that_failed_is_asked_once_more_at_the_end() {
    let state_after = async |second_chance| {
        let server = Server::start(|target, before| match target {
            "/robots.txt" if before < 2 => Reply::Answer(503, "", Vec::new()),
            "/" => Reply::page("<p>x"),
            _ => Reply::not_found(),
        });
        let mut crawl = CrawlOf::new(server.url("/"));
        crawl.job.second_chance = second_chance;
        let outcome = crawl.run().await.unwrap();
        assert_eq!(read_outcome(&crawl.file()).unwrap(), outcome);
        outcome.state
    };
    let given_up = SiteState::Unreachable { cause: Unreachable::RobotsUnreachable };
    assert_eq!(state_after(None).await, given_up);
    assert_eq!(state_after(Some(Duration::ZERO)).await, SiteState::Complete);
}
