//! Sites that refuse what lies behind their start page, portals that answer everything, start pages that cannot be read:
//! none of them has zeros or points for what nobody could read.

use kommunspegel::evidence::{CompiledRubric, Fetched};
use kommunspegel::judgement::State;
use kommunspegel::score::{self, ScoredSite};

use crate::support::{CrawlOf, Reply, Server, builtin_rubric};
use crate::unread::{CALM, START, judged_site};

/// A start page with the areas of a municipality, and what everything behind it is answered with.
fn walled(robots: &'static str, behind: impl Fn(&str) -> Reply) -> impl Fn(&str) -> Reply {
    const AREAS: [&str; 7] =
        ["Barn och utbildning", "Omsorg", "Bygga och bo", "Uppleva", "Politik", "Trafik", "Arbete"];
    move |target| match target {
        "/robots.txt" => Reply::text(robots),
        "/sitemap.xml" => Reply::not_found(),
        "/" => {
            let links =
                AREAS.iter().enumerate().map(|(number, area)| format!("<li><a href=/{number}>{area}</a>"));
            Reply::page(format!(
                "<title>Felberga</title><h1>Felberga kommun</h1><ul>{}</ul>",
                links.collect::<String>()
            ))
        }
        other => behind(other),
    }
}

/// Checks that a walled site has no zeros, and how it is told of.
async fn check_walled(robots: &'static str, behind: fn(&str) -> Reply, state: &str) {
    let site = judged_site(walled(robots, behind)).await;
    let told = &site.site.reason.sv;
    assert_eq!(site.site.state, state, "{told}");
    assert!(!told.is_empty());
    assert!(site.answers.iter().all(|answer| answer.state != State::NotFound), "{told}");
    assert!(
        site.answers.iter().all(|answer| answer.state.points().is_none() || state == "incomplete"),
        "{told}"
    );
}

/// A challenge for robots with a status.
fn challenge(status: u16) -> Reply {
    let fields = "Content-Type: text/html\r\nRetry-After: 0\r\n";
    Reply::Answer(status, fields, b"<title>Just a moment...</title>".to_vec())
}

#[tokio::test]
async fn a_site_whose_pages_are_refused_has_no_zeros() {
    let gone = "Retry-After: 0\r\n";
    check_walled("User-agent: *\nAllow: /$\nDisallow: /\n", |_| Reply::page("<p>x"), "blocked").await;
    check_walled("", |_| Reply::Answer(403, "", Vec::new()), "blocked").await;
    check_walled("", |_| Reply::Answer(401, "WWW-Authenticate: Basic realm=x\r\n", Vec::new()), "blocked")
        .await;
    check_walled("", |_| Reply::Answer(500, "", Vec::new()), "incomplete").await;
    check_walled(
        "",
        |_| Reply::Answer(302, "Location: https://login.annan.example/ls\r\n", Vec::new()),
        "blocked",
    )
    .await;
    check_walled("", |_| Reply::page("<title>Just a moment...</title><p>x"), "blocked").await;
    check_walled("", |_| challenge(403), "blocked").await;
    check_walled("", |_| challenge(503), "blocked").await;
    let log_in = |target: &str| match target {
        "/konto" => Reply::page("<form><input name=u><input type=\"password\" name=p></form>"),
        _ => Reply::Answer(302, "Location: /konto\r\n", Vec::new()),
    };
    check_walled("", log_in, "blocked").await;
    let site = judged_site(walled("", move |_| Reply::Answer(429, gone, Vec::new()))).await;
    assert!(site.answers.iter().all(|answer| answer.state != State::NotFound), "{:?}", site.site);
    // What is gone is no refusal.
    let gone = |target: &str| if target < "/2" { Reply::page("<p>x") } else { Reply::not_found() };
    let site = judged_site(walled("", gone)).await;
    assert!(site.site.state == "ok" && site.answers.iter().any(|answer| answer.state == State::NotFound));
}

/// A municipality whose two e-services lie at a portal, and what the portal answers.
async fn with_portal(portal: fn(&str) -> Reply) -> ScoredSite {
    let server = Server::asked(move |target, _, head| match target {
        _ if head.to_lowercase().contains("host: etjanst.") => portal(target),
        "/" => Reply::page(format!("<h1>Felberga kommun</h1><a href=/bygglov>Bygglov</a>{CALM}")),
        "/bygglov" => Reply::page(
            "<h1>Ansök om bygglov</h1><p>Du ansöker om bygglov i vår e-tjänst. \
             <a href=http://etjanst.felberga.example/bygglov>Ansök om bygglov (e-tjänst)</a>",
        ),
        calm if calm.starts_with("/lugn") => Reply::page("<p>En lugn sida."),
        _ => Reply::not_found(),
    });
    let mut crawl = CrawlOf::new("http://www.felberga.example/".parse().unwrap());
    crawl.settings.resolve = vec![format!("*:80:127.0.0.1:{}", server.address.port()).parse().unwrap()];
    crawl.run().await.unwrap();
    let rubric = builtin_rubric();
    let compiled = CompiledRubric::new(&rubric);
    score::site(&crawl.file(), &rubric, &compiled, Fetched { year: 2026, month: 11 }).unwrap()
}

const SERVICE: &str = "<title>Bygglov</title><h1>Ansök om bygglov</h1><p>E-tjänst: Ansök om bygglov. Logga in med \
        e-legitimation för att starta e-tjänsten.</p>";

#[tokio::test]
async fn a_portal_that_answers_everything_is_no_service() {
    let full = |site: &ScoredSite| site.answers.iter().filter(|answer| answer.state == State::Full).count();
    let honest = with_portal(|target| match target {
        "/bygglov" => Reply::page(SERVICE),
        _ => Reply::not_found(),
    })
    .await;
    assert!(full(&honest) > 0);
    let everything = with_portal(|target| match target {
        "/robots.txt" => Reply::text(""),
        _ => Reply::page(
            "<title>E-tjänster</title><h1>Välkommen till våra e-tjänster</h1><p>Logga in för att se dina ärenden.</p>",
        ),
    })
    .await;
    assert_eq!(full(&everything), 0);
}

#[tokio::test]
async fn a_start_page_that_cannot_be_read_is_no_site() {
    for fields in [
        "Content-Type: text/html\r\nContent-Encoding: deflate\r\n",
        "Content-Type: text/html\r\ncf-mitigated: challenge\r\n",
        "Content-Type: text/plain\r\n",
        "Content-Type: image/png\r\n",
    ] {
        let site = judged_site(move |target| match target {
            "/" => Reply::Answer(200, fields, START.as_bytes().to_vec()),
            _ => Reply::not_found(),
        })
        .await;
        assert!(["error", "blocked"].contains(&site.site.state.as_str()), "{fields}");
        assert!(site.answers.iter().all(|answer| answer.state.points().is_none()), "{fields}");
    }
    for fields in [
        "",
        "Content-Type: application/octet-stream\r\n",
        "Content-Type: text/html\r\nContent-Encoding: utf-8\r\n",
    ] {
        let site = judged_site(move |target| match target {
            "/" => Reply::Answer(200, fields, [b"\xef\xbb\xbf", START.as_bytes()].concat()),
            "/sida" => Reply::page("<a href=/mer>Mer</a>"),
            "/mer" => Reply::page("<p>x"),
            _ => Reply::not_found(),
        })
        .await;
        assert_eq!((site.site.state.as_str(), site.site.pages), ("ok", 3), "{fields}");
    }
}

#[tokio::test]
async fn an_address_that_shows_a_notice_is_no_site() {
    let notice = "<title>Underhåll</title><main><h1>Vi uppdaterar webbplatsen</h1><p>Kommunens webbplats är stängd för underhåll \
                  och öppnar igen i morgon klockan 8. Har du frågor kan du ringa kommunens växel.</p>";
    for (more, is_site) in [("", false), (CALM, true)] {
        let site = judged_site(move |target| match target {
            "/" => Reply::page(format!("{notice}{more}")),
            "/robots.txt" | "/sitemap.xml" => Reply::not_found(),
            _ if more.is_empty() => Reply::not_found(),
            _ => Reply::page("<p>En lugn sida."),
        })
        .await;
        assert_eq!(site.site.state == "ok", is_site, "{more}: {}", site.site.reason.sv);
        assert_eq!(site.answers.iter().any(|answer| answer.points().is_some()), is_site, "{more}");
    }
}
