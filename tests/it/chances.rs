//! The second chance at the end of a night: who gets it, that it goes on where the first one ended, and that a night
//! which was stopped gives the same.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kommunspegel::archive::{Groups, Note, SiteState, read_outcome};
use kommunspegel::crawl::{Event, Observer, SiteTarget};
use kommunspegel::fetch::Unreachable;

use crate::crawling::visits;
use crate::support::{CrawlOf, Reply, Server};

/// Lets a server be well again when the first crawl has ended.
struct Healing(Arc<AtomicBool>);

impl Observer for Healing {
    fn notice(&self, event: &Event) {
        if let Event::SiteFinished { .. } = event {
            self.0.store(true, Ordering::SeqCst);
        }
    }
}

/// A site of forty pages and one document whose server gives out after ten answers, until it is well again.
fn giving_out(well: &Arc<AtomicBool>) -> Server {
    let (well, answered) = (Arc::clone(well), AtomicUsize::new(0));
    Server::start(move |target, _| match target {
        "/robots.txt" | "/sitemap.xml" => Reply::text(""),
        _ if answered.fetch_add(1, Ordering::SeqCst) >= 10 && !well.load(Ordering::SeqCst) => Reply::Reset,
        "/" => {
            let links = (0..40).map(|n| format!("<a href=/{n}>Sida {n}</a>")).collect::<Vec<_>>().concat();
            Reply::page(format!("{links}<a href=/blankett.pdf>Blankett</a>"))
        }
        _ => Reply::page("<p>En sida om ingenting."),
    })
}

#[tokio::test]
async fn a_site_that_gave_out_is_gone_on_with_at_the_end() {
    let well = Arc::new(AtomicBool::new(false));
    let server = giving_out(&well);
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.observer = Arc::new(Healing(Arc::clone(&well)));
    crawl.job.second_chance = Some(Duration::ZERO);
    let outcome = crawl.run().await.unwrap();
    assert_eq!((&outcome.state, outcome.counts.pages), (&SiteState::Complete, 42));
    assert_eq!((outcome.counts.left, outcome.counts.failed["protocol"]), (0, 5));
    assert_eq!(read_outcome(&crawl.file()).unwrap(), outcome);
    let asked = |target: &str| server.targets().iter().filter(|asked| *asked == target).count();
    assert_eq!((asked("/0"), asked("/39"), asked("/blankett.pdf")), (1, 1, 1), "what was had is kept");

    // Stopped anywhere within its second chance, it is gone on with.
    let bytes = std::fs::read(crawl.file()).unwrap();
    let mut groups = Groups::open(&crawl.file()).unwrap();
    while !matches!(groups.next_group().unwrap().unwrap().note, Note::Again) {}
    let again = usize::try_from(groups.tail().end).unwrap();
    for share in [0, 1, 30, 60, 99] {
        let torn = CrawlOf::new(server.url("/")).resuming();
        std::fs::write(torn.file(), &bytes[..again + (bytes.len() - again) * share / 100]).unwrap();
        let mut again = torn.run().await.unwrap();
        // A run that goes on asks for robots.txt anew.
        again.counts.robots_asked = outcome.counts.robots_asked;
        assert_eq!(again, outcome, "{share}");
        assert_eq!(visits(&torn), visits(&crawl), "{share}");
    }
}

#[tokio::test]
async fn a_second_chance_is_the_last_one() {
    let well = Arc::new(AtomicBool::new(false));
    let server = giving_out(&well);
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.second_chance = Some(Duration::ZERO);
    let outcome = crawl.run().await.unwrap();
    assert_eq!(outcome.state, SiteState::BrokenOff { cause: Unreachable::Protocol });
    assert_eq!((outcome.counts.pages, outcome.counts.failed["protocol"]), (10, 10), "five, and five again");
    let asked = server.hits().len();
    let crawl = crawl.resuming();
    assert_eq!(crawl.run().await.unwrap(), outcome);
    assert_eq!(server.hits().len(), asked);
}

#[tokio::test]
async fn a_site_that_wanted_more_patience_is_gone_on_with() {
    let server = Server::start(|target, before| match (target, before) {
        ("/", _) => Reply::page("<a href=/a>A</a><a href=/b>B</a>"),
        ("/a", 0) => Reply::Answer(429, "Retry-After: 3\r\n", Vec::new()),
        ("/a" | "/b", _) => Reply::page("<p>x"),
        _ => Reply::not_found(),
    });
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.patience = Duration::from_secs(1);
    let outcome = crawl.run().await.unwrap();
    assert_eq!((outcome.state, outcome.counts.pages), (SiteState::WaitedOut, 1));
    tokio::time::sleep(Duration::from_secs(4)).await;
    crawl.job.second_chance = Some(Duration::ZERO);
    let outcome = crawl.resuming().run().await.unwrap();
    assert_eq!((outcome.state, outcome.counts.pages), (SiteState::Complete, 3));
}

/// A site whose robots.txt is not answered at first.
fn down_at_first() -> Server {
    Server::start(|target, before| match target {
        "/robots.txt" if before < 2 => Reply::Answer(503, "", Vec::new()),
        "/" => Reply::page("<a href=/a>A</a>"),
        "/a" => Reply::page("<p>x"),
        _ => Reply::not_found(),
    })
}

#[tokio::test]
async fn a_night_that_was_stopped_gives_the_same_second_chances() {
    let server = down_at_first();
    let mut crawl = CrawlOf::new(server.url("/"));
    let given_up = SiteState::Unreachable { cause: Unreachable::RobotsUnreachable };
    assert_eq!(crawl.run().await.unwrap().state, given_up);
    // The night goes on with another site, after it was stopped.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let other = Server::start(|_, _| Reply::page("<p>x"));
    crawl.job.sites.push(SiteTarget { key: "0002".to_owned(), start: other.url("/"), portals: Vec::new() });
    crawl.job.second_chance = Some(Duration::from_secs(1));
    let crawl = crawl.resuming();
    let outcome = crawl.run().await.unwrap();
    assert_eq!((&outcome.state, outcome.counts.pages), (&SiteState::Complete, 2));

    let server = down_at_first();
    let mut whole = CrawlOf::new(server.url("/"));
    whole.job.second_chance = Some(Duration::ZERO);
    assert_eq!(whole.run().await.unwrap().counts.pages, 2);
    assert_eq!(visits(&crawl).len(), visits(&whole).len());
}

/// Does something when sites wait for their second chance, and keeps how many they are and for how long.
struct AtRest<F>(F, Mutex<Vec<(usize, Duration)>>);

impl<F: Fn() + Send + Sync> Observer for AtRest<F> {
    fn notice(&self, event: &Event) {
        if let Event::Resting { sites, wait } = event {
            self.1.lock().unwrap().push((*sites, *wait));
            self.0();
        }
    }
}

#[tokio::test]
async fn sites_that_gave_out_together_are_asked_once_more_when_the_time_between_has_passed() {
    let well = Arc::new(AtomicBool::new(false));
    let (one, other) = (giving_out(&well), giving_out(&well));
    let mut crawl = CrawlOf::new(one.url("/"));
    crawl.job.sites.push(SiteTarget { key: "0002".to_owned(), start: other.url("/"), portals: Vec::new() });
    let wait = Duration::from_secs(2);
    crawl.job.second_chance = Some(wait);
    let rest = Arc::new(AtRest(move || well.store(true, Ordering::SeqCst), Mutex::default()));
    crawl.observer = Arc::clone(&rest) as Arc<dyn Observer>;
    let outcome = crawl.run().await.unwrap();
    assert_eq!((outcome.state, outcome.counts.pages), (SiteState::Complete, 42));
    let rests = rest.1.lock().unwrap().clone();
    assert!(matches!(rests[..], [(2, told)] if told <= wait), "{rests:?}");
    assert_eq!(other.times("/39").len(), 1, "both are read to their end");
}

#[tokio::test]
async fn a_night_that_is_stopped_while_it_waits_is_gone_on_with() {
    let well = Arc::new(AtomicBool::new(false));
    let server = giving_out(&well);
    let mut crawl = CrawlOf::new(server.url("/"));
    crawl.job.second_chance = Some(Duration::from_hours(1));
    let stop = crawl.stop.clone();
    crawl.observer = Arc::new(AtRest(move || _ = stop.send_replace(true), Mutex::default()));
    let outcome = crawl.run().await.unwrap();
    assert_eq!((outcome.state, outcome.counts.pages), (SiteState::Interrupted, 10), "it stops at once");
    well.store(true, Ordering::SeqCst);
    crawl.stop.send_replace(false);
    crawl.job.second_chance = Some(Duration::ZERO);
    let outcome = crawl.resuming().run().await.unwrap();
    assert_eq!((outcome.state, outcome.counts.pages), (SiteState::Complete, 42));
}
