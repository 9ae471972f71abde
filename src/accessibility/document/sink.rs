//! Takes the parser's building orders and keeps a loose tree: nodes with links, in the order of their creation.
//! Knows how a tree is built; not what it means.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode};
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::TreeSink;
use html5ever::{Attribute, QualName};

use super::node::{Data, Element};

/// A node that is still being moved about.
#[derive(Debug)]
pub(super) struct Loose {
    pub(super) data: Data,
    pub(super) parent: Option<usize>,
    pub(super) first: Option<usize>,
    pub(super) last: Option<usize>,
    pub(super) previous: Option<usize>,
    pub(super) next: Option<usize>,
}

/// What the parser writes into.
#[derive(Debug)]
pub(super) struct Sink {
    pub(super) nodes: RefCell<Vec<Loose>>,
    pub(super) quirks: Cell<bool>,
}

impl Sink {
    pub(super) fn new() -> Self {
        let sink = Self { nodes: RefCell::new(Vec::new()), quirks: Cell::new(false) };
        sink.create(Data::Document);
        sink
    }

    fn create(&self, data: Data) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Loose { data, parent: None, first: None, last: None, previous: None, next: None });
        nodes.len() - 1
    }

    fn detach(&self, id: usize) {
        let mut nodes = self.nodes.borrow_mut();
        let (parent, previous, next) =
            (nodes[id].parent.take(), nodes[id].previous.take(), nodes[id].next.take());
        match (previous, parent) {
            (Some(previous), _) => nodes[previous].next = next,
            (None, Some(parent)) => nodes[parent].first = next,
            (None, None) => {}
        }
        match (next, parent) {
            (Some(next), _) => nodes[next].previous = previous,
            (None, Some(parent)) => nodes[parent].last = previous,
            (None, None) => {}
        }
    }

    /// Puts a node under a parent, before a sibling or last.
    fn insert(&self, parent: usize, before: Option<usize>, id: usize) {
        self.detach(id);
        let mut nodes = self.nodes.borrow_mut();
        let previous = before.map_or(nodes[parent].last, |before| nodes[before].previous);
        (nodes[id].parent, nodes[id].previous, nodes[id].next) = (Some(parent), previous, before);
        match previous {
            Some(previous) => nodes[previous].next = Some(id),
            None => nodes[parent].first = Some(id),
        }
        match before {
            Some(before) => nodes[before].previous = Some(id),
            None => nodes[parent].last = Some(id),
        }
    }

    /// Adds to the text that already stands there; says whether there was one.
    fn extend(&self, parent: usize, before: Option<usize>, text: &str) -> bool {
        let mut nodes = self.nodes.borrow_mut();
        let beside = before.map_or(nodes[parent].last, |before| nodes[before].previous);
        let Some(Data::Text(known)) = beside.map(|id| &mut nodes[id].data) else { return false };
        known.push_str(text);
        true
    }

    fn place(&self, parent: usize, before: Option<usize>, child: NodeOrText<usize>) {
        let id = match child {
            NodeOrText::AppendNode(id) => id,
            NodeOrText::AppendText(text) => {
                if self.extend(parent, before, &text) {
                    return;
                }
                self.create(Data::Text(text.to_string()))
            }
        };
        self.insert(parent, before, id);
    }
}

impl TreeSink for Sink {
    type Handle = usize;
    type Output = Self;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> Ref<'a, QualName> {
        Ref::map(self.nodes.borrow(), |nodes| match &nodes[*target].data {
            Data::Element(element) => &element.name,
            _ => unreachable!("the tree builder asks elements only for their names"),
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _flags: ElementFlags) -> usize {
        self.create(Data::Element(Element::new(name, attributes)))
    }

    fn create_comment(&self, _text: StrTendril) -> usize {
        self.create(Data::Other)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> usize {
        self.create(Data::Other)
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.place(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        if self.nodes.borrow()[*element].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    /// The contents of a template hang on a node of their own that nobody is the parent of.
    fn get_template_contents(&self, target: &usize) -> usize {
        let known = self.nodes.borrow()[*target].last;
        known.unwrap_or_else(|| {
            let contents = self.create(Data::Other);
            self.insert(*target, None, contents);
            contents
        })
    }

    fn same_node(&self, one: &usize, other: &usize) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.quirks.set(mode == QuirksMode::Quirks);
    }

    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        let parent = self.nodes.borrow()[*sibling].parent;
        if let Some(parent) = parent {
            self.place(parent, Some(*sibling), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &usize, attributes: Vec<Attribute>) {
        if let Data::Element(element) = &mut self.nodes.borrow_mut()[*target].data {
            element.add(attributes);
        }
    }

    fn remove_from_parent(&self, target: &usize) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &usize, new_parent: &usize) {
        while let Some(child) = { self.nodes.borrow()[*node].first } {
            self.insert(*new_parent, None, child);
        }
    }
}
