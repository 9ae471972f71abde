//! Host names of a site's domain that nobody has: where every name answers, a host is real only if it answers otherwise than
//! a host that cannot exist.
//!
//! Pure; knows hosts and the likeness of answers, not what is on a page.

use rustc_hash::FxHashSet;
use url::{Host, Url};

use super::scope::{authority, site_of};
use super::visit::{Found, UNKNOWN_DEPTH, Visit};

/// Hosts of one site after which it is asked whether every name answers.
const MANY_HOSTS: usize = 12;
/// Hosts that turned out to be invented after which a host that is not known is not asked any more: a site that names so
/// many names them without end.
const MOST_INVENTED: usize = 25;
/// A host that nobody has.
const NOBODY: &str = "kommunspegel-fragar-efter-en-vard-som-inte-finns";

/// What a host answers to the first request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FirstAnswer {
    /// A page, by the likeness of its text.
    Page(u64),
    /// A redirect to another host.
    Redirect(Url),
}

/// The hosts of a site.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Those that showed a page of their own.
    real: FxHashSet<String>,
    /// Those that answered as nobody's host did.
    invented: FxHashSet<String>,
    /// The likeness of the text that each of the real ones showed first.
    shown: FxHashSet<u64>,
    nobody: Nobody,
}

/// Whether every host name of the site's domain answers.
#[derive(Debug, Default, PartialEq, Eq)]
enum Nobody {
    #[default]
    Unasked,
    Asked,
    Answers(FirstAnswer),
}

impl Names {
    /// A host that cannot exist, to be asked once when a site has very many.
    pub(super) fn next_visit(&mut self, start: &Url) -> Option<Visit> {
        if self.nobody != Nobody::Unasked || self.real.len() < MANY_HOSTS {
            return None;
        }
        self.nobody = Nobody::Asked;
        let (Host::Domain(_), site) = (start.host()?, site_of(start)) else { return None };
        let url = Url::parse(&format!("{}://{NOBODY}.{site}/", start.scheme())).ok()?;
        Some(Visit {
            found: Found::Nonsense,
            depth: UNKNOWN_DEPTH,
            via: Some(start.clone()),
            ..Visit::start(url)
        })
    }

    /// The host that cannot exist answered; whether that was new. A redirect within the host says nothing: it may be one to
    /// https.
    pub(super) fn nobody_answered(&mut self, url: &Url, answer: FirstAnswer) -> bool {
        let is_nobody = url.host_str().is_some_and(|host| host.starts_with(NOBODY));
        let is_inner = matches!(&answer, FirstAnswer::Redirect(to) if to.host_str() == url.host_str());
        let new = is_nobody && !is_inner && !matches!(self.nobody, Nobody::Answers(_));
        if new {
            self.nobody = Nobody::Answers(answer);
        }
        new
    }

    /// Takes what a host answered. Where any name answers, one that is not known is invented if it answers as nobody's host
    /// did, or, at another path, as another host did first.
    pub(super) fn answered(&mut self, url: &Url, answer: &FirstAnswer) {
        let host = authority(url);
        if self.real.contains(&host) {
            return;
        }
        let is_shown = matches!(answer, FirstAnswer::Page(text) if self.shown.contains(text));
        let is_nobody = matches!(&self.nobody, Nobody::Answers(nobody) if is_shown || nobody == answer);
        if is_nobody && !is_of_site(url, &host) {
            self.invented.insert(host);
        } else if let FirstAnswer::Page(text) = answer {
            self.shown.insert(*text);
            self.real.insert(host);
        }
    }

    /// Whether a host is one of many that any name makes: it answered as nobody's host did, or so many others did so.
    pub(super) fn is_invented(&self, url: &Url) -> bool {
        if self.invented.is_empty() {
            return false;
        }
        let host = authority(url);
        let is_known = || self.real.contains(&host) || is_of_site(url, &host);
        self.invented.contains(&host) || self.invented.len() >= MOST_INVENTED && !is_known()
    }
}

/// Whether a host is the domain itself, with or without `www`: those have been given their names by somebody, though any name
/// may show the same as they do.
fn is_of_site(url: &Url, host: &str) -> bool {
    host.strip_prefix("www.").unwrap_or(host) == site_of(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(name: &str) -> Url {
        Url::parse(&format!("https://{name}.x.example/")).unwrap()
    }

    fn asked(answer: FirstAnswer) -> Names {
        let (mut names, start) = (Names::default(), host("www"));
        for number in 0..MANY_HOSTS {
            assert_eq!(names.next_visit(&start), None);
            names.answered(&host(&format!("v{number}")), &FirstAnswer::Page(7));
        }
        let nobody = names.next_visit(&start).unwrap();
        assert_eq!(nobody.url, host(NOBODY));
        assert_eq!(names.next_visit(&start), None);
        assert!(names.nobody_answered(&nobody.url, answer.clone()));
        assert!(!names.nobody_answered(&nobody.url, answer));
        names
    }

    #[test]
    fn a_host_that_answers_as_nobody_does_is_invented_and_no_other() {
        let elsewhere = FirstAnswer::Redirect(host("www"));
        for (nobody, other) in
            [(FirstAnswer::Page(9), FirstAnswer::Page(8)), (elsewhere, FirstAnswer::Page(8))]
        {
            let mut names = asked(nobody.clone());
            assert!(!names.is_invented(&host("ny")), "it has not been asked");
            names.answered(&host("ny"), &nobody);
            names.answered(&host("bibliotek"), &other);
            names.answered(&host("v3"), &nobody);
            names.answered(&host("www"), &nobody);
            names.answered(&Url::parse("https://x.example/").unwrap(), &nobody);
            assert_eq!(names.invented.len(), 1, "the domain itself is somebody's");
            names.answered(&host("djup"), &FirstAnswer::Page(7));
            assert!(names.is_invented(&host("djup")), "others showed that first");
            let invented = ["ny", "bibliotek", "v3", "okand"].map(|name| names.is_invented(&host(name)));
            assert_eq!(invented, [true, false, false, false], "{nobody:?}");
        }
    }

    #[test]
    fn names_without_end_are_asked_no_further() {
        let mut names = asked(FirstAnswer::Page(7));
        for number in 0..MOST_INVENTED {
            assert!(!names.is_invented(&host("okand")));
            names.answered(&host(&format!("n{number}")), &FirstAnswer::Page(7));
        }
        assert!(names.is_invented(&host("okand")) && !names.is_invented(&host("v3")));
    }

    #[test]
    fn a_redirect_within_the_host_says_nothing() {
        let mut names = Names::default();
        let secure = Url::parse(&format!("https://{NOBODY}.x.example/")).unwrap();
        let plain = Url::parse(&format!("http://{NOBODY}.x.example/")).unwrap();
        assert!(!names.nobody_answered(&plain, FirstAnswer::Redirect(secure)));
    }
}
