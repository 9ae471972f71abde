//! Pages that stand between a robot and a site: a challenge for robots, a log-in before anything else. They are told by their
//! text alone. It must not know what is done about them.

use std::sync::LazyLock;

use regex::Regex;

use super::scan::{Piece, Scan};

/// How far into a page the marks are looked for, in bytes: walls are small and say so early.
pub const LOOKED_AT: usize = 32 * 1024;
/// A page with a log-in that links to more than so many addresses has something to say besides.
const FEW_LINKS: usize = 10;

/// Marks of challenges, in lower case. Cloudflare's script alone is none: it stands in ordinary pages too.
static CHALLENGES: LazyLock<Regex> = LazyLock::new(|| {
    let marks = [
        "_cf_chl_opt",
        "<title>just a moment...</title>",
        "<title>attention required! | cloudflare</title>",
        "pardon our interruption",
        "<title>ddos-guard</title>",
        "sucuri website firewall - access denied",
        "the requested url was rejected. please consult with your administrator",
        "<title>checking your browser",
        "<title>vercel security checkpoint",
        // Anubis, by its script; and by its words, which its many likes have too.
        "/.within.website/x/cmd/anubis/",
    ];
    let words = r"<title>\s*making sure you(?:'|’|&#39;|&#x27;|&apos;|&rsquo;| a)re not a (?:bot|robot)";
    let marks = marks.map(regex::escape).join("|");
    Regex::new(&format!("{marks}|{words}")).expect("the marks are an expression")
});

/// Marks that stand in ordinary pages too, in lower case; on a page that leads next to nowhere they say that it is a challenge.
static SIGNS: LazyLock<Regex> = LazyLock::new(|| {
    let marks = ["_incapsula_resource?", "captcha-delivery.com", "px-captcha", "verify you are a human"];
    Regex::new(&marks.map(regex::escape).join("|")).expect("the marks are an expression")
});
/// A challenge has at most so many links: to who made it, to help, to the start page.
const LINKS_OF_A_CHALLENGE: usize = 3;

/// A field for a password, in lower case; white space around the equals sign is allowed (HTML standard, 13.1.2.3).
static PASSWORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\btype\s*=\s*["']?\s*password\b"#).expect("it is an expression"));

/// Whether an answer is a challenge for robots.
pub fn is_challenge(status: u16, html: &str) -> bool {
    let is_sign = |head: &str| SIGNS.is_match(head) && links(html) <= LINKS_OF_A_CHALLENGE;
    matches!(status, 200 | 202 | 401 | 403 | 503) && {
        let head = head(html);
        CHALLENGES.is_match(&head) || is_sign(&head)
    }
}

/// Whether a page is nothing but a log-in; `links` counts its links, and is asked only of pages with a log-in.
pub fn is_log_in(html: &str, links: impl FnOnce() -> usize) -> bool {
    PASSWORD.is_match(&head(html)) && links() <= FEW_LINKS
}

/// How many links a page has.
pub fn links(html: &str) -> usize {
    Scan::new(html).filter(|piece| matches!(piece, Piece::Open(tag) if tag.is("a"))).count()
}

fn head(html: &str) -> String {
    let end = (0..=LOOKED_AT.min(html.len())).rev().find(|at| html.is_char_boundary(*at)).unwrap_or(0);
    html[..end].to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walls_are_told_from_pages() {
        for (html, links, challenge, log_in) in [
            ("<title>Just a moment...</title><script>window._cf_chl_opt={}</script>", 0, true, false),
            (
                "<p>Om kommunen</p><script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js>",
                5,
                false,
                false,
            ),
            ("<title>Making sure you&#39;re not a bot!</title><p>Anubis</p>", 0, true, false),
            ("<body><iframe id=main-iframe src=/_Incapsula_Resource?CWUDNSAI=9>", 0, true, false),
            (
                "<p>Om oss<a href=/a>A</a><a href=/b>B</a><a href=/c>C</a><a href=/d>D</a><script src=/_Incapsula_Resource?SWJ>",
                4,
                false,
                false,
            ),
            ("<title>Making sure you are not a bot</title>", 0, true, false),
            ("<script src=/.within.website/x/cmd/anubis/static/js/main.mjs></script>", 0, true, false),
            ("<title>Pyramiderna och Anubis</title><p>Making sure you see it", 0, false, false),
            ("<form><input name=u><input TYPE=\"password\" name=p></form>", 1, false, true),
            ("<form><input type=text><input autocomplete=off  type = \"password\"></form>", 1, false, true),
            ("<form><input type=password></form>", 60, false, false),
            ("<p>type=passwords", 0, false, false),
        ] {
            assert_eq!(is_challenge(200, html), challenge, "{html}");
            assert_eq!(is_log_in(html, || links), log_in, "{html}");
        }
    }

    #[test]
    fn challenges_come_with_some_statuses_and_links_are_counted_as_they_stand() {
        for (status, expected) in [(200, true), (403, true), (503, true), (404, false), (500, false)] {
            assert_eq!(is_challenge(status, "<title>Just a moment...</title>"), expected, "{status}");
        }
        assert_eq!(links("<a href=/>x</a> <A\n href=/b>y</a> <!-- <a href=/c> --> <abbr>z</abbr>"), 2);
    }
}
