//! Spacing of text that readers cannot change, and content that turns with the screen. Knows styles; the reasons are
//! data.

use crate::accessibility::document::NodeId;
use crate::accessibility::finding::Found;
use crate::accessibility::semantics::Page;
use crate::accessibility::style::{LineHeight, Property, VIEWPORT, Weight, forced, turned};

/// ACT 24afc2 (WCAG 1.4.12).
pub(super) fn letter_spacing(page: &Page, found: &mut Found) {
    spacing(page, found, Property::LetterSpacing, |page, text| {
        let style = page.style(text);
        style.letter_spacing >= 0.12 * style.font_size - 0.01
    });
}

/// ACT 9e45ec.
pub(super) fn word_spacing(page: &Page, found: &mut Found) {
    spacing(page, found, Property::WordSpacing, |page, text| {
        let style = page.style(text);
        style.word_spacing >= 0.16 * style.font_size - 0.01
    });
}

/// ACT 78fd32.
pub(super) fn line_height(page: &Page, found: &mut Found) {
    spacing(page, found, Property::LineHeight, |page, text| {
        let style = page.style(text);
        match style.line_height {
            LineHeight::Normal => false,
            LineHeight::Times(times) => times >= 1.5 - 0.001,
            LineHeight::Pixels(pixels) => pixels >= 1.5 * style.font_size - 0.01,
        }
    });
}

/// Every element whose `style` attribute forces a spacing upon text of its own keeps the least that readers may ask for.
fn spacing(page: &Page, found: &mut Found, property: Property, enough: fn(&Page, NodeId) -> bool) {
    let mut last = NodeId::ROOT;
    for id in page.document.all() {
        let Some(text) = page.document.text(id).filter(|text| !text.trim().is_empty()) else { continue };
        let holder = page.document.parent(id).unwrap_or(NodeId::ROOT);
        if holder == last || page.document.tag(holder).is_empty() || !page.is_visible(id) {
            continue;
        }
        last = holder;
        let Some(source) = forcing(page, holder, property) else { continue };
        if property == Property::LineHeight && !wraps(page, holder, text) {
            continue;
        }
        found.expect(enough(page, id), source, "tight");
    }
}

/// The element that forces the property upon a text: the nearest that says anything about it in its own attribute.
fn forcing(page: &Page, holder: NodeId, property: Property) -> Option<NodeId> {
    let said = page.document.lineage(holder).take(200).find_map(|above| {
        let style = page.document.attribute(above, "style")?;
        Some((above, forced(style, property)?))
    });
    let (source, weight) = said?;
    let same = match property {
        Property::LetterSpacing => near(page.style(source).letter_spacing, page.style(holder).letter_spacing),
        Property::WordSpacing => near(page.style(source).word_spacing, page.style(holder).word_spacing),
        _ => page.style(source).line_height == page.style(holder).line_height,
    };
    (weight == Weight::Important && same).then_some(source)
}

fn near(one: f32, other: f32) -> bool {
    (one - other).abs() < 0.001
}

/// Whether a text needs more than one line, by a guess at the width of its letters.
fn wraps(page: &Page, holder: NodeId, text: &str) -> bool {
    let room = page
        .document
        .lineage(holder)
        .take(50)
        .find_map(|above| page.style(above).width)
        .unwrap_or(VIEWPORT.0);
    let letters = text.split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>();
    letters as f32 * page.style(holder).font_size * 0.5 > room
}

/// ACT b33eff: content that is turned back when the screen is turned.
pub(super) fn orientation(page: &Page, found: &mut Found) {
    for turn in turned(&page.document, &page.sheets) {
        if !page.presence(turn.element).rendered {
            continue;
        }
        match turn.degrees {
            Some(degrees) if is_quarter(degrees) => {
                found.fail(turn.element, "turned", format!("{degrees:.0}"));
            }
            Some(_) => found.pass(),
            None => found.review(turn.element, "transformed", ""),
        }
    }
}

fn is_quarter(degrees: f32) -> bool {
    [90.0, 270.0].iter().any(|quarter| (degrees - quarter).abs() < 1.0)
}
