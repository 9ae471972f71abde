//! Roles that need each other: lists and items, tables and rows, menus and their entries. Knows the page and the table
//! of WAI-ARIA; the reasons are data.

use crate::accessibility::document::NodeId;
use crate::accessibility::finding::Found;
use crate::accessibility::semantics::{Page, aria, explicit, is_focusable, is_none};

/// Whether a role passes its children on to its parent.
fn is_transparent(page: &Page, id: NodeId) -> bool {
    let role = page.role(id);
    let plain = role.is_empty() || role == "generic" || is_none(role);
    let Some(element) = page.document.element(id) else { return true };
    let told = element.attributes().iter().any(|attribute| {
        let counts = !matches!(&*attribute.name, "aria-hidden" | "aria-owns");
        counts
            && !attribute.value.is_empty()
            && aria::property(&attribute.name).is_some_and(|property| property.global)
    });
    plain && !told && !is_focusable(&page.document, id)
}

/// The nearest children that are told of, `aria-owns` included; not through what another element owns.
fn owned(page: &Page, id: NodeId) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut collect = |top: NodeId, with_top: bool| {
        let mut skip_to = top;
        let start = if with_top { vec![top] } else { Vec::new() };
        for node in start.into_iter().chain(page.document.descendants(top)) {
            if node < skip_to || page.document.element(node).is_none() {
                continue;
            }
            let elsewhere = page.owner(node).is_some_and(|owner| owner != id);
            if !page.is_exposed(node) || elsewhere {
                skip_to = page.document.end(node);
            } else if !is_transparent(page, node) {
                found.push(node);
                skip_to = page.document.end(node);
            }
        }
    };
    collect(id, false);
    for other in
        page.document.attribute(id, "aria-owns").map(|ids| page.document.by_ids(ids)).unwrap_or_default()
    {
        if page.owner(other) == Some(id) && !page.document.contains(id, other) {
            collect(other, true);
        }
    }
    found
}

/// Roles that may stand beside what is asked for.
fn is_tolerated(parent: &str, role: &str) -> bool {
    match parent {
        "menu" | "menubar" => role == "separator",
        "table" | "grid" | "treegrid" => role == "caption",
        _ => false,
    }
}

/// ACT bc4a75: an owner without the right children, or with wrong ones.
pub(super) fn children(page: &Page, found: &mut Found) {
    for id in page.exposed() {
        let Some(role) = page.role_data(id).filter(|role| !role.owns.is_empty()) else { continue };
        let busy =
            page.document.attribute(id, "aria-busy").is_some_and(|value| value.eq_ignore_ascii_case("true"));
        if busy || page.document.tag(id) == "datalist" {
            continue;
        }
        if page.document.first_child(id).is_none() && page.document.attribute(id, "aria-owns").is_none() {
            found.review(id, "empty", page.role(id));
            continue;
        }
        let children = owned(page, id);
        let wrong = children.iter().find(|&&child| !is_right(page, page.role(id), &role.owns, child));
        let any = children.iter().any(|&child| !is_tolerated(page.role(id), page.role(child)));
        match wrong {
            Some(&child) => found.fail(child, "wrong-child", page.role(child)),
            None if any => found.pass(),
            None => found.fail(id, "no-child", page.role(id)),
        }
    }
}

/// Whether a child is one that its owner asks for; groups are looked into, level by level.
fn is_right(page: &Page, parent: &str, owns: &[String], child: NodeId) -> bool {
    let mut waiting = vec![(child, false)];
    let mut looked = 0;
    while let Some((node, in_group)) = waiting.pop() {
        looked += 1;
        let role = page.role(node);
        let direct = owns.iter().any(|owned| owned == role);
        let group = owns.iter().find_map(|owned| owned.split_once('>')).map(|(group, _)| group);
        if group == Some(role) && looked < 1_000 {
            waiting.extend(owned(page, node).into_iter().map(|inner| (inner, true)));
            continue;
        }
        let through = in_group
            && owns.iter().any(|owned| owned.split_once('>').is_some_and(|(_, inner)| inner == role));
        if !(direct || through || is_tolerated(parent, role)) {
            return false;
        }
    }
    true
}

/// The nearest owner that is told of.
fn context(page: &Page, id: NodeId) -> Option<NodeId> {
    let mut at = id;
    loop {
        let above = page.owner(at).or_else(|| page.document.parent(at))?;
        if above == NodeId::ROOT {
            return None;
        }
        if !is_transparent(page, above) {
            return Some(above);
        }
        at = above;
    }
}

/// ACT ff89c9: a role outside of what it is a part of.
pub(super) fn parents(page: &Page, found: &mut Found) {
    for id in page.exposed() {
        let element = page.document.element(id).expect("exposed nodes are elements");
        let Some((name, role)) = explicit(element).filter(|(_, role)| !role.within.is_empty()) else {
            continue;
        };
        if native(page.document.tag(id)) == name {
            continue;
        }
        let mut above = context(page, id);
        // A group stands in what its members belong to.
        let mut steps = 0;
        while let Some(group) = above.filter(|&node| page.role(node) == "group" && steps < 50) {
            let asks = role.within.iter().any(|within| within == "group");
            above = if asks { context(page, group) } else { None };
            steps += 1;
        }
        let right = above.is_some_and(|node| role.within.iter().any(|within| within == page.role(node)));
        if right {
            found.pass();
        } else {
            found.fail(id, "outside", name);
        }
    }
}

/// The role that an element would have in its right place.
fn native(tag: &str) -> &'static str {
    match tag {
        "li" => "listitem",
        "option" => "option",
        "tr" => "row",
        "td" => "cell",
        "tbody" | "thead" | "tfoot" => "rowgroup",
        _ => "",
    }
}

/// Lists whose children are no items, as HTML has it (section 4.4.5).
pub(super) fn list_structure(page: &Page, found: &mut Found) {
    for (id, element) in page.document.elements() {
        if explicit(element).is_some() || !page.presence(id).rendered {
            continue;
        }
        let allowed: &[&str] = match page.document.tag(id) {
            "ul" | "ol" | "menu" => &["li", "script", "template"],
            "dl" => &["dt", "dd", "div", "script", "template"],
            _ => continue,
        };
        let children = page.document.children(id).filter(|&child| page.is_exposed(child));
        let odd = children.into_iter().find(|&child| {
            let is_element = page.document.element(child).is_some();
            let said = page.document.element(child).and_then(explicit).map_or("", |(role, _)| role);
            let text = page.document.text(child).is_some_and(|text| !text.trim().is_empty());
            (is_element && !allowed.contains(&page.document.tag(child)) && said != "listitem") || text
        });
        match odd {
            Some(child) => found.fail(child, "odd-child", page.document.tag(child)),
            None => found.pass(),
        }
    }
}
