//! Every page of an archive, checked: on all cores, a few at a time, the markup forgotten at once. Knows which answers
//! are pages of the site; no rule.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use url::Url;

use super::papers;
use super::sheets::Kept;
use crate::accessibility::load::read;
use crate::accessibility::record::PaperRecord;
use crate::accessibility::report::{PageReport, examine};
use crate::accessibility::statement::statement_links;
use crate::archive::{ArchiveError, ArchivedPage, read_pages};
use crate::page::charset::decode;
use crate::page::is_html;
use crate::plan::{Found, Ground, normalise};

/// Pages in memory at once.
const AT_ONCE: usize = 32;

/// A link to a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLink {
    /// The page that it stands on.
    pub from: Url,
    /// Clicks from the start page to that page.
    pub depth: u16,
    /// Where it leads in the end.
    pub to: Url,
}

/// The checked pages of an archive.
#[derive(Debug, Default)]
pub struct Checked {
    /// The pages, in the order of the archive.
    pub reports: Vec<PageReport>,
    /// Links to statements, in that order.
    pub statement_links: Vec<StatementLink>,
    /// The site's PDF files.
    pub papers: PaperRecord,
    /// What was answered and not checked, by reason: `other_site`, or the content type.
    pub unchecked: BTreeMap<String, u64>,
}

/// Checks every page of an archive that lies on the site's own ground.
pub fn check(archive: &Path) -> Result<Checked, ArchiveError> {
    let kept = Kept::read(archive)?;
    let (mut checked, mut seen) = (Checked::default(), FxHashSet::default());
    let mut waiting = Vec::with_capacity(AT_ONCE);
    for page in read_pages(archive)? {
        let page = page?;
        match kind(&page) {
            Kind::Page if seen.insert(page.url.clone()) => waiting.push(page),
            Kind::Paper if seen.insert(page.url.clone()) => papers::count(&mut checked.papers, &page),
            Kind::Page | Kind::Paper | Kind::Nothing => {}
            Kind::Unchecked(reason) => *checked.unchecked.entry(reason).or_default() += 1,
        }
        if waiting.len() == AT_ONCE {
            checked.take(&mut waiting, &kept);
        }
    }
    checked.take(&mut waiting, &kept);
    Ok(checked)
}

/// What an answer is to the check.
enum Kind {
    Page,
    Paper,
    Unchecked(String),
    Nothing,
}

fn kind(page: &ArchivedPage) -> Kind {
    if !page.is_answer()
        || matches!(
            page.found,
            Found::Probe
                | Found::Nonsense
                | Found::StyleSheet
                | Found::SitemapFile
                | Found::SearchDescription
        )
    {
        return Kind::Nothing;
    }
    let is_html = is_html(&page.content_type, &page.body);
    let is_paper = !page.body.is_empty() && page.body.starts_with(b"%PDF-");
    match (is_html, page.ground) {
        (false, Ground::Own) if is_paper => Kind::Paper,
        (true, Ground::Own) => Kind::Page,
        (true, _) => Kind::Unchecked("other_site".to_owned()),
        (false, _) => Kind::Unchecked(page.content_type.clone()),
    }
}

impl Checked {
    fn take(&mut self, waiting: &mut Vec<ArchivedPage>, kept: &Kept) {
        let done: Vec<(PageReport, Vec<StatementLink>)> =
            waiting.par_drain(..).map(|page| one(&page, kept)).collect();
        for (report, links) in done {
            self.reports.push(report);
            self.statement_links.extend(links);
        }
    }
}

fn one(archived: &ArchivedPage, kept: &Kept) -> (PageReport, Vec<StatementLink>) {
    let text = decode(&archived.body, archived.charset.as_deref());
    let page = read(&text, &kept.of(&archived.url));
    let links = statement_links(&page).into_iter().filter_map(|to| {
        let to = kept.settled(normalise(&to, &archived.url)?);
        Some(StatementLink { from: archived.url.clone(), depth: archived.depth, to })
    });
    (examine(archived.url.as_str(), &page), links.collect())
}
