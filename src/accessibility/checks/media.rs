//! Sound and film: what starts by itself, and what should be there beside it. Knows the page; what a file holds, only a
//! player knows. The reasons are data.

use crate::accessibility::document::NodeId;
use crate::accessibility::finding::Found;
use crate::accessibility::semantics::Page;

/// Sound or film that starts by itself and is heard.
fn self_starting(page: &Page) -> impl Iterator<Item = NodeId> + '_ {
    page.document.elements().map(|(id, _)| id).filter(|&id| {
        let has = |name: &str| page.document.attribute(id, name).is_some();
        matches!(page.document.tag(id), "audio" | "video") && has("autoplay") && !has("muted")
    })
}

/// Whether an address asks for a part of the file only (Media Fragments 1.0).
fn is_part(page: &Page, id: NodeId) -> bool {
    let own = page.document.attribute(id, "src").map(str::to_owned);
    let sources = page
        .document
        .children(id)
        .filter_map(|child| page.document.attribute(child, "src").map(str::to_owned));
    own.into_iter().chain(sources).any(|address| address.contains("#t="))
}

/// ACT 4c31df, 80f0bf: sound that starts by itself can be stopped.
pub(super) fn stoppable(page: &Page, found: &mut Found) {
    let buttons = page.exposed().any(|id| page.role(id) == "button" && page.is_visible(id));
    for id in self_starting(page) {
        if page.document.attribute(id, "controls").is_some() || is_part(page, id) {
            found.pass();
        } else if page.document.tag(id) == "audio" && !buttons {
            found.fail(id, "no-controls", "");
        } else {
            found.review(id, "perhaps-no-controls", "");
        }
    }
}

/// ACT aaa1bf: sound that starts by itself is short.
pub(super) fn short(page: &Page, found: &mut Found) {
    for id in self_starting(page) {
        if is_part(page, id) {
            found.pass();
        } else if page.document.tag(id) == "audio" {
            found.fail(id, "starts", "");
        } else {
            found.review(id, "perhaps-starts", "");
        }
    }
}

/// ACT eac66b, f51b46: films with captions.
pub(super) fn captions(page: &Page, found: &mut Found) {
    for (id, _) in page.document.elements().filter(|&(id, _)| page.document.tag(id) == "video") {
        if !page.is_visible(id) || page.document.attribute(id, "muted").is_some() {
            continue;
        }
        let captioned = page.document.children(id).any(|child| {
            let kind = page.document.attribute(child, "kind").unwrap_or("subtitles").to_ascii_lowercase();
            page.document.tag(child) == "track" && matches!(kind.as_str(), "captions" | "subtitles")
        });
        if captioned {
            found.pass();
        } else {
            found.review(id, "no-captions", "");
        }
    }
}
