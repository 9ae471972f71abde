//! Attributes that speak of looks: `bgcolor`, `<font color>` and their like (HTML 15.3). Knows attributes; not the
//! cascade.

use super::declaration::read;
use super::property::Declaration;
use crate::accessibility::document::Element;

/// What the element's attributes say about its looks; they are weaker than any sheet of the author.
pub(super) fn hints(element: &Element) -> Vec<Declaration> {
    let mut said = Vec::new();
    if !element.is_html() {
        return said;
    }
    let mut say = |property: &str, value: Option<&str>, unit: &str| {
        if let Some(value) = value {
            said.extend(read(property, &format!("{value}{unit}")));
        }
    };
    let name = element.name();
    match name {
        "body" | "table" | "tr" | "td" | "th" | "thead" | "tbody" | "tfoot" => {
            say("background-color", element.attribute("bgcolor"), "");
            if element.attribute("background").is_some_and(|address| !address.is_empty()) {
                say("background-image", Some("url(x)"), "");
            }
            if name == "body" {
                say("color", element.attribute("text"), "");
            }
        }
        "font" => say("color", element.attribute("color"), ""),
        "img" | "iframe" | "video" | "canvas" | "object" | "embed" => {
            say("width", whole(element.attribute("width")), "px");
            say("height", whole(element.attribute("height")), "px");
        }
        _ => {}
    }
    said
}

fn whole(value: Option<&str>) -> Option<&str> {
    value.filter(|value| value.parse::<u32>().is_ok())
}
