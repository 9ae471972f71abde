//! Answers that stand between a robot and a site: a challenge for robots, a log-in before anything else.
//!
//! Pure; knows the marks of walls, not what is done about them.

use std::sync::LazyLock;

use regex::Regex;

use crate::fetch::Unreachable;

/// How far into a page the marks are looked for, in bytes: walls are small and say so early.
const LOOKED_AT: usize = 32 * 1024;
/// A page with a log-in that links to more than so many addresses has something to say besides.
const FEW_LINKS: usize = 10;

/// Marks of challenges, in lower case. Cloudflare's script alone is none: it stands in ordinary pages too.
static CHALLENGES: LazyLock<Regex> = LazyLock::new(|| {
    let marks = [
        "_cf_chl_opt",
        "<title>just a moment...</title>",
        "<title>attention required! | cloudflare</title>",
        "_incapsula_resource?",
        "pardon our interruption",
        "captcha-delivery.com",
        "px-captcha",
        "<title>ddos-guard</title>",
        "sucuri website firewall - access denied",
        "verify you are a human",
        "the requested url was rejected. please consult with your administrator",
    ];
    Regex::new(&marks.map(regex::escape).join("|")).expect("escaped marks are an expression")
});

/// Whether a page is a challenge for robots.
pub(super) fn bot_wall(html: &str) -> Option<Unreachable> {
    CHALLENGES.is_match(&head(html)).then_some(Unreachable::BotWall)
}

/// Whether a page, with so many links, is nothing but a log-in.
pub(super) fn login_wall(html: &str, links: usize) -> Option<Unreachable> {
    if links > FEW_LINKS {
        return None;
    }
    let head = head(html);
    let asks =
        ["type=\"password\"", "type='password'", "type=password"].iter().any(|mark| head.contains(mark));
    asks.then_some(Unreachable::LoginWall)
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
        for (html, links, bot, login) in [
            ("<title>Just a moment...</title><script>window._cf_chl_opt={}</script>", 0, true, false),
            (
                "<p>Om kommunen</p><script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js>",
                5,
                false,
                false,
            ),
            ("<form><input name=u><input TYPE=\"password\" name=p></form>", 1, false, true),
            ("<form><input type=password></form>", 60, false, false),
        ] {
            assert_eq!(bot_wall(html).is_some(), bot, "{html}");
            assert_eq!(login_wall(html, links).is_some(), login, "{html}");
        }
    }
}
