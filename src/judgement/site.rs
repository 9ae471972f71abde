//! From pages to a site: the best evidence over all pages, with its clicks from the start page. It must not
//! know how pages are stored.

use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

use super::answer::{Answer, Evidence, State, Step};
use super::choice::{Judged, choose};
use super::finding::{Finding, PageFindings};
use super::probe::ResultsRead;
use super::search::SearchAnswers;
use super::search_box::SearchBoxes;
use super::soft::{Looks, SoftMissing};
use super::unread::{Gaps, Knowledge, Unread, unknown};
use crate::evidence::{CompiledRubric, Route};
use crate::plan::normalise;
use crate::rubric::{Kind, Points, Question, Rubric, SiteTest};

/// Clicks that a citizen makes in two minutes; what lies deeper counts as not found.
pub const MAX_CLICKS: u16 = 5;
/// Findings kept for each question.
const KEPT: usize = 8;
/// Longest click path that is followed back; a longer one is a circle.
const LONGEST_PATH: usize = 12;

/// How a page was reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The page's address.
    pub url: Url,
    /// Clicks from the start page; `None` when only a sitemap names the page.
    pub depth: Option<u16>,
    /// The page that linked to it.
    pub via: Option<Url>,
    /// The text of that link.
    pub anchor: String,
    /// `WARC-Record-ID` of the response.
    pub record: String,
}

/// Gathers the findings of a site's pages, in any order.
#[derive(Debug)]
pub struct SiteJudge<'r> {
    rubric: &'r Rubric,
    compiled: &'r CompiledRubric,
    visits: Vec<Visit>,
    titles: FxHashMap<Url, String>,
    by_url: FxHashMap<Url, usize>,
    /// By number of the compiled question: findings with the number of their visit.
    findings: Vec<Vec<(Finding, usize)>>,
    missing: FxHashSet<Url>,
    content: FxHashMap<Url, u64>,
    boxes: SearchBoxes,
    /// What the site's own search answered.
    search: SearchAnswers,
    soft: SoftMissing,
    /// What was not read.
    gaps: Gaps,
}

impl<'r> SiteJudge<'r> {
    /// Begins a site.
    pub fn new(rubric: &'r Rubric, compiled: &'r CompiledRubric) -> Self {
        Self {
            rubric,
            compiled,
            visits: Vec::new(),
            titles: FxHashMap::default(),
            by_url: FxHashMap::default(),
            findings: vec![Vec::new(); compiled.questions.len()],
            missing: FxHashSet::default(),
            content: FxHashMap::default(),
            boxes: SearchBoxes::default(),
            search: SearchAnswers::default(),
            soft: SoftMissing::default(),
            gaps: Gaps::default(),
        }
    }

    /// Adds a page.
    pub fn add(&mut self, page: PageFindings, visit: Visit) {
        if page.empty {
            self.missing(visit.url);
            return;
        }
        let is_shell = matches!(page.unread, Some(Unread::Scripts | Unread::Undrawn));
        self.gaps.page(is_shell, &visit);
        if !is_shell {
            self.boxes.add(&page, &visit);
        }
        self.keep(page, visit);
    }

    /// Adds a page of a document (PDF, Word). It can inform; an errand is done elsewhere.
    pub fn add_document(&mut self, mut page: PageFindings, visit: Visit) {
        page.findings.retain(|(question, _)| self.compiled.questions[*question].kind == Kind::Info);
        self.keep(page, visit);
    }

    fn keep(&mut self, page: PageFindings, visit: Visit) {
        let number = self.visits.len();
        self.soft.page(&visit.url, Looks { title: page.title.clone(), content: page.near });
        self.search.places.page(&page.url, &page.sought, page.unread.is_none());
        self.titles.insert(visit.url.clone(), page.title);
        self.content.insert(visit.url.clone(), page.content);
        self.by_url.insert(visit.url.clone(), number);
        self.visits.push(visit);
        for (question, finding) in page.findings {
            let kept = &mut self.findings[question];
            kept.push((finding, number));
            if kept.len() > 4 * KEPT {
                sort(kept, &self.visits);
                kept.truncate(KEPT);
            }
        }
    }

    /// Notes what a host answered to an address that cannot exist.
    pub fn nonsense(&mut self, page: PageFindings) {
        self.soft.nonsense(&page.url, Looks { title: page.title, content: page.near });
    }

    /// Forgets the pages that look like what their host answers to nonsense.
    fn drop_soft_missing(&mut self) {
        let gone: FxHashSet<Url> = self.soft.missing().cloned().collect();
        let visits = &self.visits;
        for findings in &mut self.findings {
            findings.retain(|(_, visit)| !gone.contains(&visits[*visit].url));
        }
        self.missing.extend(gone);
    }

    /// Notes a page that could not be read; `named` is what a page offers that has nothing but what links call it.
    pub fn unread(&mut self, named: &PageFindings, visit: &Visit, why: Unread) {
        self.gaps.unread(named, visit, why);
    }

    /// Whether the site, as far as it was read, is drawn by scripts that did not run.
    pub fn is_drawn_by_scripts(&self) -> bool {
        self.gaps.is_drawn_by_scripts()
    }

    /// Adds an answer of the site's own search.
    pub fn search_answer(&mut self, results: ResultsRead) {
        self.search.add(results);
    }

    /// Notes where an address led that answered with a redirect.
    pub fn redirected(&mut self, from: &Url, to: &Url) {
        self.search.places.redirected(from, to);
    }

    /// Notes an address that answered with an error.
    pub fn missing(&mut self, url: Url) {
        self.search.places.page(&url, &[], true);
        self.missing.insert(url);
    }

    /// The answers to all questions of the rubric, in its order.
    pub fn answers(mut self, knowledge: Knowledge) -> Vec<Answer> {
        self.drop_soft_missing();
        let numbers: FxHashMap<_, usize> =
            self.compiled.questions.iter().enumerate().map(|(number, q)| (q.id.clone(), number)).collect();
        let mut kept = std::mem::take(&mut self.findings);
        for findings in &mut kept {
            sort(findings, &self.visits);
            findings.truncate(KEPT);
        }
        let rubric = self.rubric;
        rubric
            .questions
            .iter()
            .map(|question| {
                let found = numbers.get(&question.id).map(|&n| (n, std::mem::take(&mut kept[n])));
                self.answer(question, found, knowledge)
            })
            .collect()
    }

    fn answer(
        &self,
        question: &Question,
        found: Option<(usize, Vec<(Finding, usize)>)>,
        knowledge: Knowledge,
    ) -> Answer {
        let mut answer = Answer {
            question: question.id.clone(),
            state: State::NotAssessed,
            confidence: 0,
            reason: "rubriken bedömer inte frågan ännu".to_owned(),
            evidence: None,
            rejected: Vec::new(),
            searched: u32::try_from(self.visits.len()).unwrap_or(u32::MAX),
            route: None,
            maturity: None,
        };
        match (knowledge, found, question.site_test) {
            (Knowledge::Refused, ..) => unknown(answer, State::Blocked, "webbplatsen tillåter inte roboten"),
            (Knowledge::Nothing, ..) => unknown(answer, State::Error, "webbplatsen gick inte att nå"),
            (_, _, Some(SiteTest::SearchBox)) => self.gaps.weigh(self.search_box(answer), None, knowledge),
            (_, None, None) => self.search.answer(answer, self.compiled),
            (_, Some((number, found)), None) => {
                let judged: Vec<Judged> = found.into_iter().map(|(f, n)| self.judged(f, n)).collect();
                choose(&mut answer, judged);
                if question.kind == Kind::Info {
                    answer.route = None;
                }
                self.gaps.weigh(answer, Some(number), knowledge)
            }
        }
    }

    /// A finding with its clicks, and lowered when they are too many or its link is dead.
    fn judged(&self, finding: Finding, visit: usize) -> Judged {
        let Finding { mut points, strength, mut evidence, mut reason, mut route, identified } = finding;
        let visit = &self.visits[visit];
        evidence.archived_record.clone_from(&visit.record);
        evidence.click_path = self.click_path(visit);
        let offered = points;
        if visit.depth.is_some_and(|depth| depth > MAX_CLICKS) && points > Points::None {
            reason = format!(
                "hittades {} klick från startsidan, på den väg som genomsökningen gick; gränsen är {MAX_CLICKS}",
                visit.depth.unwrap_or(0)
            );
            points = Points::None;
        } else if points == Points::Full && route == Some(Route::Eservice) && self.is_dead(&evidence) {
            "länken till e-tjänsten leder inte till någon tjänst".clone_into(&mut reason);
            points = Points::Partial;
            route = Some(Route::Described);
        }
        Judged { points, offered, strength, evidence, reason, route, identified }
    }

    /// Whether the link of the evidence leads to an error, or to the same page as the front of its host (a
    /// portal that answers every address with its catalogue).
    fn is_dead(&self, evidence: &Evidence) -> bool {
        let Some(link) = evidence.link.as_deref().and_then(|link| Url::parse(link).ok()) else {
            return false;
        };
        let mut address = link.clone();
        address.set_fragment(None);
        // Pages are known by the spelling in which they were asked for.
        let is_known = |one: &Url| self.missing.contains(one) || self.content.contains_key(one);
        let address = normalise(link.as_str(), &link).filter(is_known).unwrap_or(address);
        if self.missing.contains(&address) {
            return true;
        }
        let front = link.join("/").ok().filter(|front| *front != address);
        match (front.and_then(|front| self.content.get(&front)), self.content.get(&address)) {
            (Some(front), Some(content)) => front == content,
            _ => false,
        }
    }

    fn click_path(&self, visit: &Visit) -> Vec<Step> {
        let mut path = Vec::new();
        let mut at = Some(visit);
        while let Some(visit) = at.filter(|_| path.len() < LONGEST_PATH) {
            let title = || self.titles.get(&visit.url).cloned().unwrap_or_default();
            let label = if visit.anchor.is_empty() { title() } else { visit.anchor.clone() };
            path.push(Step { label, url: visit.url.to_string() });
            let via = visit.via.as_ref().and_then(|via| self.by_url.get(via));
            at = via.map(|&number| &self.visits[number]);
        }
        path.reverse();
        path
    }

    fn search_box(&self, mut answer: Answer) -> Answer {
        let (points, with, all) = self.boxes.points();
        answer.state = points.into();
        answer.confidence = UNMEASURED;
        answer.reason = format!("sökruta på {with} av {all} undersidor");
        answer.evidence =
            self.visits.iter().find(|v| v.depth == Some(0)).filter(|_| points > Points::None).map(|start| {
                Evidence {
                    url: start.url.to_string(),
                    title: self.titles.get(&start.url).cloned().unwrap_or_default(),
                    heading_path: Vec::new(),
                    quote: answer.reason.clone(),
                    block: 0,
                    link: None,
                    click_path: self.click_path(start),
                    archived_record: start.record.clone(),
                }
            });
        answer
    }
}

/// Best first; among equals the page with fewer clicks, then the address in order, so that the order in which
/// pages came does not matter.
fn sort(found: &mut [(Finding, usize)], visits: &[Visit]) {
    let depth = |n: usize| visits[n].depth.unwrap_or(u16::MAX);
    found.sort_by(|(a, m), (b, n)| {
        let deep = |n: usize| visits[n].depth.is_some_and(|depth| depth > MAX_CLICKS);
        deep(*m)
            .cmp(&deep(*n))
            .then((b.points, b.strength).cmp(&(a.points, a.strength)))
            .then(depth(*m).cmp(&depth(*n)))
            .then(a.evidence.url.cmp(&b.evidence.url))
            .then(a.evidence.block.cmp(&b.evidence.block))
    });
}

/// How sure an answer is that no judged cases speak of: searches and search boxes.
pub(super) const UNMEASURED: u8 = 50;
