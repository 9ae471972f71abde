//! From markup to a document, as browsers parse it, within bounds: markup that multiplies beyond reason is
//! read up to there. Knows the parser; no rule.

use crate::markup::Parser;

use super::node::{Data, NodeId};
use super::sink::{Loose, Sink};
use super::{Document, Node};

/// Nodes of a document.
const MOST_NODES: usize = 1_500_000;
/// Letters that are given to the parser between two looks at the bound.
const PORTION: usize = 65_536;

/// Reads a page.
pub(super) fn parse(markup: &str) -> Document {
    let sink = build(markup);
    let quirks = sink.0.quirks.get();
    let mut nodes = sink.0.nodes.into_inner();
    let ordered = in_document_order(&mut nodes);
    Document::new(ordered, quirks, sink.1)
}

fn build(markup: &str) -> (Sink, bool) {
    let parser = Parser::new(Sink::new());
    let (mut rest, mut whole) = (markup, true);
    while whole && !rest.is_empty() {
        let (portion, after) = rest.split_at(rest.floor_char_boundary(PORTION.min(rest.len())));
        parser.feed(portion);
        rest = after;
        whole = parser.sink().nodes.borrow().len() <= MOST_NODES;
    }
    (parser.finish(), whole)
}

/// The tree's nodes in document order, so that a subtree is a range of ids.
fn in_document_order(loose: &mut [Loose]) -> Vec<Node> {
    let mut ordered: Vec<Node> = Vec::with_capacity(loose.len());
    let mut places = vec![NodeId::ROOT; loose.len()];
    let mut at = Some(0);
    while let Some(id) = at {
        let data = std::mem::replace(&mut loose[id].data, Data::Other);
        let place = NodeId(u32::try_from(ordered.len()).expect("documents are bounded by MOST_NODES"));
        places[id] = place;
        let parent = loose[id].parent.map_or(NodeId::ROOT, |parent| places[parent]);
        let previous = loose[id].previous.map(|previous| places[previous]);
        let opens = is_rendered(&data);
        ordered.push(Node { data, parent, previous, end: NodeId(place.0 + 1) });
        let child = loose[id].first.filter(|_| opens);
        at = child.or_else(|| climb(loose, &places, &mut ordered, id));
    }
    let end = NodeId(u32::try_from(ordered.len()).expect("documents are bounded by MOST_NODES"));
    ordered[0].end = end;
    ordered
}

fn is_rendered(data: &Data) -> bool {
    match data {
        Data::Element(element) => !(element.is_html() && element.name() == "template"),
        Data::Document => true,
        Data::Text(_) | Data::Other => false,
    }
}

/// Closes subtrees until one has a next sibling.
fn climb(loose: &[Loose], places: &[NodeId], ordered: &mut [Node], from: usize) -> Option<usize> {
    let end = NodeId(u32::try_from(ordered.len()).expect("documents are bounded by MOST_NODES"));
    let mut at = Some(from);
    while let Some(id) = at {
        ordered[places[id].index()].end = end;
        if loose[id].next.is_some() {
            return loose[id].next;
        }
        at = loose[id].parent;
    }
    None
}
