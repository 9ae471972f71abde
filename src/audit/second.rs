//! A second opinion of a sample of a site's pages: a browser is given what the archive holds of them, and what axe-core
//! finds is laid beside the static results. Knows archives; not how the browser works.

use std::collections::BTreeMap;
use std::path::Path;

use url::Url;

use super::pages::Checked;
use crate::accessibility::compare::Compared;
use crate::accessibility::sample::sample;
use crate::archive::{ArchiveError, read_pages};
use crate::browser::{Browser, BrowserError, Reply, Request, Source};

/// A sample could not be shown to a browser.
#[derive(Debug, thiserror::Error)]
pub enum SecondError {
    /// The archive cannot be read.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The browser failed.
    #[error(transparent)]
    Browser(#[from] BrowserError),
}

/// What was kept of the addresses that a sample may ask for.
struct Kept(BTreeMap<String, Reply>);

impl Source for Kept {
    fn reply(&self, request: &Request) -> Option<Reply> {
        let mut address = request.address.clone();
        address.set_fragment(None);
        self.0.get(address.as_str()).filter(|_| request.is_get).cloned()
    }
}

/// Shows a sample of the checked pages to the browser, in the order of their addresses.
pub fn second_opinion(
    archive: &Path,
    checked: &Checked,
    browser: &mut Browser,
) -> Result<Vec<Compared>, SecondError> {
    let picked = sample(&checked.reports);
    let asked: Vec<&str> = picked.keys().map(|&at| checked.reports[at].address.as_str()).collect();
    let kept = kept(archive, &asked)?;
    let mut compared = Vec::new();
    for (at, reasons) in picked {
        let report = &checked.reports[at];
        let Ok(address) = Url::parse(&report.address) else { continue };
        let seen = browser.look(&address, &kept)?;
        compared.push(Compared {
            picked_as: reasons.into_iter().map(str::to_owned).collect(),
            refused: seen.refused,
            ..Compared::of(report, seen.findings)
        });
    }
    compared.sort_by(|one, other| one.address.cmp(&other.address));
    Ok(compared)
}

/// The sampled pages, and every stylesheet.
fn kept(archive: &Path, asked: &[&str]) -> Result<Kept, ArchiveError> {
    let mut replies = BTreeMap::new();
    for page in read_pages(archive)? {
        let page = page?;
        let is_asked = page.content_type == "text/css" || asked.contains(&page.url.as_str());
        if page.is_answer() && is_asked {
            let charset = page.charset.map(|charset| format!("; charset={charset}")).unwrap_or_default();
            let content_type = format!("{}{charset}", page.content_type);
            let reply = Reply { status: 200, content_type, body: page.body };
            replies.insert(page.url.into(), reply);
        }
    }
    Ok(Kept(replies))
}
