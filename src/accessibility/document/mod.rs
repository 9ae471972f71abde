//! A page as a tree in document order: a subtree is a range of ids, so that no walk needs recursion.
//! Knows structure only; not styles, roles or rules.

mod node;
mod parse;
mod sink;
mod target;

use html5ever::LocalName;
use rustc_hash::FxHashMap;

pub use node::{Attribute, Data, Element, NodeId};

/// A node with its place in the tree.
#[derive(Debug)]
pub(super) struct Node {
    data: Data,
    parent: NodeId,
    previous: Option<NodeId>,
    end: NodeId,
}

/// A parsed page.
#[derive(Debug)]
pub struct Document {
    nodes: Vec<Node>,
    ids: FxHashMap<LocalName, NodeId>,
    /// The number of each element among its siblings of the same name, from 1.
    numbers: Vec<u32>,
    /// How many children of a name an element has.
    counts: FxHashMap<(NodeId, LocalName), u32>,
    quirks: bool,
    whole: bool,
}

impl Document {
    /// Reads markup as browsers do. Never fails: what is beyond bounds is left out, see [`Document::is_whole`].
    pub fn parse(markup: &str) -> Self {
        parse::parse(markup)
    }

    fn new(nodes: Vec<Node>, quirks: bool, whole: bool) -> Self {
        let numbers = vec![0; nodes.len()];
        let (ids, counts) = (FxHashMap::default(), FxHashMap::default());
        let mut document = Self { nodes, ids, numbers, counts, quirks, whole };
        document.build_tables();
        document
    }

    fn build_tables(&mut self) {
        let mut ids = FxHashMap::default();
        let mut counts: FxHashMap<(NodeId, LocalName), u32> = FxHashMap::default();
        let mut numbers = std::mem::take(&mut self.numbers);
        for (id, element) in self.elements() {
            if let Some(name) = element.id() {
                ids.entry(name.clone()).or_insert(id);
            }
            let parent = self.nodes[id.index()].parent;
            let count = counts.entry((parent, element.local_name().clone())).or_default();
            *count += 1;
            numbers[id.index()] = *count;
        }
        (self.ids, self.counts, self.numbers) = (ids, counts, numbers);
    }

    /// The number of an element among its siblings of the same name, from 1, and how many there are.
    pub fn number(&self, id: NodeId) -> (u32, u32) {
        let parent = self.nodes[id.index()].parent;
        let name = self.element(id).map(|element| element.local_name().clone());
        let count = name.and_then(|name| self.counts.get(&(parent, name)).copied());
        (self.numbers[id.index()], count.unwrap_or(1))
    }

    /// Whether all markup was read.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Whether the page is shown in quirks mode.
    pub fn has_quirks(&self) -> bool {
        self.quirks
    }

    /// The number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing but the document itself.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() <= 1
    }

    /// What a node is.
    pub fn data(&self, id: NodeId) -> &Data {
        &self.nodes[id.index()].data
    }

    /// The element at a node.
    pub fn element(&self, id: NodeId) -> Option<&Element> {
        match self.data(id) {
            Data::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The text at a node.
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match self.data(id) {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The name of an HTML element; empty for all else.
    pub fn tag(&self, id: NodeId) -> &str {
        self.element(id).filter(|element| element.is_html()).map_or("", Element::name)
    }

    /// An attribute of an element.
    pub fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        self.element(id)?.attribute(name)
    }

    /// The parent, unless the node is the document.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        (id != NodeId::ROOT).then(|| self.nodes[id.index()].parent)
    }

    /// The sibling before.
    pub fn previous(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].previous
    }

    /// The sibling after.
    pub fn next(&self, id: NodeId) -> Option<NodeId> {
        let end = self.nodes[id.index()].end;
        let parent = self.parent(id)?;
        (end < self.nodes[parent.index()].end).then_some(end)
    }

    /// The first child.
    pub fn first_child(&self, id: NodeId) -> Option<NodeId> {
        let child = NodeId(id.0 + 1);
        (child < self.nodes[id.index()].end).then_some(child)
    }

    /// The id after the last node of a subtree.
    pub fn end(&self, id: NodeId) -> NodeId {
        self.nodes[id.index()].end
    }

    /// The children, in order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first_child(id), |&child| self.next(child))
    }

    /// The ancestors, nearest first, the document last.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |&node| self.parent(node))
    }

    /// The node and its ancestors.
    pub fn lineage(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::once(id).chain(self.ancestors(id))
    }

    /// All nodes of a subtree but its top, in document order.
    pub fn descendants(&self, id: NodeId) -> std::iter::Map<std::ops::Range<u32>, fn(u32) -> NodeId> {
        self.range(NodeId(id.0 + 1), self.end(id))
    }

    /// The nodes from one up to another, that one left out.
    pub fn range(&self, from: NodeId, to: NodeId) -> std::iter::Map<std::ops::Range<u32>, fn(u32) -> NodeId> {
        (from.0..to.0).map(NodeId)
    }

    /// All nodes in document order.
    pub fn all(&self) -> impl Iterator<Item = NodeId> + use<> {
        self.descendants(NodeId::ROOT)
    }

    /// All elements in document order.
    pub fn elements(&self) -> impl Iterator<Item = (NodeId, &Element)> + '_ {
        self.all().filter_map(|id| Some((id, self.element(id)?)))
    }

    /// Whether a node lies in the subtree of another, or is it.
    pub fn contains(&self, ancestor: NodeId, id: NodeId) -> bool {
        ancestor <= id && id < self.end(ancestor)
    }

    /// The first element with this `id`.
    pub fn by_id(&self, id: &str) -> Option<NodeId> {
        self.ids.get(&LocalName::from(id)).copied()
    }

    /// The elements that a list of ids names, in the list's order.
    pub fn by_ids(&self, list: &str) -> Vec<NodeId> {
        list.split_ascii_whitespace().filter_map(|id| self.by_id(id)).collect()
    }

    /// The root element.
    pub fn root_element(&self) -> Option<NodeId> {
        self.children(NodeId::ROOT).find(|&id| self.element(id).is_some())
    }

    /// All text of a subtree as written, spaces made one.
    pub fn plain_text(&self, id: NodeId) -> String {
        let texts = std::iter::once(id).chain(self.descendants(id)).filter_map(|node| self.text(node));
        let mut joined = String::new();
        for word in texts.flat_map(str::split_whitespace) {
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(word);
        }
        joined
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as `name(children)`, text as its letters.
    fn check(markup: &str, expected: &str) {
        let document = Document::parse(markup);
        let mut written = Vec::new();
        for id in document.all() {
            let depth = document.ancestors(id).count();
            match document.data(id) {
                Data::Element(element) => written.push(format!("{depth}{}", element.name())),
                Data::Text(text) => written.push(format!("{depth}'{text}'")),
                _ => {}
            }
        }
        assert_eq!(written.join(" "), expected, "{markup}");
    }

    #[test]
    fn trees() {
        check("<p>a<b>c", "1html 2head 2body 3p 4'a' 4b 5'c'");
        check("<p>1<b>2<i>3</b>4</i>5</p>", "1html 2head 2body 3p 4'1' 4b 5'2' 5i 6'3' 4i 5'4' 4'5'");
        check("<table>x<tr><td>y", "1html 2head 2body 3'x' 3table 4tbody 5tr 6td 7'y'");
        check("<template><p>x</p></template><p>y", "1html 2head 3template 2body 3p 4'y'");
        check("<meta charset=utf-8><title>T</title><p>x", "1html 2head 3meta 3title 4'T' 2body 3p 4'x'");
        check("<noscript><p>x</p></noscript>", "1html 2head 3noscript 4'<p>x</p>' 2body");
    }

    #[test]
    fn relations() {
        let document = Document::parse("<ul id=u><li id=a>1<li id=b class='x y'>2</ul><p id=a>");
        let (list, first, second) =
            (document.by_id("u").unwrap(), document.by_id("a").unwrap(), document.by_id("b").unwrap());
        assert_eq!(document.children(list).collect::<Vec<_>>(), [first, second]);
        assert_eq!(document.next(first), Some(second));
        assert_eq!(document.previous(second), Some(first));
        assert_eq!(document.next(second), None);
        assert!(document.contains(list, second) && !document.contains(first, second));
        assert_eq!(document.plain_text(list), "1 2");
        assert_eq!(document.element(second).unwrap().classes().len(), 2);
    }

    #[test]
    fn depth_needs_no_stack() {
        let deep = Document::parse(&"<div>".repeat(2_000));
        assert!(deep.is_whole() && (500..600).contains(&deep.len()), "{}", deep.len());
    }
}
