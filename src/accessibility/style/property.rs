//! The properties that rules ask for, and their values as a sheet gives them. Knows how one declaration is read; not
//! which one wins.

use std::sync::Arc;

use html5ever::LocalName;

use super::color::Color;
use super::length::Length;
use super::paint::Image;

/// A property that is kept, by CSS's own name. All others are dropped when a sheet is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::accessibility) enum Property {
    Display,
    Visibility,
    Opacity,
    Color,
    BackgroundColor,
    BackgroundImage,
    Position,
    Float,
    Top,
    Right,
    Bottom,
    Left,
    MarginLeft,
    Width,
    Height,
    OverflowX,
    OverflowY,
    Clip,
    ClipPath,
    TextIndent,
    FontSize,
    FontWeight,
    FontFamily,
    LineHeight,
    LetterSpacing,
    WordSpacing,
    Transform,
    Rotate,
    TextShadow,
    Filter,
    Blend,
    Content,
    Custom,
}

/// A value as a sheet gives it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::accessibility) enum Value {
    /// A keyword or anything else, in lower case.
    Word(Arc<str>),
    /// A length.
    Length(Length),
    /// A number.
    Number(f32),
    /// A colour.
    Color(Color),
    /// What is painted behind the content.
    Image(Image),
}

/// What a declaration says.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::accessibility) enum Specified {
    /// A value of its own.
    Value(Value),
    /// The parent's.
    Inherit,
    /// The property's first value.
    Initial,
    /// The parent's for inherited properties, else the first.
    Unset,
    /// What the sheets before would have given; taken for the user agent's where that is known.
    Revert,
    /// Waits for custom properties: the text as written, of the property (or shorthand) named.
    Pending(Arc<str>, Arc<str>),
    /// The text of a custom property of this name.
    Custom(LocalName, Arc<str>),
}

/// Whose declaration wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::accessibility) enum Weight {
    /// Without mark.
    Normal,
    /// With `!important`.
    Important,
}

/// One declaration, shorthands taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::accessibility) struct Declaration {
    /// The property.
    pub(in crate::accessibility) property: Property,
    /// What it is said to be.
    pub(in crate::accessibility) specified: Specified,
    /// Whether it is marked.
    pub(in crate::accessibility) weight: Weight,
}

impl Property {
    /// How many there are, custom ones counted as one.
    pub(super) const COUNT: usize = Self::Custom as usize + 1;

    /// The property of a longhand's name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "display" => Self::Display,
            "visibility" => Self::Visibility,
            "opacity" => Self::Opacity,
            "color" => Self::Color,
            "background-color" => Self::BackgroundColor,
            "background-image" => Self::BackgroundImage,
            "position" => Self::Position,
            "float" => Self::Float,
            "top" | "inset-block-start" => Self::Top,
            "right" | "inset-inline-end" => Self::Right,
            "bottom" | "inset-block-end" => Self::Bottom,
            "left" | "inset-inline-start" => Self::Left,
            "margin-left" | "margin-inline-start" => Self::MarginLeft,
            "width" | "inline-size" | "max-width" => Self::Width,
            "height" | "block-size" | "max-height" => Self::Height,
            "overflow-x" => Self::OverflowX,
            "overflow-y" => Self::OverflowY,
            "clip" => Self::Clip,
            "clip-path" | "-webkit-clip-path" => Self::ClipPath,
            "text-indent" => Self::TextIndent,
            "font-size" => Self::FontSize,
            "font-weight" => Self::FontWeight,
            "font-family" => Self::FontFamily,
            "line-height" => Self::LineHeight,
            "letter-spacing" => Self::LetterSpacing,
            "word-spacing" => Self::WordSpacing,
            "transform" | "-webkit-transform" => Self::Transform,
            "rotate" => Self::Rotate,
            "text-shadow" => Self::TextShadow,
            "filter" | "backdrop-filter" => Self::Filter,
            "mix-blend-mode" | "background-clip" | "-webkit-background-clip" => Self::Blend,
            "content" => Self::Content,
            _ => return None,
        })
    }

    /// Whether children take the parent's value when nothing is said.
    pub(super) fn is_inherited(self) -> bool {
        matches!(
            self,
            Self::Visibility
                | Self::Color
                | Self::TextIndent
                | Self::FontSize
                | Self::FontWeight
                | Self::FontFamily
                | Self::LineHeight
                | Self::LetterSpacing
                | Self::WordSpacing
                | Self::TextShadow
                | Self::Custom
        )
    }
}
