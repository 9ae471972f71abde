//! What elements are: blocks, frames of the page, elements without text. It must not know what is made of them.

use scraper::ElementRef;
use scraper::node::Element;

pub(super) fn is_main(element: &Element) -> bool {
    element.name() == "main" || element.attr("role") == Some("main")
}

pub(super) fn says_search(name: &str) -> bool {
    let name = name.to_lowercase();
    name.split(|c: char| !c.is_alphanumeric())
        .any(|part| matches!(part, "search" | "sok" | "sök" | "query" | "q" | "searchform" | "sokning"))
}

pub(super) fn is_silent(element: &Element) -> bool {
    matches!(
        element.name(),
        "script" | "style" | "template" | "svg" | "head" | "option" | "object" | "canvas"
    )
}

pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "ul"
            | "ol"
            | "dl"
            | "dd"
            | "table"
            | "td"
            | "th"
            | "blockquote"
            | "figure"
            | "figcaption"
            | "address"
            | "main"
            | "header"
            | "footer"
            | "nav"
            | "aside"
            | "pre"
            | "hr"
            | "fieldset"
            | "legend"
            | "label"
            | "center"
            | "body"
            | "tbody"
            | "thead"
            | "caption"
    )
}

/// A table that lays out a page: it holds headings, forms, landmarks or tables of its own.
pub(super) fn is_layout(table: ElementRef<'_>) -> bool {
    table.descendants().skip(1).any(|node| {
        node.value().as_element().is_some_and(|e| {
            matches!(e.name(), "h1" | "h2" | "h3" | "main" | "nav" | "form" | "table" | "article")
        })
    })
}
