//! Things that need a name: images, fields, links, buttons, frames, headings. Knows the page; the reasons are data.

use crate::accessibility::document::NodeId;
use crate::accessibility::finding::Found;
use crate::accessibility::semantics::{Page, Source, explicit, is_none, is_summary};

/// Every exposed element that `applies` has a name.
fn named(page: &Page, found: &mut Found, applies: impl Fn(&Page, NodeId) -> bool) {
    for id in page.exposed().filter(|&id| applies(page, id)) {
        found.expect(!page.name(id).is_empty(), id, "no-name");
    }
}

fn is_html(page: &Page, id: NodeId) -> bool {
    !page.document.tag(id).is_empty()
}

fn input_type(page: &Page, id: NodeId) -> Option<String> {
    let is_input = page.document.tag(id) == "input";
    is_input.then(|| page.document.attribute(id, "type").unwrap_or("text").trim().to_ascii_lowercase())
}

/// ACT 23a2a8. An image that is marked as decoration has another role.
pub(super) fn image(page: &Page, found: &mut Found) {
    let decorative = |id| {
        let role = page.role(id);
        page.document.tag(id) == "img" && is_none(role)
    };
    for id in page.exposed().filter(|&id| is_html(page, id)) {
        if matches!(page.role(id), "img" | "image") {
            found.expect(!page.name(id).is_empty(), id, "no-name");
        } else if decorative(id) {
            found.pass();
        }
    }
}

/// ACT e086e5.
pub(super) fn field(page: &Page, found: &mut Found) {
    named(page, found, |page, id| {
        let kind = input_type(page, id);
        let roleless = kind.as_deref().is_some_and(|kind| {
            matches!(
                kind,
                "color" | "date" | "datetime-local" | "file" | "month" | "password" | "time" | "week"
            )
        });
        let is_field = page.role_data(id).is_some_and(|role| role.field);
        is_field || matches!(page.role(id), "checkbox" | "radio") || (roleless && page.role(id).is_empty())
    });
}

/// ACT c487ae.
pub(super) fn link(page: &Page, found: &mut Found) {
    named(page, found, |page, id| {
        page.role(id) == "link" || page.role_data(id).is_some_and(|role| role.link)
    });
}

/// ACT 97a4e1. Image buttons and summaries have rules of their own.
pub(super) fn button(page: &Page, found: &mut Found) {
    named(page, found, |page, id| {
        let own_rule = input_type(page, id).as_deref() == Some("image") || is_summary(&page.document, id);
        page.role(id) == "button" && is_html(page, id) && !own_rule
    });
}

/// ACT 59796f.
pub(super) fn image_button(page: &Page, found: &mut Found) {
    named(page, found, |page, id| input_type(page, id).as_deref() == Some("image"));
}

/// ACT cae760. Frames out of the tabulator's way are not met.
pub(super) fn frame(page: &Page, found: &mut Found) {
    named(page, found, |page, id| {
        let is_frame = matches!(page.document.tag(id), "iframe" | "frame");
        is_frame && page.is_tabbable(id) && page.is_visible(id) && !is_none(page.role(id))
    });
}

/// ACT 8fc3b6: pictures, sound and film in `object`.
pub(super) fn object(page: &Page, found: &mut Found) {
    named(page, found, |page, id| {
        page.document.tag(id) == "object" && !is_none(page.role(id)) && is_media(page, id)
    });
}

fn is_media(page: &Page, id: NodeId) -> bool {
    let media = |text: &str| ["image/", "audio/", "video/"].iter().any(|kind| text.starts_with(kind));
    if let Some(kind) = page.document.attribute(id, "type").filter(|kind| !kind.trim().is_empty()) {
        return media(&kind.trim().to_ascii_lowercase());
    }
    let address = page.document.attribute(id, "data").unwrap_or_default().to_ascii_lowercase();
    let file = address.split(['?', '#']).next().unwrap_or_default();
    let ending = file.rsplit('.').next().unwrap_or_default();
    address.strip_prefix("data:").is_some_and(media)
        || [
            "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "mp3", "wav", "ogg", "m4a", "mp4", "webm",
            "mov",
        ]
        .contains(&ending)
}

/// ACT 2t702h.
pub(super) fn summary(page: &Page, found: &mut Found) {
    named(page, found, |page, id| {
        let own_role = page.document.element(id).and_then(explicit);
        is_summary(&page.document, id) && own_role.is_none_or(|(role, _)| is_none(role))
    });
}

/// ACT 7d6734: drawings that say they are pictures.
pub(super) fn drawing(page: &Page, found: &mut Found) {
    named(page, found, |page, id| {
        let element = page.document.element(id);
        let said = element.filter(|element| element.is_svg()).and_then(explicit);
        said.is_some_and(|(role, _)| {
            matches!(role, "img" | "image" | "graphics-document" | "graphics-symbol")
        })
    });
}

/// ACT m6b1q3.
pub(super) fn menu_item(page: &Page, found: &mut Found) {
    named(page, found, |page, id| page.role(id) == "menuitem");
}

/// ACT ffd0e9.
pub(super) fn heading(page: &Page, found: &mut Found) {
    named(page, found, |page, id| page.role(id) == "heading");
}

/// Dialogs, tabs and other widgets without a rule of their own.
pub(super) fn widget(page: &Page, found: &mut Found) {
    named(page, found, |page, id| {
        let own = page.document.element(id).and_then(explicit).is_some();
        let role = page.role(id);
        (own && matches!(role, "tab" | "treeitem" | "option" | "dialog" | "alertdialog" | "tooltip"))
            || matches!(role, "progressbar" | "meter")
    });
}

/// A placeholder or a title is no label: it goes when one writes, or is never seen.
pub(super) fn weak_label(page: &Page, found: &mut Found) {
    for id in page.exposed().filter(|&id| page.role_data(id).is_some_and(|role| role.field)) {
        match page.name(id).source {
            Source::Placeholder => found.review(id, "placeholder", ""),
            Source::Title => found.review(id, "title", ""),
            Source::None => {}
            _ => found.pass(),
        }
    }
}

/// Texts that tell nothing about where a link leads.
const GENERIC: [&str; 24] = [
    "läs mer",
    "läs mer här",
    "mer",
    "klicka här",
    "här",
    "länk",
    "mer info",
    "mer information",
    "vidare",
    "se mer",
    "visa mer",
    "öppna",
    "ladda ner",
    "read more",
    "more",
    "click here",
    "here",
    "link",
    "more info",
    "more information",
    "continue",
    "details",
    "learn more",
    "see more",
];

/// Link texts like "läs mer" without anything that says of what.
pub(super) fn generic_link(page: &Page, found: &mut Found) {
    for id in page.exposed().filter(|&id| page.role(id) == "link") {
        let name = page.name(id).text.to_lowercase();
        let name = name.trim_end_matches(['.', '…', '»', '>', '→', ' ', ':', '!']);
        let described = page.document.attribute(id, "aria-describedby").is_some();
        if GENERIC.contains(&name) && !described {
            found.review(id, "generic", name);
        } else if !name.is_empty() {
            found.pass();
        }
    }
}

/// ACT 9eb3f6, qt1vmo: texts for images that are file names or empty phrases.
pub(super) fn suspicious_image_text(page: &Page, found: &mut Found) {
    let endings = [".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".avif", ".pdf"];
    let phrases = [
        "bild", "image", "picture", "photo", "foto", "img", "logo", "logotyp", "ikon", "icon", "graphic",
        "untitled",
    ];
    for id in page.exposed().filter(|&id| matches!(page.role(id), "img" | "image")) {
        let name = page.name(id).text.to_lowercase();
        if endings.iter().any(|ending| name.ends_with(ending)) {
            found.review(id, "file-name", name);
        } else if phrases.contains(&name.as_str()) {
            found.review(id, "phrase", name);
        } else if !name.is_empty() {
            found.pass();
        }
    }
}
