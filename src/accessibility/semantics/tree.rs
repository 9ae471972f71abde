//! A page with everything that rules ask about its elements: style, presence for eyes and for assistive technology,
//! role, name. Computed once, from the root down. Knows no rule.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::aria::Role;
use super::name::{self, Name};
use super::role::{self, Known};
use crate::accessibility::document::{Document, NodeId};
use crate::accessibility::style::{Display, Overflow, Position, SheetUse, Style, Styles, is_disabled};

/// How a node is present.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is independent of the others")]
pub struct Presence {
    /// It takes part in the layout: no `display: none` on it or above.
    pub rendered: bool,
    /// It is hidden from assistive technology by `aria-hidden` on it or above.
    pub aria_hidden: bool,
    /// It is painted where nobody looks, or not at all: transparent, clipped, moved off the screen.
    pub unseen: bool,
    /// It is disabled, or in something disabled.
    pub disabled: bool,
    /// It, or what it stands in, lets its ground through.
    pub faded: bool,
}

/// A page, ready for rules.
#[derive(Debug)]
pub struct Page {
    /// The tree.
    pub document: Document,
    /// The styles.
    pub styles: Styles,
    /// The sheets that the styles come from.
    pub sheets: Vec<SheetUse>,
    /// Sheets that the page asks for and that are not known.
    pub missing_sheets: usize,
    roles: Vec<Known>,
    presence: Vec<Presence>,
    /// Whether it is a page of HTML, not a drawing or data.
    pub is_html: bool,
    labels: FxHashMap<NodeId, Vec<NodeId>>,
    labelled: FxHashMap<NodeId, NodeId>,
    naming_disabled: FxHashSet<String>,
    owners: FxHashMap<NodeId, NodeId>,
    names: RefCell<FxHashMap<NodeId, Rc<Name>>>,
}

impl Page {
    /// Computes what rules ask for; the sheets in the order of the page.
    pub fn new(document: Document, sheets: Vec<SheetUse>, missing_sheets: usize) -> Self {
        let styles = Styles::compute(&document, &sheets);
        let mut roles = vec![None; document.len()];
        let mut presence = vec![Presence { rendered: true, ..Presence::default() }; document.len()];
        for id in document.all() {
            let parent = document.parent(id).expect("only the document has no parent");
            let above = presence[parent.index()];
            presence[id.index()] = presence_of(&document, &styles, id, above);
            roles[id.index()] = role::of(&document, id, &roles);
        }
        let (labels, owners) = (labels(&document), owners(&document));
        let labelled = labels.iter().flat_map(|(&of, by)| by.iter().map(move |&label| (label, of))).collect();
        let naming_disabled = naming_disabled(&document, &presence);
        let names = RefCell::new(FxHashMap::default());
        Self {
            document,
            styles,
            sheets,
            missing_sheets,
            is_html: true,
            roles,
            presence,
            labels,
            labelled,
            naming_disabled,
            owners,
            names,
        }
    }

    /// Whether colours and visibility are certain: all markup, all sheets, all selectors.
    pub fn is_certain(&self) -> bool {
        self.missing_sheets == 0 && self.styles.is_whole() && self.document.is_whole()
    }

    /// The computed style.
    pub fn style(&self, id: NodeId) -> &Style {
        self.styles.of(id)
    }

    /// The role; empty when there is none.
    pub fn role(&self, id: NodeId) -> &'static str {
        self.roles[id.index()].map_or("", |(role, _)| role)
    }

    /// What the table says of the role.
    pub fn role_data(&self, id: NodeId) -> Option<&'static Role> {
        self.roles[id.index()].map(|(_, data)| data)
    }

    /// How a node is present.
    pub fn presence(&self, id: NodeId) -> Presence {
        self.presence[id.index()]
    }

    /// Whether an element is shown to eyes.
    pub fn is_visible(&self, id: NodeId) -> bool {
        let presence = self.presence(id);
        presence.rendered && !presence.unseen && self.style(id).visible
    }

    /// Whether an element is told to assistive technology.
    pub fn is_exposed(&self, id: NodeId) -> bool {
        let presence = self.presence(id);
        presence.rendered && !presence.aria_hidden && self.style(id).visible
    }

    /// Whether an element takes the focus when it is pressed or reached.
    pub fn is_focusable(&self, id: NodeId) -> bool {
        self.presence(id).rendered && self.style(id).visible && role::is_focusable(&self.document, id)
    }

    /// Whether an element is reached with the tabulator key.
    pub fn is_tabbable(&self, id: NodeId) -> bool {
        let outside = self.document.element(id).and_then(role::tab_index).is_some_and(|number| number < 0);
        !outside && self.is_focusable(id)
    }

    /// The labels of a form control.
    pub fn labels(&self, id: NodeId) -> &[NodeId] {
        self.labels.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The form control that a label is of.
    pub fn labelled_by(&self, label: NodeId) -> Option<NodeId> {
        self.labelled.get(&label).copied()
    }

    /// Whether the element of this id names something disabled by `aria-labelledby`.
    pub fn names_disabled(&self, id: &str) -> bool {
        self.naming_disabled.contains(id)
    }

    /// The element that owns another by `aria-owns`.
    pub fn owner(&self, id: NodeId) -> Option<NodeId> {
        self.owners.get(&id).copied()
    }

    /// The accessible name.
    pub fn name(&self, id: NodeId) -> Rc<Name> {
        if let Some(known) = self.names.borrow().get(&id) {
            return known.clone();
        }
        let computed = Rc::new(name::compute(self, id));
        self.names.borrow_mut().insert(id, computed.clone());
        computed
    }

    /// All elements that are told to assistive technology.
    pub fn exposed(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.document.elements().map(|(id, _)| id).filter(|&id| self.is_exposed(id))
    }
}

fn presence_of(document: &Document, styles: &Styles, id: NodeId, above: Presence) -> Presence {
    let parent = document.parent(id).expect("only the document has no parent");
    let Some(element) = document.element(id) else {
        // The text of a closed `details` element is not shown.
        let closed = document.tag(parent) == "details" && document.attribute(parent, "open").is_none();
        return Presence { rendered: above.rendered && !closed, ..above };
    };
    let style = styles.of(id);
    let hidden = element.attribute("aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let disabled = above.disabled
        || element.attribute("aria-disabled").is_some_and(|value| value.eq_ignore_ascii_case("true"))
        || (matches!(document.tag(id), "button" | "input" | "select" | "textarea" | "option" | "optgroup")
            && is_disabled(document, id))
        || (document.tag(id) == "fieldset" && element.attribute("disabled").is_some());
    Presence {
        rendered: above.rendered && style.display != Display::None,
        aria_hidden: above.aria_hidden || hidden,
        unseen: above.unseen || is_unseen(style),
        disabled,
        faded: above.faded || style.opacity < 1.0,
    }
}

/// Pixels to the left or above that put something off any screen.
const FAR: f32 = -900.0;

fn is_unseen(style: &Style) -> bool {
    let far = |length: Option<f32>| length.is_some_and(|length| length <= FAR);
    let taken_out = matches!(style.position, Position::Absolute | Position::Fixed);
    let moved = (style.position == Position::Relative || taken_out) && (far(style.left) || far(style.top));
    let flat = |length: Option<f32>, overflow: Overflow| {
        length.is_some_and(|length| (0.0..=1.0).contains(&length)) && overflow == Overflow::Hidden
    };
    let shrunk = flat(style.width, style.overflow_x) || flat(style.height, style.overflow_y);
    let scaled = style.transform.as_deref().is_some_and(is_nothing);
    let pushed = style.text_indent <= FAR && style.overflow_x == Overflow::Hidden;
    style.opacity <= 0.0
        || style.clipped
        || moved
        || far(style.margin_left)
        || (shrunk && style.display != Display::Inline)
        || scaled
        || pushed
}

fn is_nothing(transform: &str) -> bool {
    let compact: String = transform.chars().filter(|letter| !letter.is_whitespace()).collect();
    ["scale(0)", "scale(0,0)", "scalex(0)", "scaley(0)"].contains(&compact.as_str())
}

/// Elements that a label can be of (HTML 4.10.2).
fn is_labelable(document: &Document, id: NodeId) -> bool {
    match document.tag(id) {
        "button" | "meter" | "output" | "progress" | "select" | "textarea" => true,
        "input" => !document.attribute(id, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden")),
        _ => false,
    }
}

fn labels(document: &Document) -> FxHashMap<NodeId, Vec<NodeId>> {
    let mut labels: FxHashMap<NodeId, Vec<NodeId>> = FxHashMap::default();
    let mut inside = NodeId::ROOT;
    for (id, _) in document.elements().filter(|&(id, _)| document.tag(id) == "label") {
        let labelled = match document.attribute(id, "for") {
            Some(target) => document.by_id(target).filter(|&control| is_labelable(document, control)),
            // A label within a label has the outer one's control at most: looked for once.
            None if document.contains(inside, id) && inside != NodeId::ROOT => None,
            None => {
                inside = id;
                document.descendants(id).find(|&control| is_labelable(document, control))
            }
        };
        if let Some(control) = labelled {
            labels.entry(control).or_default().push(id);
        }
    }
    labels
}

fn owners(document: &Document) -> FxHashMap<NodeId, NodeId> {
    let mut owners = FxHashMap::default();
    for (id, element) in document.elements() {
        for owned in element.attribute("aria-owns").map(|ids| document.by_ids(ids)).unwrap_or_default() {
            if !document.contains(owned, id) {
                owners.entry(owned).or_insert(id);
            }
        }
    }
    owners
}

fn naming_disabled(document: &Document, presence: &[Presence]) -> FxHashSet<String> {
    let disabled = document.elements().filter(|(id, _)| presence[id.index()].disabled);
    let named = disabled.filter_map(|(_, element)| element.attribute("aria-labelledby"));
    named.flat_map(str::split_ascii_whitespace).map(str::to_owned).collect()
}
