//! Markup: the parser of documents, which nests no deeper than browsers do. A page whose elements are opened by the thousand
//! and never closed would cost it a look through all of them at each further tag. It must not know what elements mean, nor
//! what is kept of them.

use std::cell::RefCell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{LocalName, TokenizerResult, local_name};

/// Elements that may be open at once, as in browsers.
const DEEPEST: usize = 512;

/// A parser that writes into a sink. Where 512 elements are open, what else is opened there is left out; its text stays.
pub(crate) struct Parser<S: TreeSink> {
    tokenizer: Tokenizer<Shallow<S>>,
    queue: BufferQueue,
}

impl<S: TreeSink> Parser<S> {
    /// Nothing has been read.
    pub(crate) fn new(sink: S) -> Self {
        // Scripts run where the pages are looked at: what `noscript` holds is text.
        let builder = TreeBuilder::new(sink, TreeBuilderOpts::default());
        let shallow = Shallow { builder, open: RefCell::default() };
        Self { tokenizer: Tokenizer::new(shallow, TokenizerOpts::default()), queue: BufferQueue::default() }
    }

    /// Reads on.
    pub(crate) fn feed(&self, markup: &str) {
        self.queue.push_back(StrTendril::from_slice(markup));
        // It stops at scripts and at each declared character set; neither changes anything here.
        while !matches!(self.tokenizer.feed(&self.queue), TokenizerResult::Done) {}
    }

    /// What has been written so far.
    pub(crate) fn sink(&self) -> &S {
        &self.tokenizer.sink.builder.sink
    }

    /// Nothing follows.
    pub(crate) fn finish(self) -> S::Output {
        self.tokenizer.end();
        self.tokenizer.sink.builder.sink.finish()
    }
}

/// Hands tokens on to the builder, except for elements that would lie too deep.
struct Shallow<S: TreeSink> {
    builder: TreeBuilder<S::Handle, S>,
    /// About the elements that are open, outermost first.
    open: RefCell<Vec<LocalName>>,
}

impl<S: TreeSink> Shallow<S> {
    /// Whether a tag goes on to the builder.
    fn admits(&self, tag: &Tag) -> bool {
        let mut open = self.open.borrow_mut();
        match tag.kind {
            TagKind::EndTag => {
                if let Some(at) = open.iter().rposition(|name| *name == tag.name) {
                    open.truncate(at);
                }
                true
            }
            TagKind::StartTag if tag.self_closing || ends_by_itself(&tag.name) => true,
            TagKind::StartTag if open.len() < DEEPEST => {
                open.push(tag.name.clone());
                true
            }
            TagKind::StartTag => false,
        }
    }
}

impl<S: TreeSink> TokenSink for Shallow<S> {
    type Handle = S::Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<S::Handle> {
        match &token {
            Token::TagToken(tag) if !self.admits(tag) => TokenSinkResult::Continue,
            _ => self.builder.process_token(token, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Whether an element cannot lie in its like without another between them.
fn ends_by_itself(name: &LocalName) -> bool {
    is_void(name) || is_text(name) || is_ended_by_the_next(name)
}

/// Nothing lies in it (HTML standard, 13.1.2).
fn is_void(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("area")
            | local_name!("base")
            | local_name!("br")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("hr")
            | local_name!("img")
            | local_name!("input")
            | local_name!("link")
            | local_name!("meta")
            | local_name!("param")
            | local_name!("source")
            | local_name!("track")
            | local_name!("wbr")
    )
}

/// Nothing but text lies in it.
fn is_text(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("iframe")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("noscript")
            | local_name!("plaintext")
            | local_name!("script")
            | local_name!("style")
            | local_name!("textarea")
            | local_name!("title")
            | local_name!("xmp")
    )
}

/// The next of its like ends it (HTML standard, 13.1.2.4 and 13.2.6.4).
fn is_ended_by_the_next(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("a")
            | local_name!("body")
            | local_name!("button")
            | local_name!("dd")
            | local_name!("dt")
            | local_name!("head")
            | local_name!("html")
            | local_name!("li")
            | local_name!("optgroup")
            | local_name!("option")
            | local_name!("p")
            | local_name!("rp")
            | local_name!("rt")
            | local_name!("tbody")
            | local_name!("td")
            | local_name!("tfoot")
            | local_name!("th")
            | local_name!("thead")
            | local_name!("tr")
    )
}

#[cfg(test)]
mod tests {
    use scraper::{Html, HtmlTreeSink};

    use super::*;

    fn tree(html: &str) -> Html {
        let parser = Parser::new(HtmlTreeSink::new(Html::new_document()));
        parser.feed(html);
        parser.finish()
    }

    fn depth(html: &Html) -> usize {
        html.tree.nodes().map(|node| node.ancestors().count()).max().unwrap_or_default()
    }

    fn text(html: &Html) -> String {
        html.root_element().text().collect()
    }

    #[test]
    fn a_page_becomes_the_tree_that_browsers_build() {
        for page in [
            "<!doctype html><title>T</title><p>A<p>B<ul><li>C<li>D</ul><table><tr><td>E<svg><title>F</title><path/></svg>",
            "<b><p>A</b>B<script>if (a < b) {}</script><div/>C<select><option>D<option>E</select></span>",
            "",
        ] {
            assert_eq!(tree(page).html(), Html::parse_document(page).html());
        }
        let paragraphs = "<p>A".repeat(2 * DEEPEST);
        assert_eq!(tree(&paragraphs).html(), Html::parse_document(&paragraphs).html());
    }

    #[test]
    fn what_is_never_closed_goes_no_deeper_and_keeps_its_text() {
        for element in ["div", "span", "b", "font", "ul", "section", "table"] {
            let tree = tree(&format!("<{element}>x").repeat(20 * DEEPEST));
            // Formatting elements are opened again in each block; the document, html and body lie above.
            assert!(depth(&tree) < 2 * DEEPEST, "{element}: {}", depth(&tree));
            assert_eq!(text(&tree).len(), 20 * DEEPEST, "{element}");
        }
    }

    #[test]
    fn what_follows_the_depths_is_as_it_was() {
        let deep = format!("{}x{}<h1>After</h1>", "<div>".repeat(2 * DEEPEST), "</div>".repeat(2 * DEEPEST));
        assert!(tree(&deep).html().ends_with("<h1>After</h1></body></html>"));
    }
}
