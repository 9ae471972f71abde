//! Lengths of CSS, as written and in pixels. Knows units and simple calculations; no property.

use cssparser::{Parser, Token, match_ignore_ascii_case};

/// The stated viewport, in CSS pixels: a common laptop.
pub const VIEWPORT: (f32, f32) = (1280.0, 800.0);

/// A length as a sheet gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Length {
    /// CSS pixels.
    Px(f32),
    /// Times the font size of the element.
    Em(f32),
    /// Times the font size of the root element.
    Rem(f32),
    /// A share of something that the property says.
    Share(f32),
    /// `auto`, `normal`, or what is not computed here.
    Other,
}

impl Length {
    /// Pixels, when they follow from the font sizes alone.
    pub(super) fn pixels(self, font: f32, root: f32) -> Option<f32> {
        match self {
            Self::Px(value) => Some(value),
            Self::Em(value) => Some(value * font),
            Self::Rem(value) => Some(value * root),
            Self::Share(_) | Self::Other => None,
        }
    }

    /// Reads one component.
    pub(super) fn of(token: &Token<'_>) -> Option<Self> {
        match token {
            Token::Number { value, .. } if *value == 0.0 => Some(Self::Px(0.0)),
            Token::Percentage { unit_value, .. } => Some(Self::Share(*unit_value)),
            Token::Dimension { value, unit, .. } => Self::with_unit(*value, unit),
            _ => None,
        }
    }

    fn with_unit(value: f32, unit: &str) -> Option<Self> {
        Some(match_ignore_ascii_case! { unit,
            "px" => Self::Px(value),
            "em" => Self::Em(value),
            "rem" => Self::Rem(value),
            "pt" => Self::Px(value * 4.0 / 3.0),
            "pc" => Self::Px(value * 16.0),
            "in" => Self::Px(value * 96.0),
            "cm" => Self::Px(value * 96.0 / 2.54),
            "mm" => Self::Px(value * 9.6 / 2.54),
            "q" => Self::Px(value * 2.4 / 2.54),
            "ch" | "ex" => Self::Em(value * 0.5),
            "lh" => Self::Em(value * 1.2),
            "vw" | "svw" | "lvw" | "dvw" | "vi" => Self::Px(value * VIEWPORT.0 / 100.0),
            "vh" | "svh" | "lvh" | "dvh" | "vb" => Self::Px(value * VIEWPORT.1 / 100.0),
            "vmin" => Self::Px(value * VIEWPORT.0.min(VIEWPORT.1) / 100.0),
            "vmax" => Self::Px(value * VIEWPORT.0.max(VIEWPORT.1) / 100.0),
            _ => return None,
        })
    }

    /// Reads the first component of a value; functions and words are [`Length::Other`].
    pub(super) fn first(text: &str) -> Option<Self> {
        let mut input = Parser::new(text);
        let token = input.next().ok()?.clone();
        match &token {
            Token::Ident(_) | Token::Function(_) => Some(Self::Other),
            token => Self::of(token),
        }
    }
}

/// Up to four lengths in the order of `margin` and `inset`: top, right, bottom, left.
pub(super) fn sides(text: &str) -> Option<[Length; 4]> {
    let mut input = Parser::new(text);
    let mut found = Vec::new();
    while let Ok(token) = input.next() {
        found.push(Length::of(token).unwrap_or(Length::Other));
    }
    let top = *found.first()?;
    let right = found.get(1).copied().unwrap_or(top);
    let bottom = found.get(2).copied().unwrap_or(top);
    Some([top, right, bottom, found.get(3).copied().unwrap_or(right)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        let check = |text: &str, expected: Option<f32>| {
            assert_eq!(Length::first(text).and_then(|length| length.pixels(20.0, 16.0)), expected, "{text}");
        };
        check("10px", Some(10.0));
        check("18pt", Some(24.0));
        check("-999em", Some(-19980.0));
        check("2rem", Some(32.0));
        check("0", Some(0.0));
        check("50%", None);
        check("auto", None);
        check("calc(1px + 2em)", None);
        check("10vw", Some(128.0));
        assert_eq!(sides("1px 2px").unwrap()[3], Length::Px(2.0));
    }
}
