//! A node of a page: element, text, or something that no rule looks at. Knows names and attributes, not the tree.

use html5ever::{LocalName, Namespace, QualName, ns};

/// Where a node stands. Ids grow in document order: a parent is smaller than its children.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// The document itself.
    pub const ROOT: Self = Self(0);

    /// The place of the node in tables that have one entry for each node.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node is.
#[derive(Debug)]
pub enum Data {
    /// The document.
    Document,
    /// An element.
    Element(Element),
    /// Text.
    Text(String),
    /// A comment, a doctype, or the contents of a template: not rendered.
    Other,
}

/// An element's name and attributes.
#[derive(Debug)]
pub struct Element {
    pub(super) name: QualName,
    pub(super) attributes: Vec<Attribute>,
    pub(super) id: Option<LocalName>,
    pub(super) classes: Vec<LocalName>,
}

/// An attribute as parsed.
#[derive(Debug)]
pub struct Attribute {
    /// Namespace; empty for nearly all.
    pub namespace: Namespace,
    /// Name in the letters of the parser: lower case in HTML.
    pub name: LocalName,
    /// Value as written.
    pub value: String,
}

impl Element {
    pub(super) fn new(name: QualName, attributes: Vec<html5ever::Attribute>) -> Self {
        let mut element = Self { name, attributes: Vec::new(), id: None, classes: Vec::new() };
        element.add(attributes);
        element
    }

    /// Adds the attributes that are not there yet (HTML 13.2.6.4.7, repeated `html` and `body`).
    pub(super) fn add(&mut self, attributes: Vec<html5ever::Attribute>) {
        for attribute in attributes {
            let (namespace, name) = (attribute.name.ns, attribute.name.local);
            if self.attributes.iter().any(|known| known.name == name && known.namespace == namespace) {
                continue;
            }
            let value = String::from(attribute.value);
            if namespace == ns!() && &*name == "id" {
                self.id = Some(LocalName::from(value.as_str()));
            }
            if namespace == ns!() && &*name == "class" {
                self.classes = value.split_ascii_whitespace().map(LocalName::from).collect();
            }
            self.attributes.push(Attribute { namespace, name, value });
        }
    }

    /// Local name: `a`, `svg`.
    pub fn name(&self) -> &str {
        &self.name.local
    }

    /// The name as the parser interned it.
    pub fn local_name(&self) -> &LocalName {
        &self.name.local
    }

    /// The namespace as the parser interned it.
    pub fn namespace(&self) -> &Namespace {
        &self.name.ns
    }

    /// Whether it is an element of HTML.
    pub fn is_html(&self) -> bool {
        self.name.ns == ns!(html)
    }

    /// Whether it is an element of SVG.
    pub fn is_svg(&self) -> bool {
        self.name.ns == ns!(svg)
    }

    /// The value of an attribute without namespace.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut found = self.attributes.iter().filter(|attribute| attribute.namespace == ns!());
        found.find(|attribute| &*attribute.name == name).map(|attribute| attribute.value.as_str())
    }

    /// All attributes, in the order of the source.
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// The `id`, interned.
    pub fn id(&self) -> Option<&LocalName> {
        self.id.as_ref()
    }

    /// The classes, interned.
    pub fn classes(&self) -> &[LocalName] {
        &self.classes
    }
}
