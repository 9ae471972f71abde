//! What must be known of a document before it is walked. It must not know what is made of it.

use html5ever::local_name;
use scraper::{ElementRef, Html, Node};

use super::tag::{attribute, is_main, name};

/// What is found by looking ahead, in one pass.
#[derive(Default)]
pub(super) struct Ahead<'d> {
    pub title: Option<ElementRef<'d>>,
    /// The address of the first `base` that has one.
    pub base: Option<&'d str>,
    pub has_main: bool,
}

impl<'d> Ahead<'d> {
    pub(super) fn of(document: &'d Html) -> Self {
        let mut ahead = Self::default();
        for node in document.tree.root().descendants() {
            let Node::Element(element) = node.value() else { continue };
            ahead.has_main |= is_main(element);
            match *name(element) {
                local_name!("title") if ahead.title.is_none() => ahead.title = ElementRef::wrap(node),
                local_name!("base") if ahead.base.is_none() => {
                    ahead.base = attribute(element, &local_name!("href"));
                }
                _ => {}
            }
        }
        ahead
    }
}
