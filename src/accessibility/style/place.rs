//! An element as selectors see it: its relatives, names and attributes. Knows the tree; not declarations.

use std::cell::Cell;

use html5ever::Namespace;
use selectors::OpaqueElement;
use selectors::attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint};
use selectors::bloom::BloomFilter;
use selectors::context::MatchingContext;
use selectors::matching::ElementSelectorFlags;

use super::selector::{Name, Pseudo, Quoted, Selectors};
use super::state::State;
use crate::accessibility::document::{Document, Element, NodeId};

/// An element as the matcher walks about it. Each step costs fuel; without fuel there are no relatives, so that
/// matching ends on any page and sheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) document: &'a Document,
    pub(super) id: NodeId,
    pub(super) fuel: &'a Cell<u64>,
}

impl<'a> Place<'a> {
    fn at(self, id: NodeId) -> Option<Self> {
        let left = self.fuel.get().checked_sub(1)?;
        self.fuel.set(left);
        Some(Self { id, ..self })
    }

    fn element(&self) -> &'a Element {
        self.document.element(self.id).expect("places are elements")
    }

    fn sibling(self, step: fn(&Document, NodeId) -> Option<NodeId>) -> Option<Self> {
        let mut at = step(self.document, self.id);
        while let Some(id) = at {
            if self.document.element(id).is_some() {
                return self.at(id);
            }
            at = step(self.document, id);
        }
        None
    }
}

impl selectors::Element for Place<'_> {
    type Impl = Selectors;

    fn opaque(&self) -> OpaqueElement {
        OpaqueElement::new(self.element())
    }

    fn parent_element(&self) -> Option<Self> {
        let parent = self.document.parent(self.id)?;
        self.document.element(parent).and_then(|_| self.at(parent))
    }

    fn parent_node_is_shadow_root(&self) -> bool {
        false
    }

    fn containing_shadow_host(&self) -> Option<Self> {
        None
    }

    fn is_pseudo_element(&self) -> bool {
        false
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.sibling(Document::previous)
    }

    fn next_sibling_element(&self) -> Option<Self> {
        self.sibling(Document::next)
    }

    fn first_element_child(&self) -> Option<Self> {
        let child = self.document.first_child(self.id)?;
        if self.document.element(child).is_some() {
            self.at(child)
        } else {
            self.at(child)?.sibling(Document::next)
        }
    }

    fn is_html_element_in_html_document(&self) -> bool {
        self.element().is_html()
    }

    fn has_local_name(&self, name: &Name) -> bool {
        *self.element().local_name() == name.0
    }

    fn has_namespace(&self, namespace: &Namespace) -> bool {
        self.element().namespace() == namespace
    }

    fn is_same_type(&self, other: &Self) -> bool {
        let (one, two) = (self.element(), other.element());
        one.local_name() == two.local_name() && one.namespace() == two.namespace()
    }

    fn attr_matches(
        &self,
        namespace: &NamespaceConstraint<&Namespace>,
        name: &Name,
        operation: &AttrSelectorOperation<&Quoted>,
    ) -> bool {
        self.element().attributes().iter().any(|attribute| {
            let right_space =
                !matches!(namespace, NamespaceConstraint::Specific(wanted) if **wanted != attribute.namespace);
            right_space && attribute.name == name.0 && operation.eval_str(&attribute.value)
        })
    }

    fn match_non_ts_pseudo_class(&self, state: &State, _context: &mut MatchingContext<Selectors>) -> bool {
        state.holds(self.document, self.id)
    }

    fn match_pseudo_element(&self, _pseudo: &Pseudo, _context: &mut MatchingContext<Selectors>) -> bool {
        false
    }

    fn apply_selector_flags(&self, _flags: ElementSelectorFlags) {}

    fn is_link(&self) -> bool {
        State::Link.holds(self.document, self.id)
    }

    fn is_html_slot_element(&self) -> bool {
        false
    }

    fn has_id(&self, id: &Name, case: CaseSensitivity) -> bool {
        self.element().id().is_some_and(|known| case.eq(known.as_bytes(), id.0.as_bytes()))
    }

    fn has_class(&self, name: &Name, case: CaseSensitivity) -> bool {
        self.element().classes().iter().any(|known| case.eq(known.as_bytes(), name.0.as_bytes()))
    }

    fn has_custom_state(&self, _name: &Name) -> bool {
        false
    }

    fn imported_part(&self, _name: &Name) -> Option<Name> {
        None
    }

    fn is_part(&self, _name: &Name) -> bool {
        false
    }

    fn is_empty(&self) -> bool {
        let filled = |id| {
            self.document.element(id).is_some() || self.document.text(id).is_some_and(|text| !text.is_empty())
        };
        !self.document.children(self.id).any(filled)
    }

    fn is_root(&self) -> bool {
        self.document.parent(self.id) == Some(NodeId::ROOT)
    }

    fn add_element_unique_hashes(&self, _filter: &mut BloomFilter) -> bool {
        false
    }
}
