//! Media queries for one stated reader: a screen of 1280 x 800, held upright or lying, without special wishes.
//! Knows queries; not rules.

use cssparser::{Parser, Token};

use super::length::{Length, VIEWPORT};

/// How the screen is held where a rule applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// In landscape, the stated viewport.
    pub landscape: bool,
    /// In portrait, the viewport turned.
    pub portrait: bool,
}

impl Held {
    /// However it is held.
    pub const ANYHOW: Self = Self { landscape: true, portrait: true };

    /// Where both apply.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { landscape: self.landscape && other.landscape, portrait: self.portrait && other.portrait }
    }

    /// Where it does not apply at all.
    pub fn is_never(self) -> bool {
        !self.landscape && !self.portrait
    }
}

/// Reads a list of queries (Media Queries 4).
pub(super) fn evaluate(input: &mut Parser<'_>) -> Held {
    let start = input.position();
    while input.next().is_ok() {}
    of(input.slice_from(start))
}

/// Evaluates the text of a list of queries.
pub fn of(text: &str) -> Held {
    Held { landscape: holds(text, VIEWPORT), portrait: holds(text, (VIEWPORT.1, VIEWPORT.0)) }
}

fn holds(text: &str, size: (f32, f32)) -> bool {
    if text.trim().is_empty() {
        return true;
    }
    let mut input = Parser::new(text);
    let mut any = false;
    loop {
        let held = input.parse_until_before(cssparser::Delimiter::Comma, |input| {
            Ok::<_, cssparser::ParseError<()>>(query(input, size, 0))
        });
        any |= held.ok().flatten().unwrap_or(false);
        if input.next().is_err() {
            return any;
        }
    }
}

/// Parentheses within parentheses that are still read.
const DEEPEST: u8 = 8;

/// One query or condition; none when it is not understood, which is false however it is negated.
fn query(input: &mut Parser<'_>, size: (f32, f32), depth: u8) -> Option<bool> {
    let (mut value, mut negate, mut either) = (None, false, false);
    if depth > DEEPEST {
        while input.next().is_ok() {}
        return None;
    }
    while let Ok(token) = input.next().cloned() {
        let found = match token {
            Token::Ident(word) => match word.to_ascii_lowercase().as_str() {
                "not" => {
                    negate = !negate;
                    continue;
                }
                "and" | "only" => continue,
                "or" => {
                    either = true;
                    continue;
                }
                "screen" | "all" => Some(true),
                _ => Some(false),
            },
            Token::ParenthesisBlock => {
                let inner = input.parse_nested_block(|input| {
                    Ok::<_, cssparser::ParseError<()>>(in_parentheses(input, size, depth))
                });
                inner.ok().flatten()
            }
            _ => None,
        };
        value = match value {
            None => Some(found?),
            Some(before) if either => Some(before || found?),
            Some(before) => Some(before && found?),
        };
    }
    value.map(|value| value != negate)
}

fn in_parentheses(input: &mut Parser<'_>, size: (f32, f32), depth: u8) -> Option<bool> {
    let start = input.state();
    let is_feature = match input.next() {
        Ok(Token::Ident(word)) => !word.eq_ignore_ascii_case("not"),
        Ok(Token::ParenthesisBlock) => false,
        _ => true,
    };
    input.reset(&start);
    if !is_feature {
        return query(input, size, depth + 1);
    }
    let from = input.position();
    while input.next().is_ok() {}
    feature(input.slice_from(from).trim(), size)
}

/// A feature: `name`, `name: value`, or a range.
fn feature(text: &str, size: (f32, f32)) -> Option<bool> {
    let text = text.to_ascii_lowercase();
    if let Some((name, value)) = text.split_once(':') {
        return plain(name.trim(), value.trim(), size);
    }
    if text.contains(['<', '>', '=']) {
        return range(&text, size);
    }
    Some(match text.trim() {
        "color"
        | "width"
        | "height"
        | "hover"
        | "any-hover"
        | "pointer"
        | "any-pointer"
        | "update"
        | "aspect-ratio"
        | "orientation"
        | "resolution"
        | "scripting"
        | "prefers-color-scheme" => true,
        "monochrome"
        | "grid"
        | "forced-colors"
        | "inverted-colors"
        | "prefers-reduced-motion"
        | "prefers-contrast"
        | "prefers-reduced-transparency"
        | "prefers-reduced-data" => false,
        _ => return None,
    })
}

fn plain(name: &str, value: &str, size: (f32, f32)) -> Option<bool> {
    let pixels = || Length::first(value).and_then(|length| length.pixels(16.0, 16.0));
    Some(match name {
        "min-width" | "min-device-width" => size.0 >= pixels()?,
        "max-width" | "max-device-width" => size.0 <= pixels()?,
        "min-height" | "min-device-height" => size.1 >= pixels()?,
        "max-height" | "max-device-height" => size.1 <= pixels()?,
        "width" | "device-width" => (size.0 - pixels()?).abs() < 0.5,
        "height" | "device-height" => (size.1 - pixels()?).abs() < 0.5,
        "orientation" => (value == "portrait") == (size.1 >= size.0),
        "prefers-color-scheme" => value == "light",
        "prefers-reduced-motion"
        | "prefers-contrast"
        | "prefers-reduced-transparency"
        | "prefers-reduced-data" => value == "no-preference",
        "forced-colors" | "inverted-colors" => value == "none",
        "hover" | "any-hover" => value == "hover",
        "pointer" | "any-pointer" => value == "fine",
        "scripting" => value == "enabled",
        "display-mode" => value == "browser",
        "min-aspect-ratio" => size.0 / size.1 >= ratio(value)?,
        "max-aspect-ratio" => size.0 / size.1 <= ratio(value)?,
        "min-resolution" | "min-device-pixel-ratio" | "-webkit-min-device-pixel-ratio" => {
            value.trim_end_matches(|letter: char| letter.is_alphabetic()).parse::<f32>().ok()?
                <= if value.ends_with("dpi") { 96.0 } else { 1.0 }
        }
        _ => return None,
    })
}

fn ratio(value: &str) -> Option<f32> {
    let (above, below) = value.split_once('/').unwrap_or((value, "1"));
    Some(above.trim().parse::<f32>().ok()? / below.trim().parse::<f32>().ok()?)
}

/// `400px <= width < 50em`, `width >= 400px`.
fn range(text: &str, size: (f32, f32)) -> Option<bool> {
    let is_sign = |letter: char| matches!(letter, '<' | '>' | '=');
    let signs: Vec<&str> = text.split(|letter| !is_sign(letter)).filter(|sign| !sign.is_empty()).collect();
    let sides = text.split(is_sign).map(str::trim).filter(|side| !side.is_empty());
    let values: Vec<f32> = sides.map(|side| amount(side, size)).collect::<Option<_>>()?;
    if values.len() != signs.len() + 1 {
        return None;
    }
    let mut compared = signs.iter().zip(values.windows(2)).map(|(sign, pair)| match *sign {
        "<" => pair[0] < pair[1],
        "<=" => pair[0] <= pair[1],
        ">" => pair[0] > pair[1],
        ">=" => pair[0] >= pair[1],
        _ => (pair[0] - pair[1]).abs() < 0.5,
    });
    Some(compared.all(|one| one))
}

fn amount(text: &str, size: (f32, f32)) -> Option<f32> {
    match text {
        "width" => Some(size.0),
        "height" => Some(size.1),
        _ => Length::first(text)?.pixels(16.0, 16.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries() {
        let check = |text: &str, landscape: bool, portrait: bool| {
            assert_eq!(of(text), Held { landscape, portrait }, "{text}");
        };
        check("", true, true);
        check("screen", true, true);
        check("print", false, false);
        check("not print", true, true);
        check("only screen and (min-width: 60em)", true, false);
        check("(max-width: 900px)", false, true);
        check("print, (orientation: portrait)", false, true);
        check("(width >= 1000px)", true, false);
        check("(400px <= width <= 900px)", false, true);
        check("not all and (min-width: 10px)", false, false);
        check("(prefers-color-scheme: dark)", false, false);
        check("(min-width: 10px) and (not (orientation: landscape))", false, true);
        check("(orientation: portrait) or (min-width: 1000px)", true, true);
        check("(unknown: 1)", false, false);
    }
}
