//! Which part of a page an element belongs to: by landmark, role and the usual class names.

use scraper::node::Element;

use super::model::Zone;

/// Class and id words that mark chrome, with the zone each stands for.
const MARKS: &[(&str, Zone)] = &[
    ("breadcrumb", Zone::Breadcrumb),
    ("breadcrumbs", Zone::Breadcrumb),
    ("brodsmulor", Zone::Breadcrumb),
    ("lankstig", Zone::Breadcrumb),
    ("länkstig", Zone::Breadcrumb),
    ("crumb", Zone::Breadcrumb),
    ("crumbs", Zone::Breadcrumb),
    ("cookie", Zone::Header),
    ("cookies", Zone::Header),
    ("kakor", Zone::Header),
    ("footer", Zone::Footer),
    ("sidfot", Zone::Footer),
    ("masthead", Zone::Header),
    ("topnav", Zone::Nav),
    ("mainnav", Zone::Nav),
    ("subnav", Zone::Nav),
    ("leftmenu", Zone::Nav),
    ("menu", Zone::Nav),
    ("meny", Zone::Nav),
    ("navigation", Zone::Nav),
    ("skiplink", Zone::Header),
    ("skiplinks", Zone::Header),
    ("skip", Zone::Header),
    ("readspeaker", Zone::Header),
];

/// Class and id words of messages to every visitor, which are no content wherever they stand.
const BANNERS: &[&str] = &["krisbanner", "krismeddelande", "crisis", "driftmeddelande", "driftbanner"];

/// The zone that an element opens, when it differs from the zone around it. Inside the content only
/// navigation, search and feedback are taken out: a `header` or `aside` there is content.
pub(super) fn opened(element: &Element, around: Zone) -> Option<Zone> {
    let zone = by_role(element, around).or_else(|| by_name(element, around))?;
    (zone != around).then_some(zone)
}

fn by_role(element: &Element, around: Zone) -> Option<Zone> {
    match (element.attr("role").unwrap_or_default(), element.name()) {
        ("main", _) | (_, "main") => Some(Zone::Main),
        ("search" | "banner", _) | (_, "search") => Some(Zone::Header),
        ("navigation", _) | (_, "nav") => Some(navigation(element)),
        (_, "header") if around != Zone::Main => Some(Zone::Header),
        ("contentinfo", _) | (_, "footer") => Some(Zone::Footer),
        _ => None,
    }
}

fn navigation(element: &Element) -> Zone {
    let label = element.attr("aria-label").unwrap_or_default().to_lowercase();
    let trail = ["länkstig", "brödsmul", "breadcrumb", "du är här"].iter().any(|word| label.contains(word));
    if trail || named(element) == Some(Zone::Breadcrumb) { Zone::Breadcrumb } else { Zone::Nav }
}

fn by_name(element: &Element, around: Zone) -> Option<Zone> {
    if !matches!(element.name(), "div" | "ul" | "ol" | "td" | "section" | "p" | "a" | "aside") {
        return None;
    }
    let is_banner = |part: &str| BANNERS.contains(&part).then_some(Zone::Header);
    if let Some(banner) = by_words(element, is_banner) {
        return Some(banner);
    }
    let zone = named(element)?;
    let keeps = around == Zone::Main && matches!(zone, Zone::Header) && element.name() != "a";
    (!keeps).then_some(zone)
}

fn named(element: &Element) -> Option<Zone> {
    by_words(element, |part| MARKS.iter().find(|(mark, _)| *mark == part).map(|(_, zone)| *zone))
}

/// What the first telling word of an element's names says.
fn by_words(element: &Element, told: impl Fn(&str) -> Option<Zone>) -> Option<Zone> {
    let names = [element.attr("class"), element.attr("id"), element.attr("aria-label")];
    names
        .into_iter()
        .flatten()
        .find_map(|name| name.to_lowercase().split(|c: char| !c.is_alphanumeric()).find_map(&told))
}
