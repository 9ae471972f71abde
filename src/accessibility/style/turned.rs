//! Rules that turn content when the screen is turned. Knows sheets; not what is thought of turning.

use std::cell::Cell;

use selectors::context::{
    MatchingContext, MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, QuirksMode, SelectorCaches,
};
use selectors::matching::matches_selector;

use super::cascade::SheetUse;
use super::place::Place;
use super::property::{Property, Specified, Value};
use crate::accessibility::document::{Document, NodeId};

/// An element that is turned in one of the two ways to hold a screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::accessibility) struct Turn {
    /// The element.
    pub(in crate::accessibility) element: NodeId,
    /// Degrees, 0 to 360; none when it is not computed here.
    pub(in crate::accessibility) degrees: Option<f32>,
}

/// Steps of matching that may be spent.
const FUEL: u64 = 5_000_000;

/// Every element that a rule for one way of holding the screen transforms.
pub(in crate::accessibility) fn turned(document: &Document, sheets: &[SheetUse]) -> Vec<Turn> {
    let (fuel, mut caches, mut turns) = (Cell::new(FUEL), SelectorCaches::default(), Vec::new());
    let mut context = MatchingContext::new(
        MatchingMode::Normal,
        None,
        &mut caches,
        QuirksMode::NoQuirks,
        NeedsSelectorFlags::No,
        MatchingForInvalidation::No,
    );
    for used in sheets {
        for rule in &used.sheet.rules {
            let held = rule.held.and(used.held);
            let transforms = rule
                .block
                .iter()
                .find(|said| matches!(said.property, Property::Transform | Property::Rotate));
            let Some(said) = transforms.filter(|_| held.landscape != held.portrait) else { continue };
            let Specified::Value(Value::Word(word)) = &said.specified else { continue };
            for (id, _) in document.elements() {
                let place = Place { document, id, fuel: &fuel };
                if fuel.get() > 0 && matches_selector(&rule.selector, 0, None, &place, &mut context) {
                    turns.push(Turn { element: id, degrees: degrees(word) });
                }
            }
        }
    }
    turns
}

/// The turn about the axis that looks at the reader (CSS Transforms 2).
fn degrees(transform: &str) -> Option<f32> {
    let Some((name, inside)) = transform.split_once('(') else { return angle(transform) };
    let parts: Vec<&str> = inside.trim_end_matches(')').split(',').map(str::trim).collect();
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<f32>().ok());
    match name.trim() {
        "rotate" | "rotatez" => angle(parts[0]),
        "rotate3d" => (number(0)? == 0.0 && number(1)? == 0.0).then(|| angle(parts.get(3)?)).flatten(),
        "matrix" | "matrix3d" => Some(number(1)?.atan2(number(0)?).to_degrees().rem_euclid(360.0)),
        _ => None,
    }
}

fn angle(text: &str) -> Option<f32> {
    let text = text.trim().trim_start_matches("z ");
    let cut = text.find(|letter: char| letter.is_alphabetic()).unwrap_or(text.len());
    let value: f32 = text[..cut].trim().parse().ok()?;
    let degrees = match &text[cut..] {
        "deg" => value,
        "rad" => value.to_degrees(),
        "grad" => value * 0.9,
        "turn" => value * 360.0,
        _ if value == 0.0 => 0.0,
        _ => return None,
    };
    Some(degrees.rem_euclid(360.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns() {
        let check = |transform: &str, expected: Option<f32>| {
            let found = degrees(transform);
            let near = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() < 0.1,
                (found, expected) => found == expected,
            };
            assert!(near, "{transform}: {found:?}");
        };
        check("rotate(90deg)", Some(90.0));
        check("rotatez(1turn)", Some(0.0));
        check("rotate(1.5708rad)", Some(90.0));
        check("matrix(0, 1, -1, 0, 0, 0)", Some(90.0));
        check("matrix3d(0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)", Some(270.0));
        check("90deg", Some(90.0));
        check("translate(10px)", None);
    }
}
