//! Roles, states and properties: known, allowed, complete, with values that mean something. Knows the page and the
//! table of WAI-ARIA; the reasons are data.

use crate::accessibility::document::{Attribute, Element, NodeId};
use crate::accessibility::finding::Found;
use crate::accessibility::semantics::{Page, aria, explicit, is_none};

fn aria_attributes(element: &Element) -> impl Iterator<Item = &Attribute> {
    element.attributes().iter().filter(|attribute| attribute.name.starts_with("aria-"))
}

/// ACT 674b10: a role that no table knows.
pub(super) fn role_known(page: &Page, found: &mut Found) {
    for id in page.exposed() {
        let element = page.document.element(id).expect("exposed nodes are elements");
        let Some(said) = element.attribute("role").filter(|said| !said.trim().is_empty()) else { continue };
        if explicit(element).is_some() {
            found.pass();
        } else {
            found.fail(id, "unknown", said);
        }
    }
}

/// ACT 5f99a7: an attribute that only looks like one of WAI-ARIA.
pub(super) fn property_known(page: &Page, found: &mut Found) {
    for (id, element) in page.document.elements() {
        for attribute in aria_attributes(element) {
            if aria::property(&attribute.name).is_some() {
                found.pass();
            } else {
                found.fail(id, "unknown", &*attribute.name);
            }
        }
    }
}

/// ACT 6a7281: a value that the property cannot have. An empty one is as none.
pub(super) fn property_value(page: &Page, found: &mut Found) {
    for (id, element) in page.document.elements().filter(|(_, element)| element.is_html() || element.is_svg())
    {
        for attribute in aria_attributes(element).filter(|attribute| !attribute.value.trim().is_empty()) {
            match aria::property(&attribute.name) {
                Some(property) if property.admits(&attribute.value) => found.pass(),
                Some(_) => found.fail(id, "value", format!("{}=\"{}\"", &*attribute.name, attribute.value)),
                None => {}
            }
        }
    }
}

/// ACT in6db8: what a role must refer to, and does not.
pub(super) fn required_reference(page: &Page, found: &mut Found) {
    for id in page.exposed() {
        let element = page.document.element(id).expect("exposed nodes are elements");
        let opened =
            element.attribute("aria-expanded").is_some_and(|value| value.eq_ignore_ascii_case("true"));
        let needs = match explicit(element) {
            Some(("combobox", _)) => opened,
            Some((role, _)) => role == "scrollbar",
            None => false,
        };
        let Some(ids) = element.attribute("aria-controls").filter(|ids| needs && !ids.trim().is_empty())
        else {
            continue;
        };
        if page.document.by_ids(ids).is_empty() {
            found.fail(id, "missing", ids);
        } else {
            found.pass();
        }
    }
}

/// Ids that are referred to and do not exist.
pub(super) fn references(page: &Page, found: &mut Found) {
    for id in page.exposed() {
        let element = page.document.element(id).expect("exposed nodes are elements");
        for name in ["aria-labelledby", "aria-describedby", "aria-activedescendant", "aria-owns"] {
            let Some(ids) = element.attribute(name).filter(|ids| !ids.trim().is_empty()) else { continue };
            if page.document.by_ids(ids).is_empty() {
                found.review(id, "missing", format!("{name}=\"{ids}\""));
            } else {
                found.pass();
            }
        }
    }
}

/// ACT 4e8ab6: a role without what it cannot do without. Native elements have it by themselves.
pub(super) fn required(page: &Page, found: &mut Found) {
    for id in page.exposed() {
        let element = page.document.element(id).expect("exposed nodes are elements");
        let Some((name, role)) = explicit(element) else { continue };
        let needed = needed(page, id, name, &role.requires);
        if needed.is_empty() || has_by_itself(element, name) {
            if name == "separator" {
                found.pass();
            }
            continue;
        }
        let lacks = |property: &&str| element.attribute(property).is_none_or(|value| value.trim().is_empty());
        match needed.iter().find(|property| lacks(property)) {
            Some(missing) => found.fail(id, "missing", *missing),
            None => found.pass(),
        }
    }
}

fn needed<'r>(page: &Page, id: NodeId, role: &str, listed: &'r [String]) -> Vec<&'r str> {
    if role == "separator" && page.is_focusable(id) {
        return vec!["aria-valuenow"];
    }
    listed.iter().map(String::as_str).collect()
}

/// Whether the element's own semantics give what the role needs.
fn has_by_itself(element: &Element, role: &str) -> bool {
    if !element.is_html() {
        return false;
    }
    let kind = element.attribute("type").unwrap_or_default().to_ascii_lowercase();
    match (element.name(), role) {
        ("input", "checkbox" | "switch" | "menuitemcheckbox") => kind == "checkbox",
        ("input", "radio" | "menuitemradio") => kind == "radio" || kind == "checkbox",
        ("input", "slider") => kind == "range",
        ("meter", "meter")
        | ("select", "combobox")
        | ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", "heading") => true,
        _ => false,
    }
}

/// ACT 5c01ea: a property that the role does not have.
pub(super) fn permitted(page: &Page, found: &mut Found) {
    for id in page.exposed() {
        let element = page.document.element(id).expect("exposed nodes are elements");
        let roleless_field = element.name() == "input" && page.role(id).is_empty();
        for attribute in aria_attributes(element).filter(|_| !roleless_field) {
            if aria::property(&attribute.name).is_none() {
                continue;
            }
            if aria::allows(page.role_data(id), &attribute.name) {
                found.pass();
            } else {
                found.fail(id, "not-permitted", &*attribute.name);
            }
        }
    }
}

/// Properties that roles without a name must not have (WAI-ARIA 1.2, section 5.2.8.6).
const NAMING: [&str; 3] = ["aria-label", "aria-labelledby", "aria-braillelabel"];
const DESCRIBING: [&str; 2] = ["aria-roledescription", "aria-brailleroledescription"];

/// ACT kb1m8s: a name on something that nobody is told of.
pub(super) fn prohibited(page: &Page, found: &mut Found) {
    for id in page.exposed() {
        let element = page.document.element(id).expect("exposed nodes are elements");
        let role = stated_role(page, id, element);
        let nameless = matches!(role, "generic" | "none" | "presentation");
        let unnamed = aria::role(role).is_some_and(|(_, data)| data.name == aria::NameFrom::Prohibited);
        for attribute in aria_attributes(element).filter(|attribute| !attribute.value.trim().is_empty()) {
            let name = &*attribute.name;
            let banned = (unnamed && NAMING.contains(&name)) || (nameless && DESCRIBING.contains(&name));
            if banned {
                found.fail(id, "prohibited", name);
            } else if aria::property(name).is_some() {
                found.pass();
            }
        }
    }
}

/// The role that the author gave, `none` included; elements of the author's own making have none.
fn stated_role(page: &Page, id: NodeId, element: &Element) -> &'static str {
    match explicit(element) {
        Some((role, _)) if is_none(role) && !page.is_focusable(id) => role,
        _ if page.role(id).is_empty() && element.is_html() && element.name().contains('-') => "generic",
        _ => page.role(id),
    }
}

/// ACT 46ca7f: decoration that is told all the same.
pub(super) fn decorative(page: &Page, found: &mut Found) {
    for (id, element) in page.document.elements() {
        let said_none = explicit(element).is_some_and(|(role, _)| is_none(role));
        let empty_text = page.document.tag(id) == "img" && element.attribute("alt") == Some("");
        let overruled = explicit(element).is_some_and(|(role, _)| !is_none(role));
        if !(said_none || (empty_text && !overruled)) {
            continue;
        }
        let is_told = page.is_exposed(id) && !is_none(page.role(id)) && !page.role(id).is_empty();
        found.expect(!is_told, id, "exposed");
    }
}

/// ACT 6cfa84: what is hidden from assistive technology must not take the focus. A guard at the edge of a dialog
/// may: a script moves the focus on from there.
pub(super) fn hidden_focus(page: &Page, found: &mut Found) {
    let mut until = NodeId::ROOT;
    for (id, element) in page.document.elements() {
        let hides = element.attribute("aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true"));
        if !hides || id < until {
            continue;
        }
        until = page.document.end(id);
        let inside = std::iter::once(id).chain(page.document.descendants(id));
        let reached = inside.filter(|&node| page.document.element(node).is_some() && page.is_tabbable(node));
        let mut reached = reached.filter(|&node| page.document.tag(node) != "iframe").peekable();
        if reached.peek().is_none() {
            found.pass();
        }
        for node in reached {
            if answers_focus(page, node) {
                found.review(node, "focusable-scripted", "");
            } else {
                found.fail(node, "focusable", "");
            }
        }
    }
}

/// Whether a script of the page listens to the focus of an element: it has a handler, or a script names its id.
fn answers_focus(page: &Page, id: NodeId) -> bool {
    let element = page.document.element(id).expect("what takes the focus is an element");
    if element.attribute("onfocus").is_some() {
        return true;
    }
    let Some(name) = element.id().filter(|_| !page.is_visible(id)) else { return false };
    let mut scripts = page.document.elements().filter(|&(script, _)| page.document.tag(script) == "script");
    scripts.any(|(script, _)| {
        let mut texts = page.document.children(script).filter_map(|child| page.document.text(child));
        texts.any(|text| text.contains("focus") && text.contains(&**name))
    })
}

/// ACT 307n5z: a control within something whose content is not told.
pub(super) fn nested_control(page: &Page, found: &mut Found) {
    let mut until = NodeId::ROOT;
    for id in page.exposed() {
        if id < until || !page.role_data(id).is_some_and(|role| role.leaf) {
            continue;
        }
        until = page.document.end(id);
        let inside = page.document.descendants(id).filter(|&node| page.document.element(node).is_some());
        match inside.into_iter().find(|&node| page.is_tabbable(node)) {
            Some(control) => found.fail(control, "nested", page.role(id)),
            None => found.pass(),
        }
    }
}
