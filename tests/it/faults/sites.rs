//! Faults of whole sites: links without end, walls, robots.txt, sitemaps.

use super::replies::{bomb, endless, noise, packed, redirect, status, with};
use super::{Fault, SILENCE};
use crate::support::Reply;

const HTML: &str = "Content-Type: text/html\r\n";

/// All of them.
pub(super) fn all() -> Vec<Fault> {
    [mazes(), spellings(), walls(), robots(), sitemaps()].into_iter().flatten().collect()
}

fn links(count: u32) -> String {
    let links: Vec<String> = (0..count).map(|number| format!("<a href=/s{number}>s</a>")).collect();
    links.concat()
}

fn mazes() -> Vec<Fault> {
    let page = Fault::of_page;
    vec![
        page("ten thousand links", "budgetspent, 100 pages", |target, _| match target {
            "/fel" => Reply::page(links(10_000)),
            _ => Reply::page("<p>x"),
        })
        .costing(104),
        page("a calendar without end", "complete, 33 pages", |target, _| {
            let month: u32 = target.rsplit('=').next().and_then(|n| n.parse().ok()).unwrap_or(0);
            Reply::page(format!("<a href='/kalender?manad={}'>Nästa</a>", month + 1))
        })
        .costing(40),
        page("a path that repeats itself", "complete, 5 pages", |target, _| {
            let next = format!("{}/om", target.trim_end_matches('/'));
            Reply::page(format!("<a href='{next}'>Om</a>"))
        }),
        page("a path without end", "complete, 16 pages", |target, _| {
            let depth = target.matches('/').count();
            Reply::page(format!("<a href='{target}/{depth}'>Vidare</a>"))
        })
        .costing(40),
    ]
}

fn spellings() -> Vec<Fault> {
    let page = Fault::of_page;
    vec![
        page("a session in every address", "complete, 3 pages", |target, before| {
            let session = format!("{:032}", target.len() * 7 + before);
            Reply::page(format!(
                "<a href='/fel?PHPSESSID={session}'>A</a><a href='/bra;jsessionid={session}'>B</a>"
            ))
        }),
        page("a parameter again and again", "complete, 5 pages", |target, _| {
            let joint = if target.contains('?') { '&' } else { '?' };
            Reply::page(format!("<a href='{target}{joint}sida=1'>A</a>"))
        }),
        page("an address of ten kilobytes", "complete, 3 pages", |_, _| {
            Reply::page(format!("<a href='/{}'>A</a>", "x".repeat(10_000)))
        }),
        page("a host for every link", "complete, 39 pages", |_, before| {
            let links = (0..9).map(|n| format!("<a href=http://v{before}-{n}.felberga.example/fel>V</a>"));
            Reply::page(links.collect::<String>())
        })
        .costing(320),
        Fault::of_site("everything is there", "complete, 10 pages", |target, _| match target {
            "/robots.txt" | "/sitemap.xml" => Reply::text(""),
            "/" => Reply::page(links(9)),
            _ => Reply::page("<title>Välkommen</title><p>Sidan du söker har kanske flyttat."),
        }),
    ]
}

fn walls() -> Vec<Fault> {
    const CHALLENGE: &str = "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>";
    const LOGIN: &str = "<form><input name=u><input type=\"password\" name=p></form>";
    let site = |name, expected, start: fn() -> Reply| {
        Fault::of_site(name, expected, move |target, _| match target {
            "/" => start(),
            _ => Reply::text(""),
        })
    };
    vec![
        site("a challenge", "a wall against robots, 0 pages, botwall 1", || Reply::page(CHALLENGE)),
        site("a challenge with 403", "a wall against robots, 0 pages, botwall 1", || {
            Reply::Answer(403, HTML, CHALLENGE.into())
        }),
        site("a log-in", "a log-in before everything, 0 pages, loginwall 1", || Reply::page(LOGIN)),
        site("an empty shell", "complete, 1 pages, 1 shells", || {
            Reply::page("<div id=root></div><script src=/app.js>")
        }),
        site("nothing at all", "complete, 1 pages, 1 shells", || Reply::page("")),
    ]
}

fn robots() -> Vec<Fault> {
    const NONE: &str = "robots.txt is not answered, 0 pages, robotsunreachable 1";
    let site = |name, expected, robots: fn(&str, usize) -> Reply| {
        Fault::of_site(name, expected, move |target, before| match target {
            "/" => Reply::page("<a href=/a>A</a><a href=/b>B</a>"),
            "/a" | "/b" => Reply::page("<p>x"),
            "/sitemap.xml" => Reply::text(""),
            other => robots(other, before),
        })
    };
    vec![
        site("robots.txt 500", NONE, |_, _| status(500, "")),
        site("robots.txt that hangs", NONE, |_, _| Reply::Hang).waiting(SILENCE * 2),
        site("robots.txt that breaks off", NONE, |_, _| Reply::Reset),
        site("robots.txt 503 once", "complete, 3 pages", |_, before| {
            if before == 0 { status(503, "") } else { Reply::text("") }
        }),
        site("robots.txt in a circle", "complete, 3 pages", |target, _| redirect(target)),
        site("robots.txt without end", "complete, 2 pages", |_, _| {
            endless("HTTP/1.1 200 X\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /a\n#")
        }),
        site("robots.txt of noise", "complete, 3 pages", |_, _| {
            with("Content-Type: text/plain\r\n", noise(9000))
        }),
        site("robots.txt as a page", "complete, 3 pages", |_, _| Reply::page("<title>Felberga</title>")),
        site("robots.txt says no", "robots.txt refuses us, 0 pages", |_, _| {
            Reply::text("User-agent: *\nDisallow: /\n")
        }),
    ]
}

fn sitemaps() -> Vec<Fault> {
    let site = |name, expected, sitemap: fn(&str, usize) -> Reply| {
        Fault::of_site(name, expected, move |target, before| match target {
            "/" => Reply::page("<a href=/a>A</a>"),
            "/a" | "/b" => Reply::page("<p>x"),
            "/robots.txt" => Reply::not_found(),
            other => sitemap(other, before),
        })
    };
    vec![
        site("a sitemap of 500", "complete, 2 pages, status_500 2", |_, _| status(500, "")),
        site("a sitemap that hangs", "complete, 2 pages, timeout 2", |_, _| Reply::Hang).waiting(SILENCE * 2),
        site("a sitemap packed without saying so", "complete, 3 pages", |_, _| {
            with(HTML, packed(b"<urlset><url><loc>http://www.felberga.example/b</loc></url></urlset>"))
        }),
        site("a sitemap that breaks off", "budgetspent, 3 pages", |_, _| {
            with(HTML, "<urlset><url><loc>http://www.felberga.example/b</loc></url><url><loc>http://www.f")
        }),
        site("a sitemap of strangers", "complete, 2 pages", |_, _| {
            with(HTML, "<urlset><url><loc>http://frammande.example/b</loc></url></urlset>")
        }),
        site("sitemaps without end", "budgetspent, 2 pages", |target, _| {
            let (one, two) = (format!("{target}1"), format!("{target}2"));
            let named = [target, &one, &two].map(|to| format!("<sitemap><loc>{to}</loc></sitemap>"));
            with(HTML, format!("<sitemapindex>{}</sitemapindex>", named.concat()))
        })
        .costing(60),
        site("a sitemap bomb", "complete, 2 pages", |_, _| {
            with("Content-Type: application/gzip\r\n", bomb())
        }),
        site("a sitemap without end", "complete, 2 pages, toolarge 1", |_, _| {
            endless("HTTP/1.1 200 X\r\nContent-Type: text/xml\r\n\r\n<urlset>")
        }),
        dead_sitemap(),
    ]
}

/// The sitemap that robots.txt names is gone, and one lies where it usually does.
fn dead_sitemap() -> Fault {
    Fault::of_site(
        "a dead sitemap in robots.txt",
        "complete, 2 pages, status_404 1",
        |target, _| match target {
            "/robots.txt" => Reply::text("Sitemap: /borta.xml"),
            "/sitemap.xml" => Reply::text("http://www.felberga.example/b"),
            "/" | "/b" => Reply::page("<p>x"),
            _ => Reply::not_found(),
        },
    )
}
