//! Reads the rules of a sheet: selectors, nesting, `@media`, `@layer`, `@supports`, `@import`. Knows the syntax; not
//! what a rule is used for.

use std::sync::Arc;

use cssparser::{
    AtRuleParser, BasicParseErrorKind, CowRcStr, DeclarationParser, ParseError, Parser, ParserState,
    QualifiedRuleParser, RuleBodyItemParser, RuleBodyParser, StyleSheetParser, Token,
};
use selectors::context::QuirksMode;
use selectors::parser::{AncestorHashes, ParseRelative, SelectorList, SelectorParseErrorKind};

use super::declaration;
use super::media::{self, Held};
use super::property::Declaration;
use super::selector::{SelectorParser, Selectors};
use super::sheet::{Import, Rule, Sheet};

type Failure = ParseError<SelectorParseErrorKind>;

/// Reads into a sheet. Inside a rule it holds that rule's selectors and the declarations so far.
pub(super) struct Reader<'s> {
    sheet: &'s mut Sheet,
    held: Held,
    layer: Option<String>,
    parent: Option<SelectorList<Selectors>>,
    declarations: Vec<Declaration>,
}

/// What stands between an at-rule's name and its block.
pub(super) enum Prelude {
    Within(Held),
    Layers(Vec<String>),
    Import(Import),
}

impl<'s> Reader<'s> {
    pub(super) fn new(sheet: &'s mut Sheet) -> Self {
        Self { sheet, held: Held::ANYHOW, layer: None, parent: None, declarations: Vec::new() }
    }

    /// Reads the block of a style rule, or of a condition within one; its rules come after its declarations.
    fn style_block(&mut self, input: &mut Parser<'_>) {
        let before = std::mem::take(&mut self.declarations);
        let at = self.sheet.rules.len();
        for _ in RuleBodyParser::new(input, self) {}
        let block: Arc<[Declaration]> = std::mem::replace(&mut self.declarations, before).into();
        let Some(parent) = self.parent.as_ref().filter(|_| !block.is_empty()) else { return };
        let nested = self.sheet.rules.split_off(at);
        for selector in parent.slice() {
            self.sheet.rules.push(Rule {
                hashes: AncestorHashes::new(selector, QuirksMode::NoQuirks),
                specificity: selector.specificity(),
                selector: selector.clone(),
                held: self.held,
                layer: self.layer.as_deref().map(|layer| layer_of(&mut self.sheet.layers, layer)),
                block: block.clone(),
            });
        }
        self.sheet.rules.extend(nested);
    }

    /// Reads the block of a condition or layer: rules, or, inside a style rule, its declarations.
    fn condition_block(&mut self, input: &mut Parser<'_>) {
        if self.parent.is_some() {
            self.style_block(input);
        } else {
            for _ in StyleSheetParser::new(input, self) {}
        }
    }

    fn full_name(&self, name: &str) -> String {
        self.layer.as_ref().map_or_else(|| name.to_owned(), |outer| format!("{outer}.{name}"))
    }
}

/// Layers of a sheet that are told apart.
const MOST_LAYERS: usize = 500;

/// The place of a layer; a layer within another is weaker than it (CSS Cascade 5, section 6.4.4).
fn layer_of(layers: &mut Vec<String>, name: &str) -> u16 {
    let at = layers.iter().position(|known| known == name).unwrap_or_else(|| {
        if layers.len() >= MOST_LAYERS {
            layers.len() - 1
        } else if let Some((outer, _)) = name.rsplit_once('.') {
            if !layers.iter().any(|known| known == outer) {
                layers.push(outer.to_owned());
            }
            let at = layers.iter().position(|known| known == outer).unwrap_or(layers.len());
            layers.insert(at, name.to_owned());
            at
        } else {
            layers.push(name.to_owned());
            layers.len() - 1
        }
    });
    u16::try_from(at).unwrap_or(u16::MAX)
}

impl<'i> QualifiedRuleParser<'i> for Reader<'_> {
    type Prelude = SelectorList<Selectors>;
    type QualifiedRule = ();
    type Error = SelectorParseErrorKind;

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<Self::Prelude, Failure> {
        let nesting = if self.parent.is_some() { ParseRelative::ForNesting } else { ParseRelative::No };
        let list = SelectorList::parse(&SelectorParser, input, nesting)?;
        Ok(match &self.parent {
            Some(parent) => list.replace_parent_selector(parent),
            None => list,
        })
    }

    fn parse_block(
        &mut self,
        prelude: Self::Prelude,
        _start: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), Failure> {
        let outer = self.parent.replace(prelude);
        self.style_block(input);
        self.parent = outer;
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for Reader<'_> {
    type Prelude = Prelude;
    type AtRule = ();
    type Error = SelectorParseErrorKind;

    fn parse_prelude(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>) -> Result<Prelude, Failure> {
        match name.to_ascii_lowercase().as_str() {
            "media" => Ok(Prelude::Within(media::evaluate(input))),
            "supports" => Ok(Prelude::Within(supports(input))),
            "layer" => Ok(Prelude::Layers(layer_names(input))),
            "import" if self.parent.is_none() => import(input).map(Prelude::Import),
            _ => Err(ParseError::from_basic_kind(BasicParseErrorKind::AtRuleInvalid)),
        }
    }

    fn rule_without_block(&mut self, prelude: Prelude, _start: &ParserState) -> Result<(), ()> {
        match prelude {
            Prelude::Layers(names) => {
                for name in names {
                    let name = self.full_name(&name);
                    layer_of(&mut self.sheet.layers, &name);
                }
            }
            Prelude::Import(import) => {
                if let Some(layer) = &import.layer {
                    layer_of(&mut self.sheet.layers, layer);
                }
                self.sheet.imports.push(import);
            }
            Prelude::Within(_) => return Err(()),
        }
        Ok(())
    }

    fn parse_block(
        &mut self,
        prelude: Prelude,
        _start: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), Failure> {
        let (held, layer) = (self.held, self.layer.clone());
        match prelude {
            Prelude::Within(condition) => self.held = held.and(condition),
            Prelude::Layers(names) => {
                let anonymous = || format!("({})", self.sheet.layers.len());
                let name = self.full_name(&names.first().cloned().unwrap_or_else(anonymous));
                layer_of(&mut self.sheet.layers, &name);
                self.layer = Some(name);
            }
            Prelude::Import(_) => {
                return Err(ParseError::from_basic_kind(BasicParseErrorKind::AtRuleBodyInvalid));
            }
        }
        if !self.held.is_never() {
            self.condition_block(input);
        }
        (self.held, self.layer) = (held, layer);
        Ok(())
    }
}

impl<'i> DeclarationParser<'i> for Reader<'_> {
    type Declaration = ();
    type Error = SelectorParseErrorKind;

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        _start: &ParserState,
    ) -> Result<(), Failure> {
        self.declarations.extend(declaration_of(&name, input)?);
        Ok(())
    }
}

impl RuleBodyItemParser<'_, (), SelectorParseErrorKind> for Reader<'_> {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        true
    }
}

/// Reads the value up to its end. `a:hover {` looks like a declaration at first: a block in the value is an error.
fn declaration_of(name: &str, input: &mut Parser<'_>) -> Result<Vec<Declaration>, Failure> {
    let start = input.position();
    while let Ok(token) = input.next() {
        if matches!(token, Token::CurlyBracketBlock) && !name.starts_with("--") {
            return Err(ParseError::unexpected_token());
        }
    }
    Ok(declaration::read(name, input.slice_from(start)))
}

/// What a browser of today supports is nearly everything that is asked for.
fn supports(input: &mut Parser<'_>) -> Held {
    let negated = input.try_parse(|input| input.expect_ident_matching("not")).is_ok();
    while input.next().is_ok() {}
    Held { landscape: !negated, portrait: !negated }
}

fn layer_names(input: &mut Parser<'_>) -> Vec<String> {
    let start = input.position();
    while input.next().is_ok() {}
    let text = input.slice_from(start);
    text.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

fn import(input: &mut Parser<'_>) -> Result<Import, Failure> {
    let address = input.expect_url_or_string()?.to_string();
    let named = |input: &mut Parser<'_>| -> Result<String, ParseError<()>> {
        input.expect_function_matching("layer")?;
        input.parse_nested_block(|input| Ok(layer_names(input).pop().unwrap_or_default()))
    };
    let bare = |input: &mut Parser<'_>| input.expect_ident_matching("layer").map(|()| "(import)".to_owned());
    let layer = input.try_parse(named).ok().or_else(|| input.try_parse(bare).ok());
    let _ = input.try_parse(|input| -> Result<(), ParseError<()>> {
        input.expect_function_matching("supports")?;
        input.parse_nested_block(|input| {
            while input.next().is_ok() {}
            Ok(())
        })
    });
    Ok(Import { address, held: media::evaluate(input), layer })
}

/// Reads the declarations of a `style` attribute.
#[derive(Default)]
pub(super) struct Inline(Vec<Declaration>);

impl Inline {
    pub(super) fn into_declarations(self) -> Vec<Declaration> {
        self.0
    }
}

impl<'i> DeclarationParser<'i> for Inline {
    type Declaration = ();
    type Error = SelectorParseErrorKind;

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        _start: &ParserState,
    ) -> Result<(), Failure> {
        self.0.extend(declaration_of(&name, input)?);
        Ok(())
    }
}

impl AtRuleParser<'_> for Inline {
    type Prelude = ();
    type AtRule = ();
    type Error = SelectorParseErrorKind;
}

impl QualifiedRuleParser<'_> for Inline {
    type Prelude = ();
    type QualifiedRule = ();
    type Error = SelectorParseErrorKind;
}

impl RuleBodyItemParser<'_, (), SelectorParseErrorKind> for Inline {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        false
    }
}
