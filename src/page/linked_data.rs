//! What a page says of itself in JSON-LD: its place on the site and when it was changed. Nobody sees it, so it answers
//! no question; it tells what the page is about and how old it is.

use serde_json::Value;

use crate::language::normalise;

/// What the JSON-LD of a page says of the page (<https://schema.org/BreadcrumbList>, `dateModified`, `datePublished`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkedData {
    /// The names on the way to the page, outermost first.
    pub breadcrumb: Vec<String>,
    /// The newest day on which the page says that it was changed or published (`2026-05-03`).
    pub changed: Option<String>,
}

/// How deep a graph is followed: nobody writes deeper, and a hostile page shall not.
const DEPTH: usize = 8;

/// Bytes of a date without its time.
const DAY: usize = "2026-05-03".len();

impl LinkedData {
    /// Adds what one script of the type `application/ld+json` says; nothing when it cannot be read.
    pub(super) fn add(&mut self, script: &str) {
        if let Ok(value) = serde_json::from_str(script) {
            self.read(&value, DEPTH);
        }
    }

    fn read(&mut self, value: &Value, depth: usize) {
        let Some(deeper) = depth.checked_sub(1) else { return };
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.read(value, deeper)),
            Value::Object(object) => {
                if is_of(value, "BreadcrumbList") && self.breadcrumb.is_empty() {
                    self.breadcrumb = names(value);
                }
                if is_of(value, "WebPage") || is_of(value, "Article") || is_of(value, "NewsArticle") {
                    let dates =
                        ["dateModified", "datePublished"].iter().filter_map(|key| value[*key].as_str());
                    self.changed = dates
                        .filter_map(|date| date.get(..DAY))
                        .map(ToOwned::to_owned)
                        .chain(self.changed.take())
                        .max();
                }
                let within = ["@graph", "mainEntity", "mainEntityOfPage", "breadcrumb"];
                within.iter().filter_map(|key| object.get(*key)).for_each(|value| self.read(value, deeper));
            }
            _ => {}
        }
    }
}

/// Whether a thing is of a type, alone or among others.
fn is_of(thing: &Value, name: &str) -> bool {
    let named = |value: &Value| value.as_str() == Some(name);
    named(&thing["@type"]) || thing["@type"].as_array().is_some_and(|types| types.iter().any(named))
}

/// The names of a `BreadcrumbList`, in the order of their positions.
fn names(list: &Value) -> Vec<String> {
    let items = list["itemListElement"].as_array().map(Vec::as_slice).unwrap_or_default();
    let position = |item: &Value| item["position"].as_u64().unwrap_or(u64::MAX);
    let mut items: Vec<&Value> = items.iter().collect();
    items.sort_by_key(|item| position(item));
    let name = |item: &&Value| item["name"].as_str().or_else(|| item["item"]["name"].as_str()).map(normalise);
    items.iter().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(script: &str) -> LinkedData {
        let mut data = LinkedData::default();
        data.add(script);
        data
    }

    #[test]
    fn a_breadcrumb_is_read_in_its_order() {
        let data = read(
            r#"{"@context":"https://schema.org","@graph":[{"@type":["WebPage","FAQPage"],"dateModified":"2026-05-03T08:00:00Z",
            "datePublished":"2024-01-02"},{"@type":"BreadcrumbList","itemListElement":[
            {"@type":"ListItem","position":2,"name":"Hemtj\u00e4nst"},{"@type":"ListItem","position":1,"item":{"name":"Omsorg"}}]}]}"#,
        );
        assert_eq!(data.breadcrumb, ["Omsorg", "Hemtjänst"]);
        assert_eq!(data.changed.as_deref(), Some("2026-05-03"));
    }

    #[test]
    fn what_cannot_be_read_says_nothing() {
        let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
        for script in ["", "{", "[1, null]", r#"{"@type":"BreadcrumbList","itemListElement":3}"#, &deep] {
            assert_eq!(read(script), LinkedData::default(), "{script}");
        }
    }
}
