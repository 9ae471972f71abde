//! The night after: what has not changed is neither sent nor stored again.

use std::time::Duration;

use kommunspegel::archive::{Record, RecordKind, RecordReader, SiteOutcome, SiteState};
use kommunspegel::crawl::EarlierEdition;
use kommunspegel::evidence::{CompiledRubric, Fetched};
use kommunspegel::rubric::Points;
use kommunspegel::score::{self, ScoredSite};

use crate::support::{CrawlOf, Reply, Server, builtin_rubric, pages};

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
    crawl.job.edition = before.map_or("natt".to_owned(), |before| format!("{}-till", before.job.edition));
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

/// Waits for the next second: dates of records, by which replay tools tell nights, are no finer.
async fn next_second() {
    let now = time::OffsetDateTime::now_utc();
    tokio::time::sleep(Duration::from_millis(1000 - u64::from(now.millisecond()))).await;
}

#[tokio::test]
async fn what_has_not_changed_is_referred_to_and_read_back() {
    let server = site();
    let (first, outcome) = night(&server, None, Duration::ZERO).await;
    assert_eq!((outcome.counts.pages, outcome.counts.unchanged), (5, 0));
    next_second().await;
    let (second, outcome) = night(&server, Some(&first), Duration::ZERO).await;
    assert_eq!((outcome.counts.pages, outcome.counts.unchanged), (5, 4));
    next_second().await;
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
    for night in [&second, &third] {
        revisits_follow_the_standard(&first, night);
    }
    // Kept for `tests/warcio.sh`, by which independent readers check them, and one replays them.
    for (crawl, name) in [(&first, "first"), (&second, "second"), (&third, "third")] {
        let kept = format!("{}/sample-night-{name}.warc.gz", env!("CARGO_TARGET_TMPDIR"));
        std::fs::copy(crawl.file(), kept).unwrap();
    }
}

/// All records of some kind.
fn records(crawl: &CrawlOf, kind: RecordKind) -> Vec<Record> {
    let mut reader = RecordReader::open(&crawl.file()).unwrap();
    let all = std::iter::from_fn(|| reader.next_record().unwrap());
    all.map(|(_, record, _)| record).filter(|record| record.kind() == Some(kind)).collect()
}

/// Revisits say of what they are revisits, and no length of a body that is not theirs (ISO 28500:2017, 6.7).
fn revisits_follow_the_standard(first: &CrawlOf, night: &CrawlOf) {
    let originals = records(first, RecordKind::Response);
    let revisits = records(night, RecordKind::Revisit);
    let profiles = |ending: &str| {
        revisits.iter().filter(|record| record.field("WARC-Profile").unwrap().ends_with(ending)).count()
    };
    assert_eq!((profiles("/server-not-modified"), profiles("/identical-payload-digest")), (1, 3));
    for revisit in revisits {
        let named = |original: &&Record| original.field("WARC-Record-ID") == revisit.field("WARC-Refers-To");
        let original = originals.iter().find(named).expect("it is in the first night");
        for (ours, theirs) in [
            ("WARC-Refers-To-Date", "WARC-Date"),
            ("WARC-Refers-To-Target-URI", "WARC-Target-URI"),
            ("WARC-Payload-Digest", "WARC-Payload-Digest"),
        ] {
            assert_eq!(revisit.field(ours), original.field(theirs), "{ours}");
        }
        assert_ne!(revisit.field("WARC-Date"), original.field("WARC-Date"));
        let head = String::from_utf8(revisit.block.clone()).unwrap().to_ascii_lowercase();
        assert!(head.starts_with("http/1.1 ") && head.ends_with("\r\n\r\n"), "{head}");
        assert!(!head.contains("\r\ncontent-length:"), "{head}");
        let is_cut = !head.starts_with("http/1.1 304");
        assert_eq!(revisit.field("WARC-Truncated"), is_cut.then_some("length"));
    }
}

#[tokio::test]
async fn a_page_that_is_only_pressed_anew_has_not_changed() {
    // The fourth to the seventh byte say when it was pressed (RFC 1952, 2.3.1).
    let pressed = |text: &str, before: usize| {
        let time = u32::try_from(before).unwrap() + 1;
        let mut press = flate2::GzBuilder::new().mtime(time).write(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut press, text.as_bytes()).unwrap();
        let fields = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n";
        Reply::Answer(200, fields, press.finish().unwrap())
    };
    let server = Server::start(move |target, before| match target {
        "/" => Reply::page("<a href=/a>A</a><a href=/b>B</a>"),
        "/a" => pressed("<p>alltid", before),
        "/b" => pressed(&format!("<p>{before}"), before),
        _ => Reply::not_found(),
    });
    let (first, _) = night(&server, None, Duration::ZERO).await;
    let (second, outcome) = night(&server, Some(&first), Duration::ZERO).await;
    assert_eq!((outcome.counts.pages, outcome.counts.unchanged), (3, 2), "the start page and one other");
    let bodies = |crawl: &CrawlOf| read(crawl).into_iter().map(|(_, body)| body).collect::<Vec<_>>();
    assert_eq!(bodies(&first)[1..], ["<p>alltid", "<p>0"]);
    assert_eq!(bodies(&second)[1..], ["<p>alltid", "<p>1"]);
    let kept = records(&first, RecordKind::Response);
    let digests: Vec<_> = kept.iter().map(|record| record.field("WARC-Payload-Digest")).collect();
    let revisits = records(&second, RecordKind::Revisit);
    assert!(revisits.iter().all(|revisit| digests.contains(&revisit.field("WARC-Payload-Digest"))));
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
async fn a_page_that_a_lost_edition_kept_is_asked_for_in_full() {
    let server = site();
    let (first, _) = night(&server, None, Duration::ZERO).await;
    let (second, _) = night(&server, Some(&first), Duration::ZERO).await;
    // One of the pages changes every time.
    let paths = |crawl: &CrawlOf| read(crawl).into_iter().map(|(path, _)| path).collect::<Vec<String>>();
    let (expected, mut bytes) = (paths(&second), std::fs::read(first.file()).unwrap());
    let middle = bytes.len() / 2;
    bytes[middle..middle + 40].fill(0);
    std::fs::write(first.file(), &bytes).unwrap();
    let (third, outcome) = night(&server, Some(&second), Duration::ZERO).await;
    assert_eq!((outcome.state, paths(&third)), (SiteState::Complete, expected.clone()), "damaged");
    std::fs::remove_file(first.file()).unwrap();
    let (fourth, outcome) = night(&server, Some(&second), Duration::ZERO).await;
    assert_eq!((outcome.state, outcome.counts.unchanged), (SiteState::Complete, 0), "gone");
    assert_eq!(paths(&fourth), expected);
}

#[tokio::test]
async fn a_lost_edition_is_told_and_leaves_no_zero() {
    let server = site();
    let (first, _) = night(&server, None, Duration::ZERO).await;
    let (second, _) = night(&server, Some(&first), Duration::ZERO).await;
    let whole = judged(&second);
    assert!(whole.answers.iter().any(|answer| answer.points() == Some(Points::None)));
    std::fs::remove_file(first.file()).unwrap();
    let left = judged(&second);
    assert_eq!(left.site.state, "incomplete");
    assert!(left.site.reason.en.contains("an earlier edition kept"), "{}", left.site.reason.en);
    assert!(left.answers.iter().all(|answer| answer.points().is_none()), "nothing is known");
    assert_eq!(read(&second), [("/c".to_owned(), "<p>1".to_owned())], "what it holds itself can be read");
    // A crawl whose pages cannot be read again cannot be gone on with: what it holds is kept, and the site asked anew.
    let bytes = std::fs::read(second.file()).unwrap();
    std::fs::write(second.file(), &bytes[..bytes.len() * 2 / 3]).unwrap();
    let second = second.resuming();
    second.run().await.unwrap();
    assert!(second.file().with_file_name("0001.warc.gz.unreplayable").is_file());
    assert!(judged(&second).answers.iter().any(|answer| answer.points() == Some(Points::None)));
}

fn judged(crawl: &CrawlOf) -> ScoredSite {
    let rubric = builtin_rubric();
    let fetched = Fetched { year: 2026, month: 11 };
    score::site(&crawl.file(), &rubric, &CompiledRubric::new(&rubric), fetched).unwrap()
}

#[tokio::test]
async fn a_wall_is_asked_for_again_however_young() {
    let wall = "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>";
    let server = Server::asked(move |target, before, _| match target {
        "/" => Reply::page("<a href=/a>A</a><a href=/b>B</a>"),
        "/a" => Reply::page(if before == 0 { wall } else { "<p>Nu går det" }),
        "/b" => Reply::page("<p>B"),
        _ => Reply::not_found(),
    });
    let (first, _) = night(&server, None, Duration::ZERO).await;
    let (second, _) = night(&server, Some(&first), Duration::from_hours(1)).await;
    let bodies = |crawl: &CrawlOf| read(crawl).into_iter().map(|(_, body)| body).collect::<Vec<String>>();
    assert_eq!(bodies(&first)[1], wall);
    assert_eq!(bodies(&second)[1..], ["<p>Nu går det", "<p>B"]);
}
