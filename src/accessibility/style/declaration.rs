//! Reads one declaration's text into values, shorthands taken apart. Knows the grammar of values; not the cascade.

use std::sync::Arc;

use cssparser::{Parser, Token};
use html5ever::LocalName;

use super::color;
use super::length::{Length, sides};
use super::paint::background;
use super::property::{Declaration, Property, Specified, Value, Weight};

/// Letters of a value beyond which it is not read: data addresses and worse.
const LONGEST: usize = 20_000;

/// The declarations that `name: text` stands for; none when the property is not kept or the value is not valid.
pub(super) fn read(name: &str, text: &str) -> Vec<Declaration> {
    let (text, weight) = split_weight(text);
    if text.len() > LONGEST {
        return Vec::new();
    }
    if let Some(custom) = name.strip_prefix("--") {
        let specified = Specified::Custom(LocalName::from(custom), text.into());
        return vec![Declaration { property: Property::Custom, specified, weight }];
    }
    let name = name.to_ascii_lowercase();
    let values = values(&name, text);
    values.into_iter().map(|(property, specified)| Declaration { property, specified, weight }).collect()
}

fn split_weight(text: &str) -> (&str, Weight) {
    let text = text.trim();
    let Some(cut) = text.rfind('!') else { return (text, Weight::Normal) };
    if text[cut + 1..].trim().eq_ignore_ascii_case("important") {
        (text[..cut].trim_end(), Weight::Important)
    } else {
        (text, Weight::Normal)
    }
}

/// The longhands that a property's text gives.
pub(super) fn values(name: &str, text: &str) -> Vec<(Property, Specified)> {
    let longhands = longhands(name);
    if longhands.is_empty() {
        return Vec::new();
    }
    let for_all =
        |specified: &Specified| longhands.iter().map(|&property| (property, specified.clone())).collect();
    if text.contains("var(") || text.contains("env(") {
        return for_all(&Specified::Pending(name.into(), text.into()));
    }
    match text.to_ascii_lowercase().as_str() {
        "inherit" => for_all(&Specified::Inherit),
        "initial" => for_all(&Specified::Initial),
        "unset" => for_all(&Specified::Unset),
        "revert" | "revert-layer" => for_all(&Specified::Revert),
        lower => {
            let found = shorthand(name, text, lower)
                .or_else(|| Some(vec![(longhands[0], longhand(longhands[0], text, lower)?)]));
            let valued = |(property, value)| (property, Specified::Value(value));
            found.unwrap_or_default().into_iter().map(valued).collect()
        }
    }
}

fn longhands(name: &str) -> Vec<Property> {
    match name {
        "background" => vec![Property::BackgroundColor, Property::BackgroundImage],
        "overflow" => vec![Property::OverflowX, Property::OverflowY],
        "inset" => vec![Property::Top, Property::Right, Property::Bottom, Property::Left],
        "margin" => vec![Property::MarginLeft],
        "font" => {
            vec![Property::FontSize, Property::FontWeight, Property::LineHeight, Property::FontFamily]
        }
        _ => Property::named(name).into_iter().collect(),
    }
}

/// None when the name is no shorthand.
fn shorthand(name: &str, text: &str, lower: &str) -> Option<Vec<(Property, Value)>> {
    let found = match name {
        "background" => {
            let (ground, image) = background(text);
            let ground = ground.unwrap_or(color::Color::Rgba(color::Rgba::CLEAR));
            Some(vec![
                (Property::BackgroundColor, Value::Color(ground)),
                (Property::BackgroundImage, Value::Image(image)),
            ])
        }
        "overflow" => {
            let mut words = lower.split_ascii_whitespace();
            words.next().map(|first| {
                let second = words.next().unwrap_or(first);
                vec![(Property::OverflowX, word(first)), (Property::OverflowY, word(second))]
            })
        }
        "inset" => sides(text).map(|[top, right, bottom, left]| {
            let names = [Property::Top, Property::Right, Property::Bottom, Property::Left];
            names.into_iter().zip([top, right, bottom, left].map(Value::Length)).collect()
        }),
        "margin" => sides(text).map(|sides| vec![(Property::MarginLeft, Value::Length(sides[3]))]),
        "font" => font(text),
        _ => return None,
    };
    Some(found.unwrap_or_default())
}

fn word(text: &str) -> Value {
    Value::Word(Arc::from(text))
}

fn longhand(property: Property, text: &str, lower: &str) -> Option<Value> {
    match property {
        Property::Color | Property::BackgroundColor => {
            color::parse(&mut Parser::new(text)).ok().map(Value::Color)
        }
        Property::BackgroundImage => Some(Value::Image(background(text).1)),
        Property::Opacity => number(text).map(|value| Value::Number(value.clamp(0.0, 1.0))),
        Property::LetterSpacing | Property::WordSpacing if lower == "normal" => {
            Some(Value::Length(Length::Px(0.0)))
        }
        Property::Top
        | Property::Right
        | Property::Bottom
        | Property::Left
        | Property::MarginLeft
        | Property::Width
        | Property::Height
        | Property::TextIndent
        | Property::LetterSpacing
        | Property::WordSpacing => Length::first(text).map(Value::Length),
        Property::FontSize => font_size(lower),
        Property::FontWeight => font_weight(lower),
        Property::LineHeight => line_height(text, lower),
        Property::Content => Some(word(text)),
        _ => Some(word(lower)),
    }
}

fn number(text: &str) -> Option<f32> {
    match *Parser::new(text).next().ok()? {
        Token::Number { value, .. } => Some(value),
        Token::Percentage { unit_value, .. } => Some(unit_value),
        _ => None,
    }
}

/// Keywords by the table of CSS Fonts 4, section 2.5, at 16 pixels.
fn font_size(lower: &str) -> Option<Value> {
    let length = match lower {
        "xx-small" => Length::Px(9.0),
        "x-small" => Length::Px(10.0),
        "small" => Length::Px(13.0),
        "medium" => Length::Px(16.0),
        "large" => Length::Px(18.0),
        "x-large" => Length::Px(24.0),
        "xx-large" => Length::Px(32.0),
        "xxx-large" => Length::Px(48.0),
        "smaller" => Length::Share(0.833),
        "larger" => Length::Share(1.2),
        _ => Length::first(lower)?,
    };
    Some(Value::Length(length))
}

fn font_weight(lower: &str) -> Option<Value> {
    let weight = match lower {
        "normal" => 400.0,
        // Bolder is relative to the parent: the next heavier of the weights that fonts have.
        "bold" | "bolder" => 700.0,
        "lighter" => 300.0,
        _ => number(lower)?,
    };
    Some(Value::Number(weight))
}

fn line_height(text: &str, lower: &str) -> Option<Value> {
    if lower == "normal" {
        return Some(word(lower));
    }
    number(text)
        .filter(|_| !lower.ends_with('%'))
        .map(Value::Number)
        .or_else(|| Length::first(text).map(Value::Length))
}

/// `font: [style weight] size[/line-height] family`.
fn font(text: &str) -> Option<Vec<(Property, Value)>> {
    let lower = text.to_ascii_lowercase();
    let mut weight = Value::Number(400.0);
    let mut parts = lower.split_ascii_whitespace();
    for part in parts.by_ref() {
        let (size, height) = part.split_once('/').map_or((part, None), |(size, height)| (size, Some(height)));
        let is_number = size.parse::<f32>().is_ok();
        let found = if is_number { None } else { font_size(size) };
        if let Some(Value::Length(length)) = found.filter(|value| *value != Value::Length(Length::Other)) {
            let height =
                height.and_then(|height| line_height(height, height)).unwrap_or_else(|| word("normal"));
            let family = parts.collect::<Vec<_>>().join(" ");
            return Some(vec![
                (Property::FontSize, Value::Length(length)),
                (Property::FontWeight, weight),
                (Property::LineHeight, height),
                (Property::FontFamily, word(&family)),
            ]);
        }
        if is_number || matches!(part, "bold" | "bolder" | "lighter") {
            weight = font_weight(part)?;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations() {
        let check = |name: &str, text: &str, count: usize, weight: Weight| {
            let found = read(name, text);
            assert_eq!(found.len(), count, "{name}: {text}: {found:?}");
            assert!(found.iter().all(|declaration| declaration.weight == weight));
        };
        check("color", "red", 1, Weight::Normal);
        check("color", "red ! important", 1, Weight::Important);
        check("color", "nothing", 0, Weight::Normal);
        check("background", "var(--x)", 2, Weight::Normal);
        check("background", "inherit", 2, Weight::Normal);
        check("font", "italic bold 12px/1.5 Arial, sans-serif", 4, Weight::Normal);
        check("font", "700 1.2em/1 x", 4, Weight::Normal);
        check("--brand", "#123", 1, Weight::Normal);
        check("cursor", "pointer", 0, Weight::Normal);
        check("inset", "0 auto", 4, Weight::Normal);
    }
}
