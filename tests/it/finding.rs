//! What a crawl finds of a site, and what it does not ask for twice: feeds, mirrors, hosts that any name makes, turns.

use kommunspegel::archive::{Group, Groups, Note, Outcome, SiteState, VisitNote};
use kommunspegel::plan::{Budget, Found};

use crate::support::{CrawlOf, Reply, Server, pages};

/// A crawl of `start`, whose hosts all lie on the server.
fn crawl_of(server: &Server, start: &str) -> CrawlOf {
    let mut crawl = CrawlOf::new(start.parse().unwrap());
    crawl.settings.resolve = vec![format!("*:80:127.0.0.1:{}", server.address.port()).parse().unwrap()];
    crawl
}

/// Requests for pages: target and host.
fn asked(server: &Server) -> Vec<(String, String)> {
    let host = |head: &str| {
        let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("host:")).unwrap();
        line[5..].trim().to_owned()
    };
    let own = |target: &str| !matches!(target, "/robots.txt" | "/sitemap.xml");
    let hits = server.hits().into_iter().filter(|hit| own(&hit.target));
    hits.map(|hit| (hit.target.clone(), host(&hit.head))).collect()
}

#[tokio::test]
async fn feeds_of_the_start_page_name_pages() {
    let server = Server::start(|target, _| match target {
        "/" => Reply::page(
            "<link rel=alternate type=application/rss+xml href=/rss><link rel=alternate type=application/atom+xml href=/atom>\
             <a href=/a>A</a>",
        ),
        "/a" => Reply::page("<link rel=alternate type=application/rss+xml href=/annat-flode><p>x"),
        "/rss" => Reply::text(
            "<rss><channel><item><link>http://www.felberga.example/b</link></item></channel></rss>",
        ),
        "/atom" => Reply::text("<feed><entry><link href='http://www.felberga.example/c'/></entry></feed>"),
        "/b" | "/c" => Reply::page("<p>x"),
        _ => Reply::not_found(),
    });
    let crawl = crawl_of(&server, "http://www.felberga.example/");
    let outcome = crawl.run().await.unwrap();
    assert_eq!((outcome.state, outcome.counts.pages), (SiteState::Complete, 4));
    let found = pages(&crawl.file());
    for path in ["/b", "/c"] {
        assert_eq!(found.iter().find(|page| page.url.path() == path).unwrap().found, Found::Sitemap);
    }
    assert!(!server.targets().contains(&"/annat-flode".to_owned()), "of the start page only");
}

#[tokio::test]
async fn a_mirror_is_known_by_three_pages() {
    let server = Server::start(|target, before| {
        let both = |path: &str| {
            format!(
                "<a href=http://www.felberga.example{path}>A</a><a href=http://felberga.example{path}>B</a>"
            )
        };
        match target {
            "/" => Reply::page(["/a", "/b", "/c", "/d", "/e", "/f", "/g"].map(both).concat()),
            "/robots.txt" | "/sitemap.xml" => Reply::text(""),
            // Marks for scripts differ with every answer.
            other => Reply::page(format!("<p>Sidan {other}</p><script nonce={before}></script>")),
        }
    });
    let crawl = crawl_of(&server, "http://www.felberga.example/");
    let outcome = crawl.run().await.unwrap();
    assert_eq!(outcome.state, SiteState::Complete);
    let mirrored: Vec<String> = asked(&server)
        .into_iter()
        .filter(|(_, host)| host == "felberga.example")
        .map(|(target, _)| target)
        .collect();
    assert_eq!(mirrored, ["/a", "/b", "/c"]);
    assert_eq!(outcome.counts.pages, 8 + 3);
}

#[tokio::test]
async fn hosts_that_any_name_makes_are_left_alone() {
    let server = Server::start(|target, before| match target {
        "/robots.txt" | "/sitemap.xml" => Reply::text(""),
        _ => {
            let links = (0..9).map(|n| format!("<a href=http://v{before}-{n}.felberga.example/>V</a>"));
            Reply::page(links.collect::<String>())
        }
    });
    let crawl = crawl_of(&server, "http://www.felberga.example/");
    let outcome = crawl.run().await.unwrap();
    assert_eq!((outcome.state, outcome.counts.wildcards), (SiteState::Complete, 1));
    // Twelve, and one page of each further one until it is clear that they have no end.
    assert!(outcome.counts.pages < 40, "{}", outcome.counts.pages);
    assert!(outcome.counts.dropped > 50, "{}", outcome.counts.dropped);
    let nobody = asked(&server).into_iter().filter(|(_, host)| host.contains("som-inte-finns")).count();
    assert_eq!(nobody, 1);
}

/// What a server answers by host.
fn by_host(answer: impl Fn(&str, &str) -> Reply + Send + Sync + 'static) -> Server {
    Server::asked(move |target, _, head| {
        let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("host:")).unwrap();
        answer(line[5..].trim(), target)
    })
}

#[tokio::test]
async fn hosts_that_show_pages_of_their_own_are_read_though_any_name_answers() {
    for redirects in [false, true] {
        let server = by_host(move |host, target| {
            let links = |hosts: &str, count: u32| -> String {
                let links = (0..count).map(|n| format!("<a href=http://{hosts}{n}.felberga.example/>V</a> "));
                links.collect()
            };
            match (host, target) {
                (_, "/robots.txt" | "/sitemap.xml") => Reply::text(""),
                ("www.felberga.example", "/") => {
                    Reply::page(format!("<p>Start</p>{}{}", links("del", 20), links("borta", 3)))
                }
                ("www.felberga.example", _) => Reply::not_found(),
                (part, "/") if part.starts_with("del") => {
                    Reply::page(format!("<p>Om {}</p><a href=/mer>Mer</a>", &part[..5]))
                }
                (part, "/mer") if part.starts_with("del") => Reply::page(format!("<p>Mer om {}", &part[..5])),
                _ if redirects => {
                    Reply::Answer(302, "Location: http://www.felberga.example/\r\n", Vec::new())
                }
                _ => Reply::page("<p>Här finns ingen webbplats.</p><a href=/mer>Mer</a>"),
            }
        });
        let crawl = crawl_of(&server, "http://www.felberga.example/");
        let outcome = crawl.run().await.unwrap();
        assert_eq!((outcome.state, outcome.counts.wildcards), (SiteState::Complete, 1), "{redirects}");
        let of = |name: &str| asked(&server).iter().filter(|(_, host)| host.starts_with(name)).count();
        assert_eq!((of("del"), of("borta")), (40, 3), "{redirects}");
    }
}

#[tokio::test]
async fn a_place_that_sends_all_its_pages_elsewhere_is_known_by_three_and_redirects_cost_nothing() {
    let server = by_host(|host, target| {
        let named = |at: &str, count: u32| -> String {
            let entries = (0..count).map(|n| format!("<url><loc>http://{at}/s{n}</loc></url>"));
            entries.collect()
        };
        match (host, target) {
            (_, "/robots.txt") => Reply::not_found(),
            ("felberga.example", path) => {
                let fields = format!("Location: http://www.felberga.example{path}\r\n");
                Reply::Answer(301, Box::leak(fields.into_boxed_str()), Vec::new())
            }
            (_, "/") => Reply::page("<p>Start"),
            (_, "/sitemap.xml") => {
                Reply::text(&format!("<urlset>{}</urlset>", named("felberga.example", 30)))
            }
            (_, path) => Reply::page(format!("<p>Sidan {path}")),
        }
    });
    let mut crawl = crawl_of(&server, "http://www.felberga.example/");
    crawl.job.budget = Budget::of_pages(31);
    let outcome = crawl.run().await.unwrap();
    assert_eq!((outcome.state, outcome.counts.pages, outcome.counts.redirects), (SiteState::Complete, 31, 3));
}

#[tokio::test]
async fn pages_in_another_case_or_with_a_slash_more_are_known_by_three() {
    let server = Server::start(|target, _| match target {
        "/robots.txt" => Reply::not_found(),
        "/sitemap.xml" => {
            let named = (0..20).map(|n| format!("<url><loc>/Sida/Nummer{n}/</loc></url>"));
            Reply::text(&format!("<urlset>{}</urlset>", named.collect::<String>()))
        }
        "/" => {
            let links = (0..20).map(|n| format!("<a href=/sida/nummer{n}>S</a>"));
            Reply::page(links.collect::<String>())
        }
        path => Reply::page(format!("<p>Sidan {}", path.to_lowercase().trim_end_matches('/'))),
    });
    let crawl = crawl_of(&server, "http://www.felberga.example/");
    let outcome = crawl.run().await.unwrap();
    assert_eq!((outcome.state, outcome.counts.pages), (SiteState::Complete, 1 + 20 + 3));
}

#[tokio::test]
async fn what_is_printed_and_what_is_a_session_is_one_page() {
    let server = Server::start(|target, _| match target {
        "/" => Reply::page(
            "<a href=/a>A</a><a href='/a?print=1'>Skriv ut</a><a href='/a.printable'>P</a><a href='/a?utm_source=x'>U</a>\
             <a href='/a?tmpl=component&amp;print=1'>J</a><a href='/a?PHPSESSID=0123456789abcdef0123'>S</a>",
        ),
        "/a" => Reply::page("<p>x"),
        _ => Reply::not_found(),
    });
    let crawl = crawl_of(&server, "http://www.felberga.example/");
    assert_eq!(crawl.run().await.unwrap().counts.pages, 2);
}

#[tokio::test]
async fn a_small_budget_goes_to_what_a_site_is_about() {
    let server = Server::start(|target, _| match target {
        "/robots.txt" | "/sitemap.xml" => Reply::not_found(),
        "/" => {
            let news: Vec<String> = (0..30).map(|n| format!("<a href=/nyheter/{n}>Nyhet {n}</a>")).collect();
            let areas: Vec<String> =
                (0..8).map(|n| format!("<li><a href=/omrade{n}>Område {n}</a>")).collect();
            let (news, areas) = (news.concat(), areas.concat());
            Reply::page(format!("{news}<a href=/kalender/2026/11/22>I dag</a><nav><ul>{areas}</ul></nav>"))
        }
        _ => Reply::page("<p>x"),
    });
    let mut crawl = crawl_of(&server, "http://www.felberga.example/");
    crawl.job.budget = Budget::of_pages(10);
    crawl.run().await.unwrap();
    let areas = asked(&server).iter().filter(|(target, _)| target.starts_with("/omrade")).count();
    assert_eq!(areas, 8);
    assert_eq!(asked(&server).iter().filter(|(target, _)| target.starts_with("/kalender")).count(), 0);
}

#[tokio::test]
async fn what_a_site_says_to_indexes_is_noted() {
    let server = Server::start(|target, _| match target {
        "/" => Reply::Answer(
            200,
            "Content-Type: text/html\r\nX-Robots-Tag: noindex, nofollow\r\n",
            b"<a href=/a rel=nofollow>A</a>".to_vec(),
        ),
        "/a" => Reply::page("<p>x"),
        _ => Reply::not_found(),
    });
    let crawl = CrawlOf::new(server.url("/"));
    crawl.run().await.unwrap();
    let mut groups = Groups::open(&crawl.file()).unwrap();
    let (mut tags, mut found) = (Vec::new(), Vec::new());
    while let Some(Group { note, .. }) = groups.next_group().unwrap() {
        if let Note::Visit(VisitNote { outcome: Outcome::Answered { robots_tag, .. }, found: how, .. }) = note
        {
            tags.extend(robots_tag);
            found.push(how);
        }
    }
    assert_eq!(tags, ["noindex, nofollow"]);
    assert!(found.contains(&Found::NofollowLink), "{found:?}");
}
