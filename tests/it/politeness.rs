//! The eleven cases of crawling manners, each with the time line of requests, over real HTTP on loopback.

use std::sync::Arc;
use std::time::{Duration, Instant};

use kommunspegel::archive::{Groups, Note, SiteOutcome, SiteState};
use kommunspegel::crawl::{Event, Observer, SiteTarget};
use kommunspegel::fetch::Unreachable;

use crate::support::{CrawlOf, Reply, Server};

/// The gap between two requests that the first cases keep.
const PACE: Duration = Duration::from_millis(120);
/// The wait before robots.txt is asked for once more.
const LATER: Duration = Duration::from_millis(300);

/// A site of three pages under the robots.txt that `robots` gives (by the times it was asked for before).
pub(crate) fn site(robots: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |target, before| match target {
        "/robots.txt" => robots(before),
        "/" => Reply::page("<a href=/a>A</a> <a href=/b>B</a> <a href='/äldre/'>C</a>"),
        "/a" | "/b" | "/%C3%A4ldre/" => Reply::page("<p>x"),
        _ => Reply::not_found(),
    })
}

/// Crawls a site; what was asked for came one after the other, none too early. A request is logged before it is answered and
/// the gap runs from its answer, so that a slow machine lengthens gaps and shortens none.
async fn crawl(server: &Server) -> SiteOutcome {
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.settings.pace = PACE;
    crawl.settings.robots_retries = vec![LATER];
    let outcome = crawl.run().await.unwrap();
    for pair in server.hits().windows(2) {
        assert!(pair[1].at - pair[0].at >= PACE, "{pair:?}");
    }
    outcome
}

/// Crawls a site with a robots.txt of these words; the pages that were asked for.
async fn asked_under(robots: &'static str) -> Vec<String> {
    let server = site(move |_| Reply::text(robots));
    crawl(&server).await;
    let unplanned = ["/robots.txt", "/sitemap.xml"];
    server.targets().into_iter().filter(|target| !unplanned.contains(&target.as_str())).collect()
}

/// Crawls a site whose robots.txt nobody answers: nothing else may be asked for.
async fn nothing_is_asked(server: Server, expected: Unreachable) {
    let outcome = crawl(&server).await;
    assert_eq!(outcome.state, SiteState::Unreachable { cause: expected });
    assert_eq!(server.targets(), ["/robots.txt", "/robots.txt"], "asked twice, and nothing else");
    let times = server.times("/robots.txt");
    assert!(times[1] - times[0] >= LATER, "{times:?}");
}

#[tokio::test]
async fn case_01_our_own_group_stands_over_the_star() {
    let robots = "User-agent: *\nDisallow: /\n\nUser-agent: kommunspegel\nDisallow: /a\n";
    assert_eq!(asked_under(robots).await, ["/", "/b", "/%C3%A4ldre/"]);
}

#[tokio::test]
async fn case_02_robots_503_means_nothing() {
    let server = site(|_| Reply::Answer(503, "", Vec::new()));
    nothing_is_asked(server, Unreachable::RobotsUnreachable).await;
}

#[tokio::test]
async fn case_03_robots_429_means_nothing() {
    let server = site(|_| Reply::Answer(429, "", Vec::new()));
    nothing_is_asked(server, Unreachable::RobotsUnreachable).await;
}

#[tokio::test]
async fn case_04_robots_that_breaks_off_means_nothing() {
    nothing_is_asked(site(|_| Reply::Reset), Unreachable::RobotsUnreachable).await;
}

#[tokio::test]
async fn case_05_robots_that_hangs_means_nothing_in_bounded_time() {
    let began = Instant::now();
    nothing_is_asked(site(|_| Reply::Hang), Unreachable::RobotsUnreachable).await;
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn case_06_robots_behind_two_redirects_is_obeyed() {
    let server = Server::start(|target, _| match target {
        "/robots.txt" => Reply::Answer(301, "Location: /r1\r\n", Vec::new()),
        "/r1" => Reply::Answer(302, "Location: /r2\r\n", Vec::new()),
        "/r2" => Reply::text("User-agent: *\nDisallow: /a\n"),
        "/" => Reply::page("<a href=/a>A</a><a href=/b>B</a>"),
        _ => Reply::page("<p>x"),
    });
    crawl(&server).await;
    assert_eq!(server.targets(), ["/robots.txt", "/r1", "/r2", "/", "/sitemap.xml", "/b"]);
}

#[tokio::test]
async fn case_07_two_groups_of_ours_are_one() {
    let robots = "User-agent: kommunspegel\nDisallow: /a\n\nUser-agent: other\nDisallow: /\n\n\
                  User-agent: kommunspegel\nDisallow: /b\n";
    assert_eq!(asked_under(robots).await, ["/", "/%C3%A4ldre/"]);
}

#[tokio::test]
async fn case_08_percent_encoding_makes_no_difference() {
    assert_eq!(asked_under("User-agent: *\nDisallow: /äldre/\n").await, ["/", "/a", "/b"]);
}

#[tokio::test]
async fn case_09_crawl_delay_is_kept() {
    let server = site(|_| Reply::text("User-agent: *\nCrawl-delay: 2\nDisallow: /b\nDisallow: /äldre/\n"));
    crawl(&server).await;
    let hits = server.hits();
    assert_eq!(server.targets(), ["/robots.txt", "/", "/sitemap.xml", "/a"]);
    for pair in hits.windows(2) {
        assert!(pair[1].at - pair[0].at >= Duration::from_secs(2), "{pair:?}");
    }
}

#[tokio::test]
async fn a_crawl_delay_of_an_hour_is_kept_within_the_time_of_the_site() {
    let server = site(|_| Reply::text("User-agent: *\nCrawl-delay: 3600\n"));
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.max_time = Duration::from_mins(30);
    let outcome = crawl.run().await.unwrap();
    assert_eq!(outcome.state, SiteState::Unreachable { cause: Unreachable::WaitedOut });
    assert_eq!((server.targets(), outcome.counts.left), (vec!["/robots.txt".to_owned()], 1));
}

#[tokio::test]
async fn a_host_elsewhere_with_a_long_crawl_delay_does_not_hold_the_site_up() {
    let server = Server::asked(|target, _, head| {
        let is_platform = head.to_ascii_lowercase().contains("host: delad.ist-asp.example");
        match target {
            "/robots.txt" if is_platform => Reply::text("User-agent: *\nCrawl-delay: 3600\n"),
            "/" if !is_platform => {
                Reply::page("<a href=http://delad.ist-asp.example/1>Logga in</a><a href=/a>A</a>")
            }
            "/a" => Reply::page("<p>x"),
            _ => Reply::not_found(),
        }
    });
    let crawl = sites(&server, &["www.ort0.example"]);
    let outcome = crawl.run().await.unwrap();
    assert_eq!((&outcome.state, outcome.counts.pages), (&SiteState::Complete, 2));
    let platform = &outcome.counts.hosts["delad.ist-asp.example"];
    assert_eq!((platform.failed, outcome.counts.failed["waitedout"]), (1, 1));
    assert!(!server.targets().contains(&"/1".to_owned()));
}

#[tokio::test]
async fn a_site_is_left_when_its_time_is_up_and_gone_on_with_no_further() {
    let server = Server::start(|target, _| match target {
        "/robots.txt" => Reply::text("User-agent: *\nCrawl-delay: 1\n"),
        "/sitemap.xml" => Reply::not_found(),
        "/" => {
            Reply::page((0..60).map(|n| format!("<a href=/{n}>Sida {n}</a>")).collect::<Vec<_>>().concat())
        }
        _ => Reply::page("<p>x"),
    });
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.max_time = Duration::from_secs(3);
    let outcome = crawl.run().await.unwrap();
    assert_eq!(outcome.state, SiteState::BudgetSpent);
    assert!(outcome.counts.pages >= 1 && outcome.counts.left > 0, "{outcome:?}");
    assert_eq!(outcome.counts.pages + outcome.counts.left, 61);
    // Killed before its archive was closed, it ends where it ended.
    let mut groups = Groups::open(&crawl.file()).unwrap();
    let mut end = 0;
    while !matches!(groups.next_group().unwrap().unwrap().note, Note::Closing(_)) {
        end = groups.tail().end;
    }
    let asked = server.hits().len();
    std::fs::OpenOptions::new().write(true).open(crawl.file()).unwrap().set_len(end).unwrap();
    assert_eq!(crawl.resuming().run().await.unwrap(), outcome);
    assert_eq!(server.hits().len(), asked);
}

/// A site whose page `/a` says "not now" once, for four seconds.
fn pushing_back() -> Server {
    Server::start(|target, before| match (target, before) {
        ("/", _) => Reply::page("<a href=/a>A</a><a href=/b>B</a>"),
        ("/a", 0) => Reply::Answer(429, "Retry-After: 4\r\n", Vec::new()),
        ("/a" | "/b" | "/other", _) => Reply::page("<p>x"),
        _ => Reply::not_found(),
    })
}

#[tokio::test]
async fn case_10_retry_after_is_waited_for_and_the_page_is_got() {
    let server = pushing_back();
    let outcome = crawl(&server).await;
    let times = server.times("/a");
    assert_eq!(times.len(), 2);
    assert!(times[1] - times[0] >= Duration::from_secs(4));
    assert_eq!((outcome.state, outcome.counts.pages), (SiteState::Complete, 3));
}

/// Stops the crawl when a host asks to be left alone.
struct StopAtPushBack(tokio::sync::watch::Sender<bool>);

impl Observer for StopAtPushBack {
    fn notice(&self, event: &Event) {
        if let Event::Fetched { status: 429, .. } = event {
            self.0.send_replace(true);
        }
    }
}

#[tokio::test]
async fn case_10_retry_after_is_waited_for_by_the_run_that_goes_on() {
    let server = pushing_back();
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.observer = Arc::new(StopAtPushBack(crawl.stop.clone()));
    assert_eq!(crawl.run().await.unwrap().state, SiteState::Interrupted);
    crawl.stop.send_replace(false);
    let outcome = crawl.resuming().run().await.unwrap();
    assert_eq!((outcome.state, outcome.counts.pages), (SiteState::Complete, 3));
    let times = server.times("/a");
    assert!(times.len() == 2 && times[1] - times[0] >= Duration::from_secs(4), "{times:?}");
}

#[tokio::test]
async fn case_11_nothing_else_is_asked_of_that_host_meanwhile() {
    let server = pushing_back();
    let mut crawl = CrawlOf::new(server.url("/"));
    let many = (0..20).map(|number| SiteTarget {
        key: format!("1{number:03}"),
        start: server.url(&format!("/other?site={number}")),
        portals: Vec::new(),
    });
    crawl.job.sites.extend(many);
    crawl.run().await.unwrap();
    let (begin, end) = (server.times("/a")[0], server.times("/a")[1]);
    let after = |moment: Instant| server.hits().into_iter().filter(|hit| hit.at > moment).count();
    let meanwhile = server.hits().into_iter().filter(|hit| hit.at > begin && hit.at < end);
    let too_early: Vec<_> = meanwhile.filter(|hit| hit.at < begin + Duration::from_secs(4)).collect();
    assert!(too_early.is_empty(), "{too_early:?}");
    assert!(after(begin) > 1, "there was something to hold back");
}

#[tokio::test]
async fn the_user_agent_says_who_asks_and_where_to_complain() {
    let server = site(|_| Reply::not_found());
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.settings.contact = Some("https://x.example/om".to_owned());
    crawl.run().await.unwrap();
    let expected = format!("user-agent: Kommunspegel/{} (+https://x.example/om)", env!("CARGO_PKG_VERSION"));
    for hit in server.hits() {
        assert!(hit.head.to_ascii_lowercase().contains(&expected.to_ascii_lowercase()), "{}", hit.head);
    }
}

/// A site of its own at each of these hosts, all of them on one server.
fn sites(server: &Server, hosts: &[&str]) -> CrawlOf {
    let mut targets = (0..).zip(hosts).map(|(number, host)| SiteTarget {
        key: format!("1{number:03}"),
        start: format!("http://{host}/").parse().unwrap(),
        portals: Vec::new(),
    });
    let first = targets.next().unwrap();
    let mut crawl = CrawlOf::new(first.start);
    crawl.job.sites.extend(targets);
    crawl.settings.resolve = vec![format!("*:80:127.0.0.1:{}", server.address.port()).parse().unwrap()];
    crawl
}

#[tokio::test]
async fn a_platform_that_sites_share_is_asked_at_one_pace() {
    let server = Server::asked(|target, _, head| {
        let is_platform = head.to_ascii_lowercase().contains("host: delad.ist-asp.example");
        match target {
            "/robots.txt" | "/sitemap.xml" => Reply::not_found(),
            "/" if !is_platform => {
                let links = (0..2).map(|n| format!("<a href=http://delad.ist-asp.example/{n}>Logga in</a>"));
                Reply::page(links.collect::<String>())
            }
            _ => Reply::page("<p>x"),
        }
    });
    let mut crawl = sites(&server, &["www.ort0.example", "www.ort1.example", "www.ort2.example"]);
    let pace = Duration::from_millis(300);
    crawl.settings.pace = pace;
    crawl.run().await.unwrap();
    let platform = |head: &str| head.to_ascii_lowercase().contains("host: delad.ist-asp.example");
    let asked: Vec<Instant> =
        server.hits().into_iter().filter(|hit| platform(&hit.head)).map(|hit| hit.at).collect();
    assert_eq!(asked.len(), 1 + 3 * 3, "robots.txt once, two pages and a nonsense for each of three sites");
    assert!(asked.windows(2).all(|pair| pair[1] - pair[0] >= pace), "{asked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_under_way_are_bounded_over_all_hosts() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NOW: AtomicUsize = AtomicUsize::new(0);
    static MOST: AtomicUsize = AtomicUsize::new(0);
    let server = Server::start(|target, _| {
        MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(30));
        NOW.fetch_sub(1, Ordering::SeqCst);
        if target == "/" { Reply::page("<p>x") } else { Reply::not_found() }
    });
    let hosts = ["a.example", "b.example", "c.example", "d.example", "e.example", "f.example"];
    let mut crawl = sites(&server, &hosts);
    // The cap of an address is four; that of all of them is less here.
    crawl.settings.max_in_flight = 2;
    crawl.run().await.unwrap();
    assert!(server.hits().len() >= 3 * hosts.len());
    assert_eq!(MOST.load(Ordering::SeqCst), 2);
}
