//! Keywords of properties, and what they come to. Knows words; no element.

/// How an element takes part in the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Display {
    /// Not at all.
    None,
    /// As its children.
    Contents,
    /// In a line.
    Inline,
    /// In a line, as a box.
    InlineBlock,
    /// As a block.
    Block,
    /// As a cell of a table.
    Cell,
}

/// Where an element is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// In the flow.
    Static,
    /// In the flow, moved.
    Relative,
    /// Out of the flow.
    Absolute,
    /// Out of the flow, on the screen.
    Fixed,
}

/// What happens to content that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overflow {
    /// It is shown.
    Visible,
    /// It is cut.
    Hidden,
    /// It can be scrolled to.
    Scroll,
}

pub(super) fn display(word: &str) -> Display {
    match word {
        "none" => Display::None,
        "contents" => Display::Contents,
        "inline" => Display::Inline,
        "inline-block" | "inline-flex" | "inline-grid" | "inline-table" | "ruby" | "ruby-text" => {
            Display::InlineBlock
        }
        "table-cell" => Display::Cell,
        _ => Display::Block,
    }
}

pub(super) fn position(word: &str) -> Position {
    match word {
        "relative" | "sticky" | "-webkit-sticky" => Position::Relative,
        "absolute" => Position::Absolute,
        "fixed" => Position::Fixed,
        _ => Position::Static,
    }
}

pub(super) fn overflow(word: &str) -> Overflow {
    match word {
        "hidden" | "clip" => Overflow::Hidden,
        "scroll" | "auto" | "overlay" => Overflow::Scroll,
        _ => Overflow::Visible,
    }
}

/// Whether nothing is left: `rect(0,0,0,0)`, `rect(1px 1px 1px 1px)`, `inset(50%)` or more, `circle(0)`.
pub(super) fn clips_all(word: &str) -> bool {
    let Some((name, inside)) = word.split_once('(') else { return false };
    let numbers: Vec<f32> = inside
        .split(|letter: char| !(letter.is_ascii_digit() || letter == '.' || letter == '-'))
        .filter_map(|number| number.parse().ok())
        .collect();
    match (name.trim(), numbers.first()) {
        ("rect", Some(first)) => {
            numbers.iter().all(|number| number.abs() <= 1.0 && (number - first).abs() < 0.01)
        }
        ("inset", Some(first)) => *first >= 50.0 && inside.contains('%'),
        ("circle" | "ellipse", Some(first)) => *first == 0.0,
        ("polygon", Some(first)) => numbers.iter().all(|number| (number - first).abs() < 0.01),
        _ => false,
    }
}
