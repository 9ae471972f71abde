//! Languages: of the page and of its parts, declared, valid, and the one that is written. Knows the page; the reasons
//! are data.

use super::structure::html_root;
use crate::accessibility::document::NodeId;
use crate::accessibility::finding::Found;
use crate::accessibility::semantics::Page;
use crate::accessibility::tongue::{Guess, guess, is_known};

/// ACT b5c3f8.
pub(super) fn declared(page: &Page, found: &mut Found) {
    let Some(root) = html_root(page) else { return };
    found.expect(
        page.document.attribute(root, "lang").is_some_and(|lang| !lang.trim().is_empty()),
        root,
        "missing",
    );
}

/// ACT bf051a.
pub(super) fn valid(page: &Page, found: &mut Found) {
    let Some(root) = html_root(page) else { return };
    let Some(lang) = page.document.attribute(root, "lang").filter(|lang| !lang.trim().is_empty()) else {
        return;
    };
    if is_known(lang) {
        found.pass();
    } else {
        found.fail(root, "invalid", lang);
    }
}

/// ACT 5b7ae0: two declarations that differ.
pub(super) fn agreeing(page: &Page, found: &mut Found) {
    let Some(root) = html_root(page) else { return };
    let element = page.document.element(root).expect("the root is an element");
    let xml = element.attributes().iter().find(|attribute| {
        &*attribute.name == "xml:lang" || (&*attribute.name == "lang" && !attribute.namespace.is_empty())
    });
    let (Some(lang), Some(xml)) = (element.attribute("lang"), xml) else { return };
    if lang.trim().is_empty() || xml.value.trim().is_empty() || !is_known(lang) {
        return;
    }
    found.expect(primary(lang) == primary(&xml.value), root, "differ");
}

fn primary(tag: &str) -> String {
    tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase()
}

/// The texts that take their language from an element: written ones that are seen or told, and names of pictures.
fn texts(page: &Page, top: NodeId) -> Vec<(NodeId, String)> {
    let document = &page.document;
    let (mut skip_to, mut texts) = (top, Vec::new());
    for node in document.descendants(top) {
        if node < skip_to {
            continue;
        }
        if let Some(element) = document.element(node) {
            let outside =
                matches!(element.name(), "script" | "style" | "noscript" | "title" | "code" | "pre");
            if element.attribute("lang").is_some() || outside {
                skip_to = document.end(node);
            } else if page.is_exposed(node) && document.tag(node) == "img" {
                texts.push((node, page.name(node).text.clone()));
            }
        } else if let Some(text) = document.text(node).filter(|text| !text.trim().is_empty())
            && (page.is_visible(node) || page.is_exposed(node))
        {
            texts.push((node, text.to_owned()));
        }
    }
    texts
}

/// ACT de46e4.
pub(super) fn part_valid(page: &Page, found: &mut Found) {
    for (id, lang) in parts(page) {
        if texts(page, id).is_empty() && page.document.text(id).is_none() {
            continue;
        }
        if is_known(&lang) {
            found.pass();
        } else {
            found.fail(id, "invalid", lang);
        }
    }
}

/// Elements of the body that say a language.
fn parts(page: &Page) -> Vec<(NodeId, String)> {
    let Some(body) = page.document.elements().map(|(id, _)| id).find(|&id| page.document.tag(id) == "body")
    else {
        return Vec::new();
    };
    let said = page
        .document
        .descendants(body)
        .filter_map(|id| Some((id, page.document.attribute(id, "lang")?.to_owned())));
    said.filter(|(_, lang)| !lang.is_empty()).take(500).collect()
}

/// ACT ucwvc8.
pub(super) fn page_language(page: &Page, found: &mut Found) {
    let Some(root) = html_root(page) else { return };
    let Some(lang) = page.document.attribute(root, "lang").filter(|lang| is_known(lang)) else { return };
    let body = page.document.elements().map(|(id, _)| id).find(|&id| page.document.tag(id) == "body");
    let Some(body) = body.filter(|&body| page.document.attribute(body, "lang").is_none()) else { return };
    compare(texts(page, body), lang, root, found);
}

/// ACT off6ek.
pub(super) fn part_language(page: &Page, found: &mut Found) {
    for (id, lang) in parts(page).into_iter().filter(|(_, lang)| is_known(lang)) {
        compare(texts(page, id), &lang, id, found);
    }
}

/// Letters of text that a guess is made from.
const ENOUGH: usize = 1_500;

fn compare(texts: Vec<(NodeId, String)>, lang: &str, target: NodeId, found: &mut Found) {
    let mut text = String::new();
    for (_, part) in texts {
        text.push_str(&part);
        text.push_str(". ");
        if text.len() > ENOUGH {
            break;
        }
    }
    match guess(&text, &primary(lang)) {
        Guess::Same => found.pass(),
        Guess::Other(other) => found.fail(target, "other", other),
        Guess::Unlike(other) => found.review(target, "perhaps", other),
        Guess::Unknown => {}
    }
}
