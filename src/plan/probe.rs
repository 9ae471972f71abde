//! The questions that are asked of a site's own search, and the form that they are put to.
//!
//! Pure; knows forms and queries, neither what a query is about nor what the search answers.

use std::borrow::Cow;
use std::collections::VecDeque;

use encoding_rs::Encoding;
use url::{Url, form_urlencoded};

use super::scope::Ground;
use super::visit::{Found, Visit};

/// Pages that are looked at for a search form before the search for one is given up.
const LOOKED_AT: u32 = 40;
/// Redirects of one answer that are followed.
const MAX_HOPS: u8 = 3;
/// Failures in a row after which the search is left alone.
const MAX_FAILURES: u8 = 2;

/// How a form is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// As an address.
    Get,
    /// As a body.
    Post,
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
}

impl SearchForm {
    /// The address and, for a POST, the body that ask for `query` (HTML standard, 4.10.21.3).
    fn asking(&self, query: &str) -> (Url, Option<String>) {
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
}

/// How well a form is placed: one that is sent as an address, then one of the start page.
type Place = (Method, u16);

/// The questions that are left to ask.
#[derive(Debug)]
pub struct Probes {
    queries: VecDeque<String>,
    form: Option<(Place, SearchForm, Visit)>,
    /// The host of the first page that was looked at: the search of another host is not the site's.
    host: Option<String>,
    /// Where the site tells how its search is asked, and the search that its system usually has: for want of a form.
    description: Option<Visit>,
    usual: Option<(SearchForm, Visit)>,
    looked_at: u32,
    next: Option<Visit>,
    failures: u8,
}

impl Probes {
    /// At most `bound` of these queries, in their order.
    pub fn new(queries: &[String], bound: u32) -> Self {
        let bound = usize::try_from(bound).unwrap_or(usize::MAX);
        Self {
            queries: queries.iter().take(bound).cloned().collect(),
            form: None,
            host: None,
            description: None,
            usual: None,
            looked_at: 0,
            next: None,
            failures: 0,
        }
    }

    /// Whether a page should be looked at for a form: pages of the site itself, until a good form is found.
    pub fn wants_form_of(&self, visit: &Visit) -> bool {
        let settled = self.form.as_ref().is_some_and(|(place, ..)| *place == (Method::Get, 0));
        let host = visit.url.host_str();
        let is_of_site = visit.ground == Ground::Own && (self.host.is_none() || self.host.as_deref() == host);
        !self.queries.is_empty() && !settled && is_of_site && self.looked_at < LOOKED_AT
    }

    /// Takes the search forms of a page that was looked at. Their actions must lie on the site itself.
    pub fn found_forms(&mut self, page: &Visit, forms: Vec<SearchForm>) {
        self.looked_at += 1;
        self.host = self.host.take().or_else(|| page.url.host_str().map(str::to_owned));
        for form in forms {
            let place = (form.method, page.depth);
            if self.form.as_ref().is_none_or(|(known, ..)| place < *known) {
                self.form = Some((place, form, page.clone()));
            }
        }
    }

    /// Takes the address of a description of the search; the first one counts.
    pub fn found_description(&mut self, page: &Visit, url: Url) {
        if self.description.is_none() && page.ground == Ground::Own {
            let onward = page.onward(url, Found::SearchDescription);
            self.description = Some(Visit { depth: page.depth.saturating_add(1), hops: 0, ..onward });
        }
    }

    /// Takes the search that a description tells of.
    pub fn described(&mut self, description: &Visit, form: SearchForm) {
        self.form.get_or_insert_with(|| ((form.method, description.depth), form, description.clone()));
    }

    /// Takes the search that the system of the start page usually has.
    pub fn found_usual(&mut self, page: &Visit, form: SearchForm) {
        self.usual.get_or_insert_with(|| (form, page.clone()));
    }

    /// The next question, or what tells how to ask it; `None` when all have been asked or there is nothing to ask.
    pub fn next_visit(&mut self) -> Option<Visit> {
        if let Some(visit) = self.next.take() {
            return Some(visit);
        }
        if self.form.is_none() && !self.queries.is_empty() {
            if let Some(description) = self.description.take() {
                return Some(description);
            }
            self.form = self.usual.take().map(|(form, page)| ((form.method, page.depth), form, page));
        }
        let (_, form, page) = self.form.as_ref()?;
        let query = self.queries.pop_front()?;
        let (url, body) = form.asking(&query);
        let onward = page.onward(url, Found::Probe);
        Some(Visit { depth: page.depth.saturating_add(1), anchor: query, hops: 0, form: body, ..onward })
    }

    /// An answer came.
    pub fn answered(&mut self) {
        self.failures = 0;
    }

    /// An answer points elsewhere on the site: that is asked for in its stead, as an address (RFC 9110, 15.4).
    pub fn redirected(&mut self, from: &Visit, to: Url) {
        if from.hops < MAX_HOPS {
            self.next = Some(Visit { hops: from.hops + 1, ..from.onward(to, Found::Probe) });
        }
    }

    /// No answer came; the search is left alone when that happens again and again.
    pub fn failed(&mut self) {
        self.failures += 1;
        if self.failures >= MAX_FAILURES {
            self.stop();
        }
    }

    /// The search must not be asked.
    pub fn stop(&mut self) {
        self.queries.clear();
        self.next = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(method: Method, charset: &str) -> SearchForm {
        SearchForm {
            action: Url::parse("https://x.example/sok?gammal=1#del").unwrap(),
            method,
            field: "q".to_owned(),
            fixed: vec![("typ".to_owned(), "a b".to_owned())],
            charset: charset.to_owned(),
        }
    }

    fn start() -> Visit {
        Visit::start(Url::parse("https://x.example/").unwrap())
    }

    fn probes(forms: Vec<SearchForm>) -> Probes {
        let mut probes = Probes::new(&["förskola".to_owned(), "sopor".to_owned(), "bygglov".to_owned()], 2);
        probes.found_forms(&start(), forms);
        probes
    }

    #[test]
    fn a_form_is_sent_as_a_browser_would() {
        let asked = |method, charset| {
            let visit = probes(vec![form(method, charset)]).next_visit().unwrap();
            (visit.url.to_string(), visit.form)
        };
        let address = |words: &str| format!("https://x.example/sok?typ=a+b&q={words}");
        assert_eq!(asked(Method::Get, "utf-8"), (address("f%C3%B6rskola"), None));
        assert_eq!(asked(Method::Get, "iso-8859-1"), (address("f%F6rskola"), None));
        let body = Some("typ=a+b&q=f%C3%B6rskola".to_owned());
        assert_eq!(asked(Method::Post, "utf-8"), ("https://x.example/sok?gammal=1".to_owned(), body));
    }

    #[test]
    fn an_address_is_better_than_a_body_and_the_bound_holds() {
        let mut probes = probes(vec![form(Method::Post, "utf-8"), form(Method::Get, "utf-8")]);
        assert!(!probes.wants_form_of(&start()));
        let first = probes.next_visit().unwrap();
        assert_eq!((first.found, first.anchor.as_str(), first.depth), (Found::Probe, "förskola", 1));
        assert_eq!(probes.next_visit().unwrap().anchor, "sopor");
        assert_eq!(probes.next_visit(), None);
    }

    #[test]
    fn redirects_are_followed_and_silence_ends_the_questions() {
        let mut probes = probes(vec![form(Method::Post, "utf-8")]);
        let first = probes.next_visit().unwrap();
        probes.redirected(&first, Url::parse("https://x.example/traffar").unwrap());
        let second = probes.next_visit().unwrap();
        assert_eq!((second.url.path(), second.anchor.as_str(), second.form), ("/traffar", "förskola", None));
        probes.failed();
        probes.failed();
        assert_eq!(probes.next_visit(), None);
    }

    #[test]
    fn for_want_of_a_form_a_description_is_read_and_then_the_usual_place_tried() {
        let mut asked = probes(Vec::new());
        asked.found_description(&start(), Url::parse("https://x.example/os.xml").unwrap());
        asked.found_usual(&start(), form(Method::Get, "utf-8"));
        let description = asked.next_visit().unwrap();
        assert_eq!((description.found, description.url.path()), (Found::SearchDescription, "/os.xml"));
        let mut described = form(Method::Get, "utf-8");
        described.field = "ord".to_owned();
        asked.described(&description, described);
        assert!(asked.next_visit().unwrap().url.query().unwrap().contains("ord=f"));
        let mut usual = probes(Vec::new());
        usual.found_usual(&start(), form(Method::Get, "utf-8"));
        assert!(usual.next_visit().unwrap().url.query().unwrap().contains("q=f"));
        let mut both = probes(vec![form(Method::Get, "utf-8")]);
        both.found_description(&start(), Url::parse("https://x.example/os.xml").unwrap());
        assert_eq!(both.next_visit().unwrap().found, Found::Probe);
    }

    #[test]
    fn without_a_form_nothing_is_asked() {
        assert_eq!(probes(Vec::new()).next_visit(), None);
    }
}
