//! Faults of single answers: connections, statuses, redirects, texts, documents.

use std::time::Duration;

use super::replies::{bomb, document, drip, endless, fixed_bomb, noise, packed, raw, redirect, status, with};
use super::{Fault, REQUEST, SILENCE};
use crate::support::Reply;

const HTML: &str = "Content-Type: text/html\r\n";

/// All of them.
pub(super) fn all() -> Vec<Fault> {
    [connections(), answers(), statuses(), redirects(), texts(), references(), documents()]
        .into_iter()
        .flatten()
        .collect()
}

fn connections() -> Vec<Fault> {
    let page = Fault::of_page;
    vec![
        page("silence before the headers", "complete, 2 pages, timeout 2", |_, _| Reply::Hang)
            .waiting(SILENCE * 2),
        page("silence in the body", "complete, 2 pages, timeout 2", |_, _| {
            Reply::Stall(b"HTTP/1.1 200 X\r\nContent-Length: 99\r\n\r\nhalf".to_vec())
        })
        .waiting(SILENCE * 2),
        page("a byte now and then", "complete, 2 pages, timeout 2", |_, _| drip()).waiting(REQUEST * 2),
        page("closed without a word", "complete, 2 pages, protocol 2", |_, _| Reply::Reset),
        page("closed in the body", "complete, 2 pages, protocol 2", |_, _| {
            raw("HTTP/1.1 200 X\r\nContent-Length: 9000\r\n\r\nhalf")
        }),
        page("closed once", "complete, 3 pages, protocol 1", |_, before| {
            if before == 0 { Reply::Reset } else { Reply::page("<p>x") }
        }),
        page("a body without end", "complete, 2 pages, toolarge 1", |_, _| {
            endless("HTTP/1.1 200 X\r\nContent-Type: text/html\r\n\r\n")
        }),
        page("headers without end", "complete, 2 pages, protocol 2", |_, _| {
            endless("HTTP/1.1 200 X\r\nX-Long: ")
        }),
    ]
}

fn answers() -> Vec<Fault> {
    const GZIP: &str = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n";
    let page = Fault::of_page;
    vec![
        page("gzip that breaks off", "complete, 2 pages, protocol 2", |_, _| {
            with(GZIP, packed(&noise(9000))[..4000].to_vec())
        }),
        page("gzip that is none", "complete, 2 pages, protocol 2", |_, _| with(GZIP, "<p>x")),
        page("a gzip bomb", "complete, 2 pages, toolarge 1", |_, _| with(GZIP, bomb())),
        page("a brotli bomb", "complete, 2 pages, toolarge 1", |_, _| {
            with("Content-Type: text/html\r\nContent-Encoding: br\r\n", fixed_bomb("bomb.br"))
        }),
        page("a zstd bomb", "complete, 2 pages, toolarge 1", |_, _| {
            with("Content-Type: text/html\r\nContent-Encoding: zstd\r\n", fixed_bomb("bomb.zst"))
        }),
        page("an unknown encoding", "complete, 2 pages, coding 1", |_, _| {
            with("Content-Type: text/html\r\nContent-Encoding: hemlig\r\n", noise(900))
        }),
        page("a length that is too short", "complete, 3 pages, 1 shells", |_, _| {
            raw("HTTP/1.1 200 X\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n<p>lång")
        }),
        page("a length that is no number", "complete, 2 pages, protocol 2", |_, _| {
            raw("HTTP/1.1 200 X\r\nContent-Length: -1\r\n\r\n<p>x")
        }),
        page("broken chunks", "complete, 2 pages, protocol 2", |_, _| {
            raw("HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n<p>x")
        }),
        page("no HTTP", "complete, 2 pages, protocol 2", |_, _| raw("220 ftp.felberga.example\r\n\r\n")),
        page("a header line without a name", "complete, 3 pages", |_, _| {
            raw("HTTP/1.1 200 X\r\n: x\r\n\r\n<p>x")
        }),
        page("fifty megabytes", "complete, 2 pages, toolarge 1", |_, _| {
            with(HTML, vec![b' '; 50 * 1024 * 1024])
        }),
    ]
}

fn statuses() -> Vec<Fault> {
    let page = Fault::of_page;
    vec![
        page("500", "complete, 2 pages, status_500 2", |_, _| status(500, "")),
        page("500 once", "complete, 3 pages, status_500 1", |_, before| {
            if before == 0 { status(500, "") } else { Reply::page("<p>x") }
        }),
        page("403", "complete, 2 pages, status_403 1", |_, _| status(403, "")),
        page("404", "complete, 2 pages, status_404 1", |_, _| status(404, "")),
        page("a status that nobody knows", "complete, 2 pages, status_999 1", |_, _| status(999, "")),
        page("204", "complete, 2 pages, status_204 1", |_, _| status(204, "")),
        page("503, come back in a second", "complete, 3 pages, status_503 1", |_, before| {
            if before == 0 { status(503, "Retry-After: 1\r\n") } else { Reply::page("<p>x") }
        })
        .waiting(Duration::from_secs(1)),
        page("503 again and again", "complete, 2 pages, status_503 3", |_, _| {
            status(503, "Retry-After: 1\r\n")
        })
        .waiting(Duration::from_secs(2)),
        page("429 without a word", "waitedout, 1 pages, status_429 1, waitedout 1", |_, _| status(429, "")),
        page("429 for a day", "waitedout, 1 pages, status_429 1, waitedout 1", |_, _| {
            status(429, "Retry-After: 86400\r\n")
        }),
        Fault::of_site(
            "everything is 500",
            "answered 500, 0 pages, status_500 4",
            |target, _| match target {
                "/robots.txt" => Reply::not_found(),
                _ => status(500, ""),
            },
        ),
    ]
}

fn redirects() -> Vec<Fault> {
    let page = Fault::of_page;
    vec![
        page("redirects without end", "complete, 2 pages", |target, _| redirect(&format!("{target}1"))),
        page("redirects in a circle", "complete, 2 pages", |target, _| {
            redirect(if target == "/fel" { "/fel2" } else { "/fel" })
        }),
        page("a redirect to itself", "complete, 2 pages", |target, _| redirect(target)),
        page("a redirect without a target", "complete, 2 pages, status_302 1", |_, _| status(302, "")),
        page("a redirect to nowhere", "complete, 2 pages", |_, _| redirect("javascript:void(0)")),
        page("a redirect to strangers", "complete, 2 pages", |_, _| redirect("http://frammande.example/")),
        Fault::of_site(
            "a start page inside",
            "leads to a private address, 0 pages, address 1",
            |target, _| match target {
                "/" => redirect("http://169.254.169.254/latest/meta-data/"),
                _ => Reply::text(""),
            },
        ),
        Fault::of_site(
            "a wall of cookies",
            "its redirects lead nowhere, 0 pages",
            |target, _| match target {
                "/" => redirect("/kaka?till=/"),
                "/kaka?till=/" => redirect("/"),
                _ => Reply::text(""),
            },
        ),
    ]
}

fn texts() -> Vec<Fault> {
    let page = Fault::of_page;
    vec![
        page("latin-1 that says UTF-8", "complete, 3 pages", |_, _| {
            with("Content-Type: text/html; charset=utf-8\r\n", b"<p>\xf6ppet \xe5ret om".to_vec())
        }),
        Fault::of_site("latin-1 that says nothing", "complete, 3 pages", |target, _| match target {
            "/" => with(
                "Content-Type: text/html\r\n",
                b"<a href='/f\xf6rskola'>F\xf6rskola</a><a href=/bra>Bra</a>".to_vec(),
            ),
            "/f%C3%B6rskola" | "/bra" => Reply::page("<p>x"),
            _ => Reply::text(""),
        }),
        Fault::of_site("UTF-16", "complete, 2 pages", |target, _| match target {
            "/" => {
                let text = "\u{feff}<a href=/bra>Bra</a>".encode_utf16();
                with("Content-Type: text/html\r\n", text.flat_map(u16::to_le_bytes).collect::<Vec<u8>>())
            }
            "/bra" => Reply::page("<p>x"),
            _ => Reply::text(""),
        }),
        page("a character set that does not exist", "complete, 3 pages", |_, _| {
            with("Content-Type: text/html; charset=runor\r\n", "<p>x")
        }),
        page("no content type", "complete, 3 pages", |_, _| with("", "<p>x")),
        page("noise as HTML", "complete, 3 pages", |_, _| with(HTML, noise(100_000))),
        page("zeros", "complete, 3 pages", |_, _| with(HTML, "<p>a\0b<\0a href=\0>".repeat(999))),
        page("a picture", "complete, 3 pages", |_, _| with("Content-Type: image/png\r\n", noise(999))),
        page("broken HTML", "complete, 4 pages", |_, _| {
            with(HTML, "<table><a href='/bra><tr><form><p></table></a><!-- ".repeat(99))
        }),
        page("elements in elements", "complete, 3 pages, 1 shells", |_, _| {
            with(HTML, "<div><span>".repeat(15_000))
        }),
        page("an attribute without end", "complete, 3 pages, 1 shells", |_, _| {
            with(HTML, format!("<a href=\"{}", "x".repeat(150_000)))
        }),
    ]
}

fn references() -> Vec<Fault> {
    let page = Fault::of_page;
    vec![
        page("addresses that are none", "complete, 3 pages, 1 shells", |_, _| {
            with(
                HTML,
                "<a href='javascript:x()'><a href='data:text/html,<a href=/y>'><a href='http://['>\
                 <a href='mailto:a@b'><a href='http://a b/'><a href=//><a href='http://:99999/'><a href='#'>",
            )
        }),
        page("hosts beyond ASCII", "complete, 4 pages", |_, _| {
            with(
                "Content-Type: text/html; charset=utf-8\r\n",
                "<a href='http://b\u{f6}cker.felberga.example/a'>A</a><a href='http://xn--bcker-jua.felberga.example/a'>A</a>\
                 <a href='http://\u{2603}.frammande.example/'>S</a><a href='http://xn--a.felberga.example/'>X</a>",
            )
        })
        .costing(30),
        page("a base elsewhere", "complete, 3 pages", |_, _| {
            with(HTML, "<base href='http://frammande.example/'><a href=/x>X</a>")
        }),
        page("a frame of itself", "complete, 3 pages", |_, _| with(HTML, "<iframe src=/fel></iframe>")),
        page("meta refresh in a circle", "complete, 4 pages", |target, _| {
            let to = if target == "/fel" { "/fel2" } else { "/fel" };
            Reply::page(format!("<meta http-equiv=refresh content='0; url={to}'>"))
        }),
        page("canonical in a circle", "complete, 4 pages", |target, _| {
            let to = if target == "/fel" { "/fel2" } else { "/fel" };
            Reply::page(format!("<link rel=canonical href={to}><p>x"))
        }),
    ]
}

fn documents() -> Vec<Fault> {
    let site = |name, document: fn() -> Reply| {
        Fault::of_site(name, "complete, 2 pages", move |target, _| match target {
            "/" => Reply::page("<a href=/a.pdf>A</a>"),
            "/a.pdf" => document(),
            _ => Reply::text(""),
        })
    };
    vec![
        site("an encrypted PDF", || document("krypterad.pdf")),
        site("a PDF that breaks off", || document("avbruten.pdf")),
        site("noise as PDF", || with("Content-Type: application/pdf\r\n", noise(9000))),
    ]
}
