//! Links and frames that are called the same and are not the same. Knows the page; where an address leads, only a
//! network knows. The reasons are data.

use std::collections::BTreeMap;

use crate::accessibility::document::NodeId;
use crate::accessibility::finding::Found;
use crate::accessibility::semantics::Page;

/// ACT b20e66: links with one name to different hosts.
pub(super) fn hosts(page: &Page, found: &mut Found) {
    each_group(page, |links| {
        let first = host(&links[0].1);
        match links.iter().find(|(_, address)| host(address) != first) {
            Some((id, address)) => found.fail(*id, "hosts", address.clone()),
            None if links.iter().any(|(_, address)| *address != links[0].1) => {
                let (id, address) = &links[links.len() - 1];
                found.review(*id, "addresses", address.clone());
            }
            None => found.pass(),
        }
    });
}

/// ACT fd3a94: links with one name in one sentence or cell to different places.
pub(super) fn in_context(page: &Page, found: &mut Found) {
    each_group(page, |links| {
        let mut by_context: BTreeMap<Option<NodeId>, Vec<&(NodeId, String)>> = BTreeMap::new();
        for link in links {
            by_context.entry(context(page, link.0)).or_default().push(link);
        }
        for group in by_context.values().filter(|group| group.len() > 1) {
            match group.iter().find(|link| link.1 != group[0].1) {
                Some((id, address)) => found.review(*id, "addresses", address.clone()),
                None => found.pass(),
            }
        }
    });
}

/// The block that tells a link's purpose: its paragraph, item or cell.
fn context(page: &Page, id: NodeId) -> Option<NodeId> {
    page.document
        .ancestors(id)
        .find(|&above| matches!(page.document.tag(above), "p" | "li" | "td" | "th" | "dd" | "dt"))
}

/// Links of one name, two or more, with their addresses.
fn each_group(page: &Page, mut look: impl FnMut(&[(NodeId, String)])) {
    let mut groups: BTreeMap<String, Vec<(NodeId, String)>> = BTreeMap::new();
    for id in page.exposed().filter(|&id| page.role(id) == "link") {
        let element = page.document.element(id).expect("exposed nodes are elements");
        let Some(address) = element.attributes().iter().find(|attribute| &*attribute.name == "href") else {
            continue;
        };
        let name = page.name(id).text.to_lowercase();
        if !name.is_empty() && !address.value.trim().is_empty() {
            groups.entry(name).or_default().push((id, address.value.trim().to_owned()));
        }
    }
    for links in groups.values().filter(|links| links.len() > 1) {
        look(links);
    }
}

/// The host of a full address; empty for addresses on the page's own.
fn host(address: &str) -> String {
    let rest = address.split_once("://").map(|(_, rest)| rest).or_else(|| address.strip_prefix("//"));
    rest.and_then(|rest| rest.split(['/', '?', '#']).next())
        .unwrap_or_default()
        .trim_start_matches("www.")
        .to_lowercase()
}

/// ACT 4b1c6c: frames with one name and different addresses.
pub(super) fn frames(page: &Page, found: &mut Found) {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for id in page.exposed().filter(|&id| page.document.tag(id) == "iframe") {
        let name = page.name(id).text.to_lowercase();
        let address = page.document.attribute(id, "src").unwrap_or_default().trim().to_owned();
        if name.is_empty() {
            continue;
        }
        let before = known.entry(name).or_insert_with(|| address.clone());
        if *before == address {
            found.pass();
        } else {
            found.review(id, "addresses", address);
        }
    }
}
