//! Ways past what stands on every page: a main landmark, a heading, a link (WCAG 2.4.1). Knows the page; what stands on
//! the site's other pages is guessed from the kind of the block. The reasons are data.

use super::structure::{has_text, html_root};
use crate::accessibility::document::NodeId;
use crate::accessibility::finding::Found;
use crate::accessibility::semantics::Page;

/// The page in two parts: blocks that stand on other pages too, and the first text that does not.
struct Parts {
    repeated: Vec<NodeId>,
    main_text: Option<NodeId>,
}

impl Parts {
    fn of(page: &Page) -> Option<(NodeId, Self)> {
        let root = html_root(page)?;
        let body = page.document.elements().map(|(id, _)| id).find(|&id| page.document.tag(id) == "body")?;
        let (mut repeated, mut skip_to, mut main_text) = (Vec::new(), body, None);
        for node in page.document.descendants(body) {
            if node < skip_to {
                continue;
            }
            let gone = !page.presence(node).rendered;
            if is_repeated(page, node) || gone {
                skip_to = page.document.end(node);
                if !gone {
                    repeated.push(node);
                }
            } else if main_text.is_none() && has_text(&page.document, node) && !is_control(page, node) {
                main_text = Some(node);
            }
        }
        Some((root, Self { repeated, main_text }))
    }

    /// Whether anything repeated stands before the text of the page's own.
    fn has_something_to_skip(&self) -> bool {
        self.main_text.is_some_and(|text| self.repeated.iter().any(|&block| block < text))
    }

    fn is_in_repeated(&self, page: &Page, node: NodeId) -> bool {
        self.repeated.iter().any(|&block| page.document.contains(block, node))
    }
}

/// Navigation, banners, asides, footers, and lists of nothing but links.
fn is_repeated(page: &Page, id: NodeId) -> bool {
    let landmark =
        matches!(page.role(id), "navigation" | "banner" | "complementary" | "contentinfo" | "search");
    landmark || (matches!(page.document.tag(id), "ul" | "ol") && is_all_links(page, id))
}

fn is_all_links(page: &Page, list: NodeId) -> bool {
    let texts = page.document.descendants(list).filter(|&node| has_text(&page.document, node)).take(400);
    let (mut any, mut all) = (false, true);
    for text in texts {
        any = true;
        let line = page.document.ancestors(text).take_while(|&above| above != list);
        all &= line.into_iter().any(|above| page.document.tag(above) == "a");
    }
    any && all
}

/// Text of a link or button does not count as the page's own.
fn is_control(page: &Page, text: NodeId) -> bool {
    page.document
        .ancestors(text)
        .take(20)
        .any(|above| matches!(page.document.tag(above), "a" | "button" | "script" | "style" | "noscript"))
}

/// ACT b40fd1.
pub(super) fn main_landmark(page: &Page, found: &mut Found) {
    let Some((root, parts)) = Parts::of(page) else { return };
    found.expect(has_main(page) || !parts.has_something_to_skip(), root, "no-main");
}

fn has_main(page: &Page) -> bool {
    page.exposed().any(|id| page.role(id) == "main")
}

/// ACT 047fe0.
pub(super) fn heading(page: &Page, found: &mut Found) {
    let Some((root, parts)) = Parts::of(page) else { return };
    found.expect(has_heading(page, &parts) || !parts.has_something_to_skip(), root, "no-heading");
}

fn has_heading(page: &Page, parts: &Parts) -> bool {
    let mut headings = page.exposed().filter(|&id| page.role(id) == "heading" && page.is_visible(id));
    headings.any(|id| !parts.is_in_repeated(page, id) && !page.name(id).is_empty())
}

/// ACT ye5d6e.
pub(super) fn skip_link(page: &Page, found: &mut Found) {
    let Some((root, parts)) = Parts::of(page) else { return };
    found.expect(has_skip_link(page, &parts) || !parts.has_something_to_skip(), root, "no-skip-link");
}

/// Links to a place on the page that are followed.
const FOLLOWED: usize = 100;

/// A link on the page to a place whose next text is the page's own, or a control whose script may do that.
fn has_skip_link(page: &Page, parts: &Parts) -> bool {
    let led = page.document.elements().filter_map(|(id, _)| Some((id, led_to(page, id)?)));
    led.take(FOLLOWED).any(|(id, target)| {
        let after = page.document.range(target, page.document.end(NodeId::ROOT));
        let next =
            after.into_iter().find(|&node| has_text(&page.document, node) && page.presence(node).rendered);
        let own = next.is_some_and(|text| !parts.is_in_repeated(page, text));
        own && page.is_tabbable(id) && !page.name(id).is_empty()
    })
}

/// The element on the page that a link or a script in a handler leads to.
fn led_to(page: &Page, id: NodeId) -> Option<NodeId> {
    let linked = page.document.attribute(id, "href").filter(|_| page.document.tag(id) == "a");
    let name = linked.and_then(|address| address.strip_prefix('#')).filter(|name| !name.is_empty());
    let scripted = || page.document.attribute(id, "onclick")?.split_once("'#")?.1.split('\'').next();
    name.or_else(scripted).and_then(|name| page.document.by_id(name))
}

/// ACT cf77f2: at least one way.
pub(super) fn any_way(page: &Page, found: &mut Found) {
    let Some((root, parts)) = Parts::of(page) else { return };
    let way = !parts.has_something_to_skip()
        || has_main(page)
        || has_heading(page, &parts)
        || has_skip_link(page, &parts);
    let scripted = page
        .document
        .elements()
        .any(|(id, element)| element.attribute("onclick").is_some() && page.is_tabbable(id));
    if way {
        found.pass();
    } else if scripted {
        found.review(root, "perhaps-scripted", "");
    } else {
        found.fail(root, "no-way", "");
    }
}
