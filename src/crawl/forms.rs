//! The search forms of an HTML page, read as a stream.
//!
//! Pure; knows elements and attributes, not which form is used.

use url::Url;

use crate::page::scan::{Piece, Scan, Tag};
use crate::plan::{Method, SearchForm, says_search};

use super::entities::resolve;
use super::region::Region;

#[derive(Debug, Default)]
struct Raw {
    action: String,
    method: String,
    enctype: String,
    /// Whether the form or a field says that it searches.
    says_search: bool,
    /// Names of the fields that a person writes in.
    written: Vec<String>,
    fixed: Vec<(String, String)>,
    /// Whether it asks for more than words: a password, a file, a message.
    asks_more: bool,
}

/// The search forms of the page at `page`: forms that say so and have one field to write in.
pub fn search_forms(html: &str, page: &Url, charset: &str) -> Vec<SearchForm> {
    let (mut scan, mut seen) = (Scan::new(html), Seen::default());
    while let Some(piece) = scan.next() {
        match piece {
            Piece::Text(_) => {}
            Piece::Close(name) => {
                seen.landmark.close(name);
                seen.form.close(name);
            }
            Piece::Open(tag) => {
                seen.open(tag);
                scan.skip_raw(tag);
            }
        }
    }
    seen.forms.into_iter().filter_map(|raw| finish(raw, page, charset)).collect()
}

#[derive(Debug, Default)]
struct Seen {
    forms: Vec<Raw>,
    /// An element that says that what it holds is for searching.
    landmark: Region,
    form: Region,
}

impl Seen {
    fn open(&mut self, tag: Tag<'_>) {
        self.landmark.open(tag, |tag| tag.is("search") || tag.attribute("role") == Some("search"));
        self.form.open(tag, |tag| tag.is("form"));
        if tag.is("form") {
            let form = opened(tag);
            self.forms.push(Raw { says_search: form.says_search || self.landmark.is_inside(), ..form });
        } else if let Some(form) = self.forms.last_mut().filter(|_| self.form.is_inside()) {
            if tag.is("input") {
                take_input(form, tag);
            }
            form.asks_more |= tag.is("textarea");
        }
    }
}

fn attribute(tag: Tag<'_>, name: &str) -> String {
    tag.attribute(name).map(|value| resolve(value).trim().to_owned()).unwrap_or_default()
}

fn opened(tag: Tag<'_>) -> Raw {
    let says_search = attribute(tag, "role").eq_ignore_ascii_case("search")
        || ["class", "id", "name", "action", "aria-label"]
            .iter()
            .any(|name| says_search(&attribute(tag, name)));
    Raw {
        action: attribute(tag, "action"),
        method: attribute(tag, "method").to_ascii_lowercase(),
        enctype: attribute(tag, "enctype").to_ascii_lowercase(),
        says_search,
        ..Raw::default()
    }
}

fn take_input(form: &mut Raw, tag: Tag<'_>) {
    let (name, value) = (attribute(tag, "name"), attribute(tag, "value"));
    match attribute(tag, "type").to_ascii_lowercase().as_str() {
        "" | "text" | "search" if name.is_empty() => {}
        kind @ ("" | "text" | "search") => {
            let tells = |by: &str| says_search(&attribute(tag, by));
            form.says_search |= kind == "search"
                || ["name", "id", "aria-label", "placeholder", "title"].into_iter().any(tells);
            form.written.push(name);
        }
        "hidden" if !name.is_empty() => form.fixed.push((name, value)),
        "checkbox" | "radio" if tag.attribute("checked").is_some() && !name.is_empty() => {
            let value = if value.is_empty() { "on".to_owned() } else { value };
            form.fixed.push((name, value));
        }
        "password" | "file" | "email" | "tel" | "date" => form.asks_more = true,
        _ => {}
    }
}

fn finish(raw: Raw, page: &Url, charset: &str) -> Option<SearchForm> {
    let method = match raw.method.as_str() {
        "" | "get" => Method::Get,
        "post" if raw.enctype != "multipart/form-data" => Method::Post,
        _ => return None,
    };
    let action = if raw.action.is_empty() { page.clone() } else { page.join(&raw.action).ok()? };
    let fits = raw.says_search && !raw.asks_more && matches!(action.scheme(), "http" | "https");
    match raw.written.as_slice() {
        [field] if fits => Some(SearchForm {
            action,
            method,
            field: field.clone(),
            fixed: raw.fixed,
            charset: charset.to_owned(),
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &[(&str, Method, &str, usize)]) {
        let page = Url::parse("https://x.example/a/b").unwrap();
        let forms = search_forms(html, &page, "utf-8");
        let found: Vec<(&str, Method, &str, usize)> = forms
            .iter()
            .map(|form| (form.action.as_str(), form.method, form.field.as_str(), form.fixed.len()))
            .collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn forms_that_search() {
        check(
            "<form role=search action='/sok?x=1&amp;y=2'><input name=text><input type=hidden name=a value=1>",
            &[("https://x.example/sok?x=1&y=2", Method::Get, "text", 1)],
        );
        check(
            "<form><input type=search name=ord></form>",
            &[("https://x.example/a/b", Method::Get, "ord", 0)],
        );
        check(
            "<div role=search><form method=POST action=s><input name=v><input type=checkbox name=c checked></form></div>",
            &[("https://x.example/a/s", Method::Post, "v", 1)],
        );
        check("<input role=search name=q><form action=/kontakt><input name=namn></form>", &[]);
        check(
            "<form class=sökformulär action=/hitta><input name=fras></form>",
            &[("https://x.example/hitta", Method::Get, "fras", 0)],
        );
        check(
            "<form action=/hitta><input name=fras placeholder='Sök på webbplatsen'><button>Sök</button></form>",
            &[("https://x.example/hitta", Method::Get, "fras", 0)],
        );
        check("<form action=/><input name=s></form>", &[("https://x.example/", Method::Get, "s", 0)]);
    }

    #[test]
    fn forms_that_do_not() {
        check("<form action=/login><input name=user><input type=password name=p></form>", &[]);
        check("<form action=/sok><input name=namn><input name=gata></form>", &[]);
        check("<form action=/kontakt><input name=namn><textarea name=q></textarea></form>", &[]);
        check("<form role=search action='javascript:x()'><input name=q></form>", &[]);
        check("<form role=search method=dialog><input name=q></form>", &[]);
        check("<input type=search name=q>", &[]);
    }
}
