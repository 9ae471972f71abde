//! What is sent beside an address: conditions, or a form.
//!
//! Knows header fields; not how a request is made, nor when.

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use serde::{Deserialize, Serialize};

use super::exchange::Exchange;

/// The content type of forms.
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// What is sent beside an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sending<'a> {
    /// Nothing: a GET.
    #[default]
    Nothing,
    /// A GET that is answered in full only if the page has changed (RFC 9110, section 13).
    Unless(&'a Validators),
    /// A POST of a form's fields.
    Form(&'a str),
}

/// What a server said to tell one version of a page from another.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
}

impl Validators {
    /// The validators of an answer.
    pub fn of(exchange: &Exchange) -> Self {
        Self::read(|name| exchange.header(name))
    }

    /// The validators that header fields give.
    pub fn read<'a>(field: impl Fn(&str) -> Option<&'a str>) -> Self {
        let text = |name| field(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        Self { etag: text("etag"), last_modified: text("last-modified") }
    }

    /// Whether a server gave none.
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }
}

impl Sending<'_> {
    /// The method.
    pub(super) fn method(self) -> reqwest::Method {
        if matches!(self, Self::Form(_)) { reqwest::Method::POST } else { reqwest::Method::GET }
    }

    /// Whether sending it twice does no more than sending it once (RFC 9110, 9.2.2).
    pub(super) fn may_be_repeated(self) -> bool {
        self.method().is_idempotent()
    }

    /// The header fields that it adds.
    pub(super) fn fields(self) -> HeaderMap {
        let mut fields = HeaderMap::new();
        let mut add = |name: HeaderName, value: Option<&String>| {
            if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
                fields.insert(name, value);
            }
        };
        match self {
            Self::Nothing => {}
            Self::Unless(validators) => {
                add(IF_NONE_MATCH, validators.etag.as_ref());
                add(IF_MODIFIED_SINCE, validators.last_modified.as_ref());
            }
            Self::Form(_) => drop(fields.insert(CONTENT_TYPE, FORM)),
        }
        fields
    }

    /// The body; empty for a GET.
    pub(super) fn body(&self) -> &str {
        if let Self::Form(form) = self { form } else { "" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_what_the_server_said() {
        let given = [("etag", "\"a\""), ("last-modified", " ")];
        let validators =
            Validators::read(|name| given.iter().find(|(n, _)| *n == name).map(|(_, value)| *value));
        assert_eq!(validators, Validators { etag: Some("\"a\"".to_owned()), last_modified: None });
        let fields = Sending::Unless(&validators).fields();
        assert_eq!(fields.get("if-none-match").unwrap(), "\"a\"");
        assert_eq!(fields.len(), 1);
        assert!(Validators::default().is_empty());
    }
}
