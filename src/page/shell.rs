//! Pages that a server sends empty for scripts to fill. They are told by their text alone, without a document tree, so
//! that a crawl can tell them in passing. It must not know what is done about them.

use super::markup::{attribute, attributes, name, tag};
use super::part::{Opened, Parts};
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
        Seen { rest: html, ..Seen::default() }.until_enough()
    }

    /// The sign, if the page shows nothing without its scripts or leaves a part to them. Reads the page to its end.
    pub fn of_whole_or_part(html: &str) -> Option<Self> {
        let mut seen = Seen { rest: html, ..Seen::default() };
        let whole = seen.until_enough();
        if whole.is_some() {
            return whole;
        }
        while seen.step() {}
        (seen.parts.left && seen.scripts && !seen.refreshes).then_some(Self::Part)
    }
}

/// Letters that a page shows, wherever they stand.
pub fn shown(html: &str) -> usize {
    let mut seen = Seen { rest: html, ..Seen::default() };
    while seen.step() {}
    seen.content + seen.around
}

/// What has been seen of a page so far.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a sign of its own, seen or not")]
struct Seen<'h> {
    rest: &'h str,
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
    /// Reads until the page has said enough; the sign, if it never does.
    fn until_enough(&mut self) -> Option<Shell> {
        let has_main = self.rest.contains("<main");
        while self.content < ENOUGH || has_main && !self.parts.main_is_full(self.content) {
            if !self.step() {
                return self.sign();
            }
        }
        None
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

    /// Takes a text and the tag after it; `false` at the end.
    fn step(&mut self) -> bool {
        let Some(at) = self.rest.find('<') else {
            let text = std::mem::take(&mut self.rest);
            self.text(text);
            return false;
        };
        self.text(&self.rest[..at]);
        self.rest = &self.rest[at..];
        if let Some(comment) = self.rest.strip_prefix("<!--") {
            self.rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
        } else if self.rest.starts_with("<!") || self.rest.starts_with("<?") {
            self.rest = self.rest.find('>').map_or("", |end| &self.rest[end + 1..]);
        } else if let Some(closing) = self.rest.strip_prefix("</") {
            let name = name(closing);
            self.parts.close(self.content + self.around);
            if name.eq_ignore_ascii_case("main") {
                self.parts.main_ends(self.content);
            }
            if FRAME.iter().any(|frame| frame.eq_ignore_ascii_case(name)) {
                self.framed = self.framed.saturating_sub(1);
            }
            self.rest = closing.find('>').map_or("", |end| &closing[end + 1..]);
        } else if self.rest[1..].starts_with(|first: char| first.is_ascii_alphabetic()) {
            let (tag, rest) = tag(&self.rest[1..]);
            self.rest = rest;
            self.open(tag);
        } else {
            self.text("<");
            self.rest = &self.rest[1..];
        }
        !self.rest.is_empty()
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

    fn open(&mut self, tag: &'h str) {
        let name = name(tag).to_ascii_lowercase();
        let told = Told::by(tag);
        let is_root = told.id.is_some_and(|id| ROOTS.contains(&id)) || ROOT_ELEMENTS.contains(&name.as_str());
        if is_root {
            self.root = Some(self.content);
        }
        let shows = SHOWS.contains(&name.as_str());
        self.shows |= shows;
        let opened = match () {
            () if told.is_hidden() => Opened::Hidden,
            () if is_root && self.framed == 0 => Opened::Mount,
            () => Opened::Plain,
        };
        self.parts.open(opened, self.content + self.around);
        match name.as_str() {
            "main" => self.parts.main(self.content),
            "a" if self.framed == 0 && told.leads => self.parts.leads(),
            _ if shows => self.parts.leads(),
            _ => {}
        }
        self.framed += usize::from(FRAME.contains(&name.as_str()));
        match name.as_str() {
            "script" => self.script(tag),
            "meta" => {
                let equivalent = attribute(tag, "http-equiv").unwrap_or_default();
                self.refreshes |= equivalent.eq_ignore_ascii_case("refresh");
            }
            _ => {}
        }
        if SILENT.contains(&name.as_str()) && !tag.ends_with('/') {
            let inner = self.skip(&name);
            self.says |= name == "noscript" && inner.to_ascii_lowercase().contains("javascript");
        }
    }

    fn script(&mut self, tag: &str) {
        let kind = attribute(tag, "type").unwrap_or_default().to_ascii_lowercase();
        let runs = kind.is_empty() || kind.contains("javascript") || kind == "module";
        let source = attribute(tag, "src").unwrap_or_default().to_ascii_lowercase();
        self.scripts |= runs;
        self.bundle |= runs && BUNDLES.iter().any(|part| source.contains(part))
            || kind == "module" && !source.is_empty();
    }

    /// Goes behind the end of an element; what stands in it.
    fn skip(&mut self, name: &str) -> &'h str {
        let is_end = |at: &usize| {
            let after = self.rest.as_bytes()[at + 2..].get(..name.len());
            after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes()))
        };
        let tags = self.rest.match_indices('<').map(|(at, _)| at);
        let end = tags.filter(|at| self.rest[at + 1..].starts_with('/')).find(is_end);
        let (inner, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        inner
    }
}

/// What the attributes of a tag tell, read once.
#[derive(Debug, Default)]
struct Told<'t> {
    id: Option<&'t str>,
    style: Option<&'t str>,
    /// Whether it has an address.
    leads: bool,
    hidden: bool,
}

impl<'t> Told<'t> {
    fn by(tag: &'t str) -> Self {
        let mut told = Self::default();
        for (name, value) in attributes(tag) {
            match name.len() {
                2 if name.eq_ignore_ascii_case("id") => told.id = told.id.or(Some(value)),
                4 if name.eq_ignore_ascii_case("href") => told.leads = true,
                5 if name.eq_ignore_ascii_case("style") => told.style = told.style.or(Some(value)),
                6 if name.eq_ignore_ascii_case("hidden") => told.hidden = true,
                _ => {}
            }
        }
        told
    }

    /// Whether it says that its element is not shown.
    fn is_hidden(&self) -> bool {
        self.hidden || self.style.is_some_and(|style| style.replace(' ', "").contains("display:none"))
    }
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
