//! robots.txt, sitemaps, frames and addresses as sites really serve them: under wrong types, in other codings, in other words.

use std::io::Write;
use std::time::Duration;

use kommunspegel::archive::{SiteOutcome, SiteState};

use crate::support::{CrawlOf, Reply, Server, pages};

const SITEMAP: &[u8] = b"<urlset><url><loc>/a</loc></url></urlset>";

/// A site whose start page says this, with further answers; any other target beginning with `/a` is a page.
fn site(start: &'static str, more: impl Fn(&str) -> Option<Reply> + Send + Sync + 'static) -> Server {
    Server::start(move |target, _| match (more(target), target) {
        (Some(reply), _) => reply,
        (None, "/") => Reply::page(start),
        (None, target) if target.starts_with("/a") => Reply::page(format!("<p>Sidan {target}")),
        _ => Reply::not_found(),
    })
}

/// Crawls a site; how that ended, and the pages that were asked for.
async fn crawled(server: &Server) -> (SiteOutcome, Vec<String>) {
    let outcome = CrawlOf::new(server.url("/")).run().await.unwrap();
    let aids = ["/", "/robots.txt", "/sitemap.xml"];
    let asked = server.targets().into_iter().filter(|target| !aids.contains(&target.as_str()));
    (outcome, asked.collect())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn robots_txt_is_obeyed_whatever_type_it_is_served_as() {
    for fields in ["Content-Type: image/png\r\n", "Content-Type: application/x-download\r\n", ""] {
        let server = site("<a href=/a>A</a>", move |target| {
            let robots = b"User-agent: *\nDisallow: /\n".to_vec();
            (target == "/robots.txt").then_some(Reply::Answer(200, fields, robots))
        });
        let (outcome, asked) = crawled(&server).await;
        assert!(matches!(outcome.state, SiteState::Unreachable { .. }), "{fields}: {outcome:?}");
        assert_eq!((asked.len(), server.hits().len()), (0, 1), "{fields}");
    }
}

#[tokio::test]
async fn robots_txt_in_an_unknown_coding_allows_nothing() {
    for fields in ["Content-Encoding: deflate\r\n", "Content-Encoding: gzip, br\r\n"] {
        let server = site("<a href=/a>A</a>", move |target| {
            (target == "/robots.txt").then(|| Reply::Answer(200, fields, b"\x78\x9c\x0b\x2d".to_vec()))
        });
        let (outcome, _) = crawled(&server).await;
        assert!(matches!(outcome.state, SiteState::Unreachable { .. }), "{fields}: {outcome:?}");
        assert!(server.targets().iter().all(|target| target == "/robots.txt"), "{fields}");
    }
}

#[tokio::test]
async fn a_group_for_our_product_with_its_version_is_ours() {
    let server = site("<a href=/a1>A</a><a href=/a2>B</a>", |target| {
        let robots = "User-agent: Kommunspegel/2.0\nDisallow: /a1\n\nUser-agent: *\nDisallow: /a2\n";
        (target == "/robots.txt").then(|| Reply::text(robots))
    });
    assert_eq!(crawled(&server).await.1, ["/a2"]);
}

#[tokio::test]
async fn sitemaps_are_known_by_their_first_bytes() {
    for (fields, body) in [
        ("Content-Type: application/x-download\r\n", SITEMAP.to_vec()),
        ("Content-Type: application/x-compressed\r\n", gzip(SITEMAP)),
        ("Content-Type: image/png\r\n", SITEMAP.to_vec()),
    ] {
        let server = site("<p>x", move |target| match target {
            "/robots.txt" => Some(Reply::text("User-agent: *\rDisallow: /b\rSitemap: /s.xml.gz\r")),
            "/s.xml.gz" => Some(Reply::Answer(200, fields, body.clone())),
            _ => None,
        });
        assert_eq!(crawled(&server).await.1, ["/s.xml.gz", "/a"], "{fields}");
    }
}

#[tokio::test]
async fn sitemaps_may_be_as_large_as_their_protocol_allows() {
    let filler = format!("<!--{}-->", "x".repeat(40 * 1024 * 1024));
    let map = [b"<urlset>", filler.as_bytes(), &SITEMAP[8..]].concat();
    let server = site("<p>x", move |target| {
        (target == "/sitemap.xml")
            .then(|| Reply::Answer(200, "Content-Encoding: gzip\r\nContent-Type: text/xml\r\n", gzip(&map)))
    });
    let mut crawl = CrawlOf::new(server.url("/"));
    // Unpacking and packing takes its time on a busy machine.
    crawl.settings.read_timeout = Duration::from_secs(20);
    crawl.settings.total_timeout = Duration::from_secs(20);
    let outcome = crawl.run().await.unwrap();
    assert_eq!((outcome.counts.pages, outcome.counts.failed.len()), (2, 0), "{outcome:?}");
}

#[tokio::test]
async fn a_sitemap_that_is_badly_written_is_read_and_one_that_breaks_off_is_told() {
    let entry = |path: &str| format!("<url><loc>{path}</loc><image:title>A & B</image:title></url>");
    for (end, state, left) in [("</urlset>", SiteState::Complete, 0), ("<!-- ", SiteState::BudgetSpent, 1)] {
        let map = format!("<urlset>{}{}{end}", entry("/a?x=1&lang=sv"), entry("/a1"));
        let server = site("<p>x", move |target| (target == "/sitemap.xml").then(|| Reply::text(&map)));
        let (outcome, mut asked) = crawled(&server).await;
        asked.sort();
        assert_eq!((outcome.state, outcome.counts.left), (state, left), "{end}");
        assert_eq!(asked, ["/a1", "/a?x=1&lang=sv"], "{end}");
    }
}

#[tokio::test]
async fn what_is_dropped_of_an_index_is_left() {
    let server = site("<p>x", |target| match target {
        "/sitemap.xml" => {
            let maps = (0..70).map(|n| format!("<sitemap><loc>/m{n}.xml</loc></sitemap>"));
            Some(Reply::text(&format!("<sitemapindex>{}</sitemapindex>", maps.collect::<String>())))
        }
        map if map.starts_with("/m") => Some(Reply::text("<urlset></urlset>")),
        _ => None,
    });
    let (outcome, asked) = crawled(&server).await;
    assert_eq!((outcome.state, outcome.counts.left), (SiteState::BudgetSpent, 70 + 1 - 50));
    assert_eq!(asked.len(), 49, "and the index");
}

#[tokio::test]
async fn pages_named_by_a_number_are_all_read_and_what_is_dropped_is_told() {
    let server = Server::start(|target, _| match target {
        "/" => {
            let query = "option=com_content&amp;view=article";
            let pages = (0..60).map(|n| format!("<a href='/index.php?{query}&amp;id={n}'>Sida</a>"));
            let days = (0..50).map(|n| format!("<a href='/kalender?dag=2026-11-22-{n}'>Dag</a>"));
            Reply::page(pages.chain(days).collect::<String>())
        }
        "/robots.txt" | "/sitemap.xml" => Reply::not_found(),
        _ => Reply::page("<p>x"),
    });
    let (outcome, asked) = crawled(&server).await;
    assert_eq!(asked.iter().filter(|target| target.starts_with("/index.php")).count(), 60);
    assert_eq!(asked.iter().filter(|target| target.starts_with("/kalender")).count(), 30);
    assert_eq!((outcome.state, outcome.counts.left, outcome.counts.dropped), (SiteState::Complete, 0, 20));
}

#[tokio::test]
async fn frames_refreshes_and_links_for_readers_without_scripts_are_followed() {
    let start = "<frameset><frame src=/a-ram><noframes><a href=/a-utan-ram>A</a></noframes></frameset>\
                 <noscript><a href=/a-utan-skript>B</a><iframe src=/a-matning></iframe></noscript>";
    let server = site(start, |target| {
        let refresh = "Content-Type: text/html\r\nRefresh: 0; url=/a-vidare\r\n";
        (target == "/a-ram").then(|| Reply::Answer(200, refresh, b"<p>x".to_vec()))
    });
    let crawl = CrawlOf::new(server.url("/"));
    crawl.run().await.unwrap();
    let mut found: Vec<(String, u16)> =
        pages(&crawl.file()).into_iter().map(|page| (page.url.path().to_owned(), page.depth)).collect();
    found.sort();
    let pages = [("/", 0), ("/a-ram", 0), ("/a-utan-ram", 1), ("/a-utan-skript", 1), ("/a-vidare", 0)];
    let mut expected = pages.map(|(path, depth)| (path.to_owned(), depth)).to_vec();
    expected.push(("/sitemap.xml".to_owned(), 0));
    assert_eq!(found, expected);
    // What a refresh leads to is found again when the crawl is replayed.
    let outcome = crawl.resuming().run().await.unwrap();
    assert_eq!(outcome.state, SiteState::Complete);
}

#[tokio::test]
async fn one_page_in_several_spellings_is_asked_for_once() {
    let start =
        "<a href='/a-förskola'>1</a><a href='/a-f%c3%b6rskola'>2</a><a href='/%61-f%C3%B6rskola'>3</a>";
    let server = site(start, |_| None);
    assert_eq!(crawled(&server).await.1, ["/a-f%C3%B6rskola"]);
}

#[tokio::test]
async fn a_start_page_that_wants_its_session_in_the_address_is_read() {
    let server = site("", |target| match target {
        "/" => Some(Reply::Answer(302, "Location: /?PHPSESSID=0123456789abcdef\r\n", Vec::new())),
        "/?PHPSESSID=0123456789abcdef" => Some(Reply::page("<a href=/a>A</a>")),
        _ => None,
    });
    let (outcome, asked) = crawled(&server).await;
    assert_eq!((outcome.state, outcome.counts.pages), (SiteState::Complete, 2));
    assert_eq!(asked, ["/?PHPSESSID=0123456789abcdef", "/a"]);
}

#[tokio::test]
async fn a_location_in_latin_1_leads_where_its_bytes_say() {
    let server = site("", |target| match target {
        "/" => {
            let head = b"HTTP/1.1 302 X\r\nLocation: /a-f\xf6rskola\r\nContent-Length: 0\r\n\r\n";
            Some(Reply::Raw(head.to_vec()))
        }
        _ => None,
    });
    let crawl = CrawlOf::new(server.url("/"));
    assert_eq!(crawl.run().await.unwrap().counts.pages, 1);
    let found = pages(&crawl.file());
    let start = found.iter().find(|page| page.url.path() == "/").unwrap();
    assert_eq!(start.redirect_to, Some(server.url("/a-f%F6rskola")));
    assert!(server.targets().contains(&"/a-f%F6rskola".to_owned()));
}
