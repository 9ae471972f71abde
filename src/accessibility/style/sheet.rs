//! A stylesheet, read once and used for every page of a site: its rules, found by the last part of their selectors.
//! Knows selectors and declarations; no page.

use std::sync::Arc;

use cssparser::{Parser, RuleBodyParser, StyleSheetParser};
use html5ever::LocalName;
use rustc_hash::FxHashMap;
use selectors::parser::{AncestorHashes, Combinator, Component, Selector};

use super::media::Held;
use super::property::{Declaration, Property, Specified, Weight};
use super::reader::{Inline, Reader};
use super::selector::{Pseudo, Selectors};

/// Bytes of a sheet that are read.
const LONGEST: usize = 8_000_000;
/// Brackets within brackets that are read.
const DEEPEST: u8 = 48;

/// One selector with its declarations.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) selector: Selector<Selectors>,
    pub(super) hashes: AncestorHashes,
    pub(super) specificity: u32,
    pub(super) held: Held,
    /// Place in the sheet's layers.
    pub(super) layer: Option<u16>,
    pub(super) block: Arc<[Declaration]>,
}

/// A sheet that this one asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The address as written.
    pub address: String,
    /// Where it applies.
    pub held: Held,
    /// The layer that it is put in.
    pub layer: Option<String>,
}

/// Rules by what an element must have for them to match at all.
#[derive(Debug, Default)]
pub(super) struct Index {
    ids: FxHashMap<LocalName, Vec<u32>>,
    classes: FxHashMap<LocalName, Vec<u32>>,
    tags: FxHashMap<LocalName, Vec<u32>>,
    rest: Vec<u32>,
}

/// A parsed stylesheet.
#[derive(Debug, Default)]
pub struct Sheet {
    pub(super) rules: Vec<Rule>,
    pub(super) imports: Vec<Import>,
    /// Full names in the order of their strength, weakest first.
    pub(super) layers: Vec<String>,
    pub(super) elements: Index,
    pub(super) pseudos: Index,
}

impl Sheet {
    /// Reads a stylesheet. Never fails: what is not understood is left out, as in browsers.
    pub fn parse(text: &str) -> Self {
        let mut input = Parser::new(&text[..text.floor_char_boundary(LONGEST)]);
        input.set_nested_block_limit(DEEPEST);
        let mut sheet = Self::default();
        let mut reader = Reader::new(&mut sheet);
        for _ in StyleSheetParser::new(&mut input, &mut reader) {}
        sheet.build_index();
        sheet
    }

    /// The sheets that this one asks for, in order.
    pub fn imports(&self) -> &[Import] {
        &self.imports
    }

    /// The number of selectors.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether it has no rule.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    fn build_index(&mut self) {
        for (at, rule) in self.rules.iter().enumerate() {
            let at = u32::try_from(at).expect("a sheet has fewer bytes than u32::MAX");
            match rule.selector.pseudo_element() {
                None => self.elements.add(&rule.selector, at),
                Some(Pseudo::Before | Pseudo::After) => self.pseudos.add(&rule.selector, at),
                Some(Pseudo::Other) => {}
            }
        }
    }
}

impl Index {
    fn add(&mut self, selector: &Selector<Selectors>, at: u32) {
        let mut parts = selector.iter();
        let (mut tag, mut class) = (None, None);
        loop {
            for part in parts.by_ref() {
                match part {
                    Component::ID(id) => {
                        self.ids.entry(id.0.clone()).or_default().push(at);
                        return;
                    }
                    Component::Class(name) => class = Some(name),
                    Component::LocalName(name) => tag = Some(name),
                    _ => {}
                }
            }
            if parts.next_sequence() != Some(Combinator::PseudoElement) {
                break;
            }
        }
        match (class, tag) {
            (Some(class), _) => self.classes.entry(class.0.clone()).or_default().push(at),
            (None, Some(tag)) => {
                self.tags.entry(tag.lower_name.0.clone()).or_default().push(at);
                if tag.name != tag.lower_name {
                    self.tags.entry(tag.name.0.clone()).or_default().push(at);
                }
            }
            (None, None) => self.rest.push(at),
        }
    }

    /// The rules that may match an element with this name, id and these classes.
    pub(super) fn candidates<'a>(
        &'a self,
        tag: &LocalName,
        id: Option<&LocalName>,
        classes: &'a [LocalName],
    ) -> impl Iterator<Item = u32> + 'a {
        let by_id = id.and_then(|id| self.ids.get(id)).into_iter().flatten();
        let by_class = classes.iter().filter_map(|class| self.classes.get(class)).flatten();
        let by_tag = self.tags.get(tag).into_iter().flatten();
        by_id.chain(by_class).chain(by_tag).chain(&self.rest).copied()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.classes.is_empty() && self.tags.is_empty() && self.rest.is_empty()
    }
}

/// Reads the value of a `style` attribute.
pub(super) fn inline(text: &str) -> Vec<Declaration> {
    let mut input = Parser::new(text);
    input.set_nested_block_limit(DEEPEST);
    let mut inline = Inline::default();
    for _ in RuleBodyParser::new(&mut input, &mut inline) {}
    inline.into_declarations()
}

/// How strongly a `style` attribute gives a property a value of its own; none when it leaves it to others.
pub(in crate::accessibility) fn forced(style: &str, property: Property) -> Option<Weight> {
    let said: Vec<Declaration> = inline(style).into_iter().filter(|said| said.property == property).collect();
    let important = said.iter().rfind(|said| said.weight == Weight::Important);
    let winner = important.or(said.last())?;
    let left = matches!(winner.specified, Specified::Inherit | Specified::Unset | Specified::Revert);
    Some(if left { Weight::Normal } else { winner.weight })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets() {
        let check = |text: &str, rules: usize| {
            let sheet = Sheet::parse(text);
            assert_eq!(sheet.len(), rules, "{text}: {:?}", sheet.rules);
        };
        check("p { color: red } q, i { color: blue; cursor: pointer }", 3);
        check("p { cursor: pointer }", 0);
        check("@media print { p { color: red } } @media screen { p { color: red } }", 1);
        check("@supports (display: grid) { p { color: red } } @font-face { color: red }", 1);
        check("p { color: red; &.a { color: blue } .b & { color: green } @media print { color: red } }", 3);
        check("p { color: red; a { color: blue } }", 2);
        check("p:unknown-thing { color: red } a { color: red }", 1);
        check("a:is(:unknown, .b):hover::before { content: 'x' }", 1);
        check("@layer a, b; @layer b { p { color: red } } @layer { q { color: red } }", 2);
        check("} p { color: red } a { color: red }", 1);
        check(&format!("{} p {{ color: red }}", ":is(".repeat(5_000)), 0);
        check(&"a{".repeat(5_000), 0);
    }

    #[test]
    fn imports_and_layers() {
        let sheet = Sheet::parse("@import 'a.css'; @import url(b.css) layer(x) print; @layer y.z;");
        assert_eq!(sheet.imports.len(), 2);
        assert_eq!(sheet.imports[0], Import { address: "a.css".into(), held: Held::ANYHOW, layer: None });
        assert!(sheet.imports[1].held.is_never());
        assert_eq!(sheet.layers, ["x", "y.z", "y"]);
    }

    #[test]
    fn style_attributes() {
        let found = inline("color: red; letter-spacing: 0.1em !important; nonsense; width: 10px");
        assert_eq!(found.len(), 3);
        assert_eq!(found[1].weight, Weight::Important);
    }
}
