//! The page as a whole: title, zoom, refresh, headings, landmarks, ids, the order of the tabulator key. Knows the
//! page; the reasons are data.

use std::collections::BTreeSet;

use crate::accessibility::document::{Document, NodeId};
use crate::accessibility::finding::Found;
use crate::accessibility::load::{OwnSheets, read};
use crate::accessibility::semantics::{Page, tab_index};
use crate::accessibility::style::Overflow;

/// ACT 2779a5: the first title of the document says something.
pub(super) fn title(page: &Page, found: &mut Found) {
    let Some(root) = html_root(page) else { return };
    let title = page.document.elements().find(|&(id, _)| page.document.tag(id) == "title");
    match title {
        None => found.fail(root, "no-title", ""),
        Some((id, _)) if page.document.plain_text(id).is_empty() => found.fail(id, "empty", ""),
        Some(_) => found.pass(),
    }
}

/// The root, when the page is one of HTML.
pub(super) fn html_root(page: &Page) -> Option<NodeId> {
    page.document.root_element().filter(|&root| page.document.tag(root) == "html" && page.is_html)
}

fn metas<'p>(page: &'p Page, attribute: &'p str, value: &'p str) -> impl Iterator<Item = (NodeId, &'p str)> {
    page.document.elements().filter_map(move |(id, element)| {
        let named =
            element.attribute(attribute).is_some_and(|found| found.trim().eq_ignore_ascii_case(value));
        (page.document.tag(id) == "meta" && named).then_some((id, element.attribute("content")?))
    })
}

/// ACT b4f0c3: a page that cannot be made twice as large.
pub(super) fn zoom(page: &Page, found: &mut Found) {
    for (id, content) in metas(page, "name", "viewport") {
        let settings = content.split([',', ';']).filter_map(|part| {
            let (name, value) = part.split_once('=')?;
            Some((name.trim().to_ascii_lowercase(), value.trim().to_ascii_lowercase()))
        });
        let mut concerned = false;
        let mut bad = None;
        for (name, value) in settings {
            let blocks = match name.as_str() {
                "user-scalable" => !scales(&value),
                "maximum-scale" => largest(&value).is_some_and(|scale| scale < 2.0),
                _ => continue,
            };
            concerned = true;
            bad = bad.or(blocks.then_some(format!("{name}={value}")));
        }
        match bad {
            Some(setting) => found.fail(id, "blocked", setting),
            None if concerned => found.pass(),
            None => {}
        }
    }
}

/// CSS Device Adaptation 1, section 10.4.
fn scales(value: &str) -> bool {
    match value {
        "yes" | "device-width" | "device-height" => true,
        _ => leading_number(value).is_some_and(|number| number.abs() >= 1.0),
    }
}

/// None when the setting is dropped.
fn largest(value: &str) -> Option<f32> {
    match value {
        "yes" => Some(1.0),
        "device-width" | "device-height" => Some(10.0),
        _ => Some(leading_number(value).unwrap_or(0.0)).filter(|scale| *scale >= 0.0),
    }
}

fn leading_number(value: &str) -> Option<f32> {
    let end = value.find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | '-' | '+')));
    value[..end.unwrap_or(value.len())].parse().ok()
}

/// The seconds of a refresh (HTML 4.2.5.3); none when it is not valid.
fn refresh_delay(content: &str) -> Option<u64> {
    let text = content.trim_start();
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let rest = text[digits..].trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    let valid = (digits > 0 || text.starts_with('.'))
        && (rest.is_empty() || rest.starts_with([';', ',', ' ', '\t', '\n']));
    valid.then(|| text[..digits].parse().unwrap_or(if digits == 0 { 0 } else { u64::MAX }))
}

/// Seconds in twenty hours: WCAG 2.2.1's exception.
const TWENTY_HOURS: u64 = 72_000;

fn refresh(page: &Page, found: &mut Found, fine: impl Fn(u64) -> bool) {
    let valid =
        metas(page, "http-equiv", "refresh").find_map(|(id, content)| Some((id, refresh_delay(content)?)));
    if let Some((id, delay)) = valid {
        if fine(delay) {
            found.pass();
        } else {
            found.fail(id, "delay", delay.to_string());
        }
    }
}

/// ACT bc659a.
pub(super) fn refresh_adjustable(page: &Page, found: &mut Found) {
    refresh(page, found, |delay| delay == 0 || delay > TWENTY_HOURS);
}

/// ACT bisz58: without the exception.
pub(super) fn refresh_never(page: &Page, found: &mut Found) {
    refresh(page, found, |delay| delay == 0);
}

/// Headings that jump levels, and pages without a first one.
pub(super) fn heading_order(page: &Page, found: &mut Found) {
    let Some(root) = html_root(page) else { return };
    let (mut before, mut first) = (0, false);
    for id in page.exposed().filter(|&id| page.role(id) == "heading") {
        let level = heading_level(page, id);
        first |= level == 1;
        if before > 0 && level > before + 1 {
            found.review(id, "jump", format!("h{before} → h{level}"));
        } else {
            found.pass();
        }
        before = level;
    }
    if !first {
        found.review(root, "no-first", "");
    }
}

pub(super) fn heading_level(page: &Page, id: NodeId) -> u32 {
    let said = page.document.attribute(id, "aria-level").and_then(|level| level.trim().parse().ok());
    let native = || page.document.tag(id).strip_prefix('h').and_then(|level| level.parse().ok());
    said.or_else(native).unwrap_or(2)
}

/// One main landmark, landmarks of one kind told apart.
pub(super) fn landmarks(page: &Page, found: &mut Found) {
    let Some(root) = html_root(page) else { return };
    let of = |role: &'static str| page.exposed().filter(move |&id| page.role(id) == role);
    match of("main").count() {
        0 => found.review(root, "no-main", ""),
        1 => found.pass(),
        _ => found.review(of("main").nth(1).unwrap_or(root), "two-mains", ""),
    }
    for role in ["navigation", "banner", "contentinfo", "complementary", "region", "search"] {
        let mut names = BTreeSet::new();
        for id in of(role) {
            let name = page.name(id).text.to_lowercase();
            if names.insert(name) {
                found.pass();
            } else {
                found.review(id, "same-name", role);
            }
        }
    }
}

/// ACT 3ea0c8: ids that are there twice; grave where something refers to them.
pub(super) fn unique_ids(page: &Page, found: &mut Found) {
    let mut referred = BTreeSet::new();
    for (_, element) in page.document.elements() {
        for name in ["for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"] {
            referred.extend(element.attribute(name).unwrap_or_default().split_ascii_whitespace());
        }
    }
    let mut seen = BTreeSet::new();
    for (id, element) in page.document.elements() {
        let Some(name) = element.id().map(|name| &**name).filter(|name| referred.contains(name)) else {
            continue;
        };
        if seen.insert(name) {
            found.pass();
        } else {
            found.review(id, "twice", name);
        }
    }
}

/// Numbers of `tabindex` above nought, keys of `accesskey` given twice.
pub(super) fn tab_order(page: &Page, found: &mut Found) {
    let mut keys = BTreeSet::new();
    for (id, element) in page.document.elements() {
        if let Some(number) = tab_index(element).filter(|&number| number > 0) {
            found.review(id, "tabindex", number.to_string());
        }
        if let Some(key) =
            element.attribute("accesskey").map(str::to_ascii_lowercase).filter(|key| !key.is_empty())
        {
            if keys.insert(key.clone()) {
                found.pass();
            } else {
                found.review(id, "accesskey", key);
            }
        }
        if matches!(page.document.tag(id), "blink" | "marquee") && page.is_visible(id) {
            found.review(id, "moves", "");
        }
    }
}

/// ACT akn7bn: a frame out of the tabulator's way with something in it that needs it.
pub(super) fn frame_reachable(page: &Page, found: &mut Found) {
    for (id, element) in page.document.elements().filter(|&(id, _)| page.document.tag(id) == "iframe") {
        let outside = tab_index(element).is_some_and(|number| number < 0);
        if !page.presence(id).rendered || !page.style(id).visible {
            continue;
        }
        let Some(inner) = element.attribute("srcdoc") else {
            if outside {
                found.review(id, "unknown", "");
            }
            continue;
        };
        let inner = read(inner, &OwnSheets);
        let reached =
            inner.document.elements().any(|(node, _)| inner.is_tabbable(node) && inner.is_visible(node));
        if reached {
            found.expect(!outside, id, "unreachable");
        }
    }
}

/// ACT 0ssw9k: what scrolls must be reached with the keyboard. Whether it scrolls, only a layout knows.
pub(super) fn scrollable(page: &Page, found: &mut Found) {
    for (id, _) in page.document.elements() {
        let style = page.style(id);
        let limited = (style.overflow_y == Overflow::Scroll && style.height.is_some())
            || (style.overflow_x == Overflow::Scroll && style.width.is_some());
        if !limited
            || !page.is_visible(id)
            || matches!(page.document.tag(id), "html" | "body" | "textarea" | "select")
        {
            continue;
        }
        let inside = std::iter::once(id).chain(page.document.descendants(id));
        let reached =
            inside.into_iter().any(|node| page.document.element(node).is_some() && page.is_tabbable(node));
        if reached {
            found.pass();
        } else {
            found.review(id, "keyboard", "");
        }
    }
}

/// Links that open a window of their own without a word about it.
pub(super) fn new_window(page: &Page, found: &mut Found) {
    for id in page.exposed().filter(|&id| page.role(id) == "link") {
        let opens =
            page.document.attribute(id, "target").is_some_and(|target| target.eq_ignore_ascii_case("_blank"));
        if !opens {
            continue;
        }
        let name = page.name(id).text.to_lowercase();
        let warned = ["fönster", "flik", "window", "tab", "extern"].iter().any(|word| name.contains(word));
        if warned {
            found.pass();
        } else {
            found.review(id, "unannounced", "");
        }
    }
}

/// Whether a document has anything to read before a node; kept here for the rules about skipping.
pub(super) fn has_text(document: &Document, id: NodeId) -> bool {
    document.text(id).is_some_and(|text| !text.trim().is_empty())
}
