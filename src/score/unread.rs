//! The pages of a site that were asked for and not read, told to the judge by what links call them.
//!
//! Knows which failures leave a page unknown; not what that makes of an answer.

use std::collections::BTreeMap;

use url::Url;

use super::outcome::unread;
use super::site::Sight;
use crate::evidence::Words;
use crate::fetch::Unreachable;
use crate::judgement::{SiteJudge, Unread, Visit};
use crate::page::Page;
use crate::plan::Found;

/// The pages that were missed, by address.
#[derive(Debug, Default)]
pub(super) struct Missed(BTreeMap<Url, (Visit, Unread)>);

impl Missed {
    /// A page was not got; whether that leaves it unknown.
    pub(super) fn failed(&mut self, found: Found, visit: Visit, cause: &Unreachable) -> bool {
        let is_page = !matches!(
            found,
            Found::SitemapFile
                | Found::StyleSheet
                | Found::SearchDescription
                | Found::Nonsense
                | Found::Probe
        );
        let why = unread(cause).filter(|_| is_page);
        if let Some(why) = why {
            self.0.insert(visit.url.clone(), (visit, why));
        }
        why.is_some()
    }

    /// A page was got after all.
    pub(super) fn got(&mut self, url: &Url) {
        self.0.remove(url);
    }

    /// A page was got, and nothing could be read on it.
    pub(super) fn read_in_vain(&mut self, visit: Visit, why: Unread) {
        self.0.insert(visit.url.clone(), (visit, why));
    }

    /// Tells the judge.
    pub(super) fn tell(&self, judge: &mut SiteJudge<'_>, sight: Sight<'_>, words: &mut Words) {
        for (visit, why) in self.0.values() {
            let named = sight.findings(&Page::named(&visit.url, &visit.anchor), words);
            judge.unread(&named, visit, *why);
        }
    }
}
