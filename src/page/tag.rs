//! What elements are: blocks, frames of the page, elements without text. It must not know what is made of them.
//!
//! Names are compared as the parser has interned them: every element of a page passes here several times.

use html5ever::{LocalName, local_name, ns};
use scraper::ElementRef;
use scraper::node::Element;

/// The name of an element.
pub(super) fn name(element: &Element) -> &LocalName {
    &element.name.local
}

/// The value of an attribute without namespace.
pub(super) fn attribute<'e>(element: &'e Element, wanted: &LocalName) -> Option<&'e str> {
    let found = element.attrs.iter().find(|(name, _)| name.local == *wanted && name.ns == ns!());
    found.map(|(_, value)| &**value)
}

/// The level of a heading, 1-6.
pub(super) fn heading(name: &LocalName) -> Option<u8> {
    match *name {
        local_name!("h1") => Some(1),
        local_name!("h2") => Some(2),
        local_name!("h3") => Some(3),
        local_name!("h4") => Some(4),
        local_name!("h5") => Some(5),
        local_name!("h6") => Some(6),
        _ => None,
    }
}

pub(super) fn is_main(element: &Element) -> bool {
    *name(element) == local_name!("main") || attribute(element, &local_name!("role")) == Some("main")
}

pub(super) fn says_search(name: &str) -> bool {
    let name = name.to_lowercase();
    name.split(|c: char| !c.is_alphanumeric())
        .any(|part| matches!(part, "search" | "sok" | "sök" | "query" | "q" | "searchform" | "sokning"))
}

pub(super) fn is_silent(element: &Element) -> bool {
    matches!(
        *name(element),
        local_name!("script")
            | local_name!("style")
            | local_name!("template")
            | local_name!("svg")
            | local_name!("head")
            | local_name!("option")
            | local_name!("object")
            | local_name!("canvas")
    )
}

pub(super) fn is_block(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("p")
            | local_name!("div")
            | local_name!("section")
            | local_name!("article")
            | local_name!("ul")
            | local_name!("ol")
            | local_name!("dl")
            | local_name!("dd")
            | local_name!("table")
            | local_name!("td")
            | local_name!("th")
            | local_name!("blockquote")
            | local_name!("figure")
            | local_name!("figcaption")
            | local_name!("address")
            | local_name!("main")
            | local_name!("header")
            | local_name!("footer")
            | local_name!("nav")
            | local_name!("aside")
            | local_name!("pre")
            | local_name!("hr")
            | local_name!("fieldset")
            | local_name!("legend")
            | local_name!("label")
            | local_name!("center")
            | local_name!("body")
            | local_name!("tbody")
            | local_name!("thead")
            | local_name!("caption")
    )
}

/// A table that lays out a page: it holds headings, forms, landmarks or tables of its own.
pub(super) fn is_layout(table: ElementRef<'_>) -> bool {
    table.descendants().skip(1).filter_map(|node| node.value().as_element()).any(|element| {
        matches!(
            *name(element),
            local_name!("h1")
                | local_name!("h2")
                | local_name!("h3")
                | local_name!("main")
                | local_name!("nav")
                | local_name!("form")
                | local_name!("table")
                | local_name!("article")
        )
    })
}
