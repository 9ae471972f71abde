//! A form that asks a search, how it is sent, and what its page says of it.
//!
//! Pure; knows neither which form is chosen nor what is asked.

use std::borrow::Cow;

use encoding_rs::Encoding;
use url::{Url, form_urlencoded};

/// How a form is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// As an address.
    Get,
    /// As a body.
    Post,
}

/// What its page says of a form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FormMarks {
    /// It is, or stands in, an element that is for searching (`role=search`, `<search>`).
    pub landmark: bool,
    /// It stands in the head of the page.
    pub header: bool,
    /// It searches one kind of thing, by its words.
    pub special: bool,
}

/// A search form of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchForm {
    /// Where it is sent.
    pub action: Url,
    /// How it is sent.
    pub method: Method,
    /// The name of the field for the words.
    pub field: String,
    /// Names and values that are sent along.
    pub fixed: Vec<(String, String)>,
    /// The character set in which its page is written, and with it what is sent.
    pub charset: String,
    /// What its page says of it.
    pub marks: FormMarks,
}

impl SearchForm {
    /// A form of which is known no more than an address and the field for the words.
    pub fn plain(action: Url, field: String) -> Self {
        let (fixed, charset) = (Vec::new(), "utf-8".to_owned());
        Self { action, method: Method::Get, field, fixed, charset, marks: FormMarks::default() }
    }

    /// The address and, for a POST, the body that ask for `query` (HTML standard, 4.10.21.3).
    pub(super) fn asking(&self, query: &str) -> (Url, Option<String>) {
        let encoding = Encoding::for_label(self.charset.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        let encode: &dyn Fn(&str) -> Cow<'_, [u8]> = &|text| Cow::Owned(encoding.encode(text).0.into_owned());
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.encoding_override(Some(encode));
        for (name, value) in &self.fixed {
            pairs.append_pair(name, value);
        }
        let body = pairs.append_pair(&self.field, query).finish();
        let mut url = self.action.clone();
        url.set_fragment(None);
        match self.method {
            Method::Post => (url, Some(body)),
            Method::Get => {
                url.set_query(Some(&body));
                (url, None)
            }
        }
    }

    /// Whether this is the form `other`, met on another page.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let place = |form: &Self| {
            let host = form.action.authority().to_owned();
            (host, form.action.path().to_owned(), form.method, form.field.clone())
        };
        place(self) == place(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_sent_as_a_browser_would() {
        let asked = |method, charset: &str| {
            let action = Url::parse("https://x.example/sok?gammal=1#del").unwrap();
            let fixed = vec![("typ".to_owned(), "a b".to_owned())];
            let plain = SearchForm::plain(action, "q".to_owned());
            let form = SearchForm { method, fixed, charset: charset.to_owned(), ..plain };
            let (url, body) = form.asking("förskola");
            (url.to_string(), body)
        };
        let address = |words: &str| format!("https://x.example/sok?typ=a+b&q={words}");
        assert_eq!(asked(Method::Get, "utf-8"), (address("f%C3%B6rskola"), None));
        assert_eq!(asked(Method::Get, "iso-8859-1"), (address("f%F6rskola"), None));
        let body = Some("typ=a+b&q=f%C3%B6rskola".to_owned());
        assert_eq!(asked(Method::Post, "utf-8"), ("https://x.example/sok?gammal=1".to_owned(), body));
    }
}
