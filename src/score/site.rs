//! One site's archive, judged: pages are read on all cores, a few at a time, and forgotten at once.

use std::path::Path;

use rayon::prelude::*;

use super::document;
use super::outcome::{drawn_by_scripts, known, told};
use super::unread::Missed;
use crate::archive::{ArchiveError, ArchivedPage, Group, Groups, Note, Outcome, VisitNote, read_outcome};
use crate::evidence::{CompiledRubric, Fetched, Words};
use crate::fetch::Unreachable;
use crate::judgement::{
    Answer, PageFindings, ResultsRead, SiteJudge, Unread, Visit, read_page, read_results,
};
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
    let mut reader = Reader {
        judge: SiteJudge::new(rubric, compiled),
        sight: Sight { compiled, fetched },
        words: Words::default(),
        missed: Missed::default(),
        waiting: Vec::with_capacity(AT_ONCE),
        documents: Vec::new(),
        pages: 0,
    };
    let mut groups = Groups::open(archive)?;
    while let Some(group) = groups.next_group()? {
        reader.take(group);
    }
    let (judge, pages) = reader.finish();
    let mut site = told(&outcome, pages);
    if judge.is_drawn_by_scripts() {
        site = drawn_by_scripts(site);
    }
    Ok(ScoredSite { site, answers: judge.answers(known(&outcome)) })
}

/// What pages are read with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight<'r> {
    compiled: &'r CompiledRubric,
    fetched: Fetched,
}

impl Sight<'_> {
    /// What a page offers.
    pub(super) fn findings(&self, page: &Page, words: &mut Words) -> PageFindings {
        read_page(page, Some(self.fetched), self.compiled, words)
    }
}

/// A site being read.
struct Reader<'r> {
    judge: SiteJudge<'r>,
    sight: Sight<'r>,
    words: Words,
    missed: Missed,
    waiting: Vec<ArchivedPage>,
    documents: Vec<(ArchivedPage, DocumentKind)>,
    pages: u32,
}

impl<'r> Reader<'r> {
    fn take(&mut self, group: Group) {
        if let Note::Visit(note @ VisitNote { outcome: Outcome::Failed { cause }, .. }) = &group.note {
            self.missed.failed(note.found, visit_of(note), cause);
        } else if let Some(page) = group.page() {
            self.page(page);
        }
        if self.waiting.len() == AT_ONCE {
            self.read_pages();
        }
        if self.documents.len() == AT_ONCE {
            self.read_documents();
        }
    }

    fn page(&mut self, page: ArchivedPage) {
        let html = is_html(&page);
        match page.found {
            Found::Probe if html => {
                let results = self.answered(&page);
                self.judge.search_answer(results);
            }
            Found::Nonsense if html => {
                let looks = self.sight.findings(&parsed(&page), &mut self.words);
                self.judge.nonsense(looks);
            }
            Found::Probe | Found::Nonsense | Found::StyleSheet | Found::SitemapFile => {}
            _ if html => {
                self.pages += 1;
                self.missed.got(&page.url);
                self.waiting.push(page);
            }
            _ if page.status >= 400 => {
                if !self.missed.failed(page.found, visit(&page), &Unreachable::Status(page.status)) {
                    self.judge.missing(page.url);
                }
            }
            _ => {
                self.missed.got(&page.url);
                self.documents.extend(kind_of_document(&page).map(|kind| (page, kind)));
            }
        }
    }

    /// An answer of the site's own search; the text of its link is the query.
    fn answered(&mut self, archived: &ArchivedPage) -> ResultsRead {
        let asked = (archived.anchor.as_str(), archived.record_id.as_str());
        read_results(&parsed(archived), asked, self.sight.compiled, &mut self.words)
    }

    fn read_pages(&mut self) {
        let sight = self.sight;
        let read: Vec<(PageFindings, Visit, Option<Unread>)> = self
            .waiting
            .par_drain(..)
            .map_init(Words::default, |words, archived| {
                let page = parsed(&archived);
                let why = page.shell.map(|_| Unread::Scripts);
                (sight.findings(&page, words), visit(&archived), why)
            })
            .collect();
        for (findings, visit, why) in read {
            if let Some(why) = why {
                self.missed.read_in_vain(visit.clone(), why);
            }
            self.judge.add(findings, visit);
        }
    }

    /// Reads documents page by page of paper; one that cannot be read is missed.
    fn read_documents(&mut self) {
        let sight = self.sight;
        let read: Vec<(Visit, Option<Vec<PageFindings>>)> = self
            .documents
            .par_drain(..)
            .map_init(Words::default, |words, (mut archived, kind)| {
                let body = std::mem::take(&mut archived.body);
                let pages = document::pages(kind, body, &archived.url).ok();
                let worth = |page: &&Page| word_count(page) >= FEWEST_WORDS;
                let offers = |pages: Vec<Page>| {
                    pages.iter().filter(worth).map(|page| sight.findings(page, words)).collect()
                };
                (visit(&archived), pages.map(offers))
            })
            .collect();
        for (visit, pages) in read {
            match pages {
                Some(pages) => {
                    for findings in pages {
                        let url = findings.url().clone();
                        self.judge.add_document(findings, Visit { url, ..visit.clone() });
                    }
                }
                None => self.missed.read_in_vain(visit, Unread::Document),
            }
        }
    }

    fn finish(mut self) -> (SiteJudge<'r>, u32) {
        self.read_pages();
        self.read_documents();
        self.missed.tell(&mut self.judge, self.sight, &mut self.words);
        (self.judge, self.pages)
    }
}

/// A page that was answered and is HTML.
fn is_html(page: &ArchivedPage) -> bool {
    page.status == 200 && matches!(page.content_type.as_str(), "text/html" | "application/xhtml+xml")
}

fn kind_of_document(page: &ArchivedPage) -> Option<DocumentKind> {
    DocumentKind::of(&page.content_type, &page.body).filter(|_| page.status == 200 && !page.body.is_empty())
}

fn word_count(page: &Page) -> usize {
    page.blocks.iter().map(|block| block.text.split_whitespace().count()).sum()
}

fn parsed(archived: &ArchivedPage) -> Page {
    let html = page::charset::decode(&archived.body, archived.charset.as_deref());
    let page = page::parse(&html, &archived.url);
    // What a browser drew is all there is.
    if archived.drawing.is_some() { Page { shell: None, ..page } } else { page }
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

fn visit_of(note: &VisitNote) -> Visit {
    Visit {
        url: note.url.clone(),
        depth: (note.depth != UNKNOWN_DEPTH).then_some(note.depth),
        via: note.via.clone(),
        anchor: note.anchor.clone(),
        record: String::new(),
    }
}
