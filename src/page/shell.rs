//! Pages that a server sends empty for scripts to fill. They are told by their text alone, without a document tree, so
//! that a crawl can tell them in passing. It must not know what is done about them.

use memchr::memmem;

use super::part::{Opened, Parts};
use super::scan::{Piece, Scan, Tag};
use crate::language::is_letter;

/// The sign by which a page is known to show nothing without its scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// It says that JavaScript is needed.
    Says,
    /// The element that scripts fill stands empty.
    Root,
    /// It loads a bundle of scripts and shows next to nothing.
    Bundle,
    /// It has scripts and shows nothing at all.
    Scripts,
    /// There is nothing on it.
    Blank,
    /// It has menus, and next to nothing in its main element.
    Main,
    /// It shows something, and leaves a part to its scripts.
    Part,
    /// It is of a document of which there is more than is read.
    Cut,
}

/// A page with so many letters outside header, menus and footer has something to say.
const ENOUGH: usize = 200;
/// So few letters are no more than "Loading".
const FEW: usize = 30;
/// Ids of the elements that the usual frameworks fill.
const ROOTS: &[&str] = &[
    "root",
    "app",
    "main-app",
    "app-root",
    "react-root",
    "___gatsby",
    "__next",
    "__nuxt",
    "svelte",
    "ember-app",
];
/// Elements that they fill.
const ROOT_ELEMENTS: &[&str] = &["app-root", "router-outlet", "main-app"];
/// Parts of the names of bundles.
const BUNDLES: &[&str] = &[
    "bundle",
    "chunk",
    "runtime",
    "vendor",
    "polyfills",
    "webpack",
    "main.",
    "main-",
    "app.",
    "app-",
    "index-",
    "_next/",
    "_nuxt/",
];
/// Elements whose text is not shown, or not as content.
const SILENT: &[&str] = &["script", "style", "template", "noscript", "title", "svg", "textarea", "option"];
/// Elements that frame the content.
const FRAME: &[&str] = &["header", "nav", "footer"];
/// Elements that show something without a letter, or lead on.
const SHOWS: &[&str] =
    &["frame", "iframe", "img", "object", "embed", "video", "audio", "picture", "canvas", "form", "input"];

impl Shell {
    /// The sign, if the page shows nothing without its scripts. Stops where the page has said enough.
    pub fn of(html: &str) -> Option<Self> {
        let mut seen = Seen::new(html);
        while !seen.has_said_enough() {
            if !seen.step() {
                return seen.sign();
            }
        }
        None
    }

    /// The sign, if the page shows nothing without its scripts or leaves a part to them. Reads the page to its end.
    pub fn of_whole_or_part(html: &str) -> Option<Self> {
        let (mut seen, mut enough) = (Seen::new(html), false);
        loop {
            enough = enough || seen.has_said_enough();
            if !seen.step() {
                break;
            }
        }
        let part = || (seen.parts.left && seen.scripts && !seen.refreshes).then_some(Self::Part);
        seen.sign().filter(|_| !enough).or_else(part)
    }
}

/// Letters that a page shows, wherever they stand.
pub fn shown(html: &str) -> usize {
    let mut seen = Seen::new(html);
    while seen.step() {}
    seen.content + seen.around
}

/// Letters that a page shows outside header, menus and footer.
pub fn told(html: &str) -> usize {
    let mut seen = Seen::new(html);
    while seen.step() {}
    seen.content
}

/// What has been seen of a page so far.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a sign of its own, seen or not")]
struct Seen<'h> {
    scan: Scan<'h>,
    /// Whether there is a main element somewhere.
    has_main: bool,
    /// Letters shown in the content.
    content: usize,
    /// Letters shown in header, menus and footer.
    around: usize,
    /// How many of those are open.
    framed: usize,
    scripts: bool,
    bundle: bool,
    says: bool,
    shows: bool,
    refreshes: bool,
    /// The letters of the content that stood before the element that scripts fill.
    root: Option<usize>,
    parts: Parts,
}

impl<'h> Seen<'h> {
    fn new(html: &'h str) -> Self {
        let has_main = memmem::find(html.as_bytes(), b"<main").is_some();
        Self { scan: Scan::new(html), has_main, ..Self::default() }
    }

    /// Whether the page shows something by itself, whatever follows.
    fn has_said_enough(&self) -> bool {
        self.content >= ENOUGH && (!self.has_main || self.parts.main_is_full(self.content))
    }

    fn sign(&self) -> Option<Shell> {
        let letters = self.content + self.around;
        let few = self.content < ENOUGH;
        let root_is_empty = self.root.is_some_and(|before| self.content - before <= FEW);
        match () {
            () if self.refreshes => None,
            () if few && self.says && self.scripts => Some(Shell::Says),
            () if few && root_is_empty && self.scripts => Some(Shell::Root),
            () if self.scripts && self.parts.main_is_empty(self.content) => Some(Shell::Main),
            () if !few => None,
            () if self.bundle && letters <= 3 * FEW && !self.shows => Some(Shell::Bundle),
            () if self.scripts && letters <= FEW && !self.shows => Some(Shell::Scripts),
            () if letters == 0 && !self.shows && !self.scripts => Some(Shell::Blank),
            () => None,
        }
    }

    /// Takes a text or a tag; `false` at the end.
    fn step(&mut self) -> bool {
        match self.scan.next() {
            None => return false,
            Some(Piece::Text(text)) => self.text(text),
            Some(Piece::Open(tag)) => self.open(tag),
            Some(Piece::Close(name)) => {
                self.parts.close(self.content + self.around);
                if name.eq_ignore_ascii_case("main") {
                    self.parts.main_ends(self.content);
                }
                if is_any(FRAME, name) {
                    self.framed = self.framed.saturating_sub(1);
                }
            }
        }
        true
    }

    fn text(&mut self, text: &str) {
        let entity = |part: &str| part.find(';').filter(|end| *end < 10).map_or(0, |end| end + 1);
        let mut parts = text.split('&');
        let first = parts.next().map_or(0, letters);
        let count = first + parts.map(|part| letters(&part[entity(part)..])).sum::<usize>();
        *if self.framed > 0 { &mut self.around } else { &mut self.content } += count;
        if self.framed == 0 && count > 0 {
            self.parts.text(text);
        }
    }

    fn open(&mut self, tag: Tag<'h>) {
        let name = tag.name();
        let said = Said::of(tag);
        let is_root = !said.id.is_empty() && ROOTS.contains(&said.id) || is_any(ROOT_ELEMENTS, name);
        if is_root {
            self.root = Some(self.content);
        }
        let shows = is_any(SHOWS, name);
        self.shows |= shows;
        let opened = match () {
            () if said.hidden => Opened::Hidden,
            () if is_root && self.framed == 0 => Opened::Mount,
            () => Opened::Plain,
        };
        self.parts.open(opened, self.content + self.around);
        let leads = shows || self.framed == 0 && said.leads && tag.is("a");
        match () {
            () if tag.is("main") => self.parts.main(self.content),
            () if leads => self.parts.leads(),
            () if tag.is("script") => self.script(tag),
            () if tag.is("meta") => {
                let equivalent = tag.attribute("http-equiv").unwrap_or_default();
                self.refreshes |= equivalent.eq_ignore_ascii_case("refresh");
            }
            () => {}
        }
        self.framed += usize::from(is_any(FRAME, name));
        if is_any(SILENT, name) && !tag.is_closed() {
            let inner = self.scan.skip_to_end(name);
            self.says |= tag.is("noscript") && inner.to_ascii_lowercase().contains("javascript");
        }
    }

    fn script(&mut self, tag: Tag<'h>) {
        let kind = tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
        let runs = kind.is_empty() || kind.contains("javascript") || kind == "module";
        let source = tag.attribute("src").unwrap_or_default().to_ascii_lowercase();
        self.scripts |= runs;
        self.bundle |= runs && BUNDLES.iter().any(|part| source.contains(part))
            || kind == "module" && !source.is_empty();
    }
}

/// What a tag says of its element.
#[derive(Debug, Default)]
struct Said<'h> {
    id: &'h str,
    /// It is not shown.
    hidden: bool,
    /// It has an address to lead to.
    leads: bool,
}

impl<'h> Said<'h> {
    /// Read in one pass: every tag of every page is asked.
    fn of(tag: Tag<'h>) -> Self {
        let mut said = Self::default();
        for (name, value) in tag.attributes() {
            match name.len() {
                2 if name.eq_ignore_ascii_case("id") && said.id.is_empty() => said.id = value,
                4 if name.eq_ignore_ascii_case("href") => said.leads = true,
                5 if name.eq_ignore_ascii_case("style") => {
                    said.hidden |= value.replace(' ', "").contains("display:none");
                }
                6 if name.eq_ignore_ascii_case("hidden") => said.hidden = true,
                _ => {}
            }
        }
        said
    }
}

/// Whether a name, in whatever case, is one of these.
fn is_any(names: &[&str], name: &str) -> bool {
    // Most elements of a page have names of one or two letters, and none of these has.
    name.len() > 2 && names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|&letter| is_letter(letter)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: Option<Shell>) {
        assert_eq!(Shell::of(html), expected, "{html}");
    }

    #[test]
    fn pages_that_scripts_draw() {
        check("<div id=root></div><script src=/app.js>", Some(Shell::Root));
        check(
            "<!doctype html><title>Felberga kommun</title><noscript>You need to enable JavaScript to run this app.\
             </noscript><div id=\"root\"></div><script src=\"/static/js/main.3f.js\"></script>",
            Some(Shell::Says),
        );
        check(
            "<body><app-root>Laddar…</app-root><script src=runtime.js type=module></script>",
            Some(Shell::Root),
        );
        check(
            "<header><nav>Hem Kontakt</nav></header><div id='app'> </div><script>x</script>",
            Some(Shell::Root),
        );
        check(
            "<p>Vänta</p><script type=\"module\" src=\"/assets/index-5f.js\"></script>",
            Some(Shell::Bundle),
        );
        check("<style>a>b{}</style><script>location='/start?a<b'</script>", Some(Shell::Scripts));
        check(" \n<!-- <p>text</p> --><html><body>&nbsp;</body></html>", Some(Shell::Blank));
        check("", Some(Shell::Blank));
    }

    const MENUS: &str = "<script src=/a.js></script><div class=menu><a href=/a>Barn och utbildning</a> <a href=/b>Bygga, bo och \
        miljö</a> <a href=/c>Omsorg och hjälp</a> <a href=/d>Uppleva och göra</a> <a href=/e>Trafik och infrastruktur</a> \
        <a href=/f>Kommun och politik</a> <a href=/g>Näringsliv och arbete</a> <a href=/h>Kontakta oss om du undrar</a></div>";

    #[test]
    fn menus_around_nothing() {
        let check = |main: &str, expected| {
            check(&format!("{MENUS}<main>{main}</main><footer>Kommunen</footer>"), expected);
        };
        check("<h1>Lediga jobb</h1><div class=jobb></div>", Some(Shell::Main));
        check("<h1>Lediga jobb</h1><nav><a href=/a>Start</a></nav><p>Hämtar …</p>", Some(Shell::Main));
        check("<h1>Lediga jobb</h1><a href=/jobb/1>Lärare</a>", None);
        check("<h1>Lediga jobb</h1><iframe src=/jobb></iframe>", None);
        check(
            "<h1>Lediga jobb</h1><p>Just nu finns inga lediga jobb i kommunen. Välkommen åter när hösten kommer.</p>",
            None,
        );
    }

    #[test]
    fn a_part_that_is_left_to_scripts() {
        let text = "Vi svarar på frågor om förskolan. ".repeat(9);
        let check = |part: &str, expected| {
            let html = format!("<script src=/a.js></script><main><p>{text}</p>{part}</main>");
            assert_eq!(Shell::of(&html), None, "{part}");
            assert_eq!(Shell::of_whole_or_part(&html), expected, "{part}");
        };
        check("<div id=app></div>", Some(Shell::Part));
        check("<div id=app>\n<!-- x --></div>", Some(Shell::Part));
        check("<div id=app><p>Avgiften är 3 procent.</p></div>", None);
        check("<div class=avgifter><span>Laddar…</span></div>", Some(Shell::Part));
        check("<p>Loading...</p>", Some(Shell::Part));
        check("<p hidden>Laddar…</p><p style='display: none'>Laddar…</p>", None);
        check("<p>Så laddar du din elbil.</p>", None);
        check("<script>x = '<p>Laddar…</p>'</script><template><p>Laddar…</p></template>", None);
        assert_eq!(Shell::of_whole_or_part(&format!("<p>{text}</p><p>Laddar…</p>")), None, "nothing runs");
    }

    #[test]
    fn pages_that_say_something_themselves() {
        let text = "Vi svarar på frågor om förskolan. ".repeat(9);
        check(&format!("<div id=root><p>{text}</p></div><script src=/app.js></script>"), None);
        check(&format!("<noscript>JavaScript krävs</noscript><script></script><p>{text}"), None);
        check("<p>Sidan finns inte.</p>", None);
        check("<meta http-equiv=refresh content='0; url=/start'><script></script>", None);
        check("<frameset><frame src=/a></frameset><script></script>", None);
        check("<script></script><a href=/in><img src=valkommen.png></a>", None);
        check("<script type='application/ld+json'>{}</script><p>Kort om oss</p>", None);
    }

    #[test]
    fn what_is_shown_is_counted() {
        let html = "<!doctype html><?xml a?><title>Nej</title><nav>Hem</nav><p>Ö&nbsp;1</p><script>x</script><noscript>n</noscript>";
        assert_eq!(shown(html), 5);
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        for html in
            ["<", "</", "<a", "<a =", "<a b='", "<script", "<!--", "&", "<å>", "<a å=ä ö>", "<a \"=\"\u{a0}>"]
        {
            Shell::of(html);
        }
        Shell::of(&"<a href=\"".repeat(2000));
    }
}
