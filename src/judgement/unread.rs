//! What of a site was not read, and what that makes of a question to which nothing was found: unknown is not no. It must
//! not know how reading failed.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use url::Url;

use super::answer::{Answer, State};
use super::finding::PageFindings;
use super::site::{MAX_CLICKS, Visit};

/// A crawl that its budget cut off before it had read so large a share of the addresses that it knew (one of so many)
/// is no search: what it did not find is unknown.
const LEAST_SHARE: u64 = 10;

/// How much of a site is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knowledge {
    /// All that the crawl was allowed to read.
    Whole,
    /// As many pages as the budgets allow, those that are cheap to come to first.
    Cut {
        /// Known addresses that were left.
        left: u64,
    },
    /// A part: the crawl broke off, so that what was not found may still be there.
    Part,
    /// Nothing: the site refused the crawler.
    Refused,
    /// Nothing: the site could not be reached.
    Nothing,
}

/// Why a page that the site links to was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Unread {
    /// It shows nothing without its scripts.
    Scripts,
    /// It leaves a part to its scripts.
    Part,
    /// It is a document that is encrypted, broken, or has no text.
    Document,
    /// It is a document of which only a part was read.
    Cut,
    /// The robot may not read it.
    Refused,
    /// It was not answered.
    Failed,
    /// It was got, and what the archive, or an earlier one, kept of it is damaged or gone.
    Lost,
    /// It was not asked for: so many pages of its host are not read.
    Beyond,
    /// It shows nothing without its scripts, and no browser could draw it.
    Undrawn,
    /// It leaves a part to its scripts, and these did not get, or did not show, all that they should.
    Lacking,
}

impl Unread {
    /// The end of a sentence that begins with the page's name.
    fn words(self) -> &'static str {
        match self {
            Self::Scripts => "ritas av skript, och skript kördes inte",
            Self::Part => "ritas delvis av skript, och skript kördes inte",
            Self::Document => "är ett dokument vars text inte går att läsa",
            Self::Cut => "är ett dokument som är för stort för att läsas helt",
            Self::Refused => "får roboten inte läsa",
            Self::Failed => "gick inte att hämta",
            Self::Lost => "är skadad eller saknas i arkivet",
            Self::Undrawn => "ritas av skript, och webbläsaren fick inte fram den",
            Self::Lacking => "ritas av skript, och en del av det som de skulle visa gick inte att få fram",
            Self::Beyond => "lästes inte, eftersom så många sidor av en främmande värd inte läses",
        }
    }
}

/// A page that was not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Gap {
    depth: u16,
    url: Url,
    name: String,
    why: Unread,
}

/// What was not read.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    /// By number of the compiled question: the nearest unread page whose name is about it.
    named: FxHashMap<usize, Gap>,
    /// By host: pages that show nothing without scripts, and all.
    hosts: FxHashMap<String, (u32, u32)>,
    /// The host of the start page, and whether that page, or what it leads on to at once, shows something.
    start: Option<(String, bool)>,
}

impl Gaps {
    /// Counts a page that was got.
    pub(super) fn page(&mut self, shell: bool, visit: &Visit) {
        let host = visit.url.authority();
        let (shells, all) = self.hosts.entry(host.to_owned()).or_default();
        *shells += u32::from(shell);
        *all += 1;
        if visit.depth == Some(0) {
            let shows = !shell || self.start.as_ref().is_some_and(|(_, shows)| *shows);
            let host =
                self.start.take().map_or_else(|| host.to_owned(), |(known, _)| known.min(host.to_owned()));
            self.start = Some((host, shows));
        }
    }

    /// Notes a page that was not read, by the questions that its name is about.
    pub(super) fn unread(&mut self, named: &PageFindings, visit: &Visit, why: Unread) {
        if visit.depth.is_some_and(|depth| depth > MAX_CLICKS) {
            return;
        }
        let name = if visit.anchor.is_empty() { named.title.clone() } else { visit.anchor.clone() };
        let gap = Gap { depth: visit.depth.unwrap_or(u16::MAX), url: visit.url.clone(), name, why };
        for (question, _) in &named.findings {
            let known = self.named.entry(*question).or_insert_with(|| gap.clone());
            if gap < *known {
                *known = gap.clone();
            }
        }
    }

    /// Whether the start page, or most pages of its host, show nothing without scripts.
    pub(super) fn is_drawn_by_scripts(&self) -> bool {
        let Some((host, shows)) = &self.start else { return false };
        let (shells, all) = self.hosts.get(host).copied().unwrap_or_default();
        !shows || 2 * shells > all
    }

    /// What is to be said of an answer that found nothing: that it is not known, or how far the search went.
    pub(super) fn weigh(&self, answer: Answer, question: Option<usize>, knowledge: Knowledge) -> Answer {
        if answer.state != State::NotFound {
            return answer;
        }
        if knowledge == Knowledge::Part {
            return unknown(answer, State::NotReached, "inte funnet, men hela webbplatsen blev inte läst");
        }
        if self.is_drawn_by_scripts() {
            let reason = "webbplatsen ritas av skript, och ingen webbläsare har ritat den";
            return unknown(answer, State::NotReached, reason);
        }
        if let Some(gap) = question.and_then(|question| self.named.get(&question)) {
            let name = if gap.name.is_empty() { gap.url.as_str() } else { &gap.name };
            let reason = format!("inte funnet, men »{name}« ({}) {}", gap.url, gap.why.words());
            return unknown(answer, State::NotReached, &reason);
        }
        match knowledge {
            Knowledge::Cut { left } => limited(answer, left),
            _ => answer,
        }
    }
}

/// Nothing was found before the budget was spent. What promises most is read first, so what is left
/// holds less than its share: half of that share is doubted.
fn limited(answer: Answer, left: u64) -> Answer {
    let read = u64::from(answer.searched);
    let known = read + left;
    let limit = format!("sökt på {read} av {known} kända adresser");
    if read * LEAST_SHARE < known {
        return unknown(answer, State::NotReached, &format!("inte funnet, men bara {limit}"));
    }
    let kept = u64::from(answer.confidence) * (known + read) / (2 * known);
    let confidence = u8::try_from(kept).expect("it is no more than the answer's own");
    Answer { confidence, reason: format!("{} ({limit})", answer.reason), ..answer }
}

/// The answer with nothing known.
pub(super) fn unknown(answer: Answer, state: State, reason: &str) -> Answer {
    Answer { state, reason: reason.to_owned(), evidence: None, confidence: 0, route: None, ..answer }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing(searched: u32) -> Answer {
        Answer {
            question: "forskola.avgift".into(),
            state: State::NotFound,
            confidence: 80,
            reason: "inte funnet".to_owned(),
            evidence: None,
            rejected: Vec::new(),
            searched,
            route: None,
            maturity: None,
        }
    }

    fn visit(path: &str, depth: u16) -> Visit {
        let url = Url::parse("https://www.x.example/").unwrap().join(path).unwrap();
        Visit { url, depth: Some(depth), via: None, anchor: String::new(), record: String::new() }
    }

    #[test]
    fn a_spent_budget_is_told_and_doubted_and_far_too_little_is_no_search() {
        for (read, left, state, confidence) in [
            (1500, 0, State::NotFound, 80),
            (1500, 1500, State::NotFound, 60),
            (1500, 12_000, State::NotFound, 44),
            (1500, 13_501, State::NotReached, 0),
            (150, 2850, State::NotReached, 0),
        ] {
            let answer = Gaps::default().weigh(nothing(read), None, Knowledge::Cut { left });
            assert_eq!((answer.state, answer.confidence), (state, confidence), "{read} {left}");
            assert!(
                answer.reason.contains(&format!("{read} av {}", u64::from(read) + left)),
                "{}",
                answer.reason
            );
        }
        let whole = Gaps::default().weigh(nothing(9), None, Knowledge::Whole);
        assert_eq!(whole, nothing(9));
    }

    #[test]
    fn a_site_is_drawn_by_scripts_by_its_start_page_or_most_of_its_pages() {
        let check = |pages: &[(&str, u16, bool)], expected: bool| {
            let mut gaps = Gaps::default();
            for (path, depth, shell) in pages {
                gaps.page(*shell, &visit(path, *depth));
            }
            assert_eq!(gaps.is_drawn_by_scripts(), expected, "{pages:?}");
            let state = gaps.weigh(nothing(9), None, Knowledge::Whole).state;
            assert_eq!(state == State::NotReached, expected);
        };
        check(&[("/", 0, true)], true);
        check(&[("/", 0, true), ("/start", 0, false)], false);
        check(&[("/", 0, false), ("/a", 1, true)], false);
        check(&[("/", 0, false), ("/a", 1, true), ("/b", 1, true)], true);
        check(&[("/", 0, false), ("//tjanst.example/b", 1, true), ("//tjanst.example/", 1, true)], false);
        check(&[], false);
    }
}
