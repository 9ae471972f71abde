//! The search forms that a site's pages show, and which of them is the site's own search.
//!
//! Pure; knows forms and the pages that they stand on, not what is asked.

use super::purpose::is_search_host;
use super::scope::Ground;
use super::search_form::SearchForm;
use super::visit::Visit;

/// Pages that are looked at for search forms.
const LOOKED_AT: u32 = 40;

/// Forms of one page that are looked at.
const OF_A_PAGE: usize = 20;

/// The forms of the pages that were looked at.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// The host of the first page that was looked at: the search of another host is hardly the site's.
    host: Option<String>,
    looked_at: u32,
    known: Vec<Candidate>,
}

#[derive(Debug)]
struct Candidate {
    form: SearchForm,
    /// The first page with it.
    page: Visit,
    /// Pages with it.
    pages: u32,
}

impl Candidates {
    /// Whether a page should be looked at: one of the site itself, until enough have been.
    pub(super) fn wants(&self, visit: &Visit) -> bool {
        let is_of_host = self.host.is_none() || self.host.as_deref() == visit.url.host_str();
        visit.ground == Ground::Own && is_of_host && self.looked_at < LOOKED_AT
    }

    /// Takes the search forms of a page that was looked at.
    pub(super) fn add(&mut self, page: &Visit, forms: Vec<SearchForm>) {
        self.looked_at += 1;
        self.host = self.host.take().or_else(|| page.url.host_str().map(str::to_owned));
        for form in forms.into_iter().take(OF_A_PAGE) {
            match self.known.iter_mut().find(|known| known.form.is_same(&form)) {
                // A page may show it twice.
                Some(known) => known.pages = (known.pages + 1).min(self.looked_at),
                None => self.known.push(Candidate { form, page: page.clone(), pages: 1 }),
            }
        }
    }

    /// The form of the site's own search. It stays on the host, is sent as an address, is called a search by its page,
    /// stands on most pages, and in their head; the more of this, in this order, the better.
    pub(super) fn own(&self) -> Option<(SearchForm, Visit)> {
        let general = self.known.iter().filter(|known| !known.form.marks.special);
        let best = general.min_by_key(|known| {
            let (form, marks) = (&known.form, known.form.marks);
            let recurs = self.recurs(known);
            (self.is_foreign(form), form.method, !marks.landmark, !recurs, !marks.header, known.page.depth)
        });
        best.map(Candidate::taken)
    }

    /// A form that by its words searches one kind of thing, and yet stands on most pages of its host: for want of another.
    pub(super) fn special(&self) -> Option<(SearchForm, Visit)> {
        let special = self.known.iter().filter(|known| known.form.marks.special);
        let mut of_host = special.filter(|known| !self.is_foreign(&known.form));
        of_host.find(|known| self.recurs(known)).map(Candidate::taken)
    }

    fn recurs(&self, known: &Candidate) -> bool {
        known.pages > 1 && 2 * known.pages > self.looked_at
    }

    fn is_foreign(&self, form: &SearchForm) -> bool {
        let bare = |host: Option<&str>| host.map(|host| host.trim_start_matches("www.").to_owned());
        bare(form.action.host_str()) != bare(self.host.as_deref()) && !is_search_host(&form.action)
    }
}

impl Candidate {
    fn taken(&self) -> (SearchForm, Visit) {
        (self.form.clone(), self.page.clone())
    }
}

#[cfg(test)]
mod tests {
    use std::slice;

    use super::*;
    use crate::plan::{FormMarks, Method};
    use url::Url;

    const NONE: FormMarks = FormMarks { landmark: false, header: false, special: false };

    fn form(action: &str, method: Method, marks: FormMarks) -> SearchForm {
        let action = Url::parse("https://www.x.example/").unwrap().join(action).unwrap();
        SearchForm { method, marks, ..SearchForm::plain(action, "q".to_owned()) }
    }

    /// The action of the form that is chosen when each page shows these forms.
    fn check(pages: &[&[SearchForm]], own: Option<&str>, special: Option<&str>) {
        let mut candidates = Candidates::default();
        for (number, forms) in (0..).zip(pages) {
            let start = Visit::start(Url::parse("https://www.x.example/").unwrap());
            let page = Visit { depth: number, ..start };
            assert!(candidates.wants(&page));
            candidates.add(&page, forms.to_vec());
        }
        let told = |found: Option<(SearchForm, Visit)>| found.map(|(form, _)| form.action.path().to_owned());
        assert_eq!(told(candidates.own()).as_deref(), own, "{pages:?}");
        assert_eq!(told(candidates.special()).as_deref(), special, "{pages:?}");
    }

    #[test]
    fn the_sites_own_search_is_preferred() {
        let site = form("/sok", Method::Get, NONE);
        let jobs = form("/jobb", Method::Get, FormMarks { special: true, ..NONE });
        let named = form("/hitta", Method::Get, FormMarks { landmark: true, ..NONE });
        let post = form("/post", Method::Post, FormMarks { landmark: true, ..NONE });
        let other = form("https://katalog.x.example/x", Method::Get, FormMarks { landmark: true, ..NONE });
        let host = form("https://sok.x.example/y", Method::Get, NONE);
        check(&[&[jobs.clone(), site.clone()]], Some("/sok"), None);
        check(&[&[site.clone(), named.clone()]], Some("/hitta"), None);
        check(&[&[post.clone(), site.clone()]], Some("/sok"), None);
        check(&[&[other.clone(), site.clone()]], Some("/sok"), None);
        check(&[&[other.clone(), post.clone()]], Some("/post"), None);
        check(&[slice::from_ref(&other)], Some("/x"), None);
        check(&[&[other, host]], Some("/y"), None);
        check(&[slice::from_ref(&jobs), &[]], None, None);
        check(&[slice::from_ref(&jobs), slice::from_ref(&jobs)], None, Some("/jobb"));
    }

    #[test]
    fn what_recurs_or_stands_in_the_head_is_the_sites_own() {
        let (archive, site) = (form("/nyheter", Method::Get, NONE), form("/sok", Method::Get, NONE));
        check(
            &[slice::from_ref(&archive), slice::from_ref(&site), slice::from_ref(&site)],
            Some("/sok"),
            None,
        );
        let head = form("/huvud", Method::Get, FormMarks { header: true, ..NONE });
        check(&[&[archive, head]], Some("/huvud"), None);
    }

    #[test]
    fn another_host_is_not_looked_at() {
        let mut candidates = Candidates::default();
        let visit = |address: &str| Visit::start(Url::parse(address).unwrap());
        candidates.add(&visit("https://x.example/"), Vec::new());
        assert!(candidates.wants(&visit("https://x.example/a")));
        assert!(!candidates.wants(&visit("https://bibliotek.x.example/")));
    }
}
