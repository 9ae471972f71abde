//! Colours: read from CSS, laid over each other, and compared by the contrast of WCAG. Knows no property.

use cssparser::color::{parse_hash_color, parse_named_color};
use cssparser::{ParseError, Parser, Token, match_ignore_ascii_case};

/// A colour of sRGB: channels 0-255, opacity 0-1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rgba {
    /// Red.
    pub red: f32,
    /// Green.
    pub green: f32,
    /// Blue.
    pub blue: f32,
    /// Opacity.
    pub alpha: f32,
}

impl Rgba {
    /// What pages are painted on.
    pub const WHITE: Self = Self::opaque(255.0, 255.0, 255.0);
    /// The colour of text until a sheet says otherwise.
    pub const BLACK: Self = Self::opaque(0.0, 0.0, 0.0);
    /// No colour.
    pub const CLEAR: Self = Self { red: 0.0, green: 0.0, blue: 0.0, alpha: 0.0 };

    const fn opaque(red: f32, green: f32, blue: f32) -> Self {
        Self { red, green, blue, alpha: 1.0 }
    }

    /// The colour with its opacity multiplied.
    #[must_use]
    pub fn faded(self, by: f32) -> Self {
        Self { alpha: self.alpha * by, ..self }
    }

    /// The colour seen when this one lies over another (CSS Compositing 1, section 5.1).
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        let alpha = self.alpha + below.alpha * (1.0 - self.alpha);
        if alpha <= 0.0 {
            return Self::CLEAR;
        }
        let mix =
            |above: f32, under: f32| (above * self.alpha + under * below.alpha * (1.0 - self.alpha)) / alpha;
        Self {
            red: mix(self.red, below.red),
            green: mix(self.green, below.green),
            blue: mix(self.blue, below.blue),
            alpha,
        }
    }

    /// Relative luminance (WCAG 2.2, definition).
    fn luminance(self) -> f32 {
        let linear = |channel: f32| {
            let share = channel / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, definition).
    pub fn contrast(self, other: Self) -> f32 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }
}

/// A colour as a sheet gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Color {
    /// A colour of sRGB.
    Rgba(Rgba),
    /// The colour of the element's text.
    Current,
    /// A colour that is not computed here: other colour spaces and mixtures.
    Unknown,
}

/// Reads one colour from the input; an error when there is none.
pub(super) fn parse(input: &mut Parser<'_>) -> Result<Color, ParseError<()>> {
    let token = input.next()?.clone();
    let known = match &token {
        Token::Hash(digits) | Token::IDHash(digits) => parse_hash_color(digits.as_bytes())
            .ok()
            .map(|(red, green, blue, alpha)| Color::Rgba(rgb(red, green, blue, alpha))),
        Token::Ident(word) => named(word),
        Token::Function(name) => {
            let name = name.to_ascii_lowercase();
            return input.parse_nested_block(|input| function(&name, input));
        }
        _ => None,
    };
    known.ok_or_else(ParseError::unexpected_token)
}

fn rgb(red: u8, green: u8, blue: u8, alpha: f32) -> Rgba {
    Rgba { red: red.into(), green: green.into(), blue: blue.into(), alpha }
}

/// Named colours, and the system's as a light theme has them (CSS Color 4, section 6.2).
fn named(word: &str) -> Option<Color> {
    let system = match_ignore_ascii_case! { word,
        "transparent" => Some(Rgba::CLEAR),
        "currentcolor" => return Some(Color::Current),
        "canvas" | "field" | "window" => Some(Rgba::WHITE),
        "canvastext" | "fieldtext" | "buttontext" | "windowtext" | "menutext" => Some(Rgba::BLACK),
        "buttonface" | "menu" => Some(Rgba::opaque(239.0, 239.0, 239.0)),
        "linktext" | "-webkit-link" => Some(Rgba::opaque(0.0, 0.0, 238.0)),
        "graytext" => Some(Rgba::opaque(128.0, 128.0, 128.0)),
        "highlight" => Some(Rgba::opaque(0.0, 120.0, 215.0)),
        "highlighttext" => Some(Rgba::WHITE),
        _ => None,
    };
    let name = || parse_named_color(word).ok().map(|(red, green, blue)| rgb(red, green, blue, 1.0));
    system.or_else(name).map(Color::Rgba)
}

fn function(name: &str, input: &mut Parser<'_>) -> Result<Color, ParseError<()>> {
    if !matches!(name, "rgb" | "rgba" | "hsl" | "hsla" | "hwb") {
        let known = matches!(
            name,
            "lab" | "lch" | "oklab" | "oklch" | "color" | "color-mix" | "light-dark" | "contrast-color"
        );
        while input.next().is_ok() {}
        return if known { Ok(Color::Unknown) } else { Err(ParseError::unexpected_token()) };
    }
    let mut parts = Vec::new();
    while let Ok(token) = input.next() {
        match token {
            Token::Number { value, .. } => parts.push((*value, false)),
            Token::Percentage { unit_value, .. } => parts.push((*unit_value, true)),
            Token::Dimension { value, unit, .. } => parts.push((degrees(*value, unit), false)),
            Token::Ident(word) if word.eq_ignore_ascii_case("none") => parts.push((0.0, false)),
            Token::Comma | Token::Delim('/') => {}
            // Relative colours and calculations.
            _ => {
                while input.next().is_ok() {}
                return Ok(Color::Unknown);
            }
        }
    }
    let [one, two, three] =
        parts.get(..3).and_then(|parts| parts.try_into().ok()).ok_or_else(ParseError::unexpected_token)?;
    let alpha = parts.get(3).map_or(1.0, |part| part.0).clamp(0.0, 1.0);
    let share = |(value, percent): (f32, bool)| if percent { value } else { value / 100.0 };
    let color = match name {
        "rgb" | "rgba" => {
            let channel = |(value, percent): (f32, bool)| {
                (if percent { value * 255.0 } else { value }).clamp(0.0, 255.0)
            };
            Rgba { red: channel(one), green: channel(two), blue: channel(three), alpha }
        }
        "hwb" => hwb(one.0, share(two), share(three), alpha),
        _ => hsl(one.0, share(two), share(three), alpha),
    };
    Ok(Color::Rgba(color))
}

fn degrees(value: f32, unit: &str) -> f32 {
    match_ignore_ascii_case! { unit,
        "rad" => value.to_degrees(),
        "grad" => value * 0.9,
        "turn" => value * 360.0,
        _ => value,
    }
}

/// CSS Color 4, section 7.1.
fn hsl(hue: f32, saturation: f32, lightness: f32, alpha: f32) -> Rgba {
    let (saturation, lightness) = (saturation.clamp(0.0, 1.0), lightness.clamp(0.0, 1.0));
    let channel = |turn: f32| {
        let at = (turn + hue / 30.0).rem_euclid(12.0);
        let chroma = saturation * lightness.min(1.0 - lightness);
        255.0 * (lightness - chroma * (at - 3.0).min(9.0 - at).clamp(-1.0, 1.0))
    };
    Rgba { red: channel(0.0), green: channel(8.0), blue: channel(4.0), alpha }
}

/// CSS Color 4, section 8.1.
fn hwb(hue: f32, white: f32, black: f32, alpha: f32) -> Rgba {
    if white + black >= 1.0 {
        let gray = 255.0 * white / (white + black);
        return Rgba { red: gray, green: gray, blue: gray, alpha };
    }
    let pure = hsl(hue, 1.0, 0.5, alpha);
    let mix = |channel: f32| channel * (1.0 - white - black) + 255.0 * white;
    Rgba { red: mix(pure.red), green: mix(pure.green), blue: mix(pure.blue), alpha }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Color> {
        parse(&mut Parser::new(text)).ok()
    }

    #[test]
    fn colors() {
        let check = |text: &str, expected: (f32, f32, f32, f32)| {
            let Some(Color::Rgba(color)) = read(text) else { panic!("{text}") };
            let got = [color.red, color.green, color.blue, color.alpha];
            let expected = [expected.0, expected.1, expected.2, expected.3];
            assert!(got.iter().zip(expected).all(|(a, b)| (a - b).abs() < 0.6), "{text}: {got:?}");
        };
        check("#fff", (255.0, 255.0, 255.0, 1.0));
        check("#33669980", (51.0, 102.0, 153.0, 0.5));
        check("Red", (255.0, 0.0, 0.0, 1.0));
        check("rgb(1, 2,3)", (1.0, 2.0, 3.0, 1.0));
        check("rgb(10% 20% 30% / 50%)", (25.5, 51.0, 76.5, 0.5));
        check("rgba(90, 90, 90, 0.9)", (90.0, 90.0, 90.0, 0.9));
        check("hsl(120, 100%, 25%)", (0.0, 127.5, 0.0, 1.0));
        check("hsl(0.5turn 100% 50%)", (0.0, 255.0, 255.0, 1.0));
        check("hwb(0 20% 20%)", (204.0, 51.0, 51.0, 1.0));
        check("transparent", (0.0, 0.0, 0.0, 0.0));
        assert_eq!(read("currentColor"), Some(Color::Current));
        assert_eq!(read("oklch(60% 0.1 20)"), Some(Color::Unknown));
        assert_eq!(read("url(x)"), None);
        assert_eq!(read("solid"), None);
    }

    #[test]
    fn contrasts() {
        let gray = |level: f32| Rgba::opaque(level, level, level);
        let near = |ratio: f32, expected: f32| assert!((ratio - expected).abs() < 0.01, "{ratio}");
        near(Rgba::BLACK.contrast(Rgba::WHITE), 21.0);
        near(gray(119.0).contrast(Rgba::WHITE), 4.48);
        near(Rgba::BLACK.faded(0.5).over(Rgba::WHITE).contrast(gray(127.5)), 1.0);
    }
}
