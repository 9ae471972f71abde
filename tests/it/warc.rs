//! The archive's files as others see them.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use kommunspegel::archive::{Groups, read_pages};
use kommunspegel::evidence::{CompiledRubric, Fetched};
use kommunspegel::judgement::State;
use kommunspegel::rubric::Points;
use kommunspegel::score;
use proptest::prelude::*;

use crate::support::{CrawlOf, Reply, Server, builtin_rubric};

#[tokio::test]
async fn records_follow_the_standard() {
    let server = Server::start(|target, _| match target {
        "/" => Reply::page("<a href=/a>A</a><a href=/borta>B</a>"),
        "/a" => Reply::page("<p>x"),
        _ => Reply::not_found(),
    });
    let crawl = CrawlOf::new(server.url("/"));
    crawl.run().await.unwrap();
    // Kept for `tests/warcio.sh`, which an independent reader checks it with.
    std::fs::copy(crawl.file(), concat!(env!("CARGO_TARGET_TMPDIR"), "/sample.warc.gz")).unwrap();
    let mut text = Vec::new();
    MultiGzDecoder::new(std::fs::File::open(crawl.file()).unwrap()).read_to_end(&mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    let count = |part: &str| text.matches(part).count();
    assert_eq!(count("WARC-Type: warcinfo\r\n"), 1);
    assert_eq!(count("WARC-Type: request\r\n"), count("WARC-Type: response\r\n"));
    assert_eq!(count("WARC-Type: response\r\n"), 4, "start, sitemap, two pages");
    assert_eq!(count("WARC-Concurrent-To: "), 8);
    assert_eq!(count("WARC-Payload-Digest: sha256:"), 4);
    assert_eq!(count("WARC/1.1\r\n"), count("WARC-Record-ID: <urn:uuid:"));
    assert!(text.contains("GET /a HTTP/1.1\r\nHost: 127.0.0.1:"));
}

/// A page, pressed as the ending of its file says.
fn coded(ending: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/codings/page.html{ending}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[tokio::test]
async fn answers_are_kept_as_they_came_where_readers_know_how() {
    let server = Server::start(|target, _| match target {
        "/" => Reply::page("<a href=/gz>A</a><a href=/br>B</a><a href=/zst>C</a>"),
        "/gz" => Reply::Answer(200, "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", coded(".gz")),
        "/br" => Reply::Answer(200, "Content-Type: text/html\r\nContent-Encoding: br\r\n", coded(".br")),
        "/zst" => Reply::Answer(200, "Content-Type: text/html\r\nContent-Encoding: zstd\r\n", coded(".zst")),
        _ => Reply::not_found(),
    });
    let crawl = CrawlOf::new(server.url("/"));
    crawl.run().await.unwrap();
    // Kept for `tests/warcio.sh` too.
    std::fs::copy(crawl.file(), concat!(env!("CARGO_TARGET_TMPDIR"), "/sample-codings.warc.gz")).unwrap();
    let pages: Vec<_> = read_pages(&crawl.file()).unwrap().map(Result::unwrap).collect();
    for path in ["/gz", "/br", "/zst"] {
        let page = pages.iter().find(|page| page.url.path() == path).unwrap();
        assert!(page.body == coded(""), "{path}");
    }
    let mut file = Vec::new();
    MultiGzDecoder::new(std::fs::File::open(crawl.file()).unwrap()).read_to_end(&mut file).unwrap();
    let holds = |part: &[u8]| memchr::memmem::find(&file, part).is_some();
    assert!(holds(&coded(".gz")) && holds(b"\r\ncontent-encoding: gzip\r\n"), "as it came");
    assert!(holds(b"\r\nX-Archive-Orig-content-encoding: br\r\n"), "decoded");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, bytes).unwrap();
    packed.finish().unwrap()
}

/// The archive with what is kept of an answer changed in its middle; everything around it is whole.
fn damaged(archive: &[u8], target: &str) -> Vec<u8> {
    let (mut rest, mut file, mut found) = (archive, Vec::new(), 0);
    let answers = format!("{target}\r\n");
    while !rest.is_empty() {
        let mut record = Vec::new();
        flate2::bufread::GzDecoder::new(&mut rest).read_to_end(&mut record).unwrap();
        let head = String::from_utf8_lossy(&record).into_owned();
        let is_answer = head.contains("WARC-Type: response") && head.contains(&answers);
        if let Some(at) = memchr::memmem::find(&record, b"\x1f\x8b\x08").filter(|_| is_answer) {
            record[at + 20..at + 60].fill(0xff);
            found += 1;
        }
        file.extend(gzip(&record));
    }
    assert_eq!(found, 1, "{target}");
    file
}

const START: &str = "<title>Felberga kommun</title><main><h1>Felberga kommun</h1><p>Välkommen till kommunens webbplats. \
    Växeln har telefonnummer 0123-456 00 och är öppen vardagar 8-16.</p><a href=/avgift>Avgift och inkomst i förskolan</a>\
    <a href=/tid>Öppettider i förskolan</a></main>";
const FEE: &str = "<title>Avgift i förskolan</title><main><h1>Avgift och inkomst i förskolan</h1><p>Avgiften för förskola är \
    högst 1 688 kronor i månaden för det första barnet och lägre för syskon.</p></main>";
const HOURS: &str = "<title>Öppettider</title><main><h1>Öppettider i förskolan</h1><p>Förskolan har öppet måndag till fredag \
    klockan 6.30-18.30.</p></main>";

#[tokio::test]
async fn a_payload_that_is_damaged_in_the_archive_leaves_no_zero() {
    let pressed = "Content-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n";
    let server = Server::start(move |target, _| match target {
        "/" => Reply::Answer(200, pressed, gzip(START.as_bytes())),
        "/avgift" => Reply::Answer(200, pressed, gzip(FEE.as_bytes())),
        "/tid" => Reply::Answer(200, pressed, gzip(HOURS.as_bytes())),
        _ => Reply::not_found(),
    });
    let crawl = CrawlOf::new(server.url("/"));
    crawl.run().await.unwrap();
    let (rubric, archive) = (builtin_rubric(), std::fs::read(crawl.file()).unwrap());
    let compiled = CompiledRubric::new(&rubric);
    let judged =
        || score::site(&crawl.file(), &rubric, &compiled, Fetched { year: 2026, month: 11 }).unwrap();
    let whole = judged();
    for (target, question) in
        [("/", "forskola.avgift"), ("/avgift", "forskola.avgift"), ("/tid", "forskola.oppettider")]
    {
        std::fs::write(crawl.file(), damaged(&archive, server.url(target).as_str())).unwrap();
        let left = judged();
        for (before, after) in whole.answers.iter().zip(&left.answers) {
            let lost = before.points() > Some(Points::None) && after.points() == Some(Points::None);
            assert!(!lost, "{target}: {} {}", after.question, after.reason);
            if before.question == question.into() && target != "/" {
                assert!(before.points() > Some(Points::None), "{question}: {}", before.reason);
                assert_eq!(after.state, State::NotReached, "{question}");
                assert!(after.reason.contains("är skadad eller saknas i arkivet"), "{}", after.reason);
            }
        }
        let zeros = left.answers.iter().filter(|answer| answer.points() == Some(Points::None)).count();
        assert_eq!((left.site.state == "ok", zeros > 0), (target != "/", target != "/"), "{target}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..400), cut in 0_usize..400) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("x.warc.gz");
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packed, b"WARC/1.1\r\nContent-Length: 3\r\n\r\nabc").unwrap();
        let mut file = packed.finish().unwrap();
        file.extend_from_slice(&bytes);
        file.truncate(cut);
        std::fs::write(&path, &file).unwrap();
        let mut groups = Groups::open(&path).unwrap();
        while let Ok(Some(_)) = groups.next_group() {}
        prop_assert_eq!(read_pages(&path).unwrap().filter_map(Result::ok).count(), 0);
    }
}
