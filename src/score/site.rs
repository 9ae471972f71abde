//! One site's archive, judged: pages are read on all cores, a few at a time, and forgotten at once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use url::Url;

use super::document;
use super::memory::{Memory, Offered};
use super::outcome::{Ending, StartPage};
use super::reach::Reach;
use super::refusal::{is_log_in, refusal};
use super::unread::Missed;
use super::visited::{parsed, visit, visit_of};
use crate::archive::{ArchiveError, ArchivedPage, Group, Groups, Note, Outcome, VisitNote, read_outcome};
use crate::evidence::{CompiledRubric, Fetched, Words};
use crate::judgement::{
    Answer, PageFindings, ResultsRead, SiteJudge, Unread, Visit, read_page, read_results,
};
use crate::page::{self, DocumentKind, Page};
use crate::plan::Found;
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
    judged(archive, (rubric, compiled), fetched, Memory::default())
}

/// Judges the archive of one site and remembers at `place` what its pages offered: the next time, those that are as they
/// were are not read again.
pub fn site_again(
    archive: &Path,
    (rubric, compiled): (&Rubric, &CompiledRubric),
    fetched: Fetched,
    place: &Path,
) -> Result<ScoredSite, ScoreError> {
    let memory = Memory::open(place, &rubric.version.hash, fetched);
    judged(archive, (rubric, compiled), fetched, memory)
}

fn judged(
    archive: &Path,
    (rubric, compiled): (&Rubric, &CompiledRubric),
    fetched: Fetched,
    memory: Memory,
) -> Result<ScoredSite, ScoreError> {
    let outcome = read_outcome(archive)?;
    let mut reader = Reader {
        judge: SiteJudge::new(rubric, compiled),
        sight: Sight { compiled, fetched },
        words: Words::default(),
        memory,
        missed: Missed::default(),
        reach: Reach::default(),
        waiting: Vec::with_capacity(AT_ONCE),
        documents: Vec::new(),
        start: StartPage::Whole,
        gone: None,
        pages: 0,
    };
    let mut groups = Groups::open(archive)?;
    while let Some(group) = groups.next_group()? {
        reader.take(group);
    }
    let (extent, is_lone) = (reader.reach.extent(reader.pages), reader.reach.is_lone());
    let (start, gone) = (reader.start, reader.gone.take());
    let (judge, pages) = reader.finish(archive)?;
    let is_drawn = judge.is_drawn_by_scripts();
    let (site, known) = Ending { outcome, extent, pages, is_lone, start, is_drawn, gone }.told();
    Ok(ScoredSite { site, answers: judge.answers(known) })
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
    memory: Memory,
    missed: Missed,
    reach: Reach,
    waiting: Vec<ArchivedPage>,
    documents: Vec<(ArchivedPage, DocumentKind)>,
    /// What is there of the start page.
    start: StartPage,
    /// An earlier archive that no longer holds what this one refers to.
    gone: Option<PathBuf>,
    pages: u32,
}

impl<'r> Reader<'r> {
    fn take(&mut self, group: Group) {
        if let Note::Visit(note) = &group.note
            && let Outcome::Failed { cause } | Outcome::NotAsked { cause } = &note.outcome
        {
            self.reach.missed(note, cause);
            self.missed.failed(note.found, visit_of(note), cause);
        } else if let Note::Visit(note) = &group.note
            && (group.response.is_some() || group.lost.is_some())
        {
            let note = note.clone();
            if let (Some(_), Outcome::Unchanged { of }) = (&group.lost, &note.outcome) {
                self.gone.get_or_insert_with(|| of.file.clone());
            }
            match group.page().filter(|page| !page.is_lost) {
                Some(page) => self.page(page),
                None => self.lost(&note),
            }
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
        let refusal = refusal(&page);
        match &refusal {
            Some(cause) => self.reach.refused(&page, cause),
            None if html && page.depth > 0 && is_log_in(&page) => self.reach.log_in(&page),
            None => self.reach.answered(&page),
        }
        match page.found {
            Found::Probe if html => {
                let results = self.answered(&page);
                self.judge.search_answer(results);
            }
            Found::Nonsense if html => {
                let looks = self.sight.findings(&parsed(&page), &mut self.words);
                self.judge.nonsense(looks);
            }
            Found::Probe
            | Found::Nonsense
            | Found::StyleSheet
            | Found::SitemapFile
            | Found::SearchDescription => {}
            _ if let Some(cause) = refusal => {
                if !self.missed.failed(page.found, visit(&page), &cause) {
                    self.judge.missing(page.url);
                }
            }
            _ if html => {
                self.pages += 1;
                self.missed.got(&page);
                if page.depth == 0 && page.drawing.is_some_and(|drawing| drawing.missed > 0) {
                    self.start = self.start.max(StartPage::Lacking);
                }
                self.waiting.push(page);
            }
            _ => {
                self.missed.got(&page);
                self.documents.extend(kind_of_document(&page).map(|kind| (page, kind)));
            }
        }
    }

    /// A page that was got, and of which the archive can show nothing any more.
    fn lost(&mut self, note: &VisitNote) {
        if note.found == Found::Start {
            self.start = StartPage::Lost;
        }
        self.reach.lost(note);
        if note.found.is_page() {
            self.missed.read_in_vain(visit_of(note), Unread::Lost);
        }
    }

    /// An answer of the site's own search; the text of its link is the query.
    fn answered(&mut self, archived: &ArchivedPage) -> ResultsRead {
        let asked = (archived.anchor.as_str(), archived.record_id.as_str());
        read_results(&parsed(archived), asked, self.sight.compiled, &mut self.words)
    }

    fn read_pages(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let offers = |sight: Sight<'_>, archived: &mut ArchivedPage, words: &mut Words| {
            let found = sight.findings(&parsed(archived), words);
            Some(vec![if archived.drawing.is_some() { found.after_drawing() } else { found }])
        };
        for (visit, offered) in self.read(waiting, offers) {
            for findings in offered.into_iter().flatten() {
                if let Some(why) = findings.unread() {
                    self.missed.read_in_vain(visit.clone(), why);
                }
                self.judge.add(findings, visit.clone());
            }
        }
    }

    /// Reads documents page by page of paper; one that cannot be read is missed.
    fn read_documents(&mut self) {
        let (documents, kinds): (Vec<ArchivedPage>, Vec<DocumentKind>) =
            std::mem::take(&mut self.documents).into_iter().unzip();
        let kinds: BTreeMap<Url, DocumentKind> =
            documents.iter().map(|page| page.url.clone()).zip(kinds).collect();
        let offers = |sight: Sight<'_>, archived: &mut ArchivedPage, words: &mut Words| {
            let body = std::mem::take(&mut archived.body);
            let pages = document::pages(kinds[&archived.url], body, &archived.url).ok()?;
            let worth = pages.iter().filter(|page| word_count(page) >= FEWEST_WORDS || page.shell.is_some());
            Some(worth.map(|page| sight.findings(page, words)).collect())
        };
        for (visit, offered) in self.read(documents, offers) {
            match offered {
                Some(pages) => {
                    if let Some(why) = pages.iter().find_map(PageFindings::unread) {
                        self.missed.read_in_vain(visit.clone(), why);
                    }
                    for findings in pages {
                        let url = findings.url().clone();
                        self.judge.add_document(findings, Visit { url, ..visit.clone() });
                    }
                }
                None => self.missed.read_in_vain(visit, Unread::Document),
            }
        }
    }

    /// What these pages offer, recalled or read on all cores.
    fn read(
        &mut self,
        archived: Vec<ArchivedPage>,
        offers: impl Fn(Sight<'_>, &mut ArchivedPage, &mut Words) -> Offered + Sync,
    ) -> Vec<(Visit, Offered)> {
        let (sight, memory) = (self.sight, &self.memory);
        let read: Vec<(Visit, Option<String>, Offered)> = archived
            .into_par_iter()
            .map_init(Words::default, |words, mut archived| {
                let name = memory.name(&archived);
                let recalled = name.as_ref().and_then(|name| memory.recall(name));
                let visit = visit(&archived);
                (visit, name, recalled.unwrap_or_else(|| offers(sight, &mut archived, words)))
            })
            .collect();
        let mut offered = Vec::with_capacity(read.len());
        for (visit, name, offers) in read {
            if let Some(name) = name {
                self.memory.keep(name, &offers);
            }
            offered.push((visit, offers));
        }
        offered
    }

    fn finish(mut self, archive: &Path) -> Result<(SiteJudge<'r>, u32), ArchiveError> {
        self.read_pages();
        self.read_documents();
        self.missed.tell(&mut self.judge, (self.sight, &mut self.words), archive)?;
        self.memory.close();
        Ok((self.judge, self.pages))
    }
}

/// A page that was answered and is HTML.
pub(super) fn is_html(page: &ArchivedPage) -> bool {
    page.is_answer() && page::is_html(&page.content_type, &page.body)
}

fn kind_of_document(page: &ArchivedPage) -> Option<DocumentKind> {
    DocumentKind::of(&page.content_type, &page.body).filter(|_| page.is_answer() && !page.body.is_empty())
}

fn word_count(page: &Page) -> usize {
    page.blocks.iter().map(|block| block.text.split_whitespace().count()).sum()
}
