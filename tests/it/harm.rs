//! Markup and stylesheets that mean harm, or nothing at all: every page is checked to its end, in bounded time.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use kommunspegel::accessibility::export;
use kommunspegel::accessibility::load::{OwnSheets, read};
use kommunspegel::accessibility::report::{PageReport, examine};
use kommunspegel::accessibility::site::SiteReport;

/// Longest time for one page, on a slow machine that does other things too.
const PATIENCE: Duration = Duration::from_secs(40);
/// Pages that are made up.
const PAGES: usize = 400;

#[track_caller]
fn checked(what: &str, markup: &str) -> PageReport {
    let begun = Instant::now();
    let report = examine("x", &read(markup, &OwnSheets));
    assert!(!report.rules.is_empty());
    assert!(begun.elapsed() < PATIENCE, "{what}: {:?}", begun.elapsed());
    report
}

/// So many pieces of markup, one after the other.
fn many(count: usize, piece: impl Fn(&mut String, usize) -> std::fmt::Result) -> String {
    let mut all = String::new();
    for at in 0..count {
        piece(&mut all, at).unwrap();
    }
    all
}

#[test]
fn pages_that_mean_harm_are_checked_to_their_end() {
    let rules: String = many(50_000, |rules, at| write!(rules, "div .c{at} > p:not(.x) {{ color: red }}"));
    let words = "<p class=a>Förskolan vänder sig till barn. <a href=/x>Läs mer</a></p>";
    let pages = [
        ("5 MB", words.repeat(5_000_000 / words.len())),
        ("5 MB of text", format!("<p>{}", "ord ".repeat(1_250_000))),
        ("10 000 nested elements", format!("<p>{}x", "<div>".repeat(10_000))),
        ("10 000 nested formatting elements", "<b><i>x".repeat(5_000)),
        ("50 000 rules", format!("<style>{rules}</style>{}", "<div class=c1><p>x</p></div>".repeat(50))),
        ("links in links", format!("<a href=x>{}", "<b class=a title=t>x ".repeat(1_500))),
        ("tables in tables", "<table>".repeat(300) + &"<tr><td>".repeat(300)),
        ("selectors in selectors", format!("<style>{}</style>", ":is(".repeat(20_000))),
        (
            "properties in a ring",
            format!("<p style='--a:var(--b);--b:var(--a);color:var(--a){}'>x", "(".repeat(5_000)),
        ),
        (
            "half markup",
            "\u{0}<!--<![CDATA[<svg><math><title><p></svg><select><option><table>&#x110000;".repeat(200),
        ),
        ("many owners", format!("<ul aria-owns='{}'><li id=a>x</ul>", "a ".repeat(5_000))),
        ("many labels", format!("<span id=a aria-labelledby='{}'>x</span>", "a ".repeat(5_000)).repeat(20)),
        ("one table", format!("<table>{}</table>", "<tr><td rowspan=65534 colspan=1000>x".repeat(300))),
        (
            "many attributes",
            format!("<p {}>x", many(20_000, |attributes, at| write!(attributes, "data-a{at}=x "))),
        ),
        (
            "backgrounds of all",
            format!(
                "<style>* {{ background: url(x), linear-gradient(red, blue) }}</style>{}",
                "<div>x".repeat(1_000)
            ),
        ),
    ];
    for (what, markup) in pages {
        checked(what, &markup);
    }
}

/// Numbers that are the same in every run (xorshift, Marsaglia 2003).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

const TAGS: [&str; 44] = [
    "a", "b", "body", "button", "caption", "col", "dd", "details", "dialog", "div", "dl", "dt", "fieldset",
    "form", "frameset", "h1", "h3", "head", "html", "iframe", "img", "input", "label", "legend", "li",
    "main", "math", "nav", "noscript", "object", "option", "p", "script", "select", "style", "summary",
    "svg", "table", "td", "template", "textarea", "th", "title", "video",
];
const ATTRIBUTES: [&str; 30] = [
    "id",
    "class",
    "href",
    "alt",
    "for",
    "role",
    "lang",
    "style",
    "type",
    "name",
    "title",
    "headers",
    "scope",
    "colspan",
    "rowspan",
    "tabindex",
    "aria-label",
    "aria-labelledby",
    "aria-owns",
    "aria-hidden",
    "aria-expanded",
    "aria-controls",
    "autocomplete",
    "srcdoc",
    "content",
    "http-equiv",
    "hidden",
    "src",
    "media",
    "xml:lang",
];
const VALUES: [&str; 40] = [
    "a",
    "b",
    "a b",
    "",
    " ",
    "-1",
    "0",
    "99999999999",
    "true",
    "sv",
    "en-GB",
    "checkbox",
    "list",
    "listitem",
    "none",
    "presentation",
    "row",
    "dialog",
    "color:red",
    "color:#99",
    "opacity:.1",
    "display:none",
    "background:url(x)",
    "font:1px/1 x",
    "width:calc(1px*(2",
    "--a:var(--a)",
    "color:var(--a)",
    "letter-spacing:1em!important",
    "off name",
    "0;url=x",
    "refresh",
    "text",
    "radio",
    "/a",
    "#a",
    "http://a.example/",
    "<p id=a>x",
    "&#0;",
    "åäö",
    "\u{fffd}",
];
const SHEETS: [&str; 16] = [
    "*{color:red}",
    ".a>.b~p+a{opacity:.5}",
    "@media (min-width:1px){p{color:#999}}",
    "@layer a,b;@layer a{p{color:red}}",
    "@import 'x.css';",
    "@supports (a:b){",
    "}",
    "{",
    ":is(a,b):not(.a)::before{content:'x'}",
    "a:hover{",
    "@media (orientation:portrait){body{transform:rotate(90deg)}}",
    ":root{--a:var(--b,red)}",
    "/*",
    "*/",
    "\\",
    "@",
];

fn made_up(chance: &mut Chance) -> String {
    let mut markup = String::new();
    for _ in 0..chance.below(300) {
        match chance.below(8) {
            0 => write!(markup, "</{}>", chance.of(&TAGS)).unwrap(),
            1 => markup.push_str("Text på sidan. "),
            2 => write!(markup, "<style>{}{}</style>", chance.of(&SHEETS), chance.of(&SHEETS)).unwrap(),
            3 => markup.push_str(chance.of(&[
                "<!--",
                "-->",
                "<![CDATA[",
                "&",
                "<",
                "\"",
                "'",
                ">",
                "\0",
                "<!doctype x>",
            ])),
            _ => {
                write!(markup, "<{}", chance.of(&TAGS)).unwrap();
                for _ in 0..chance.below(4) {
                    write!(markup, " {}=\"{}\"", chance.of(&ATTRIBUTES), chance.of(&VALUES)).unwrap();
                }
                markup.push('>');
            }
        }
    }
    markup
}

#[test]
fn made_up_pages_are_checked_and_told_in_every_format() {
    let mut chance = Chance(0x5eed_2026_1122_0003);
    let mut reports = Vec::new();
    for number in 0..PAGES {
        let markup = made_up(&mut chance);
        let report = std::panic::catch_unwind(|| checked("made up", &markup));
        reports.push(report.unwrap_or_else(|_| panic!("page {number}: {markup}")));
    }
    let site = SiteReport::of(reports);
    assert!(export::sarif(&site)["runs"].is_array() && export::earl(&site)["assertions"].is_array());
    assert!(!export::table(&site).unwrap().is_empty());
}

#[test]
fn torn_examples_are_checked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accessibility");
    let mut chance = Chance(0x5eed_2026_1122_0004);
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let letters: Vec<char> = text.chars().collect();
        for _ in 0..4 {
            let (from, to) = (chance.below(letters.len()), chance.below(letters.len()));
            let torn: String = letters[..from].iter().chain(&letters[to..]).collect();
            checked("torn", &torn);
        }
    }
}
