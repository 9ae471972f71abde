//! Walks a parsed document once, without recursion, and tells the builder what begins and ends.
//!
//! `scraper::Html` is not `Send`: it lives inside [`parse`] only.

use ego_tree::iter::Edge;
use html5ever::{LocalName, local_name};
use scraper::node::Element;
use scraper::{ElementRef, Html, HtmlTreeSink, Node};
use url::Url;

use super::ahead::Ahead;
use super::build::Builder;
use super::film::is_film;
use super::model::{BlockKind, Field, Form, Page, Zone};
use super::shell::Shell;
use super::tag::{attribute, heading, is_block, is_layout, is_main, is_silent, name, says_search};
use super::zone;
use crate::language::normalise;
use crate::markup::Parser;
use crate::plan::LONGEST_REFERENCE;

/// Reads a document. Any bytes that decode to text give a page; a broken document gives what a browser
/// would show of it.
pub fn parse(html: &str, url: &Url) -> Page {
    let parser = Parser::new(HtmlTreeSink::new(Html::new_document()));
    parser.feed(html);
    let document = parser.finish();
    let mut walk = Walk::new(&document, url);
    for edge in document.tree.root().traverse() {
        match edge {
            Edge::Open(node) => walk.open(node),
            Edge::Close(node) => walk.close(node),
        }
    }
    Page { shell: Shell::of_whole_or_part(html), ..walk.builder.finish() }
}

struct Walk {
    builder: Builder,
    /// Elements whose closing restores something.
    frames: Vec<Frame>,
    /// Depth inside elements whose text is not read.
    silent: usize,
    bold: usize,
    /// Depth inside table cells and list items that keep their text together.
    row: usize,
    has_main: bool,
    form: Option<Form>,
}

enum Frame {
    Zone(Zone, usize),
    /// An accordion: open headings and their floor before it.
    Details(usize, usize),
    /// What stands beside the content: open headings before it, and the number of its first block.
    Aside(usize, usize),
    Layout,
    Data,
    Plain,
}

impl Walk {
    fn new(document: &Html, url: &Url) -> Self {
        let ahead = Ahead::of(document);
        let base =
            ahead.base.filter(|href| href.len() <= LONGEST_REFERENCE).and_then(|href| url.join(href).ok());
        let mut builder = Builder::new(url.clone(), base.unwrap_or_else(|| url.clone()));
        let has_main = ahead.has_main;
        if !has_main {
            builder.set_zone(Zone::Main);
        }
        let title = ahead.title.map(|title| normalise(&title.text().collect::<String>()));
        builder.page().title = title.unwrap_or_default();
        builder.page().lang = document.root_element().attr("lang").map(ToOwned::to_owned);
        Self { builder, frames: Vec::new(), silent: 0, bold: 0, row: 0, has_main, form: None }
    }

    fn open(&mut self, node: ego_tree::NodeRef<'_, Node>) {
        match node.value() {
            Node::Text(text) if self.silent == 0 => {
                if self.bold > 0 {
                    self.builder.bold(text);
                } else {
                    self.builder.text(text);
                }
            }
            Node::Element(element) => {
                if self.silent > 0 || is_silent(element) {
                    self.silent += 1;
                    self.linked_data(element, node);
                } else {
                    let frame = self.enter(element, ElementRef::wrap(node).expect("the node is an element"));
                    self.frames.push(frame);
                }
            }
            _ => {}
        }
    }

    fn linked_data(&mut self, element: &Element, script: ego_tree::NodeRef<'_, Node>) {
        if element.name() == "script" && element.attr("type") == Some("application/ld+json") {
            let text: String =
                script.children().filter_map(|child| child.value().as_text().map(|t| &**t)).collect();
            self.builder.page().linked_data.add(&text);
        }
    }

    fn close(&mut self, node: ego_tree::NodeRef<'_, Node>) {
        let Node::Element(element) = node.value() else { return };
        if self.silent > 0 {
            self.silent -= 1;
            return;
        }
        self.leave(name(element));
        match self.frames.pop() {
            Some(Frame::Zone(zone, depth)) => {
                self.builder.set_zone(zone);
                self.builder.close_headings(depth);
            }
            Some(Frame::Aside(depth, start)) => {
                self.builder.close_aside(start);
                self.builder.close_headings(depth);
            }
            Some(Frame::Details(depth, floor)) => {
                self.builder.flush();
                self.builder.set_floor(floor);
                self.builder.close_headings(depth);
            }
            _ => {}
        }
    }

    fn enter(&mut self, element: &Element, node: ElementRef<'_>) -> Frame {
        let mut frame = Frame::Plain;
        if let Some(zone) = self.zone_of(element) {
            frame = Frame::Zone(self.builder.zone(), self.builder.depth());
            self.builder.set_zone(zone);
        }
        if let Some(opened) = self.frame(element, node) {
            return opened;
        }
        self.begin(element);
        frame
    }

    fn begin(&mut self, element: &Element) {
        let name = name(element);
        if let Some(level) = heading(name) {
            return self.builder.begin(BlockKind::Heading(level));
        }
        match *name {
            local_name!("summary") => self.builder.begin(BlockKind::Heading(7)),
            local_name!("li") if self.row == 0 => self.builder.begin(BlockKind::Item),
            local_name!("tr") if !self.in_layout() => {
                self.builder.begin(BlockKind::Row);
                self.row += 1;
            }
            local_name!("td") | local_name!("th") if self.row > 0 => self.builder.separate(" | "),
            local_name!("dt") => self.builder.begin(BlockKind::Paragraph),
            local_name!("br") if self.row == 0 => self.builder.line_break(),
            local_name!("br") => self.builder.text("\n"),
            local_name!("b") | local_name!("strong") => self.bold += 1,
            local_name!("a") => self.open_anchor(element),
            local_name!("img") => self.image(element),
            local_name!("iframe") | local_name!("video") | local_name!("source") | local_name!("embed") => {
                self.embed(element);
            }
            local_name!("form") => self.open_form(element),
            local_name!("input")
            | local_name!("textarea")
            | local_name!("select")
            | local_name!("button") => {
                self.control(element);
            }
            _ if is_block(name) && self.row == 0 => self.builder.begin(BlockKind::Paragraph),
            _ if is_block(name) => self.builder.separate(" "),
            _ => {}
        }
    }

    /// What an element opens that must be put right when it closes.
    fn frame(&mut self, element: &Element, node: ElementRef<'_>) -> Option<Frame> {
        let name = name(element);
        let beside = *name == local_name!("aside") && self.builder.zone() == Zone::Main;
        if !beside && !matches!(*name, local_name!("details") | local_name!("table")) {
            return None;
        }
        self.builder.begin(BlockKind::Paragraph);
        Some(match *name {
            local_name!("details") => Frame::Details(self.builder.depth(), self.builder.floor()),
            local_name!("table") if is_layout(node) => Frame::Layout,
            local_name!("table") => Frame::Data,
            _ => Frame::Aside(self.builder.depth(), self.builder.next_block()),
        })
    }

    fn leave(&mut self, name: &LocalName) {
        match *name {
            _ if heading(name).is_some() => self.builder.begin(BlockKind::Paragraph),
            local_name!("summary") => {
                self.builder.begin(BlockKind::Paragraph);
                self.builder.set_floor(self.builder.depth());
            }
            local_name!("tr") if self.row > 0 && !self.in_layout() => {
                self.row -= 1;
                self.builder.begin(BlockKind::Paragraph);
            }
            local_name!("li") if self.row == 0 => self.builder.begin(BlockKind::Paragraph),
            local_name!("dt") => self.builder.term(),
            local_name!("b") | local_name!("strong") => self.bold = self.bold.saturating_sub(1),
            local_name!("a") => self.builder.close_link(),
            local_name!("form") => self.close_form(),
            _ if is_block(name) && self.row == 0 => self.builder.begin(BlockKind::Paragraph),
            _ => {}
        }
    }

    fn zone_of(&self, element: &Element) -> Option<Zone> {
        let zone = zone::opened(element, self.builder.zone())?;
        let outside = self.has_main && zone == Zone::Main;
        (!outside || is_main(element)).then_some(zone)
    }

    /// Whether the innermost table lays out the page instead of holding data.
    fn in_layout(&self) -> bool {
        let tables = self.frames.iter().rev().filter(|f| matches!(f, Frame::Layout | Frame::Data));
        matches!({ tables }.next(), Some(Frame::Layout))
    }

    fn open_anchor(&mut self, element: &Element) {
        let label = attribute(element, &local_name!("aria-label"))
            .or_else(|| attribute(element, &local_name!("title")));
        if let Some(href) = attribute(element, &local_name!("href")) {
            self.builder.open_link(href, label);
        }
    }

    fn image(&mut self, element: &Element) {
        if let Some(alt) = attribute(element, &local_name!("alt")).filter(|alt| alt.len() < 200) {
            self.builder.separate(" ");
            self.builder.text(alt);
            self.builder.separate(" ");
        }
    }

    fn embed(&mut self, element: &Element) {
        let Some(src) = attribute(element, &local_name!("src")) else { return };
        let Some(url) = self.builder.resolve(src) else { return };
        let unnamed = match element.name() {
            "iframe" => Some("Inbäddat innehåll"),
            "video" | "source" if is_film(&url) => Some("Film"),
            _ => None,
        };
        self.builder.page().embeds.push(url);
        let Some(unnamed) = unnamed else { return };
        let named = ["title", "aria-label"].into_iter().find_map(|name| element.attr(name));
        self.builder.begin(BlockKind::Paragraph);
        self.builder.open_link(src, Some(named.unwrap_or(unnamed)));
        self.builder.begin(BlockKind::Paragraph);
        self.builder.close_link();
    }

    fn open_form(&mut self, element: &Element) {
        self.builder.begin(BlockKind::Paragraph);
        let action = attribute(element, &local_name!("action")).and_then(|a| self.builder.resolve(a));
        let named = [
            attribute(element, &local_name!("role")),
            attribute(element, &local_name!("class")),
            attribute(element, &local_name!("id")),
            attribute(element, &local_name!("action")),
        ];
        let search = named.into_iter().flatten().any(says_search);
        let start = self.builder.next_block();
        let zone = self.builder.zone();
        self.form = Some(Form { zone, start, end: start, action, search, fields: Vec::new(), submit: false });
    }

    fn close_form(&mut self) {
        self.builder.flush();
        if let Some(mut form) = self.form.take() {
            form.end = self.builder.next_block();
            self.builder.form(form);
        }
    }

    fn control(&mut self, element: &Element) {
        let kind = match element.name() {
            "input" => attribute(element, &local_name!("type")).unwrap_or("text").to_lowercase(),
            "button" => attribute(element, &local_name!("type")).unwrap_or("submit").to_lowercase(),
            name => name.to_owned(),
        };
        if element.name() == "input" && matches!(kind.as_str(), "submit" | "button") {
            self.builder.begin(BlockKind::Control);
            self.builder.text(attribute(element, &local_name!("value")).unwrap_or_default());
            self.builder.begin(BlockKind::Paragraph);
        }
        let Some(form) = &mut self.form else { return };
        let name = attribute(element, &local_name!("name")).unwrap_or_default().to_owned();
        match kind.as_str() {
            "submit" | "image" => form.submit = true,
            "hidden" | "button" | "reset" => {}
            _ => {
                form.search |= kind == "search" || says_search(&name);
                form.fields.push(Field { kind, name });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(html: &str) -> Vec<String> {
        let url = Url::parse("http://a.example/x/").expect("a constant");
        let page = parse(html, &url);
        page.blocks
            .iter()
            .map(|b| format!("{:?} {:?} {} < {}", b.zone, b.kind, b.text, path(&page, b.heading)))
            .collect()
    }

    fn path(page: &Page, heading: Option<usize>) -> &str {
        heading.map_or("", |h| &page.blocks[page.headings[h].block].text)
    }

    #[test]
    fn reads_content_apart_from_chrome() {
        let html = "<body><header><a href=/>Hem</a></header><nav><ul><li>Bygglov</li></ul></nav>\
            <main><h1>Avgifter</h1><p>Text <b>fet</b></p><h2>Taxa</h2><ul><li>En<li>Två</ul></main>\
            <footer>Växel 0999-140 00</footer>";
        assert_eq!(
            blocks(html),
            [
                "Header Paragraph Hem < ",
                "Nav Item Bygglov < ",
                "Main Heading(1) Avgifter < ",
                "Main Paragraph Text fet < Avgifter",
                "Main Heading(2) Taxa < Avgifter",
                "Main Item En < Taxa",
                "Main Item Två < Taxa",
                "Footer Paragraph Växel 0999-140 00 < ",
            ]
        );
    }

    #[test]
    fn an_accordion_label_stands_over_its_panel_only() {
        let html =
            "<main><h2>Frågor</h2><details><summary>Pris?</summary><p>90 kr</p></details><p>Slut</p></main>";
        assert_eq!(
            blocks(html),
            [
                "Main Heading(2) Frågor < ",
                "Main Heading(7) Pris? < Frågor",
                "Main Paragraph 90 kr < Pris?",
                "Main Paragraph Slut < Frågor",
            ]
        );
    }

    #[test]
    fn tables_and_terms_are_pairs() {
        let html = "<main><table><tr><th>Dag<th>Tid<tr><td>Mån<td><p>8–16</p></table>\
            <dl><dt><a href=/t>Telefon</a></dt><dd>0999</dd></dl><p><strong>Öppet</strong></p><p>Jämt</p></main>";
        assert_eq!(
            blocks(html),
            [
                "Main Row Dag | Tid < ",
                "Main Row Mån | 8–16 < ",
                "Main Row Telefon: 0999 < ",
                "Main Heading(7) Öppet < ",
                "Main Paragraph Jämt < Öppet",
            ]
        );
    }

    #[test]
    fn a_layout_table_is_no_data() {
        let html = "<table><tr><td id=left><ul class=menu><li>Avfall</ul></td>\
            <td><main><h1>Tipp</h1><table><tr><td>A<td>B</table></main></td></tr></table>";
        assert_eq!(blocks(html), ["Nav Item Avfall < ", "Main Heading(1) Tipp < ", "Main Row A | B < Tipp",]);
    }

    #[test]
    fn links_and_forms_are_found() {
        let url = Url::parse("http://a.example/x/").expect("a constant");
        let html = "<main><p>Gå till <a href='/e'>e-tjänsten</a> nu</p>\
            <form action=/s><textarea name=m></textarea><button>Skicka</button></form></main>";
        let page = parse(html, &url);
        let link = &page.blocks[0].links[0];
        assert_eq!((link.text.as_str(), link.href.as_str()), ("e-tjänsten", "http://a.example/e"));
        assert_eq!(&page.blocks[0].text[link.start as usize..link.end as usize], "e-tjänsten");
        assert!(page.forms[0].submit && !page.forms[0].search);
        assert_eq!(page.forms[0].fields.len(), 1);
    }

    #[test]
    fn what_is_shown_within_the_page_is_a_link_of_its_own() {
        let html = "<main><p>Se</p><video title=Teckenspråk src=/a.mp4></video><video><source src=/b.webm></video>\
            <audio><source src=/c.mp3></audio><iframe src=/d></iframe></main>";
        assert_eq!(
            blocks(html),
            [
                "Main Paragraph Se < ",
                "Main Paragraph Teckenspråk < ",
                "Main Paragraph Film < ",
                "Main Paragraph Inbäddat innehåll < ",
            ]
        );
    }

    #[test]
    fn deep_nesting_does_not_overflow() {
        let html = "<div>".repeat(20_000) + "djupt";
        assert_eq!(blocks(&html).len(), 1);
    }
}
