//! The questions that are asked of a site's own search, and when the asking ends.
//!
//! Pure; knows forms and queries, neither what a query is about nor what the search answers.

use std::collections::VecDeque;

use url::Url;

use super::candidates::Candidates;
use super::scope::Ground;
use super::search_form::SearchForm;
use super::searches::ordinary;
use super::visit::{Found, Visit};

/// Redirects of one answer that are followed.
const MAX_HOPS: u8 = 3;
/// Failures in a row after which the search is left alone.
const MAX_FAILURES: u8 = 3;
/// Answers that list the same, whatever is searched for, after which the search is left alone.
const MOST_SAME: usize = 3;

/// The questions that are left to ask.
#[derive(Debug)]
pub struct Probes {
    queries: VecDeque<String>,
    candidates: Candidates,
    /// The form that is asked, and the page that it stands on.
    chosen: Option<(SearchForm, Visit)>,
    /// Where the site tells how its search is asked, and the search that its system usually has: for want of a form.
    description: Option<Visit>,
    usual: Option<(SearchForm, Visit)>,
    next: Option<Visit>,
    failures: u8,
    /// What the first answers list; nothing any more once two of them differ.
    lists: Option<Vec<Vec<Url>>>,
}

impl Probes {
    /// At most `bound` of these queries, in their order, but what every municipality has pages for first: those answers tell
    /// whether the search lists anything.
    pub fn new(queries: &[String], bound: u32) -> Self {
        let bound = usize::try_from(bound).unwrap_or(usize::MAX);
        let (first, rest): (Vec<_>, Vec<_>) =
            queries.iter().take(bound).cloned().partition(|query| ordinary().contains(query));
        Self {
            queries: first.into_iter().chain(rest).collect(),
            candidates: Candidates::default(),
            chosen: None,
            description: None,
            usual: None,
            next: None,
            failures: 0,
            lists: Some(Vec::new()),
        }
    }

    /// Whether a page should be looked at for a form.
    pub fn wants_form_of(&self, visit: &Visit) -> bool {
        !self.queries.is_empty() && self.chosen.is_none() && self.candidates.wants(visit)
    }

    /// Takes the search forms of a page that was looked at. Their actions must lie on the site itself.
    pub fn found_forms(&mut self, page: &Visit, forms: Vec<SearchForm>) {
        self.candidates.add(page, forms);
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
        self.chosen.get_or_insert_with(|| (form, description.clone()));
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
        if self.queries.is_empty() {
            return None;
        }
        if self.chosen.is_none() {
            self.chosen = self.candidates.own();
        }
        if self.chosen.is_none() {
            if let Some(description) = self.description.take() {
                return Some(description);
            }
            self.chosen = self.candidates.special().or_else(|| self.usual.take());
        }
        let (form, page) = self.chosen.as_ref()?;
        let query = self.queries.pop_front()?;
        let (url, body) = form.asking(&query);
        let onward = page.onward(url, Found::Probe);
        Some(Visit { depth: page.depth.saturating_add(1), anchor: query, hops: 0, form: body, ..onward })
    }

    /// An answer came, and links to this beside itself. When it is the same for all words, the rest need not be asked.
    pub fn answered(&mut self, listed: Vec<Url>) {
        self.failures = 0;
        let Some(lists) = &mut self.lists else { return };
        if lists.first().is_some_and(|first| *first != listed) {
            self.lists = None;
            return;
        }
        lists.push(listed);
        if lists.len() >= MOST_SAME {
            self.stop();
        }
    }

    /// An answer points elsewhere on the site: that is asked for in its stead, as an address (RFC 9110, 15.4). What points to
    /// itself, or on and on, is no answer.
    pub fn redirected(&mut self, from: &Visit, to: Url) {
        let to_itself = from.form.is_none() && from.url == to;
        if to_itself || from.hops >= MAX_HOPS {
            return self.failed();
        }
        self.next = Some(Visit { hops: from.hops + 1, ..from.onward(to, Found::Probe) });
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
    use crate::plan::Method;

    const QUERIES: [&str; 5] = ["dagis", "förskola", "sopor", "bygglov", "tippen"];

    fn form(method: Method) -> SearchForm {
        let action = Url::parse("https://x.example/sok").unwrap();
        SearchForm { method, ..SearchForm::plain(action, "q".to_owned()) }
    }

    fn start() -> Visit {
        Visit::start(Url::parse("https://x.example/").unwrap())
    }

    fn probes(forms: Vec<SearchForm>) -> Probes {
        let mut probes = Probes::new(&QUERIES.map(str::to_owned), 4);
        probes.found_forms(&start(), forms);
        probes
    }

    fn links(paths: &[&str]) -> Vec<Url> {
        paths.iter().map(|path| start().url.join(path).unwrap()).collect()
    }

    #[test]
    fn ordinary_words_come_first_and_the_bound_holds() {
        let mut probes = probes(vec![form(Method::Post), form(Method::Get)]);
        let asked: Vec<Visit> = std::iter::from_fn(|| probes.next_visit()).collect();
        let words: Vec<&str> = asked.iter().map(|visit| visit.anchor.as_str()).collect();
        assert_eq!(words, ["förskola", "bygglov", "dagis", "sopor"]);
        assert_eq!((asked[0].found, asked[0].form.as_ref(), asked[0].depth), (Found::Probe, None, 1));
    }

    #[test]
    fn redirects_are_followed_and_silence_ends_the_questions() {
        let mut probes = probes(vec![form(Method::Post)]);
        let first = probes.next_visit().unwrap();
        probes.redirected(&first, Url::parse("https://x.example/traffar").unwrap());
        let second = probes.next_visit().unwrap();
        assert_eq!((second.url.path(), second.anchor.as_str(), second.form), ("/traffar", "förskola", None));
        for _ in 0..MAX_FAILURES {
            assert!(probes.next_visit().is_some());
            probes.failed();
        }
        assert_eq!(probes.next_visit(), None);
    }

    #[test]
    fn an_answer_that_points_to_itself_or_on_and_on_has_failed() {
        let mut probes = probes(vec![form(Method::Get)]);
        let mut asked = 0;
        while let Some(visit) = probes.next_visit() {
            asked += 1;
            probes.redirected(&visit, visit.url.clone());
        }
        assert_eq!(asked, MAX_FAILURES);
        // What a body was sent to may point to itself once.
        let mut probes = self::probes(vec![form(Method::Post)]);
        let first = probes.next_visit().unwrap();
        probes.redirected(&first, first.url.clone());
        assert_eq!(probes.next_visit().unwrap().anchor, first.anchor);
    }

    #[test]
    fn a_search_that_lists_the_same_for_all_words_is_left_alone() {
        let asked = |lists: &[&[&str]]| {
            let mut probes = probes(vec![form(Method::Get)]);
            let lists = lists.iter().chain(std::iter::repeat(lists.last().unwrap()));
            lists.map_while(|list| probes.next_visit().map(|_| probes.answered(links(list)))).count()
        };
        assert_eq!(asked(&[&[]]), MOST_SAME);
        assert_eq!(asked(&[&["/hjalp"]]), MOST_SAME);
        assert_eq!(asked(&[&["/a", "/b"], &["/a", "/b", "/a"], &["/a", "/b"]]), 4);
    }

    #[test]
    fn for_want_of_a_form_a_description_is_read_and_then_the_usual_place_tried() {
        let named = |field: &str| SearchForm { field: field.to_owned(), ..form(Method::Get) };
        let asks = |visit: Option<Visit>, field: &str| {
            assert!(visit.unwrap().url.query().unwrap().starts_with(&format!("{field}=f")));
        };
        let mut asked = probes(Vec::new());
        asked.found_description(&start(), Url::parse("https://x.example/os.xml").unwrap());
        asked.found_usual(&start(), form(Method::Get));
        let description = asked.next_visit().unwrap();
        assert_eq!((description.found, description.url.path()), (Found::SearchDescription, "/os.xml"));
        asked.described(&description, named("ord"));
        asks(asked.next_visit(), "ord");
        let mut usual = probes(Vec::new());
        usual.found_usual(&start(), form(Method::Get));
        asks(usual.next_visit(), "q");
        let mut both = probes(vec![form(Method::Get)]);
        both.found_description(&start(), Url::parse("https://x.example/os.xml").unwrap());
        assert_eq!(both.next_visit().unwrap().found, Found::Probe);
    }

    #[test]
    fn without_a_form_nothing_is_asked() {
        assert_eq!(probes(Vec::new()).next_visit(), None);
    }
}
