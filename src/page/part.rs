//! Signs that a page leaves a part to its scripts: a placeholder where something will stand, an element for scripts that
//! is empty, a main element with next to nothing in it. It must not know what is done about them.

/// A main element with no more letters than this, and nothing that leads on, leaves its content to scripts.
const FEW_IN_MAIN: usize = 60;
/// No placeholder is longer, in bytes.
const LONGEST: usize = 48;
/// What stands where a script will put something, lower case and without dots.
const PLACEHOLDERS: &[&str] = &[
    "laddar",
    "laddar data",
    "laddar in",
    "laddar innehåll",
    "laddar innehållet",
    "laddar sidan",
    "läser in",
    "läser in innehåll",
    "hämtar",
    "hämtar data",
    "hämtar information",
    "hämtar innehåll",
    "vänta",
    "var god vänta",
    "vänligen vänta",
    "loading",
    "loading content",
    "loading data",
    "please wait",
    "javascript krävs",
    "aktivera javascript",
    "du måste aktivera javascript",
    "javascript måste vara aktiverat",
];

/// What is seen of a page's parts while its tags pass.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The letters of the page when the last tag opened an element for scripts.
    mount: Option<usize>,
    /// Whether the last tag says that its element is not shown.
    hidden: bool,
    /// Whether a part is left to scripts.
    pub(super) left: bool,
    main: Option<Main>,
}

/// What a tag says of the element that it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    /// It is there for scripts to fill.
    Mount,
    /// It is not shown.
    Hidden,
    /// Nothing of interest.
    Plain,
}

/// The main element of a page.
#[derive(Debug, Clone, Copy)]
enum Main {
    /// It is open; letters of the content before it.
    Open(usize),
    /// It leads on, or has ended with enough in it.
    Full,
    /// It has ended with next to nothing in it.
    Empty,
}

impl Parts {
    /// A tag opens an element; `letters` stand before it on the page.
    pub(super) fn open(&mut self, opened: Opened, letters: usize) {
        self.mount = (opened == Opened::Mount).then_some(letters);
        self.hidden = opened == Opened::Hidden;
    }

    /// The main element opens; `content` letters stand before it in the content.
    pub(super) fn main(&mut self, content: usize) {
        self.main.get_or_insert(Main::Open(content));
    }

    /// Something that leads on, or shows something without a letter.
    pub(super) fn leads(&mut self) {
        if let Some(Main::Open(_)) = self.main {
            self.main = Some(Main::Full);
        }
    }

    /// An element ends; `letters` stand before its end on the page.
    pub(super) fn close(&mut self, letters: usize) {
        self.left |= self.mount.take() == Some(letters);
        self.hidden = false;
    }

    /// The main element ends.
    pub(super) fn main_ends(&mut self, content: usize) {
        self.main = self.main.map(|main| main.at_end(content));
    }

    /// A text of the content.
    pub(super) fn text(&mut self, text: &str) {
        let text = text.trim().trim_end_matches(['.', '…', ' ', '!']);
        if text.len() <= LONGEST && !text.is_empty() && !self.hidden {
            self.left |= PLACEHOLDERS.contains(&text.to_lowercase().as_str());
        }
    }

    /// Whether the main element, if there is one, is known to hold something.
    pub(super) fn main_is_full(&self, content: usize) -> bool {
        matches!(self.main.map(|main| main.at_end(content)), Some(Main::Full))
    }

    /// Whether the main element holds next to nothing.
    pub(super) fn main_is_empty(&self, content: usize) -> bool {
        matches!(self.main.map(|main| main.at_end(content)), Some(Main::Empty))
    }
}

impl Main {
    fn at_end(self, content: usize) -> Self {
        match self {
            Self::Open(before) if content - before <= FEW_IN_MAIN => Self::Empty,
            Self::Open(_) => Self::Full,
            ended => ended,
        }
    }
}
