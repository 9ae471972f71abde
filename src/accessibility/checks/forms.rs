//! Fields and controls: what they are for, what is written on them, and how they hang together. Knows the page; the
//! reasons are data.

use crate::accessibility::document::{Element, NodeId};
use crate::accessibility::finding::Found;
use crate::accessibility::semantics::{NameFrom, Page, Source, Words, tab_index};

/// Fields of HTML's autofill that may say whose number or address they are (HTML 4.10.18.7.1).
const CONTACT: [&str; 10] = [
    "tel",
    "tel-country-code",
    "tel-national",
    "tel-area-code",
    "tel-local",
    "tel-local-prefix",
    "tel-local-suffix",
    "tel-extension",
    "email",
    "impp",
];
const FIELDS: [&str; 45] = [
    "name",
    "honorific-prefix",
    "given-name",
    "additional-name",
    "family-name",
    "honorific-suffix",
    "nickname",
    "username",
    "new-password",
    "current-password",
    "one-time-code",
    "organization-title",
    "organization",
    "street-address",
    "address-line1",
    "address-line2",
    "address-line3",
    "address-level4",
    "address-level3",
    "address-level2",
    "address-level1",
    "country",
    "country-name",
    "postal-code",
    "cc-name",
    "cc-given-name",
    "cc-additional-name",
    "cc-family-name",
    "cc-number",
    "cc-exp",
    "cc-exp-month",
    "cc-exp-year",
    "cc-csc",
    "cc-type",
    "transaction-currency",
    "transaction-amount",
    "language",
    "bday",
    "bday-day",
    "bday-month",
    "bday-year",
    "sex",
    "url",
    "photo",
    "device-eid",
];

/// ACT 73f2c2.
pub(super) fn autocomplete(page: &Page, found: &mut Found) {
    for (id, element) in page.document.elements() {
        let Some(said) = element.attribute("autocomplete").map(str::trim) else { continue };
        let lower = said.to_ascii_lowercase();
        if !is_filled_in(page, id) || lower.is_empty() || lower == "on" || lower == "off" {
            continue;
        }
        if is_autofill(&lower) {
            found.pass();
        } else {
            found.fail(id, "value", said);
        }
    }
}

/// Whether people fill the element in, and it can be reached.
fn is_filled_in(page: &Page, id: NodeId) -> bool {
    let writes = match page.document.tag(id) {
        "select" | "textarea" => true,
        "input" => {
            let kind = page.document.attribute(id, "type").unwrap_or("text").to_ascii_lowercase();
            !matches!(kind.as_str(), "hidden" | "button" | "submit" | "reset")
        }
        _ => false,
    };
    let met = page.is_visible(id) || page.is_exposed(id);
    let outside = page.document.element(id).and_then(tab_index).is_some_and(|number| number < 0)
        && !page.role_data(id).is_some_and(|role| role.widget);
    writes && met && !outside && !page.presence(id).disabled
}

/// `[section-*] [shipping|billing] ([home|work|mobile|fax|pager] contact | field) [webauthn]`.
fn is_autofill(lower: &str) -> bool {
    let mut words = lower.split_ascii_whitespace().peekable();
    words.next_if(|word| word.starts_with("section-"));
    words.next_if(|word| matches!(*word, "shipping" | "billing"));
    let place = words.next_if(|word| matches!(*word, "home" | "work" | "mobile" | "fax" | "pager"));
    let Some(field) = words.next() else { return false };
    words.next_if(|word| *word == "webauthn");
    let known = CONTACT.contains(&field) || (place.is_none() && FIELDS.contains(&field));
    known && words.next().is_none()
}

/// ACT 2ee8b8: who speaks to the computer says what is written on the button.
pub(super) fn label_in_name(page: &Page, found: &mut Found) {
    for id in page.exposed() {
        let applies = page.role_data(id).is_some_and(|role| role.widget && role.name == NameFrom::Content);
        let name = page.name(id);
        if !applies || !matches!(name.source, Source::LabelledBy | Source::Label) {
            continue;
        }
        let label = Words::of(&visible_text(page, id));
        if label.is_empty() {
            continue;
        }
        if label.is_symbol() || Words::of(&name.text).contain(&label) {
            found.pass();
        } else {
            found.fail(id, "not-in-name", name.text.clone());
        }
    }
}

/// What eyes read on an element; the letters of icon fonts are pictures.
fn visible_text(page: &Page, id: NodeId) -> String {
    let mut text = String::new();
    for node in page.document.descendants(id) {
        if page.document.element(node).is_some() {
            let apart = !matches!(page.style(node).display, crate::accessibility::style::Display::Inline);
            if apart || page.document.tag(node) == "br" {
                text.push(' ');
            }
            continue;
        }
        let Some(words) = page.document.text(node) else { continue };
        let style = page.style(node);
        let icons = style
            .font_family
            .as_deref()
            .is_some_and(|family| family.contains("icon") || family.contains("awesome"));
        let drawn = page
            .document
            .ancestors(node)
            .take_while(|&above| above != id)
            .any(|above| page.document.element(above).is_some_and(Element::is_svg));
        if page.presence(node).rendered && style.visible && !page.presence(node).unseen && !icons && !drawn {
            text.push_str(words);
        }
    }
    text
}

/// Radio buttons of one question without a group that says the question.
pub(super) fn groups(page: &Page, found: &mut Found) {
    let mut seen = std::collections::BTreeSet::new();
    for id in page.exposed().filter(|&id| page.role(id) == "radio") {
        let Some(name) = page.document.attribute(id, "name").filter(|name| seen.insert((*name).to_owned()))
        else {
            continue;
        };
        let group =
            page.document.ancestors(id).find(|&above| matches!(page.role(above), "group" | "radiogroup"));
        match group {
            Some(group) if !page.name(group).is_empty() => found.pass(),
            _ => found.review(id, "no-group", name),
        }
    }
}
