//! One site's archive, judged: pages are read on all cores, a few at a time, and forgotten at once.

use std::path::Path;

use rayon::prelude::*;

use super::document;
use super::outcome::{known, told};
use crate::archive::{ArchiveError, ArchivedPage, read_outcome, read_pages};
use crate::evidence::{CompiledRubric, Fetched, Words};
use crate::judgement::{Answer, PageFindings, ResultsRead, SiteJudge, Visit, read_page, read_results};
use crate::page::{self, DocumentKind, Page};
use crate::plan::{Found, UNKNOWN_DEPTH};
use crate::rubric::Rubric;
use crate::standing::Site;

/// Pages in memory at once.
const AT_ONCE: usize = 32;

/// A page of a document with fewer words says nothing: a cover, a form's heading.
const FEWEST_WORDS: usize = 20;

/// An archive could not be judged.
#[derive(Debug, thiserror::Error)]
pub enum ScoreError {
    /// The archive cannot be read; crawl the site again.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

/// A judged site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoredSite {
    /// How its crawl ended.
    pub site: Site,
    /// One answer for each question of the rubric, in its order.
    pub answers: Vec<Answer>,
}

/// Judges the archive of one site, crawled at a time.
pub fn site(
    archive: &Path,
    rubric: &Rubric,
    compiled: &CompiledRubric,
    fetched: Fetched,
) -> Result<ScoredSite, ScoreError> {
    let outcome = read_outcome(archive)?;
    let mut judge = SiteJudge::new(rubric, compiled);
    let mut pages = 0;
    let mut words = Words::default();
    let mut waiting = Vec::with_capacity(AT_ONCE);
    let mut documents = Vec::new();
    for page in read_pages(archive)? {
        let page = page?;
        if page.found == Found::Probe {
            if is_document(&page) {
                judge.search_answer(answered(&page, compiled, &mut words));
            }
        } else if page.found == Found::Nonsense {
            if is_document(&page) {
                judge.nonsense(one(&page, compiled, fetched, &mut words).0);
            }
        } else if is_document(&page) {
            pages += 1;
            waiting.push(page);
        } else if let Some(kind) = kind_of_document(&page) {
            documents.push((page, kind));
        } else if page.status >= 400 {
            judge.missing(page.url);
        }
        if waiting.len() == AT_ONCE {
            read(&mut waiting, &mut judge, compiled, fetched);
        }
        if documents.len() == AT_ONCE {
            read_documents(&mut documents, &mut judge, compiled, fetched);
        }
    }
    read(&mut waiting, &mut judge, compiled, fetched);
    read_documents(&mut documents, &mut judge, compiled, fetched);
    Ok(ScoredSite { site: told(&outcome, pages), answers: judge.answers(known(&outcome)) })
}

/// A page that was answered and is HTML.
fn is_document(page: &ArchivedPage) -> bool {
    page.status == 200
        && page.found != Found::StyleSheet
        && matches!(page.content_type.as_str(), "text/html" | "application/xhtml+xml")
}

fn kind_of_document(page: &ArchivedPage) -> Option<DocumentKind> {
    DocumentKind::of(&page.content_type, &page.body).filter(|_| page.status == 200 && !page.body.is_empty())
}

/// Reads documents page by page of paper; one that cannot be read says nothing.
fn read_documents(
    waiting: &mut Vec<(ArchivedPage, DocumentKind)>,
    judge: &mut SiteJudge<'_>,
    compiled: &CompiledRubric,
    fetched: Fetched,
) {
    let read: Vec<Vec<(PageFindings, Visit)>> = waiting
        .par_drain(..)
        .map_init(Words::default, |words, (mut archived, kind)| {
            let body = std::mem::take(&mut archived.body);
            let pages = document::pages(kind, body, &archived.url).unwrap_or_default();
            let worth = pages.iter().filter(|page| word_count(page) >= FEWEST_WORDS);
            worth
                .map(|page| {
                    let visit = Visit { url: page.url.clone(), ..visit(&archived) };
                    (read_page(page, Some(fetched), compiled, words), visit)
                })
                .collect()
        })
        .collect();
    for (findings, visit) in read.into_iter().flatten() {
        judge.add_document(findings, visit);
    }
}

fn word_count(page: &Page) -> usize {
    page.blocks.iter().map(|block| block.text.split_whitespace().count()).sum()
}

fn read(
    waiting: &mut Vec<ArchivedPage>,
    judge: &mut SiteJudge<'_>,
    compiled: &CompiledRubric,
    fetched: Fetched,
) {
    let read: Vec<(PageFindings, Visit)> = waiting
        .par_drain(..)
        .map_init(Words::default, |words, page| one(&page, compiled, fetched, words))
        .collect();
    for (findings, visit) in read {
        judge.add(findings, visit);
    }
}

/// An answer of the site's own search; the text of its link is the query.
fn answered(archived: &ArchivedPage, compiled: &CompiledRubric, words: &mut Words) -> ResultsRead {
    let html = page::charset::decode(&archived.body, archived.charset.as_deref());
    let page = page::parse(&html, &archived.url);
    read_results(&page, (&archived.anchor, &archived.record_id), compiled, words)
}

fn one(
    archived: &ArchivedPage,
    compiled: &CompiledRubric,
    fetched: Fetched,
    words: &mut Words,
) -> (PageFindings, Visit) {
    let html = page::charset::decode(&archived.body, archived.charset.as_deref());
    let page = page::parse(&html, &archived.url);
    let findings = read_page(&page, Some(fetched), compiled, words);
    (findings, visit(archived))
}

fn visit(archived: &ArchivedPage) -> Visit {
    Visit {
        url: archived.url.clone(),
        depth: (archived.depth != UNKNOWN_DEPTH).then_some(archived.depth),
        via: archived.via.clone(),
        anchor: archived.anchor.clone(),
        record: archived.record_id.clone(),
    }
}
