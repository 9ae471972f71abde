//! Which part of a page an element belongs to: by landmark, role and the usual class names.

use std::borrow::Cow;

use html5ever::local_name;
use scraper::node::Element;

use super::model::Zone;
use super::tag::{attribute, name};

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
    match (attribute(element, &local_name!("role")).unwrap_or_default(), name(element)) {
        ("main", _) | (_, &local_name!("main")) => Some(Zone::Main),
        ("search" | "banner", _) | (_, &local_name!("search")) => Some(Zone::Header),
        ("navigation", _) | (_, &local_name!("nav")) => Some(navigation(element)),
        (_, &local_name!("header")) if around != Zone::Main => Some(Zone::Header),
        ("contentinfo", _) | (_, &local_name!("footer")) => Some(Zone::Footer),
        _ => None,
    }
}

fn navigation(element: &Element) -> Zone {
    let label = attribute(element, &local_name!("aria-label")).unwrap_or_default().to_lowercase();
    let trail = ["länkstig", "brödsmul", "breadcrumb", "du är här"].iter().any(|word| label.contains(word));
    let named = named(element).map(|(_, zone)| zone);
    if trail || named == Some(Zone::Breadcrumb) { Zone::Breadcrumb } else { Zone::Nav }
}

fn by_name(element: &Element, around: Zone) -> Option<Zone> {
    let may_be_named = matches!(
        *name(element),
        local_name!("div")
            | local_name!("ul")
            | local_name!("ol")
            | local_name!("td")
            | local_name!("section")
            | local_name!("p")
            | local_name!("a")
            | local_name!("aside")
    );
    if !may_be_named {
        return None;
    }
    let (mark, zone) = named(element)?;
    let banner = BANNERS.contains(&mark);
    let keeps =
        around == Zone::Main && matches!(zone, Zone::Header) && !banner && *name(element) != local_name!("a");
    (!keeps).then_some(zone)
}

/// The first telling word of an element's names, with what it stands for.
fn named(element: &Element) -> Option<(&'static str, Zone)> {
    let names = [
        attribute(element, &local_name!("class")),
        attribute(element, &local_name!("id")),
        attribute(element, &local_name!("aria-label")),
    ];
    names.into_iter().flatten().find_map(|name| {
        let name = if name.is_ascii() { Cow::Borrowed(name) } else { Cow::Owned(name.to_lowercase()) };
        name.split(|c: char| !c.is_alphanumeric()).find_map(marked)
    })
}

fn marked(part: &str) -> Option<(&'static str, Zone)> {
    let banners = BANNERS.iter().map(|mark| (*mark, Zone::Header));
    MARKS.iter().copied().chain(banners).find(|(mark, _)| mark.eq_ignore_ascii_case(part))
}
