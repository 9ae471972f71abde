//! The demo nation in `fixtures/nation`: that it can be read, hangs together, and is served as its hosts behave.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;

use kommunspegel::demo::{Answer, Nation, serve};

fn nation() -> Nation {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/nation");
    Nation::read(&directory).unwrap_or_else(|error| panic!("{error}"))
}

/// Links that lead nowhere on purpose: services that a portal has taken away, and what lies behind a log-in.
const INTENDED: [&str; 3] = [
    "etjanster.lindesala.example/oversikt/overview/188",
    "etjanster.lindesala.example/oversikt/overview/193",
    "minasidor.tallviken.example/mypages/login",
];

#[test]
fn the_nation_hangs_together() {
    let intended = |fault: &String| INTENDED.iter().any(|link| fault.contains(link));
    let faults: Vec<String> = nation().faults().into_iter().filter(|fault| !intended(fault)).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_embedded_nation_is_the_one_in_the_directory() {
    assert_eq!(Nation::embedded(), nation());
}

/// A small nation of one Sitevision host with these pages, to plant faults in.
fn small(pages: &[(&str, &str, &str)]) -> Nation {
    mannered("shape = \"sitevision\"\nsitemap = true", pages)
}

/// A small nation of one host with these manners and pages: path, parent, body.
fn mannered(manners: &str, pages: &[(&str, &str, &str)]) -> Nation {
    let place = format!(
        "code = \"9999\"\nname = \"Provby\"\nfull_name = \"Provby kommun\"\n\
         website = \"http://www.provby.example/\"\n[[host]]\nname = \"www.provby.example\"\n{manners}\n\
         search_box = \"all\"\nrobots = \"User-agent: *\\nDisallow: /sok\\n\"\n"
    );
    let start = "+++\npath = \"/\"\ntitle = \"Provby kommun\"\n+++\n<h1>Välkommen</h1>".to_owned();
    let mut files = BTreeMap::from([
        ("provby/municipality.toml".to_owned(), place),
        ("provby/www.provby.example/start.html".to_owned(), start),
    ]);
    for (number, (path, parent, body)) in pages.iter().enumerate() {
        let front = format!(
            "path = \"{path}\"\ntitle = \"Sida {number}\"\nparent = \"{parent}\"\nupdated = \"2026-09-01\""
        );
        files
            .insert(format!("provby/www.provby.example/{number}.html"), format!("+++\n{front}\n+++\n{body}"));
    }
    Nation::from_files(&files).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn planted_faults_are_found() {
    let check = |pages: &[(&str, &str, &str)], expected: &[&str]| {
        let faults = small(pages).faults();
        assert_eq!(faults.len(), expected.len(), "{faults:?}");
        for (fault, part) in faults.iter().zip(expected) {
            assert!(fault.contains(part), "{fault} lacks {part}");
        }
    };
    check(
        &[("/a", "/", "<a href=\"/\">s</a> <a href=\"/x.pdf\">d</a> <a href=\"https://www.csn.se/\">c</a>")],
        &[],
    );
    check(&[("/a", "/", "<a href=\"/b\">b</a>")], &["http://www.provby.example/b leads nowhere"]);
    check(&[("/a", "/", "<a href=\"http://no.example/\">b</a>")], &["http://no.example/ leads nowhere"]);
    check(&[("/a", "/b", "")], &["parent /b does not lead"]);
    check(&[("/a", "/", ""), ("/a", "/", "")], &["/a stands twice"]);
}

fn answer(nation: &Nation, target: &str) -> (Answer, String) {
    let (_, host) = nation.host("www.provby.example").unwrap();
    let answer = host.answer(target);
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    (answer, text)
}

#[test]
fn a_page_is_drawn_with_what_its_system_puts_around_it() {
    let nation = small(&[
        ("/a/", "/", "<h1>Förskola</h1><p>Avgiften är 1 500 kr.</p>"),
        ("/a/b", "/a/", "<h1>B</h1>"),
    ]);
    let (page, text) = answer(&nation, "/a/");
    assert_eq!((page.status, page.content_type.as_str()), (200, "text/html; charset=utf-8"));
    for part in [
        "<html lang=\"sv\">",
        "<title>Sida 0 - Provby kommun</title>",
        "<li><a href=\"/\">Start</a></li>",
        "action=\"/sok\"",
        "name=\"query\"",
        "<h1>Förskola</h1>",
        "<a href=\"/a/b\">Sida 1</a>",
        "2026-09-01",
    ] {
        assert!(text.contains(part), "{text}\nlacks {part}");
    }
    assert!(answer(&nation, "/").1.contains("<title>Provby kommun</title>"));
}

#[test]
fn a_host_answers_for_more_than_its_pages() {
    let nation = small(&[("/a/", "/", "<a href=\"/d.pdf\">d</a> Avgift")]);
    let check = |target: &str, status: u16, part: &str| {
        let (found, text) = answer(&nation, target);
        assert_eq!(found.status, status, "{target}");
        assert!(text.contains(part), "{target}: {text}\nlacks {part}");
    };
    check("/robots.txt", 200, "Sitemap: http://www.provby.example/sitemap.xml");
    check("/sitemap.xml", 200, "<loc>http://www.provby.example/a/</loc><lastmod>2026-09-01</lastmod>");
    check("/assets/sitevision.css", 200, "body {");
    check("/d.pdf", 200, "%PDF-1.4");
    check("/e.pdf", 404, "kunde inte hittas");
    check("/a/?utm_source=x", 200, "Avgift");
    check("/sok?query=avgift", 200, "1 träffar på <strong>avgift</strong>");
    check("/sok?query=%3Cb%3E", 200, "Inga träffar på <strong>&#60;b&#62;</strong>");
    assert_eq!(answer(&nation, "/a").0.location.as_deref(), Some("http://www.provby.example/a/"));
}

#[test]
fn hosts_differ_in_their_manners() {
    let pages =
        [("/oversikt/overview/7", "/", "<h1>Ansök</h1>"), ("/?id=7", "/", "<h1>Räksmörgås – 7 €</h1>")];
    let check = |manners: &str, target: &str, status: u16, part: &str| {
        let (found, text) = answer(&mannered(manners, &pages), target);
        assert_eq!(found.status, status, "{manners}, {target}");
        assert!(text.contains(part), "{manners}, {target}: {text}\nlacks {part}");
    };
    check("shape = \"plain\"", "/no", 404, "Sidan kunde inte hittas");
    check("shape = \"plain\"\nnot_found = \"soft-404\"", "/no", 200, "Sidan kunde inte hittas");
    check("shape = \"plain\"\nnot_found = \"catch-all\"", "/no", 200, "Välkommen");
    check("shape = \"plain\"", "/?id=7", 200, "Räksmörgås");
    check("shape = \"plain\"", "/?id=8", 404, "Sidan kunde inte hittas");
    check("shape = \"plain\"", "/sitemap.xml", 404, "");
    check("shape = \"open-eplatform\"", "/oversikt/flow/7", 200, "Mobilt BankID");
    check("shape = \"open-eplatform\"", "/oversikt/flow/8", 404, "");
    check("shape = \"municipio\"", "/?s=ansök", 200, "1 träffar");
    check("shape = \"optimizely\"", "/sok/?q=ansök", 200, "1 träffar");
}

#[test]
fn a_host_may_write_latin_1() {
    let nation =
        mannered("shape = \"plain\"\ncharset = \"iso-8859-1\"", &[("/?id=7", "/", "Räksmörgås – 7 €")]);
    let page = answer(&nation, "/?id=7").0;
    assert_eq!(page.content_type, "text/html; charset=iso-8859-1");
    let expected = b"R\xe4ksm\xf6rg\xe5s \x96 7 \x80";
    assert!(page.body.windows(expected.len()).any(|bytes| bytes == expected));
}

fn request(address: SocketAddr, host: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_are_told_apart_and_those_that_are_down_refuse() {
    let server = serve(Arc::new(nation())).await.unwrap();
    for route in &server.routes {
        let answer = request(route.address, &route.host);
        if route.address == server.address {
            let answer = answer.unwrap();
            assert!(answer.starts_with("HTTP/1.1 200 OK"), "{}: {answer}", route.host);
        } else {
            assert!(answer.is_err(), "{} should refuse", route.host);
        }
    }
    assert!(request(server.address, "no.example").unwrap().starts_with("HTTP/1.1 421"));
    server.stop().await.unwrap();
}
