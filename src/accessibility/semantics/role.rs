//! The role of an element: its own, or the one that HTML gives it (HTML-AAM 1.0, ARIA in HTML). Knows elements and
//! their places; not names.

use super::aria::{self, Role};
use crate::accessibility::document::{Document, Element, NodeId};
use crate::accessibility::style::is_disabled;

/// The role of an element and the table's word on it.
pub(super) type Known = Option<(&'static str, &'static Role)>;

/// The role of `id`, given those of the elements before it in the document.
pub(super) fn of(document: &Document, id: NodeId, before: &[Known]) -> Known {
    let element = document.element(id)?;
    let implicit = || implicit_role(document, id, element, before).and_then(aria::role);
    match explicit(element) {
        Some(role) if is_none(role.0) && keeps_role(document, id) => implicit(),
        Some(role) => Some(role),
        None => implicit(),
    }
}

/// The first role that the attribute names and the table knows.
pub fn explicit(element: &Element) -> Known {
    let named = element.attribute("role")?;
    named.split_ascii_whitespace().find_map(|name| aria::role(&name.to_ascii_lowercase()))
}

/// Whether a role says that there is none.
pub fn is_none(role: &str) -> bool {
    matches!(role, "none" | "presentation")
}

/// Whether `role=none` does not count (WAI-ARIA 1.2, section 4.6): focusable, or with a global property.
pub(super) fn keeps_role(document: &Document, id: NodeId) -> bool {
    let Some(element) = document.element(id) else { return false };
    let global = element.attributes().iter().any(|attribute| {
        &*attribute.name != "aria-hidden"
            && !attribute.value.trim().is_empty()
            && aria::property(&attribute.name).is_some_and(|property| property.global)
    });
    // What is in a frame takes the focus, not the frame.
    global || (is_focusable(document, id) && document.tag(id) != "iframe")
}

/// Whether an element takes the focus, if it is shown (HTML 6.6.2).
pub fn is_focusable(document: &Document, id: NodeId) -> bool {
    let Some(element) = document.element(id) else { return false };
    let has = |name: &str| element.attribute(name).is_some();
    let name = if element.is_html() { element.name() } else { "" };
    if matches!(name, "button" | "input" | "select" | "textarea") && is_disabled(document, id) {
        return false;
    }
    if tab_index(element).is_some() {
        return true;
    }
    match name {
        "a" | "area" => has("href"),
        "input" => element.attribute("type").is_none_or(|kind| !kind.eq_ignore_ascii_case("hidden")),
        "button" | "select" | "textarea" | "iframe" => true,
        "summary" => is_summary(document, id),
        "audio" | "video" => has("controls"),
        "object" | "embed" => false,
        _ => {
            let link = element.is_svg()
                && element.name() == "a"
                && element.attributes().iter().any(|attribute| &*attribute.name == "href");
            link || element
                .attribute("contenteditable")
                .is_some_and(|value| !value.eq_ignore_ascii_case("false"))
        }
    }
}

/// The number of `tabindex`, when it is one.
pub fn tab_index(element: &Element) -> Option<i32> {
    element.attribute("tabindex").and_then(|value| value.trim().parse().ok())
}

/// Whether it is the summary of a `details` element.
pub fn is_summary(document: &Document, id: NodeId) -> bool {
    let parent = document.parent(id).filter(|&parent| document.tag(parent) == "details");
    parent.is_some_and(|parent| {
        document.children(parent).find(|&child| document.tag(child) == "summary") == Some(id)
    })
}

fn implicit_role(
    document: &Document,
    id: NodeId,
    element: &Element,
    before: &[Known],
) -> Option<&'static str> {
    if !element.is_html() {
        return foreign(element);
    }
    let has = |name: &str| element.attribute(name).is_some();
    let names = ["aria-label", "aria-labelledby", "title"];
    let has_name =
        names.iter().any(|name| element.attribute(name).is_some_and(|value| !value.trim().is_empty()));
    Some(match element.name() {
        "a" | "area" if has("href") => "link",
        "summary" if is_summary(document, id) => "button",
        "footer" => outermost(document, id, "contentinfo")?,
        "header" => outermost(document, id, "banner")?,
        "form" if has_name => "form",
        "img" => image(document, id, element),
        "input" => input(element)?,
        "li" => item(document, id, before)?,
        "section" if has_name => "region",
        "select" => select(element),
        "tbody" | "tfoot" | "thead" | "td" | "th" | "tr" => table_part(document, id, element, before)?,
        name => plain(name)?,
    })
}

/// Elements whose role follows from their name alone.
fn plain(name: &str) -> Option<&'static str> {
    Some(match name {
        "a" | "area" | "b" | "bdi" | "bdo" | "body" | "data" | "div" | "i" | "pre" | "q" | "samp"
        | "section" | "small" | "span" | "u" => "generic",
        "address" | "details" | "fieldset" | "hgroup" | "optgroup" => "group",
        "aside" => "complementary",
        "datalist" => "listbox",
        "del" | "s" => "deletion",
        "dfn" => "term",
        "em" => "emphasis",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "heading",
        "hr" => "separator",
        "html" => "document",
        "ins" => "insertion",
        "menu" | "ol" | "ul" => "list",
        "nav" => "navigation",
        "output" => "status",
        "p" => "paragraph",
        "progress" => "progressbar",
        "sub" => "subscript",
        "sup" => "superscript",
        "textarea" => "textbox",
        "article" | "blockquote" | "button" | "caption" | "code" | "dialog" | "figure" | "main" | "math"
        | "meter" | "option" | "search" | "strong" | "table" | "time" => aria::role(name)?.0,
        _ => return None,
    })
}

fn select(element: &Element) -> &'static str {
    let size = element.attribute("size").and_then(|size| size.parse::<u32>().ok());
    let tall = size.is_some_and(|size| size > 1);
    if tall || element.attribute("multiple").is_some() { "listbox" } else { "combobox" }
}

fn foreign(element: &Element) -> Option<&'static str> {
    let linked = element.attributes().iter().any(|attribute| &*attribute.name == "href");
    match element.name() {
        "svg" => Some("graphics-document"),
        "a" if linked => Some("link"),
        "math" => Some("math"),
        _ => None,
    }
}

fn outermost(document: &Document, id: NodeId, role: &'static str) -> Option<&'static str> {
    let sections = |tag: &str| matches!(tag, "article" | "aside" | "main" | "nav" | "section");
    let inside = document.ancestors(id).any(|ancestor| sections(document.tag(ancestor)));
    (!inside).then_some(role)
}

fn image(document: &Document, id: NodeId, element: &Element) -> &'static str {
    match element.attribute("alt") {
        Some("") if !keeps_role(document, id) => "presentation",
        _ => "img",
    }
}

fn input(element: &Element) -> Option<&'static str> {
    let kind = element.attribute("type").unwrap_or("text").to_ascii_lowercase();
    let listed = element.attribute("list").is_some();
    Some(match kind.as_str() {
        "button" | "submit" | "reset" | "image" => "button",
        "checkbox" => "checkbox",
        "radio" => "radio",
        "range" => "slider",
        "number" => "spinbutton",
        "search" if !listed => "searchbox",
        "color" | "date" | "datetime-local" | "file" | "hidden" | "month" | "password" | "time" | "week" => {
            return None;
        }
        _ if listed => "combobox",
        _ => "textbox",
    })
}

/// An item's role goes with its list's.
fn item(document: &Document, id: NodeId, before: &[Known]) -> Option<&'static str> {
    let parent = document.parent(id)?;
    let is_list = matches!(document.tag(parent), "ul" | "ol" | "menu");
    match before[parent.index()] {
        Some((role, _)) if is_list && is_none(role) => Some("none"),
        _ if is_list => Some("listitem"),
        _ => None,
    }
}

/// A part's role goes with its table's.
fn table_part(document: &Document, id: NodeId, element: &Element, before: &[Known]) -> Option<&'static str> {
    let table = document.ancestors(id).find(|&ancestor| document.tag(ancestor) == "table")?;
    let table_role = before[table.index()].map_or("", |(role, _)| role);
    if is_none(table_role) {
        return Some("none");
    }
    if !matches!(table_role, "table" | "grid" | "treegrid") {
        return None;
    }
    Some(match element.name() {
        "tbody" | "tfoot" | "thead" => "rowgroup",
        "tr" => "row",
        "td" if table_role == "table" => "cell",
        "td" => "gridcell",
        _ => header(document, id, element),
    })
}

/// Cells of a row that are looked at for the kind of a header.
const WIDEST: usize = 300;

/// A header is of a row when it says so, or when it stands first in a row of cells below the first row.
fn header(document: &Document, id: NodeId, element: &Element) -> &'static str {
    match element.attribute("scope").map(str::to_ascii_lowercase).as_deref() {
        Some("row" | "rowgroup") => return "rowheader",
        Some("col" | "colgroup") => return "columnheader",
        _ => {}
    }
    let row = document.parent(id);
    let has_cells =
        row.is_some_and(|row| document.children(row).take(WIDEST).any(|cell| document.tag(cell) == "td"));
    if has_cells { "rowheader" } else { "columnheader" }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The role of the last element of the body that is named `x`.
    fn check(markup: &str, expected: &str) {
        let document = Document::parse(markup);
        let mut roles = vec![None; document.len()];
        for id in document.all() {
            roles[id.index()] = of(&document, id, &roles);
        }
        let id = document.by_id("x").unwrap();
        assert_eq!(roles[id.index()].map_or("", |(role, _)| role), expected, "{markup}");
    }

    #[test]
    fn roles() {
        check("<a id=x href=y>", "link");
        check("<a id=x>", "generic");
        check("<button id=x role=none>", "button");
        check("<button id=x role=none disabled>", "none");
        check("<div id=x role='unknown link'>", "link");
        check("<img id=x alt=''>", "presentation");
        check("<img id=x alt='' aria-label=y>", "img");
        check("<img id=x>", "img");
        check("<input id=x type=password>", "");
        check("<input id=x list=y>", "combobox");
        check("<select id=x size=4>", "listbox");
        check("<ul role=none><li id=x>", "none");
        check("<div><li id=x></div>", "");
        check("<table role=grid><tr><td id=x>", "gridcell");
        check("<table><tr><th id=x>a<td>b", "rowheader");
        check("<table role=presentation><tr><th id=x>", "none");
        check("<main><footer id=x></footer></main>", "");
        check("<footer id=x></footer>", "contentinfo");
        check("<section id=x aria-label=y>", "region");
        check("<details><summary id=x>", "button");
        check("<summary id=x>", "");
    }
}
