//! The cascade: which declaration wins for each element, and the styles that come of it, from the root down.
//! Knows sheets and values; not what a style means for a reader.

use std::cell::Cell;
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;
use selectors::bloom::{BLOOM_HASH_MASK, BloomFilter};
use selectors::context::{
    MatchingContext, MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, QuirksMode, SelectorCaches,
};
use selectors::matching::matches_selector;

use super::computed::Style;
use super::hints::hints;
use super::media::Held;
use super::place::Place;
use super::property::Declaration;
use super::selector::Pseudo;
use super::sheet::{Index, Rule, Sheet, inline};
use super::winners::{HINTS, INLINE, Strength, UNLAYERED, resolve};
use crate::accessibility::document::{Document, Element, NodeId};

/// Steps of matching for a page: about two seconds of work.
const FUEL: u64 = 150_000_000;

static USER_AGENT: LazyLock<Arc<Sheet>> =
    LazyLock::new(|| Arc::new(Sheet::parse(include_str!("user_agent.css"))));

/// A sheet as a page uses it.
#[derive(Debug, Clone)]
pub struct SheetUse {
    /// The sheet.
    pub sheet: Arc<Sheet>,
    /// Where it applies.
    pub held: Held,
    /// The layer that it is put in.
    pub layer: Option<String>,
}

/// The computed styles of a page.
#[derive(Debug)]
pub struct Styles {
    computed: Vec<Style>,
    /// For each node the place of its style: text has its parent's.
    of_node: Vec<u32>,
    pseudo: FxHashMap<(NodeId, bool), Style>,
    whole: bool,
}

struct Cascade<'a> {
    document: &'a Document,
    sheets: Vec<(&'a SheetUse, Vec<u16>)>,
    fuel: &'a Cell<u64>,
    bloom: BloomFilter,
    line: Vec<NodeId>,
    caches: SelectorCaches,
}

impl Styles {
    /// Computes the styles of all elements; the sheets in the order of the page, imports before their importers.
    pub fn compute(document: &Document, sheets: &[SheetUse]) -> Self {
        let fuel = Cell::new(FUEL);
        let agent = SheetUse { sheet: USER_AGENT.clone(), held: Held::ANYHOW, layer: None };
        let mut cascade = Cascade::new(document, &agent, sheets, &fuel);
        let mut styles = Self {
            computed: vec![Style::default()],
            of_node: vec![0; document.len()],
            pseudo: FxHashMap::default(),
            whole: true,
        };
        for id in document.all() {
            let parent = document.parent(id).expect("only the document has no parent");
            let above = styles.of_node[parent.index()];
            styles.of_node[id.index()] = above;
            if let Some(element) = document.element(id) {
                cascade.descend(id);
                cascade.style(id, element, &mut styles);
            }
        }
        styles.whole = fuel.get() > 0;
        styles
    }

    /// The style of an element, or of the element that a text stands in.
    pub fn of(&self, id: NodeId) -> &Style {
        &self.computed[self.of_node[id.index()] as usize]
    }

    /// The text that `::before` (or `::after`) shows, if any.
    pub fn before(&self, id: NodeId) -> Option<&Style> {
        self.pseudo.get(&(id, false))
    }

    /// The text that `::after` shows, if any.
    pub fn after(&self, id: NodeId) -> Option<&Style> {
        self.pseudo.get(&(id, true))
    }

    /// Whether every selector was tried; otherwise colours and visibility are not certain.
    pub fn is_whole(&self) -> bool {
        self.whole
    }
}

impl<'a> Cascade<'a> {
    fn new(document: &'a Document, agent: &'a SheetUse, sheets: &'a [SheetUse], fuel: &'a Cell<u64>) -> Self {
        let mut names: Vec<String> = Vec::new();
        for used in sheets {
            names.extend(used.layer.clone());
            let inner = used.sheet.layers.iter().map(|name| in_layer(used.layer.as_deref(), name));
            names.extend(inner);
        }
        let mut known = std::collections::BTreeSet::new();
        names.retain(|name| known.insert(name.clone()));
        let rank = |name: &str| {
            let at = names.iter().position(|known| known == name).expect("all names were collected");
            u16::try_from(at + 1).unwrap_or(UNLAYERED).min(UNLAYERED - 1)
        };
        let ranks = |used: &SheetUse| -> Vec<u16> {
            let inner = used.sheet.layers.iter().map(|name| in_layer(used.layer.as_deref(), name));
            let own = used.layer.as_deref().map_or(UNLAYERED, rank);
            inner.map(|name| rank(&name)).chain([own]).collect()
        };
        let authors = sheets.iter().filter(|used| used.held.landscape).map(|used| (used, ranks(used)));
        let sheets = std::iter::once((agent, vec![0])).chain(authors).collect();
        let caches = SelectorCaches::default();
        Self { document, sheets, fuel, bloom: BloomFilter::new(), line: Vec::new(), caches }
    }

    /// Moves the filter of ancestors to an element.
    fn descend(&mut self, id: NodeId) {
        while let Some(&top) = self.line.last() {
            if self.document.contains(top, id) {
                break;
            }
            self.line.pop();
            each_hash(self.document, top, |hash| self.bloom.remove_hash(hash));
        }
        // The element itself is no ancestor of its own: its parent is put in when the first child comes.
        let parent = self.document.parent(id).filter(|&parent| self.document.element(parent).is_some());
        if let Some(parent) = parent.filter(|parent| self.line.last() != Some(parent)) {
            self.line.push(parent);
            each_hash(self.document, parent, |hash| self.bloom.insert_hash(hash));
        }
    }

    fn style(&mut self, id: NodeId, element: &Element, styles: &mut Styles) {
        let above = styles.of_node[id.index()];
        let own = element.attribute("style").map(inline).unwrap_or_default();
        let hinted = hints(element);
        let mut matched = self.matched(id, element, Kind::Element);
        let rules: Vec<(Strength, &[Declaration])> =
            matched.drain(..).chain([(HINTS, hinted.as_slice()), (INLINE, own.as_slice())]).collect();
        let style = resolve(rules, &styles.computed[above as usize], self.fuel);
        for after in [false, true] {
            let rules = self.matched(id, element, if after { Kind::After } else { Kind::Before });
            if !rules.is_empty() {
                let pseudo = resolve(rules, &style, self.fuel);
                if pseudo.content.is_some() {
                    styles.pseudo.insert((id, after), pseudo);
                }
            }
        }
        let mut style = style;
        if self.document.parent(id) == Some(NodeId::ROOT) {
            style.root_font = style.font_size;
        }
        styles.of_node[id.index()] = u32::try_from(styles.computed.len()).expect("documents are bounded");
        styles.computed.push(style);
    }

    /// The declarations of all rules that match, with their strength.
    fn matched(&mut self, id: NodeId, element: &Element, kind: Kind) -> Vec<(Strength, &'a [Declaration])> {
        let place = Place { document: self.document, id, fuel: self.fuel };
        let mut found = Vec::new();
        let wanted = |pseudo: &Pseudo| kind.is(*pseudo);
        let quirks = if self.document.has_quirks() { QuirksMode::Quirks } else { QuirksMode::NoQuirks };
        let mode = if kind == Kind::Element {
            MatchingMode::Normal
        } else {
            MatchingMode::ForStatelessPseudoElement
        };
        let mut context = MatchingContext::new(
            mode,
            Some(&self.bloom),
            &mut self.caches,
            quirks,
            NeedsSelectorFlags::No,
            MatchingForInvalidation::No,
        );
        context.pseudo_element_matching_fn = Some(&wanted);
        for (number, (used, ranks)) in self.sheets.iter().enumerate() {
            let index = kind.index(&used.sheet);
            if index.is_empty() {
                continue;
            }
            for at in index.candidates(element.local_name(), element.id(), element.classes()) {
                let rule: &'a Rule = &used.sheet.rules[at as usize];
                let Some(left) = self.fuel.get().checked_sub(1) else { return found };
                self.fuel.set(left);
                if rule.held.landscape
                    && matches_selector(&rule.selector, 0, Some(&rule.hashes), &place, &mut context)
                {
                    let rank = rule.layer.map_or(ranks[ranks.len() - 1], |layer| ranks[usize::from(layer)]);
                    let number = u32::try_from(number).unwrap_or(u32::MAX);
                    found.push(((rank, rule.specificity, number, at), &*rule.block));
                }
            }
        }
        found
    }
}

/// What is matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Element,
    Before,
    After,
}

impl Kind {
    fn is(self, pseudo: Pseudo) -> bool {
        matches!((self, pseudo), (Self::Before, Pseudo::Before) | (Self::After, Pseudo::After))
    }

    fn index(self, sheet: &Sheet) -> &Index {
        if self == Self::Element { &sheet.elements } else { &sheet.pseudos }
    }
}

fn in_layer(outer: Option<&str>, name: &str) -> String {
    outer.map_or_else(|| name.to_owned(), |outer| format!("{outer}.{name}"))
}

fn each_hash(document: &Document, id: NodeId, mut take: impl FnMut(u32)) {
    use precomputed_hash::PrecomputedHash;
    let Some(element) = document.element(id) else { return };
    take(element.local_name().precomputed_hash() & BLOOM_HASH_MASK);
    take(element.namespace().precomputed_hash() & BLOOM_HASH_MASK);
    for name in element.id().into_iter().chain(element.classes()) {
        take(name.precomputed_hash() & BLOOM_HASH_MASK);
    }
}
