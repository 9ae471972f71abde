//! Gathers text, links and headings into blocks while a document is walked. It must not know tags: the walk
//! (`super::parse`) tells it what begins and ends.

use url::Url;

use super::label::clean;
use super::linked_data::LinkedData;
use super::model::{Block, BlockKind, Form, Heading, Link, Page, Zone};
use super::related;
use crate::language::normalise;
use crate::plan::LONGEST_REFERENCE;

/// Most words of a label that opens a paragraph.
const RUN_IN: usize = 4;

/// Bytes of a block that are searched in vain for the texts of its links; then those that do not come at once are nowhere.
const IN_VAIN: usize = 16 << 20;

/// A page under construction.
pub(super) struct Builder {
    page: Page,
    base: Url,
    text: String,
    /// Letters and signs in `text`.
    letters: usize,
    links: Vec<Link>,
    open_link: Option<OpenLink>,
    kind: BlockKind,
    zone: Zone,
    /// Indices into `page.headings`, outermost first.
    stack: Vec<usize>,
    /// A term whose description follows, with its links.
    term: Option<(String, Vec<Link>)>,
    bold: usize,
    /// See [`Builder::floor`].
    floor: usize,
}

struct OpenLink {
    href: Url,
    start: usize,
    label: Option<String>,
}

impl Builder {
    pub(super) fn new(url: Url, base: Url) -> Self {
        let page = Page {
            url,
            title: String::new(),
            lang: None,
            blocks: Vec::new(),
            headings: Vec::new(),
            forms: Vec::new(),
            embeds: Vec::new(),
            linked_data: LinkedData::default(),
            shell: None,
        };
        Self {
            page,
            base,
            text: String::new(),
            letters: 0,
            links: Vec::new(),
            open_link: None,
            kind: BlockKind::Paragraph,
            zone: Zone::Header,
            stack: Vec::new(),
            term: None,
            bold: 0,
            floor: 0,
        }
    }

    pub(super) fn page(&mut self) -> &mut Page {
        &mut self.page
    }

    pub(super) fn zone(&self) -> Zone {
        self.zone
    }

    pub(super) fn next_block(&self) -> usize {
        self.page.blocks.len()
    }

    pub(super) fn resolve(&self, address: &str) -> Option<Url> {
        let address = address.trim();
        if address.len() > LONGEST_REFERENCE { None } else { self.base.join(address).ok() }
    }

    pub(super) fn set_zone(&mut self, zone: Zone) {
        self.flush();
        self.zone = zone;
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.is_run_in() && !text.trim().is_empty() {
            self.flush();
        }
        self.push(text);
    }

    fn push(&mut self, text: &str) {
        self.letters += letters(text);
        self.text.push_str(text);
    }

    pub(super) fn bold(&mut self, text: &str) {
        self.bold += letters(text);
        self.text(text);
    }

    pub(super) fn separate(&mut self, mark: &str) {
        if self.letters > 0 {
            self.push(mark);
        }
    }

    /// Ends the block at hand; the next one is of the given kind.
    pub(super) fn begin(&mut self, kind: BlockKind) {
        self.flush();
        self.kind = kind;
    }

    /// A term whose description follows.
    pub(super) fn term(&mut self) {
        self.close_link();
        let (text, links) = (self.take_text(), std::mem::take(&mut self.links));
        self.term = (!text.is_empty()).then_some((text, links));
    }

    pub(super) fn open_link(&mut self, href: &str, label: Option<&str>) {
        self.close_link();
        if let Some(href) = self.resolve(href) {
            let label = label.map(ToOwned::to_owned);
            self.open_link = Some(OpenLink { href, start: self.text.len(), label });
        }
    }

    pub(super) fn close_link(&mut self) {
        let Some(open) = self.open_link.take() else { return };
        let mut text = normalise(self.text.get(open.start..).unwrap_or_default());
        if text.is_empty() {
            let Some(label) = open.label else { return };
            text = normalise(&label);
            self.push(&text);
        }
        let text = clean(on_one_line(text));
        if !text.is_empty() {
            self.links.push(Link { text, href: open.href, start: 0, end: 0 });
        }
    }

    /// A break of the line. A bold label at the beginning of a paragraph heads what follows it.
    pub(super) fn line_break(&mut self) {
        if self.is_label() {
            self.flush();
        } else {
            self.text("\n");
        }
    }

    /// What stands beside the content ends; it began with block `start`.
    pub(super) fn close_aside(&mut self, start: usize) {
        self.flush();
        related::set_apart_since(&mut self.page, start);
    }

    pub(super) fn form(&mut self, form: Form) {
        self.page.forms.push(form);
    }

    /// How many of the open headings stay open whatever heading comes: an accordion's label stands over all of its
    /// panel.
    pub(super) fn floor(&self) -> usize {
        self.floor
    }

    pub(super) fn set_floor(&mut self, floor: usize) {
        self.floor = floor.min(self.stack.len());
    }

    pub(super) fn depth(&self) -> usize {
        self.stack.len()
    }

    /// Closes the headings opened since `depth` (an accordion panel ends).
    pub(super) fn close_headings(&mut self, depth: usize) {
        let end = self.page.blocks.len();
        while self.stack.len() > depth {
            let heading = self.stack.pop().expect("the loop saw one");
            self.page.headings[heading].end = end;
        }
    }

    /// Whether the block at hand is all bold, short and without links: a line that stands as a heading.
    fn is_label(&self) -> bool {
        let plain = self.links.is_empty() && self.open_link.is_none();
        self.kind == BlockKind::Paragraph
            && plain
            && (1..=70).contains(&self.bold)
            && self.bold == self.letters
    }

    /// Whether the block at hand is a bold label that ends as a sentence: "**Vägbidrag.** Utgår till …". It heads the rest of
    /// its paragraph.
    fn is_run_in(&self) -> bool {
        self.text.ends_with('.') && self.is_label() && self.text.split_whitespace().count() <= RUN_IN
    }

    fn take_text(&mut self) -> String {
        let text = normalise(&self.text);
        self.text.clear();
        (self.bold, self.letters) = (0, 0);
        text
    }

    pub(super) fn flush(&mut self) {
        let reopen = self.open_link.as_ref().map(|open| open.href.clone());
        self.close_link();
        let label = self.is_label();
        let mut text = self.take_text();
        let mut links = std::mem::take(&mut self.links);
        if let Some(href) = reopen {
            self.open_link = Some(OpenLink { href, start: 0, label: None });
        }
        if text.is_empty() {
            return;
        }
        let mut kind = self.kind;
        if label {
            kind = BlockKind::Heading(7);
        }
        if let (Some((term, before)), false) = (self.term.take(), matches!(kind, BlockKind::Heading(_))) {
            text = format!("{}: {text}", term.trim_end_matches(':'));
            links.splice(..0, before);
            kind = BlockKind::Row;
        }
        if matches!(kind, BlockKind::Heading(_)) {
            text = clean(on_one_line(text));
        }
        self.add(kind, text, links);
    }

    fn add(&mut self, kind: BlockKind, text: String, mut links: Vec<Link>) {
        locate(&text, &mut links);
        if let BlockKind::Heading(level) = kind {
            self.add_heading(level);
        }
        let own = usize::from(matches!(kind, BlockKind::Heading(_)));
        let heading = self.stack.len().checked_sub(1 + own).map(|at| self.stack[at]);
        self.page.blocks.push(Block { kind, zone: self.zone, text, links, heading });
    }

    fn add_heading(&mut self, level: u8) {
        let keep = self.stack.iter().take_while(|&&h| self.page.headings[h].level < level).count();
        self.close_headings(keep.max(self.floor));
        let heading = Heading {
            block: self.page.blocks.len(),
            level,
            end: usize::MAX,
            parent: self.stack.last().copied(),
        };
        self.stack.push(self.page.headings.len());
        self.page.headings.push(heading);
    }

    pub(super) fn finish(mut self) -> Page {
        self.flush();
        self.close_headings(0);
        related::set_apart(&mut self.page);
        self.page
    }
}

/// The letters and signs of a text: all but its white space.
fn letters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn on_one_line(text: String) -> String {
    if text.contains('\n') { text.replace('\n', " ") } else { text }
}

/// Finds each link's text in the block's text, in order.
fn locate(text: &str, links: &mut [Link]) {
    let (mut from, mut in_vain) = (0, 0);
    for link in links {
        let rest = &text[from..];
        let found = match rest.starts_with(&link.text) {
            true => Some(0),
            false if in_vain > IN_VAIN => None,
            false => rest.find(&link.text),
        };
        in_vain += if found.is_none() { rest.len() } else { 0 };
        let at = from + found.unwrap_or_default();
        let end = at + found.map_or(0, |_| link.text.len());
        link.start = u32::try_from(at).expect("a page is limited to a few megabytes");
        link.end = u32::try_from(end).expect("a page is limited to a few megabytes");
        from = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_longer_than_servers_answer_are_not_followed() {
        let url = Url::parse("https://www.x.se/a/").unwrap();
        let read = |base: &str, href: &str| {
            let html = format!("<base href=/{base}/><main><p><a href={href}>Avgift</a></p></main>");
            let page = crate::page::parse(&html, &url);
            let links: Vec<String> = page.blocks[0].links.iter().map(|link| link.href.to_string()).collect();
            links
        };
        assert_eq!(read("b", "c"), ["https://www.x.se/b/c"]);
        assert_eq!(read(&"b".repeat(LONGEST_REFERENCE), "c"), ["https://www.x.se/a/c"]);
        assert!(read("b", &"c".repeat(LONGEST_REFERENCE + 1)).is_empty());
    }
}
