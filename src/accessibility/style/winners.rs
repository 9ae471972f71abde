//! Of all declarations that are about an element, the ones that win, and the style that they give. Knows values and their
//! strength; not where they come from.

use std::cell::Cell;
use std::cmp::Reverse;
use std::sync::Arc;

use super::computed::Style;
use super::custom::substitute;
use super::declaration;
use super::property::{Declaration, Property, Specified, Weight};

/// How strong a declaration is: layer, specificity, order.
pub(super) type Strength = (u16, u32, u32, u32);

pub(super) const HINTS: Strength = (0, u32::MAX, 0, 0);
pub(super) const UNLAYERED: u16 = u16::MAX - 1;
pub(super) const INLINE: Strength = (u16::MAX, 0, 0, 0);

type Winners<'a> = [Option<&'a Specified>; Property::COUNT];

/// The style that the declarations give a child of `parent`.
pub(super) fn resolve(mut rules: Vec<(Strength, &[Declaration])>, parent: &Style, fuel: &Cell<u64>) -> Style {
    rules.sort_by_key(|(strength, _)| *strength);
    let mut winners: Winners<'_> = [None; Property::COUNT];
    let mut agents: Winners<'_> = [None; Property::COUNT];
    let mut custom = Vec::new();
    let mut any_important = false;
    for (strength, block) in &rules {
        for said in *block {
            any_important |= said.weight == Weight::Important;
            if said.weight == Weight::Normal {
                note(said, &mut winners, &mut custom);
                if strength.0 == 0 {
                    agents[said.property as usize] = Some(&said.specified);
                }
            }
        }
    }
    if any_important {
        // Among important declarations the layers count backwards (CSS Cascade 5, section 6.4.4); a style attribute
        // is stronger than all of them here, as it is without layers.
        rules.sort_by_key(|&((layer, specificity, sheet, order), _)| {
            let rank = if layer == u16::MAX { Reverse(0) } else { Reverse(layer) };
            (layer == u16::MAX, rank, specificity, sheet, order)
        });
        let important =
            rules.iter().flat_map(|(_, block)| *block).filter(|said| said.weight == Weight::Important);
        for said in important {
            note(said, &mut winners, &mut custom);
        }
    }
    let mut style = parent.child();
    set_custom(&mut style, &custom, fuel);
    for property in FIRST.into_iter().chain(REST) {
        let winner = match winners[property as usize] {
            Some(Specified::Revert) => agents[property as usize],
            winner => winner,
        };
        if let Some(specified) = winner {
            apply(&mut style, property, specified, parent);
        }
    }
    style
}

fn note<'a>(said: &'a Declaration, winners: &mut Winners<'a>, custom: &mut Vec<&'a Specified>) {
    if said.property == Property::Custom {
        custom.push(&said.specified);
    } else {
        winners[said.property as usize] = Some(&said.specified);
    }
}

/// What an entry of a map costs, in steps of matching: some 50 bytes, too.
const STEPS_OF_AN_ENTRY: u64 = 64;

fn set_custom(style: &mut Style, said: &[&Specified], fuel: &Cell<u64>) {
    if said.is_empty() {
        return;
    }
    let named = said.iter().filter_map(|specified| match specified {
        Specified::Custom(name, text) => Some((name, text)),
        _ => None,
    });
    let inherited = style.custom.as_deref();
    // `* { --x: 1 }` says the same to every element.
    if named.clone().all(|(name, text)| inherited.and_then(|map| map.get(name)) == Some(text)) {
        return;
    }
    let mut map = inherited.cloned().unwrap_or_default();
    map.extend(named.map(|(name, text)| (name.clone(), text.clone())));
    fuel.set(fuel.get().saturating_sub(map.len() as u64 * STEPS_OF_AN_ENTRY));
    style.custom = Some(Arc::new(map));
}

/// Properties that others are computed from.
const FIRST: [Property; 2] = [Property::FontSize, Property::Color];
const REST: [Property; 30] = [
    Property::Display,
    Property::Visibility,
    Property::Opacity,
    Property::BackgroundColor,
    Property::BackgroundImage,
    Property::Position,
    Property::Float,
    Property::Top,
    Property::Right,
    Property::Bottom,
    Property::Left,
    Property::MarginLeft,
    Property::Width,
    Property::Height,
    Property::OverflowX,
    Property::OverflowY,
    Property::Clip,
    Property::ClipPath,
    Property::TextIndent,
    Property::FontWeight,
    Property::FontFamily,
    Property::LineHeight,
    Property::LetterSpacing,
    Property::WordSpacing,
    Property::Transform,
    Property::Rotate,
    Property::TextShadow,
    Property::Filter,
    Property::Blend,
    Property::Content,
];

fn apply(style: &mut Style, property: Property, specified: &Specified, parent: &Style) {
    match specified {
        Specified::Value(value) => style.set(property, value, parent),
        Specified::Inherit => style.copy(property, parent),
        Specified::Unset | Specified::Revert if property.is_inherited() => style.copy(property, parent),
        Specified::Initial | Specified::Unset | Specified::Revert => style.copy(property, &Style::default()),
        Specified::Custom(..) => {}
        Specified::Pending(name, text) => {
            let known = substitute(text, &style.custom);
            let values = known.map(|text| declaration::values(name, &text)).unwrap_or_default();
            let mine = values.into_iter().find(|(found, _)| *found == property);
            match mine {
                // What a custom property hides is resolved: nothing is pending twice.
                Some((_, Specified::Pending(..))) | None => apply(style, property, &Specified::Unset, parent),
                Some((_, specified)) => apply(style, property, &specified, parent),
            }
        }
    }
}
