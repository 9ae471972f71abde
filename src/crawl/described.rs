//! OpenSearch descriptions: how a site tells browsers to ask its search (OpenSearch 1.1 draft 6).
//!
//! Pure; any bytes are read without harm.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use url::Url;

use crate::page::charset::decode;
use crate::plan::SearchForm;

/// What stands for the words in a template.
const WORDS: &str = "{searchTerms}";

/// The search that a description at `page` tells of: one that answers GET with HTML and takes its words as a parameter.
pub fn described_search(body: &[u8], page: &Url) -> Option<SearchForm> {
    let text = decode(body, None);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                if let Some(form) = of_url(&tag, page) {
                    return Some(form);
                }
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

fn of_url(tag: &BytesStart<'_>, page: &Url) -> Option<SearchForm> {
    if !AsRef::<str>::as_ref(&tag.local_name()).eq_ignore_ascii_case("url") {
        return None;
    }
    let (mut kind, mut method, mut template) = (String::new(), String::new(), String::new());
    for attribute in tag.attributes().with_checks(false).flatten() {
        let value = super::entities::resolve(&attribute.value).into_owned();
        match AsRef::<str>::as_ref(&attribute.key.local_name()) {
            "type" => kind = value.to_ascii_lowercase(),
            "method" => method = value.to_ascii_lowercase(),
            "template" => template = value,
            _ => {}
        }
    }
    let fits = matches!(kind.as_str(), "text/html" | "application/xhtml+xml")
        && matches!(method.as_str(), "" | "get");
    if fits { form(&template, page) } else { None }
}

fn form(template: &str, page: &Url) -> Option<SearchForm> {
    // The braces of a template are no letters of an address; the words stand alone in a parameter.
    let marked = template.replace(WORDS, "searchterms-here");
    let mut action = page.join(&marked).ok()?;
    let pairs: Vec<(String, String)> = action.query_pairs().into_owned().collect();
    let field = pairs.iter().find(|(_, value)| value == "searchterms-here")?.0.clone();
    let optional = |value: &str| value.starts_with('{') && value.ends_with('}');
    let fixed = pairs.into_iter().filter(|(name, value)| *name != field && !optional(value)).collect();
    action.set_query(None);
    Some(SearchForm { fixed, ..SearchForm::plain(action, field) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, expected: Option<(&str, &str, usize)>) {
        let page = Url::parse("https://x.example/os.xml").unwrap();
        let text = format!(
            "<?xml version='1.0'?><OpenSearchDescription xmlns='http://a9.com/-/spec/opensearch/1.1/'>\
             <ShortName>X</ShortName><Url type='application/rss+xml' template='/rss?q={{searchTerms}}'/>{url}</OpenSearchDescription>"
        );
        let form = described_search(text.as_bytes(), &page);
        let found = form.as_ref().map(|form| (form.action.as_str(), form.field.as_str(), form.fixed.len()));
        assert_eq!(found, expected, "{url}");
    }

    #[test]
    fn a_description_names_address_and_field() {
        check(
            "<Url type='text/html' template='https://x.example/sok?lang=sv&amp;q={searchTerms}&amp;p={startPage?}'/>",
            Some(("https://x.example/sok", "q", 1)),
        );
        check(
            "<Url type='text/html' method='get' template='/s?a={searchTerms}'></Url>",
            Some(("https://x.example/s", "a", 0)),
        );
        check("<Url type='text/html' method='post' template='/s?a={searchTerms}'/>", None);
        check("<Url type='text/html' template='/s/{searchTerms}'/>", None);
        check("<Url type='text/html' template=", None);
    }
}
