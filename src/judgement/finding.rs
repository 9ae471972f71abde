//! What one page offers to each question, small enough to keep for a whole site.

use serde::{Deserialize, Serialize};
use url::Url;

use super::answer::Evidence;
use super::probe::pages_held;
use super::soft::simhash;
use super::unread::Unread;
use crate::evidence::{Candidate, CompiledRubric, Fetched, Reading, Route, Words, candidates};
use crate::page::{Page, Shell, Zone};
use crate::rubric::Points;

/// Candidates kept for each question and page.
const KEPT: usize = 2;
/// Longest quote, in characters.
const QUOTE: usize = 320;

/// A place on a page that may answer a question, with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Finding {
    pub points: Points,
    /// How firmly it stands; see [`Candidate::strength`].
    pub strength: u8,
    pub evidence: Evidence,
    pub reason: String,
    pub route: Option<Route>,
    /// Whether the page asks for an e-identification (maturity 2 on Österåker's scale).
    pub identified: bool,
}

/// What one page offers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PageFindings {
    pub(super) url: Url,
    pub(super) title: String,
    /// By number of the compiled question.
    pub(super) findings: Vec<(usize, Finding)>,
    /// Likeness of the content: equal for pages that show the same.
    pub(super) content: u64,
    /// Whether the page says that it does not exist, or asks for a log-in before anything else.
    pub(super) empty: bool,
    pub(super) search_box: bool,
    /// Likeness of the content's words: near for pages that show nearly the same.
    pub(super) near: u64,
    /// Why the page, or a part of it, counts as unread, if it does.
    pub(super) unread: Option<Unread>,
    /// The searches (probe and case) for which it is the right page.
    pub(super) sought: Vec<(usize, usize)>,
}

impl PageFindings {
    /// The page's address.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Why the page, or a part of it, counts as unread, if it does.
    pub fn unread(&self) -> Option<Unread> {
        self.unread.filter(|_| !self.empty)
    }

    /// The same of a page that a browser drew, or tried to: if it counts as unread, its scripts did run.
    #[must_use]
    pub fn after_drawing(self) -> Self {
        let unread = self.unread.map(|why| match why {
            Unread::Scripts => Unread::Undrawn,
            Unread::Part => Unread::Lacking,
            other => other,
        });
        Self { unread, ..self }
    }

    /// Whether no question is answered here, or spoken of.
    pub fn offers_nothing(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Reads one page for all questions.
pub fn read_page(
    page: &Page,
    fetched: Option<Fetched>,
    rubric: &CompiledRubric,
    words: &mut Words,
) -> PageFindings {
    let empty = says_missing(page);
    let (mut findings, mut sought) = (Vec::new(), Vec::new());
    if !empty {
        let reading = Reading::new(page, fetched, rubric, words);
        sought = pages_held(&reading, rubric);
        let identified = asks_for_identity(page);
        for number in 0..rubric.questions.len() {
            let best = candidates(&reading, rubric, number).into_iter().take(KEPT);
            findings.extend(best.map(|candidate| (number, finding(&reading, candidate, identified))));
        }
    }
    PageFindings {
        url: page.url.clone(),
        title: page.title.clone(),
        findings,
        content: likeness(page),
        empty,
        search_box: has_search_box(page),
        near: nearness(page),
        unread: page.shell.map(cause),
        sought,
    }
}

fn cause(shell: Shell) -> Unread {
    match shell {
        Shell::Part => Unread::Part,
        Shell::Cut => Unread::Cut,
        Shell::Says | Shell::Root | Shell::Bundle | Shell::Scripts | Shell::Blank | Shell::Main => {
            Unread::Scripts
        }
    }
}

fn finding(reading: &Reading<'_>, candidate: Candidate, identified: bool) -> Finding {
    let first = candidate.proof.first().and_then(|&sentence| reading.block(sentence)).unwrap_or_default();
    let evidence = Evidence {
        url: reading.page.url.to_string(),
        title: reading.page.title.clone(),
        heading_path: if reading.page.blocks.is_empty() {
            Vec::new()
        } else {
            reading.page.heading_path(first)
        },
        quote: quote(reading, &candidate.proof),
        block: u32::try_from(first).expect("a page is limited to a few megabytes"),
        link: candidate.link.map(Into::into),
        click_path: Vec::new(),
        archived_record: String::new(),
    };
    let Candidate { points, strength, reason, route, .. } = candidate;
    Finding { points, strength, evidence, reason, route, identified }
}

/// The sentences of the proof in the order of the page, cut at [`QUOTE`] characters.
fn quote(reading: &Reading<'_>, proof: &[u32]) -> String {
    let mut sentences: Vec<u32> = proof.to_vec();
    sentences.sort_unstable();
    sentences.dedup();
    let mut quote = String::new();
    for (at, &sentence) in sentences.iter().enumerate() {
        if at > 0 {
            quote.push_str(if sentences[at - 1] + 1 == sentence { " " } else { " … " });
        }
        quote.push_str(&reading.text(sentence).replace('\n', " "));
    }
    match quote.char_indices().nth(QUOTE) {
        Some((end, _)) => format!("{}…", quote[..end].trim_end()),
        None => quote,
    }
}

/// Words of pages that answer 200 and say that there is nothing.
const MISSING: &[&str] = &[
    "sidan kunde inte hittas",
    "sidan hittades inte",
    "sidan finns inte",
    "sidan kan inte hittas",
    "sidan saknas",
    "kunde inte hitta sidan",
    "hittar inte sidan",
    "page not found",
    "404",
    "sidan du söker",
    "sidan du letar efter",
    "vi hittar tyvärr inte",
    "tjänsten finns inte",
    "sidan har flyttats eller tagits bort",
    "access denied",
    "sidan är borttagen",
    "ogiltig sida",
];

fn says_missing(page: &Page) -> bool {
    let says = |text: &str| {
        let text = text.to_lowercase();
        MISSING.iter().any(|words| text.contains(words)) && !text.contains("vanliga frågor")
    };
    let heading = page.main_heading().map(|block| page.blocks[block].text.as_str());
    heading.is_some_and(says) || says(&page.title)
}

fn asks_for_identity(page: &Page) -> bool {
    page.blocks.iter().filter(|block| block.zone == Zone::Main).any(|block| {
        let text = block.text.to_lowercase();
        ["bankid", "e-legitimation", "bank-id", "kräver inloggning", "freja"]
            .iter()
            .any(|word| text.contains(word))
    })
}

/// A search form anywhere on the page, or a link in the header that leads to the site's search.
fn has_search_box(page: &Page) -> bool {
    let link = |block: &crate::page::Block| {
        block.zone != Zone::Main
            && block.links.iter().any(|link| {
                let text = link.text.to_lowercase();
                matches!(text.as_str(), "sök" | "sök på webbplatsen" | "till sök" | "sökning")
            })
    };
    page.forms.iter().any(|form| form.search) || page.blocks.iter().any(link)
}

fn nearness(page: &Page) -> u64 {
    let content = page.blocks.iter().filter(|block| block.zone == Zone::Main);
    simhash(content.flat_map(|block| block.text.split_whitespace()))
}

/// FNV-1a over the content's text.
fn likeness(page: &Page) -> u64 {
    let content = page.blocks.iter().filter(|block| block.zone == Zone::Main);
    content
        .flat_map(|block| block.text.bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
