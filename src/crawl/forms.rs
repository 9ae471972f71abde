//! The search forms of an HTML page, read as a stream.
//!
//! Pure; knows elements and attributes, not which form is used.

use std::cell::RefCell;
use std::rc::Rc;

use lol_html::html_content::Element;
use lol_html::{HtmlRewriter, Settings, element};
use url::Url;

use crate::plan::{Method, SearchForm, says_search};

use super::entities::resolve;

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
    let seen = Rc::new(RefCell::new(Vec::new()));
    let mut rewriter = HtmlRewriter::new(settings(&seen), |_: &[u8]| {});
    // What was read before the parser gave up counts; broken HTML is no error.
    let _ = rewriter.write(html.as_bytes()).and_then(|()| rewriter.end());
    let raw = std::mem::take(&mut *seen.borrow_mut());
    raw.into_iter().filter_map(|raw| finish(raw, page, charset)).collect()
}

fn settings(seen: &Rc<RefCell<Vec<Raw>>>) -> Settings<'static, 'static> {
    let [forms, landmarks, fields, others] = [(); 4].map(|()| Rc::clone(seen));
    Settings::new()
        .with_strict(false)
        .append_element_content_handler(element!("form", move |el: &mut Element| {
            forms.borrow_mut().push(opened(el));
            Ok(())
        }))
        .append_element_content_handler(element!(
            "[role=search] form, search form",
            move |_: &mut Element| {
                if let Some(form) = landmarks.borrow_mut().last_mut() {
                    form.says_search = true;
                }
                Ok(())
            }
        ))
        .append_element_content_handler(element!("form input", move |el: &mut Element| {
            if let Some(form) = fields.borrow_mut().last_mut() {
                take_input(form, el);
            }
            Ok(())
        }))
        .append_element_content_handler(element!("form textarea", move |_: &mut Element| {
            if let Some(form) = others.borrow_mut().last_mut() {
                form.asks_more = true;
            }
            Ok(())
        }))
}

fn attribute(el: &Element, name: &str) -> String {
    el.get_attribute(name).map(|value| resolve(&value).trim().to_owned()).unwrap_or_default()
}

fn opened(el: &Element) -> Raw {
    let says_search = attribute(el, "role").eq_ignore_ascii_case("search")
        || ["class", "id", "name", "action", "aria-label"]
            .iter()
            .any(|name| says_search(&attribute(el, name)));
    Raw {
        action: attribute(el, "action"),
        method: attribute(el, "method").to_ascii_lowercase(),
        enctype: attribute(el, "enctype").to_ascii_lowercase(),
        says_search,
        ..Raw::default()
    }
}

fn take_input(form: &mut Raw, el: &Element) {
    let (name, value) = (attribute(el, "name"), attribute(el, "value"));
    match attribute(el, "type").to_ascii_lowercase().as_str() {
        "" | "text" | "search" if name.is_empty() => {}
        kind @ ("" | "text" | "search") => {
            let tells = |by: &str| says_search(&attribute(el, by));
            form.says_search |= kind == "search"
                || ["name", "id", "aria-label", "placeholder", "title"].into_iter().any(tells);
            form.written.push(name);
        }
        "hidden" if !name.is_empty() => form.fixed.push((name, value)),
        "checkbox" | "radio" if el.has_attribute("checked") && !name.is_empty() => {
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
