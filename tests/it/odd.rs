//! Servers that keep to no book: what browsers accept loses no page, and what says nothing allows nothing.

use std::net::TcpListener;
use std::time::Duration;

use kommunspegel::archive::SiteState;
use kommunspegel::fetch::Unreachable;

use crate::support::{CrawlOf, Reply, Server};

#[tokio::test]
async fn header_fields_that_browsers_accept_lose_no_page() {
    for fields in [
        "Content-Security-Policy: default-src 'self';\r\n  script-src 'self'\r\n".to_owned(),
        "X Bad Field: 1\r\n".to_owned(),
        "no field at all\r\n".to_owned(),
        "X-Field : 1\r\n".to_owned(),
        "X-Field: a\u{1}b\r\n".to_owned(),
        "Set-Cookie: a=1\r\n".repeat(120),
    ] {
        let rest = "Content-Type: text/html\r\nConnection: close\r\n\r\n<p>En sida.";
        let page = format!("HTTP/1.1 200 OK\r\n{fields}{rest}");
        let server = Server::start(move |target, _| match target {
            "/" => Reply::Raw(page.clone().into_bytes()),
            _ => Reply::not_found(),
        });
        let outcome = CrawlOf::new(server.url("/")).run().await.unwrap();
        assert_eq!((outcome.state, outcome.counts.pages), (SiteState::Complete, 1), "{fields}");
    }
}

#[tokio::test]
async fn a_robots_txt_that_is_not_shown_allows_nothing() {
    for (status, body, asked) in [
        (202, "", false),
        (205, "", false),
        (304, "", false),
        (202, "User-agent: *\nDisallow: /a\n", true),
        (204, "", true),
    ] {
        let server = Server::start(move |target, _| match target {
            "/robots.txt" => Reply::Answer(status, "", body.as_bytes().to_vec()),
            "/" => Reply::page("<a href=/a>A</a><a href=/b>B</a>"),
            _ => Reply::page("<p>x"),
        });
        let mut crawl = CrawlOf::new(server.url("/"));
        crawl.settings.robots_retries = Vec::new();
        let outcome = crawl.run().await.unwrap();
        let silent = SiteState::Unreachable { cause: Unreachable::RobotsUnreachable };
        assert_eq!(outcome.state == silent, !asked, "{status} {body}");
        let targets = server.targets();
        assert_eq!(targets.iter().any(|target| target == "/b"), asked, "{status} {body}");
        assert_eq!(targets.iter().any(|target| target == "/a"), asked && body.is_empty(), "{status} {body}");
    }
}

#[tokio::test]
async fn a_handshake_that_hangs_is_no_refusal_and_nothing_was_sent() {
    // Connections wait in its queue, and nobody takes them.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    for (connect, total) in [(200, 60_000), (60_000, 200)] {
        let mut crawl = CrawlOf::new(format!("https://{}/", silent.local_addr().unwrap()).parse().unwrap());
        crawl.settings.robots_retries = Vec::new();
        crawl.settings.connect_timeout = Duration::from_millis(connect);
        crawl.settings.total_timeout = Duration::from_millis(total);
        let outcome = crawl.run().await.unwrap();
        assert_eq!(outcome.state, SiteState::Unreachable { cause: Unreachable::Timeout });
        assert_eq!(outcome.counts.robots_asked.requests + outcome.counts.asked.unwrap().requests, 0);
    }
}
