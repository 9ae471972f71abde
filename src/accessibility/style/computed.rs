//! The computed style of one element: what each property that rules ask for comes to. Knows values; not where they
//! come from.

use std::sync::Arc;

use html5ever::LocalName;
use rustc_hash::FxHashMap;

use super::color::{Color, Rgba};
use super::keyword::{Display, Overflow, Position, clips_all, display, overflow, position};
use super::length::Length;
use super::paint::Image;
use super::property::{Property, Value};

/// The height of lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LineHeight {
    /// As the font likes.
    Normal,
    /// Times the font size, inherited as such.
    Times(f32),
    /// CSS pixels.
    Pixels(f32),
}

/// Custom properties by name.
pub(super) type Custom = Option<Arc<FxHashMap<LocalName, Arc<str>>>>;

/// A computed style. Lengths are CSS pixels; none stands for what follows from the layout.
#[derive(Debug, Clone)]
#[expect(missing_docs, clippy::struct_excessive_bools, reason = "the names and kinds are CSS's own")]
pub struct Style {
    pub display: Display,
    pub visible: bool,
    pub opacity: f32,
    /// None when it is not computed here.
    pub color: Option<Rgba>,
    /// None when it is not computed here.
    pub background: Option<Rgba>,
    pub image: Image,
    pub position: Position,
    pub floats: bool,
    pub top: Option<f32>,
    pub right: Option<f32>,
    pub bottom: Option<f32>,
    pub left: Option<f32>,
    pub margin_left: Option<f32>,
    pub width: Option<f32>,
    pub height: Option<f32>,
    pub overflow_x: Overflow,
    pub overflow_y: Overflow,
    /// Clipped to nothing.
    pub clipped: bool,
    pub text_indent: f32,
    pub font_size: f32,
    pub font_weight: f32,
    pub font_family: Option<Arc<str>>,
    pub line_height: LineHeight,
    pub letter_spacing: f32,
    pub word_spacing: f32,
    pub transform: Option<Arc<str>>,
    pub text_shadow: bool,
    /// A filter, a blend mode, or a background clipped to the text: colours are not what they are said to be.
    pub altered: bool,
    pub content: Option<Arc<str>>,
    pub(super) custom: Custom,
    pub(super) root_font: f32,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            display: Display::Inline,
            visible: true,
            opacity: 1.0,
            color: Some(Rgba::BLACK),
            background: Some(Rgba::CLEAR),
            image: Image::None,
            position: Position::Static,
            floats: false,
            top: None,
            right: None,
            bottom: None,
            left: None,
            margin_left: None,
            width: None,
            height: None,
            overflow_x: Overflow::Visible,
            overflow_y: Overflow::Visible,
            clipped: false,
            text_indent: 0.0,
            font_size: 16.0,
            font_weight: 400.0,
            font_family: None,
            line_height: LineHeight::Normal,
            letter_spacing: 0.0,
            word_spacing: 0.0,
            transform: None,
            text_shadow: false,
            altered: false,
            content: None,
            custom: None,
            root_font: 16.0,
        }
    }
}

impl Style {
    /// What a child starts with: the inherited properties of its parent.
    pub(super) fn child(&self) -> Self {
        Self {
            visible: self.visible,
            color: self.color,
            text_indent: self.text_indent,
            font_size: self.font_size,
            font_weight: self.font_weight,
            font_family: self.font_family.clone(),
            line_height: self.line_height,
            letter_spacing: self.letter_spacing,
            word_spacing: self.word_spacing,
            text_shadow: self.text_shadow,
            custom: self.custom.clone(),
            root_font: self.root_font,
            ..Self::default()
        }
    }

    fn pixels(&self, length: Length) -> Option<f32> {
        length.pixels(self.font_size, self.root_font)
    }

    /// Takes a property's value from another style: the parent's, or a default one.
    pub(super) fn copy(&mut self, property: Property, from: &Self) {
        match property {
            Property::Display => self.display = from.display,
            Property::Visibility => self.visible = from.visible,
            Property::Opacity => self.opacity = from.opacity,
            Property::Color => self.color = from.color,
            Property::BackgroundColor => self.background = from.background,
            Property::BackgroundImage => self.image = from.image.clone(),
            Property::Position => self.position = from.position,
            Property::Float => self.floats = from.floats,
            Property::Top => self.top = from.top,
            Property::Right => self.right = from.right,
            Property::Bottom => self.bottom = from.bottom,
            Property::Left => self.left = from.left,
            Property::MarginLeft => self.margin_left = from.margin_left,
            Property::Width => self.width = from.width,
            Property::Height => self.height = from.height,
            Property::OverflowX => self.overflow_x = from.overflow_x,
            Property::OverflowY => self.overflow_y = from.overflow_y,
            Property::Clip | Property::ClipPath => self.clipped = from.clipped,
            Property::TextIndent => self.text_indent = from.text_indent,
            Property::FontSize => self.font_size = from.font_size,
            Property::FontWeight => self.font_weight = from.font_weight,
            Property::FontFamily => self.font_family.clone_from(&from.font_family),
            Property::LineHeight => self.line_height = from.line_height,
            Property::LetterSpacing => self.letter_spacing = from.letter_spacing,
            Property::WordSpacing => self.word_spacing = from.word_spacing,
            Property::Transform | Property::Rotate => self.transform.clone_from(&from.transform),
            Property::TextShadow => self.text_shadow = from.text_shadow,
            Property::Filter | Property::Blend => self.altered = from.altered,
            Property::Content => self.content.clone_from(&from.content),
            Property::Custom => self.custom.clone_from(&from.custom),
        }
    }

    /// Gives a property a value. A value of the wrong kind was not valid and changes nothing.
    pub(super) fn set(&mut self, property: Property, value: &Value, parent: &Self) {
        match value {
            Value::Word(word) => self.set_word(property, word),
            Value::Length(length) => self.set_length(property, *length, parent),
            Value::Number(number) => self.set_number(property, *number),
            Value::Color(color) => self.set_color(property, *color, parent),
            Value::Image(image) => self.image = image.clone(),
        }
    }

    fn set_word(&mut self, property: Property, word: &Arc<str>) {
        match property {
            Property::Display => self.display = display(word),
            Property::Visibility => self.visible = &**word == "visible",
            Property::Position => self.position = position(word),
            Property::Float => self.floats = &**word != "none",
            Property::OverflowX => self.overflow_x = overflow(word),
            Property::OverflowY => self.overflow_y = overflow(word),
            Property::Clip | Property::ClipPath => self.clipped |= clips_all(word),
            Property::FontFamily => self.font_family = Some(word.clone()),
            Property::LineHeight => self.line_height = LineHeight::Normal,
            Property::Transform | Property::Rotate => {
                self.transform = (&**word != "none").then(|| word.clone());
            }
            Property::TextShadow => self.text_shadow = &**word != "none",
            Property::Filter => self.altered |= &**word != "none",
            Property::Blend => {
                self.altered |= !matches!(&**word, "normal" | "border-box" | "padding-box" | "content-box");
            }
            Property::Content => self.content = Some(word.clone()),
            _ => {}
        }
    }

    fn set_length(&mut self, property: Property, length: Length, parent: &Self) {
        let pixels = self.pixels(length);
        match property {
            Property::Top => self.top = pixels,
            Property::Right => self.right = pixels,
            Property::Bottom => self.bottom = pixels,
            Property::Left => self.left = pixels,
            Property::MarginLeft => self.margin_left = pixels,
            Property::Width => self.width = pixels,
            Property::Height => self.height = pixels,
            Property::TextIndent => self.text_indent = pixels.unwrap_or(0.0),
            Property::LetterSpacing => self.letter_spacing = pixels.unwrap_or(0.0),
            Property::WordSpacing => self.word_spacing = pixels.unwrap_or(0.0),
            Property::FontSize => {
                let size = length.pixels(parent.font_size, self.root_font);
                let share =
                    if let Length::Share(share) = length { Some(share * parent.font_size) } else { None };
                self.font_size = size.or(share).unwrap_or(parent.font_size).clamp(0.0, 10_000.0);
            }
            Property::LineHeight => {
                let share =
                    if let Length::Share(share) = length { Some(share * self.font_size) } else { None };
                self.line_height = pixels.or(share).map_or(LineHeight::Normal, LineHeight::Pixels);
            }
            _ => {}
        }
    }

    fn set_number(&mut self, property: Property, number: f32) {
        match property {
            Property::Opacity => self.opacity = number,
            Property::FontWeight => self.font_weight = number,
            Property::LineHeight => self.line_height = LineHeight::Times(number),
            _ => {}
        }
    }

    fn set_color(&mut self, property: Property, color: Color, parent: &Self) {
        let current = if property == Property::Color { parent.color } else { self.color };
        let color = match color {
            Color::Rgba(color) => Some(color),
            Color::Current => current,
            Color::Unknown => None,
        };
        match property {
            Property::Color => self.color = color,
            Property::BackgroundColor => self.background = color,
            _ => {}
        }
    }
}
