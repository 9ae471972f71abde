//! Selectors: their parts and how they are read, on the kept crate. Knows syntax; no tree.

use std::fmt;

use cssparser::{
    CowRcStr, ParseError, Parser as Input, ToCss, match_ignore_ascii_case, serialize_identifier,
};
use html5ever::{LocalName, Namespace};
use precomputed_hash::PrecomputedHash;
use selectors::parser::{NonTSPseudoClass, Parser, SelectorImpl, SelectorParseErrorKind};

use super::state::State;

/// The selectors of this engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selectors;

/// An interned name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Name(pub(super) LocalName);

/// An attribute's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quoted(pub(super) String);

/// Pseudo-elements: two carry text, the others are nobody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pseudo {
    Before,
    After,
    Other,
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self(LocalName::from(text))
    }
}

impl PrecomputedHash for Name {
    fn precomputed_hash(&self) -> u32 {
        self.0.precomputed_hash()
    }
}

impl ToCss for Name {
    fn to_css<W: fmt::Write>(&self, target: &mut W) -> fmt::Result {
        serialize_identifier(&self.0, target)
    }
}

impl From<&str> for Quoted {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl AsRef<str> for Quoted {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl ToCss for Quoted {
    fn to_css<W: fmt::Write>(&self, target: &mut W) -> fmt::Result {
        cssparser::serialize_string(&self.0, target)
    }
}

impl ToCss for Pseudo {
    fn to_css<W: fmt::Write>(&self, target: &mut W) -> fmt::Result {
        write!(target, "::{self:?}")
    }
}

impl selectors::parser::PseudoElement for Pseudo {}

impl ToCss for State {
    fn to_css<W: fmt::Write>(&self, target: &mut W) -> fmt::Result {
        write!(target, ":{self:?}")
    }
}

impl NonTSPseudoClass for State {
    fn is_active_or_hover(&self) -> bool {
        false
    }

    fn is_user_action_state(&self) -> bool {
        false
    }
}

impl SelectorImpl for Selectors {
    type ExtraMatchingData<'a> = ();
    type AttrValue = Quoted;
    type Identifier = Name;
    type LocalName = Name;
    type NamespaceUrl = Namespace;
    type NamespacePrefix = Name;
    type BorrowedNamespaceUrl = Namespace;
    type BorrowedLocalName = Name;
    type NonTSPseudoClass = State;
    type PseudoElement = Pseudo;
}

/// Reads selectors.
#[derive(Debug)]
pub(super) struct SelectorParser;

impl<'i> Parser<'i> for SelectorParser {
    type Impl = Selectors;
    type Error = SelectorParseErrorKind;

    fn parse_is_and_where(&self) -> bool {
        true
    }

    fn parse_has(&self) -> bool {
        true
    }

    fn parse_nth_child_of(&self) -> bool {
        true
    }

    fn parse_parent_selector(&self) -> bool {
        true
    }

    fn is_is_alias(&self, name: &str) -> bool {
        name.eq_ignore_ascii_case("-webkit-any") || name.eq_ignore_ascii_case("matches")
    }

    fn parse_non_ts_pseudo_class(&self, name: CowRcStr<'i>) -> Result<State, ParseError<Self::Error>> {
        State::named(&name).ok_or_else(unsupported)
    }

    fn parse_non_ts_functional_pseudo_class(
        &self,
        name: CowRcStr<'i>,
        input: &mut Input<'i>,
        _after_part: bool,
    ) -> Result<State, ParseError<Self::Error>> {
        let argument = input.expect_ident_or_string()?.to_ascii_lowercase();
        while input.next().is_ok() {}
        match_ignore_ascii_case! { &name,
            "lang" => Ok(State::Lang(argument)),
            "dir" => Ok(if argument == "ltr" { State::Always } else { State::Never }),
            _ => Err(unsupported()),
        }
    }

    fn parse_pseudo_element(&self, name: CowRcStr<'i>) -> Result<Pseudo, ParseError<Self::Error>> {
        Ok(match_ignore_ascii_case! { &name,
            "before" => Pseudo::Before,
            "after" => Pseudo::After,
            _ => Pseudo::Other,
        })
    }

    fn parse_functional_pseudo_element(
        &self,
        _name: CowRcStr<'i>,
        input: &mut Input<'i>,
    ) -> Result<Pseudo, ParseError<Self::Error>> {
        while input.next().is_ok() {}
        Ok(Pseudo::Other)
    }
}

fn unsupported() -> ParseError<SelectorParseErrorKind> {
    ParseError::custom(SelectorParseErrorKind::UnsupportedPseudoClassOrElement)
}
