//! How one answer is shown: points, quote, link, and what was searched. It must not know which page it is on.

use super::frame::web_address;
use crate::judgement::{Answer, Evidence, Rejected, Route, State};
use crate::report::text_fragment;

/// One answer, ready for a template.
pub(super) struct AnswerView {
    /// CSS class of the points: `full`, `partial`, `none` or `unknown`.
    pub(super) class: &'static str,
    /// `3 poäng` … or `ej bedömd`.
    pub(super) label: &'static str,
    /// Why nothing is known; empty when points are given.
    pub(super) unknown: &'static str,
    /// The rule that fired.
    pub(super) reason: String,
    /// The proof.
    pub(super) proof: Option<Proof>,
    /// Pages searched, for a zero.
    pub(super) searched: Option<u32>,
    /// Places that looked like an answer.
    pub(super) rejected: Vec<(Proof, String)>,
    /// How the errand is done; e-service questions only.
    pub(super) route: &'static str,
    /// 0-4; e-service questions only.
    pub(super) maturity: Option<u8>,
    /// 0-100, when something was judged.
    pub(super) confidence: Option<u8>,
}

/// A quote and where it stands.
pub(super) struct Proof {
    /// The words.
    pub(super) quote: String,
    /// Title of the page.
    pub(super) title: String,
    /// Link to the words on the page; `None` when the address is not of the web.
    pub(super) href: Option<String>,
    /// The address as text.
    pub(super) url: String,
    /// Headings above the quote.
    pub(super) headings: String,
    /// Links to click from the start page.
    pub(super) clicks: String,
    /// Where a link in the proof leads.
    pub(super) target: Option<String>,
    /// The archived page.
    pub(super) record: String,
}

impl AnswerView {
    /// Shows an answer in full.
    pub(super) fn of(answer: &Answer) -> Self {
        let (class, label, unknown) = words(answer.state);
        let judged = answer.points().is_some();
        Self {
            class,
            label,
            unknown,
            reason: sentence(&answer.reason),
            proof: answer.evidence.as_ref().map(Proof::of),
            searched: (answer.state == State::NotFound).then_some(answer.searched),
            rejected: answer
                .rejected
                .iter()
                .map(|r: &Rejected| (Proof::of(&r.evidence), sentence(&r.reason)))
                .collect(),
            route: answer.route.map(route).unwrap_or_default(),
            maturity: answer.maturity,
            confidence: judged.then_some(answer.confidence),
        }
    }
}

impl Proof {
    /// Shows a proof.
    pub(super) fn of(evidence: &Evidence) -> Self {
        let clicks: Vec<&str> = evidence.click_path.iter().map(|step| step.label.as_str()).collect();
        Self {
            quote: evidence.quote.clone(),
            title: evidence.title.clone(),
            href: web_address(&evidence.url).map(|url| text_fragment(url, &evidence.quote)),
            url: evidence.url.clone(),
            headings: evidence.heading_path.join(" › "),
            clicks: clicks.join(" › "),
            target: evidence.link.as_deref().and_then(web_address).map(str::to_owned),
            record: evidence.archived_record.clone(),
        }
    }
}

/// A reason without its full stop, which the page sets.
fn sentence(reason: &str) -> String {
    reason.trim_end_matches('.').to_owned()
}

/// Class, label and, when nothing is known, why.
pub(super) fn words(state: State) -> (&'static str, &'static str, &'static str) {
    match state {
        State::Full => ("full", "3 poäng", ""),
        State::Partial => ("partial", "1 poäng", ""),
        State::NotFound => ("none", "0 poäng", ""),
        State::NotReached => ("unknown", "ej bedömd", "Sidorna som kunde svara nåddes inte."),
        State::Blocked => ("unknown", "ej bedömd", "Webbplatsen tillät inte besöket."),
        State::Error => ("unknown", "ej bedömd", "Webbplatsen kunde inte läsas."),
        State::NotApplicable => ("unknown", "gäller inte", "Frågan gäller inte här."),
        State::NotAssessed => ("unknown", "ej bedömd", "Frågan kan inte bedömas maskinellt ännu."),
    }
}

fn route(route: Route) -> &'static str {
    match route {
        Route::Eservice => "E-tjänst",
        Route::WebForm => "Webbformulär",
        Route::Form => "Blankett",
        Route::Contact => "Telefon, e-post eller besök",
        Route::Described => "Beskrivs, men kan inte utföras",
        Route::Absent => "Nämns inte",
    }
}
