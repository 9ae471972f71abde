//! The pages of a site that were asked for and not read, told to the judge by what links call them and, where that says
//! nothing that anybody asks ("Läs mer"), by where those links stand.
//!
//! Knows which failures leave a page unknown; not what that makes of an answer.

use std::collections::BTreeMap;
use std::path::Path;

use url::Url;

use super::outcome::unread;
use super::site::{Sight, is_html};
use super::visited::{parsed, visit};
use crate::archive::{ArchiveError, ArchivedPage, read_pages};
use crate::evidence::Words;
use crate::fetch::Unreachable;
use crate::judgement::{SiteJudge, Unread, Visit};
use crate::page::{Page, Place};
use crate::plan::{Found, normalise};

/// Redirects that are followed back to the page with the link.
const MAX_HOPS: usize = 10;

/// The pages that were missed, by address.
#[derive(Debug, Default)]
pub(super) struct Missed {
    pages: BTreeMap<Url, (Visit, Unread)>,
    /// Pages that answered with a redirect, by address: how they were come to, and where they sent the robot.
    redirects: BTreeMap<Url, (Visit, Url)>,
}

/// A link as it stands on a page: the page's address, and where the link leads.
type Reference = (Url, Url);

impl Missed {
    /// A page was not got; whether that leaves it unknown.
    pub(super) fn failed(&mut self, found: Found, visit: Visit, cause: &Unreachable) -> bool {
        let why = unread(cause).filter(|_| found.is_page());
        match why {
            Some(why) => self.pages.insert(visit.url.clone(), (visit, why)),
            None => self.pages.remove(&visit.url),
        };
        why.is_some()
    }

    /// A page was got after all.
    pub(super) fn got(&mut self, page: &ArchivedPage) {
        self.pages.remove(&page.url);
        if let Some(to) = page.redirect_to.as_ref().and_then(|to| normalise(to.as_str(), &page.url)) {
            self.redirects.insert(page.url.clone(), (visit(page), to));
        }
    }

    /// A page was got, and nothing could be read on it, or not all.
    pub(super) fn read_in_vain(&mut self, visit: Visit, why: Unread) {
        self.pages.insert(visit.url.clone(), (visit, why));
    }

    /// Tells the judge of the archive at `archive`.
    pub(super) fn tell(
        &self,
        judge: &mut SiteJudge<'_>,
        (sight, words): (Sight<'_>, &mut Words),
        archive: &Path,
    ) -> Result<(), ArchiveError> {
        for (from, (_, to)) in &self.redirects {
            judge.redirected(from, to);
        }
        let mut mute: BTreeMap<Url, Vec<(Url, &Visit, Unread)>> = BTreeMap::new();
        let circles = self.redirects.iter().filter(|(from, _)| self.leads_round(from));
        let circles = circles.map(|(_, (visit, _))| (visit, Unread::Failed));
        let pages = self.pages.values().map(|(visit, why)| (visit, *why));
        for (visit, why) in pages.chain(circles) {
            let named = sight.findings(&Page::named(&visit.url, &visit.anchor), words);
            match self.reference(visit).filter(|_| named.offers_nothing()) {
                Some((page, link)) => mute.entry(page).or_default().push((link, visit, why)),
                None => judge.unread(&named, visit, why),
            }
        }
        if mute.is_empty() {
            return Ok(());
        }
        for page in read_pages(archive)? {
            let page = page?;
            if !is_html(&page) {
                continue;
            }
            let links = mute.remove(&page.url).unwrap_or_default();
            let read = (!links.is_empty()).then(|| parsed(&page));
            for (link, visit, why) in links {
                let Some(place) = read.as_ref().and_then(|read| place(read, &link)) else { continue };
                let named = Page::named(&visit.url, &format!("{}: {}", place.heading, place.text));
                let anchor = format!("{} ({})", visit.anchor, place.heading);
                judge.unread(&sight.findings(&named, words), &Visit { anchor, ..visit.clone() }, why);
            }
        }
        Ok(())
    }

    /// Whether a page sends one in a circle, as some do with everybody who brings no cookie.
    fn leads_round(&self, from: &Url) -> bool {
        let onward = |at: &&Url| self.redirects.get(*at).map(|(_, to)| to);
        std::iter::successors(onward(&from), onward).take(MAX_HOPS).any(|at| at == from)
    }

    /// The link by which a page was reached, behind redirects.
    fn reference(&self, visit: &Visit) -> Option<Reference> {
        let mut reference = (visit.via.clone()?, visit.url.clone());
        for _ in 0..MAX_HOPS {
            match self.redirects.get(&reference.0) {
                Some((visit, _)) => reference = (visit.via.clone()?, reference.0),
                None => return Some(reference),
            }
        }
        None
    }
}

fn place(page: &Page, to: &Url) -> Option<Place> {
    // Archives of earlier versions hold addresses with escapes of any spelling.
    let to = normalise(to.as_str(), to);
    page.place_of(|link| normalise(link.href.as_str(), &page.url) == to)
}
