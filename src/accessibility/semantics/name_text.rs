//! The text that a subtree is read as: hidden parts left out, pictures and controls by their own names, generated
//! content, spaces at the edges of blocks. Walks without recursion and within a bound. Knows no rule.

use cssparser::{Parser, Token};

use super::name::{filled, svg_title};
use super::tree::Page;
use crate::accessibility::document::{Element, NodeId};
use crate::accessibility::style::{Display, Style};

/// Nodes that one name is read from.
const MOST_NODES: usize = 4_000;
/// Bytes of one name.
const LONGEST: usize = 8_000;

/// How a subtree is read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reading {
    /// Within `aria-labelledby`, which is not followed twice.
    pub(super) referenced: Option<NodeId>,
    /// The control whose label is read: its value is no part of its name.
    pub(super) labelled: Option<NodeId>,
}

/// An element that is being read.
struct Open {
    id: NodeId,
    end: NodeId,
    /// Where its text begins.
    from: usize,
}

/// One space between words, no private letters: those are pictures of icon fonts.
pub(super) fn tidy(text: &str) -> String {
    let is_picture = |letter: char| matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}');
    let plain: String = text.chars().filter(|&letter| !is_picture(letter) && letter != '\u{200b}').collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of an element that another names as its label; hidden ones are read too.
pub(super) fn referenced(page: &Page, id: NodeId) -> String {
    let reading = Reading { referenced: Some(id), labelled: None };
    let Some(element) = page.document.element(id) else { return String::new() };
    let read = own_text(page, id, element, reading).unwrap_or_else(|| subtree(page, id, reading));
    if tidy(&read).is_empty() { filled(element.attribute("title")).unwrap_or_default() } else { read }
}

/// The text of a label of a control.
pub(super) fn label(page: &Page, id: NodeId, control: NodeId) -> String {
    let labelled = filled(page.document.attribute(id, "aria-label"));
    labelled.unwrap_or_else(|| subtree(page, id, Reading { referenced: None, labelled: Some(control) }))
}

/// The text of a subtree, the attributes of its top left aside.
pub(super) fn subtree(page: &Page, top: NodeId, reading: Reading) -> String {
    let mut text = String::new();
    let (end, document) = (page.document.end(top), &page.document);
    let mut open = vec![Open { id: top, end, from: 0 }];
    generated(page, page.styles.before(top), top, &mut text);
    let mut nodes = document.descendants(top);
    let mut visited = 0;
    while let Some(id) = nodes.next().filter(|_| visited < MOST_NODES && text.len() < LONGEST) {
        visited += 1;
        close(page, &mut open, Some(id), &mut text);
        if let Some(words) = document.text(id) {
            if is_read(page, id, reading) {
                text.push_str(words);
            }
        } else if enter(page, id, reading, &mut text) {
            let from = text.len();
            generated(page, page.styles.before(id), id, &mut text);
            open.push(Open { id, end: document.end(id), from });
        } else {
            nodes = document.range(document.end(id), end);
        }
    }
    close(page, &mut open, None, &mut text);
    text
}

/// Reads an element that stands for itself; says whether its content is to be read instead.
fn enter(page: &Page, id: NodeId, reading: Reading, text: &mut String) -> bool {
    let Some(element) = page.document.element(id) else { return false };
    if reading.labelled == Some(id) || !is_open(page, id, reading) {
        return false;
    }
    let own = own_text(page, id, element, reading);
    space(page, id, text);
    if let Some(own) = &own {
        text.push_str(own);
        space(page, id, text);
    }
    own.is_none()
}

/// Ends the elements that do not contain the next node.
fn close(page: &Page, open: &mut Vec<Open>, next: Option<NodeId>, text: &mut String) {
    while let Some(last) = open.pop_if(|last| next.is_none_or(|next| next >= last.end)) {
        generated(page, page.styles.after(last.id), last.id, text);
        let is_top = open.is_empty();
        if !is_top && tidy(&text[last.from..]).is_empty() {
            text.push_str(&filled(page.document.attribute(last.id, "title")).unwrap_or_default());
        }
        space(page, last.id, text);
    }
}

/// Blocks stand apart.
fn space(page: &Page, id: NodeId, text: &mut String) {
    let inline = matches!(page.style(id).display, Display::Inline | Display::Contents);
    if !inline || page.document.tag(id) == "br" {
        text.push(' ');
    }
}

fn is_open(page: &Page, id: NodeId, reading: Reading) -> bool {
    let presence = page.presence(id);
    match reading.referenced {
        // A hidden label is read as it stands, but not what is hidden within a label that is shown.
        Some(top) if !is_shown(page, top) => {
            !matches!(page.document.tag(id), "script" | "style" | "template")
        }
        Some(top) if page.presence(top).aria_hidden => presence.rendered,
        _ => presence.rendered && !presence.aria_hidden,
    }
}

fn is_shown(page: &Page, id: NodeId) -> bool {
    page.presence(id).rendered && page.style(id).visible
}

fn is_read(page: &Page, text: NodeId, reading: Reading) -> bool {
    reading.referenced.is_some_and(|top| !is_shown(page, top))
        || (page.presence(text).rendered && page.style(text).visible)
}

/// What stands for an element instead of its content, if anything does.
fn own_text(page: &Page, id: NodeId, element: &Element, reading: Reading) -> Option<String> {
    if let Some(ids) = element.attribute("aria-labelledby").filter(|_| reading.referenced.is_none()) {
        let named = page.document.by_ids(ids);
        let words: Vec<String> = named.into_iter().map(|other| referenced(page, other)).collect();
        let joined = tidy(&words.join(" "));
        if !joined.is_empty() {
            return Some(joined);
        }
    }
    let role = page.role(id);
    let is_control = matches!(
        role,
        "textbox" | "searchbox" | "combobox" | "listbox" | "slider" | "spinbutton" | "progressbar" | "meter"
    );
    if is_control && reading.referenced != Some(id) {
        return control(page, id, element, role);
    }
    if let Some(label) = filled(element.attribute("aria-label")) {
        return Some(label);
    }
    if element.is_svg() && element.name() == "svg" {
        return svg_title(page, id);
    }
    let titled = || filled(element.attribute("title"));
    match page.document.tag(id) {
        "img" | "area" if role == "none" || role == "presentation" => Some(String::new()),
        "img" | "area" => Some(filled(element.attribute("alt")).or_else(titled).unwrap_or_default()),
        "input" => Some(button(element)),
        "textarea" | "select" => control(page, id, element, role),
        "iframe" | "object" | "embed" | "video" | "audio" | "canvas" => Some(titled().unwrap_or_default()),
        _ => None,
    }
}

fn button(element: &Element) -> String {
    let kind = element.attribute("type").unwrap_or_default().to_ascii_lowercase();
    let attribute = match kind.as_str() {
        "image" => "alt",
        "checkbox" | "radio" | "hidden" => return String::new(),
        _ => "value",
    };
    filled(element.attribute(attribute)).unwrap_or_default()
}

/// The value of a control within a name (accname-1.2, step 2C).
fn control(page: &Page, id: NodeId, element: &Element, role: &str) -> Option<String> {
    let attribute = |names: &[&str]| names.iter().find_map(|name| filled(element.attribute(name)));
    match (role, page.document.tag(id)) {
        ("slider" | "spinbutton" | "progressbar" | "meter", _) => {
            Some(attribute(&["aria-valuetext", "aria-valuenow", "value"]).unwrap_or_default())
        }
        (_, "input") => Some(attribute(&["value"]).unwrap_or_default()),
        (_, "textarea") => Some(page.document.plain_text(id)),
        (_, "select") => {
            let options: Vec<NodeId> = page
                .document
                .descendants(id)
                .filter(|&option| page.document.tag(option) == "option")
                .collect();
            let chosen =
                options.iter().find(|&&option| page.document.attribute(option, "selected").is_some());
            let shown = chosen.or(options.first().filter(|_| role == "combobox"));
            Some(shown.map(|&option| page.document.plain_text(option)).unwrap_or_default())
        }
        ("listbox" | "combobox", _) => {
            let is_chosen =
                |&option: &NodeId| page.document.attribute(option, "aria-selected") == Some("true");
            let chosen = page.document.descendants(id).find(is_chosen);
            chosen.map(|option| page.document.plain_text(option))
        }
        _ => None,
    }
}

/// The text of `content` (CSS Content 3): strings and attributes; what follows a slash speaks instead.
fn generated(page: &Page, style: Option<&Style>, id: NodeId, text: &mut String) {
    let Some(style) = style.filter(|style| style.display != Display::None && style.visible) else { return };
    let mut input = Parser::new(style.content.as_deref().unwrap_or_default());
    let mut written = String::new();
    while let Ok(token) = input.next().cloned() {
        match token {
            Token::QuotedString(words) => written.push_str(&words),
            Token::Delim('/') => written.clear(),
            Token::Function(name) if name.eq_ignore_ascii_case("attr") => {
                let attribute = input.parse_nested_block(|input| {
                    let name = input.expect_ident_cloned()?;
                    while input.next().is_ok() {}
                    Ok::<_, cssparser::ParseError<()>>(name)
                });
                let value = attribute.ok().and_then(|name| page.document.attribute(id, &name));
                written.push_str(value.unwrap_or_default());
            }
            _ => {}
        }
    }
    let apart = style.display != Display::Inline;
    if apart {
        text.push(' ');
    }
    text.push_str(&written);
    if apart {
        text.push(' ');
    }
}
