//! What is known of a page when it has been read: plain values.

use url::Url;

use super::linked_data::LinkedData;
use super::shell::Shell;

/// Where on a page a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// The page's own content, contact boxes beside it included.
    Main,
    /// The path of links above the content.
    Breadcrumb,
    /// Menus.
    Nav,
    /// Header, banners, cookie notices, search boxes.
    Header,
    /// Footer.
    Footer,
}

/// What a block of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading; 1-6 as in HTML, 7 for the label of an accordion or a bold line that stands as a heading.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// A list item.
    Item,
    /// A table row (cells joined by ` | `) or a term with its description.
    Row,
    /// The text of a button or a form label.
    Control,
}

/// A link within a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Link text, cleaned of what a CMS glues on ("Länk till annan webbplats, öppnas i nytt fönster").
    pub text: String,
    /// Absolute address; `mailto:` and `tel:` included.
    pub href: Url,
    /// Byte offsets of the link text in the block's text.
    pub start: u32,
    /// See `start`.
    pub end: u32,
}

/// A heading and the blocks that it stands over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading {
    /// Number of its block.
    pub block: usize,
    /// Level 1-7.
    pub level: u8,
    /// Number of the first block that is no longer under it.
    pub end: usize,
    /// The heading above, as an index into [`Page::headings`].
    pub parent: Option<usize>,
}

/// A block of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub zone: Zone,
    /// Text in normal form.
    pub text: String,
    /// Links in the text, in order.
    pub links: Vec<Link>,
    /// The nearest heading above it, as an index into [`Page::headings`].
    pub heading: Option<usize>,
}

/// A field of a form that a person fills in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// `text`, `textarea`, `select`, `file`, `checkbox`, `search`, `password`, …
    pub kind: String,
    /// Its name attribute.
    pub name: String,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Where it stands.
    pub zone: Zone,
    /// Number of the first block inside or after its start.
    pub start: usize,
    /// Number of the first block after it.
    pub end: usize,
    /// Where it is sent.
    pub action: Option<Url>,
    /// Whether it declares itself a search form (`role=search`, `type=search`, a query field, a search word).
    pub search: bool,
    /// Fields that a person fills in.
    pub fields: Vec<Field>,
    /// Whether it can be sent: a submit button exists.
    pub submit: bool,
}

/// A page as facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The address it was read from.
    pub url: Url,
    /// `<title>`, in normal form.
    pub title: String,
    /// Language of the document element, e.g. `sv-SE`.
    pub lang: Option<String>,
    /// Blocks in document order.
    pub blocks: Vec<Block>,
    /// Headings in document order.
    pub headings: Vec<Heading>,
    /// Forms in document order.
    pub forms: Vec<Form>,
    /// Addresses of embedded frames and videos.
    pub embeds: Vec<Url>,
    /// What it says of itself to machines.
    pub linked_data: LinkedData,
    /// The sign by which it is known to show nothing without its scripts.
    pub shell: Option<Shell>,
}

impl Page {
    /// A page of which nothing is known but its address and what links call it.
    pub fn named(url: &Url, name: &str) -> Self {
        let block = Block {
            kind: BlockKind::Heading(1),
            zone: Zone::Main,
            text: name.to_owned(),
            links: Vec::new(),
            heading: None,
        };
        Self {
            url: url.clone(),
            title: name.to_owned(),
            lang: None,
            blocks: vec![block],
            headings: vec![Heading { block: 0, level: 1, end: 1, parent: None }],
            forms: Vec::new(),
            embeds: Vec::new(),
            linked_data: LinkedData::default(),
            shell: None,
        }
    }

    /// The headings above a block (not the block itself), innermost first, as indices into `headings`.
    pub fn headings_above(&self, block: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.blocks[block].heading, |&h| self.headings[h].parent)
    }

    /// The texts of the headings above a block, outermost first.
    pub fn heading_path(&self, block: usize) -> Vec<String> {
        let mut path: Vec<String> =
            self.headings_above(block).map(|h| self.blocks[self.headings[h].block].text.clone()).collect();
        path.reverse();
        path
    }

    /// The number of the block that holds the main heading: the first `h1` of the content.
    pub fn main_heading(&self) -> Option<usize> {
        let at_level = |max: u8| {
            self.headings
                .iter()
                .find(|h| h.level <= max && self.blocks[h.block].zone == Zone::Main)
                .map(|h| h.block)
        };
        at_level(1).or_else(|| at_level(2))
    }
}
