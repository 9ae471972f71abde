//! The contrast of text with what is painted behind it: certain only where plain colours lie upon each other. Knows
//! styles; the reasons are data.

use crate::accessibility::document::NodeId;
use crate::accessibility::finding::Found;
use crate::accessibility::semantics::Page;
use crate::accessibility::style::{Image, Position, Rgba, Style};

/// What a contrast must be at least, for text of usual size and for large text (WCAG 2.2, 1.4.3 and 1.4.6).
#[derive(Clone, Copy)]
struct Least {
    usual: f32,
    large: f32,
}

/// ACT afw4f7.
pub(super) fn minimum(page: &Page, found: &mut Found) {
    check(page, found, Least { usual: 4.5, large: 3.0 });
}

/// ACT 09o5cg.
pub(super) fn enhanced(page: &Page, found: &mut Found) {
    check(page, found, Least { usual: 7.0, large: 4.5 });
}

fn check(page: &Page, found: &mut Found, least: Least) {
    let mut judged = NodeId::ROOT;
    for id in page.document.all() {
        let Some(holder) = text_holder(page, id).filter(|&holder| holder != judged) else { continue };
        judged = holder;
        if !page.is_visible(id)
            || page.presence(id).disabled
            || names_disabled(page, holder)
            || is_sign(page, holder)
        {
            continue;
        }
        let style = page.style(holder);
        // Points of 1/72 inch: 24 pixels, or 18.66 and bold.
        let large = style.font_size >= 23.99 || (style.font_size >= 18.6 && style.font_weight >= 700.0);
        let wanted = if large { least.large } else { least.usual };
        judge(page, found, holder, wanted);
    }
}

fn judge(page: &Page, found: &mut Found, holder: NodeId, wanted: f32) {
    let Some(pairs) = pairs(page, holder) else {
        return found.review(holder, "not-computed", "");
    };
    let ratios = || pairs.iter().map(|(text, ground)| text.contrast(*ground));
    let (best, worst) = (ratios().fold(1.0, f32::max), ratios().fold(21.0, f32::min));
    let style = page.style(holder);
    if best < 1.005 {
        // Text in the colour of its ground is not seen by anybody.
        return;
    }
    let doubtful = style.text_shadow || !page.is_certain() || is_overlaid(page, holder);
    let detail = format!("{:.2}", (best * 100.0).floor() / 100.0);
    if best < wanted && !doubtful {
        found.fail(holder, "low", detail);
    } else if worst < wanted {
        found.review(holder, "perhaps-low", detail);
    } else {
        found.pass();
    }
}

/// The element whose text this is, when it is text that is read: letters or digits, not in drawings or lists of
/// choices; buttons by their value.
fn text_holder(page: &Page, id: NodeId) -> Option<NodeId> {
    if let Some(text) = page.document.text(id) {
        let parent = page.document.parent(id)?;
        let outside = matches!(
            page.document.tag(parent),
            "" | "option"
                | "optgroup"
                | "textarea"
                | "script"
                | "style"
                | "title"
                | "noscript"
                | "iframe"
                | "select"
        );
        return (!outside && text.chars().any(char::is_alphanumeric)).then_some(parent);
    }
    let kind = page.document.attribute(id, "type")?.to_ascii_lowercase();
    let is_button =
        page.document.tag(id) == "input" && matches!(kind.as_str(), "submit" | "button" | "reset");
    (is_button && page.document.attribute(id, "value").is_some_and(|value| !value.trim().is_empty()))
        .then_some(id)
}

/// A single letter that another name stands for is a picture: `X` to close.
fn is_sign(page: &Page, holder: NodeId) -> bool {
    let named =
        |name: &str| page.document.attribute(holder, name).is_some_and(|name| !name.trim().is_empty());
    let inside = page.document.descendants(holder).filter_map(|node| page.document.text(node));
    let letters = || inside.flat_map(str::chars).filter(|letter| !letter.is_whitespace()).take(2).count();
    (named("aria-label") || named("aria-labelledby")) && letters() == 1
}

/// Whether a text is the label of something disabled.
fn names_disabled(page: &Page, holder: NodeId) -> bool {
    page.document.lineage(holder).take(6).any(|above| {
        let control = (page.document.tag(above) == "label").then(|| page.labelled_by(above)).flatten();
        control.is_some_and(|control| page.presence(control).disabled)
            || page.document.attribute(above, "id").is_some_and(|id| page.names_disabled(id))
    })
}

/// Elements that are climbed on the way to the ground.
const HIGHEST: usize = 2_000;
/// Grounds that are told apart.
const MOST: usize = 12;

/// The text's colour and its ground's, for every colour that the ground may have; none when one is not known.
fn pairs(page: &Page, holder: NodeId) -> Option<Vec<(Rgba, Rgba)>> {
    let mut pairs = vec![(page.style(holder).color?, Rgba::CLEAR)];
    for above in page.document.lineage(holder).take(HIGHEST) {
        let is_closed = |pairs: &[(Rgba, Rgba)]| pairs.iter().all(|(_, ground)| ground.alpha >= 0.999);
        if page.document.element(above).is_none() || (is_closed(&pairs) && !page.presence(above).faded) {
            break;
        }
        let style = page.style(above);
        if !is_closed(&pairs) {
            if style.altered || has_painted_pseudo(page, above) {
                return None;
            }
            lay_upon(&mut pairs, style)?;
        }
        if style.opacity < 1.0 {
            for (text, ground) in &mut pairs {
                (*text, *ground) = (text.faded(style.opacity), ground.faded(style.opacity));
            }
        }
        if !is_closed(&pairs) && matches!(style.position, Position::Absolute | Position::Fixed) {
            // What lies beneath it is not its ancestors.
            return None;
        }
    }
    for (text, ground) in &mut pairs {
        (*text, *ground) = (text.over(Rgba::WHITE), ground.over(Rgba::WHITE));
    }
    Some(pairs)
}

/// Lays the colours upon an element's background.
fn lay_upon(pairs: &mut Vec<(Rgba, Rgba)>, style: &Style) -> Option<()> {
    let color = style.background?;
    match &style.image {
        Image::None if color.alpha <= 0.0 => {}
        Image::None => {
            for (text, ground) in pairs {
                (*text, *ground) = (text.over(color), ground.over(color));
            }
        }
        Image::Gradient(stops) => {
            let grounds: Vec<Rgba> = stops.iter().map(|stop| stop.over(color)).collect();
            let on = |(text, ground): &(Rgba, Rgba), below: &Rgba| (text.over(*below), ground.over(*below));
            let laid = pairs.iter().flat_map(|pair| grounds.iter().map(move |below| on(pair, below)));
            *pairs = laid.take(MOST).collect();
        }
        Image::Picture => return None,
    }
    Some(())
}

/// Whether generated content may lie behind the text.
fn has_painted_pseudo(page: &Page, id: NodeId) -> bool {
    let painted = |style: &Style| {
        let colored = style.background.is_none_or(|color| color.alpha > 0.0) || style.image != Image::None;
        colored && style.position == Position::Absolute
    };
    page.styles.before(id).is_some_and(painted) || page.styles.after(id).is_some_and(painted)
}

/// Whether the text stands over a neighbour: moved there, or under something that is laid over its place.
fn is_overlaid(page: &Page, holder: NodeId) -> bool {
    page.document.lineage(holder).take(40).any(|above| {
        let style = page.style(above);
        let moved = style.position == Position::Relative
            && [style.top, style.left, style.right, style.bottom].iter().flatten().any(|by| by.abs() > 8.0);
        moved || style.margin_left.is_some_and(|margin| margin < -20.0)
    })
}
