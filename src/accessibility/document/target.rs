//! Names an element for a reader: a CSS selector that leads to it, and the beginning of its markup.
//! Knows the tree; no rule.

use std::fmt::Write;

use super::{Document, NodeId};

/// Steps of a selector before it is cut: who reads it wants the place, not the whole way.
const MOST_STEPS: usize = 8;
/// Letters of an attribute's value that are shown.
const SHOWN: usize = 80;

impl Document {
    /// A CSS selector of the element: from the nearest ancestor with an id, by position among siblings.
    pub fn selector(&self, id: NodeId) -> String {
        let mut steps = Vec::new();
        let element = if self.element(id).is_some() { Some(id) } else { self.parent(id) };
        let line = element.into_iter().flat_map(|id| self.lineage(id));
        for node in line.filter(|&node| self.element(node).is_some()) {
            let (step, is_anchor) = self.step(node);
            steps.push(step);
            if is_anchor || steps.len() == MOST_STEPS {
                break;
            }
        }
        steps.reverse();
        steps.join(" > ")
    }

    /// One step of the way, and whether it stands for itself.
    fn step(&self, id: NodeId) -> (String, bool) {
        let Some(element) = self.element(id) else { return (String::new(), true) };
        let unique = element.id().filter(|name| self.by_id(name) == Some(id) && is_plain(name));
        if let Some(name) = unique {
            return (format!("#{}", &**name), true);
        }
        let name = element.name();
        let (number, count) = self.number(id);
        if count == 1 {
            return (name.to_owned(), matches!(name, "html" | "body" | "head"));
        }
        (format!("{name}:nth-of-type({number})"), false)
    }

    /// The start tag, with long values cut.
    pub fn snippet(&self, id: NodeId) -> String {
        let Some(element) = self.element(id) else {
            return self.text(id).map(|text| text.trim().chars().take(SHOWN).collect()).unwrap_or_default();
        };
        let mut markup = format!("<{}", element.name());
        for attribute in element.attributes() {
            let value: String = attribute.value.chars().take(SHOWN).collect();
            let cut = if value.len() < attribute.value.len() { "…" } else { "" };
            let _ = write!(markup, " {}=\"{value}{cut}\"", &*attribute.name);
        }
        markup.push('>');
        markup
    }
}

fn is_plain(name: &str) -> bool {
    let starts = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
    starts && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_and_snippets() {
        let check = |markup: &str, tag: &str, selector: &str, snippet: &str| {
            let document = Document::parse(markup);
            let (id, _) = document.elements().filter(|(_, element)| element.name() == tag).last().unwrap();
            assert_eq!((document.selector(id).as_str(), document.snippet(id).as_str()), (selector, snippet));
        };
        check("<p>a<p>b<img alt=''>", "img", "body > p:nth-of-type(2) > img", "<img alt=\"\">");
        check("<div id=x><a href=u>", "a", "#x > a", "<a href=\"u\">");
        check("<div id='1'><a>", "a", "body > div > a", "<a>");
    }
}
