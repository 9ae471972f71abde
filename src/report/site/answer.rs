//! How one answer is shown: points, quote, link, and what was searched. It must not know which page it is on.

use super::frame::web_address;
use crate::judgement::{Answer, Evidence, Rejected, Route, State};
use crate::report::{text_fragment, tongue::Tongue};

/// One answer, ready for a template.
pub(super) struct AnswerView {
    /// CSS class of the points: `full`, `partial`, `none` or `unknown`.
    pub(super) class: &'static str,
    /// `3 poäng` … or `ej bedömd`.
    pub(super) label: &'static str,
    /// Why nothing is known; empty when points are given.
    pub(super) unknown: &'static str,
    /// The rule that fired, in Swedish.
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
    /// Points that were seen now and do not count until they are seen again.
    pub(super) unconfirmed: Option<&'static str>,
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
    pub(super) fn of(answer: &Answer, tongue: Tongue) -> Self {
        let (class, label, unknown) = words(answer.state, tongue);
        let judged = answer.points().is_some();
        let told = matches!(answer.state, State::Blocked | State::Error);
        let rejected = |rejected: &Rejected| (Proof::of(&rejected.evidence), sentence(&rejected.reason));
        Self {
            class,
            label,
            unknown,
            reason: if told { String::new() } else { sentence(&answer.reason) },
            proof: answer.evidence.as_ref().map(Proof::of),
            searched: (answer.state == State::NotFound).then_some(answer.searched),
            rejected: answer.rejected.iter().map(rejected).collect(),
            route: answer.route.map(|way| route(way, tongue)).unwrap_or_default(),
            maturity: answer.maturity,
            confidence: judged.then_some(answer.confidence),
            unconfirmed: None,
        }
    }

    /// The answer beside what was seen now, when that does not count yet.
    pub(super) fn beside(mut self, seen: Option<&Answer>, tongue: Tongue) -> Self {
        self.unconfirmed = seen.map(|seen| words(seen.state, tongue).1);
        self
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

/// A reason with a capital and without its full stop, which the page sets.
fn sentence(reason: &str) -> String {
    let mut letters = reason.trim_end_matches('.').chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Class, label and, when nothing is known, why.
pub(super) fn words(state: State, tongue: Tongue) -> (&'static str, &'static str, &'static str) {
    let say = |sv: &'static str, en: &'static str| tongue.say(sv, en);
    let (class, label) = match state {
        State::Full => ("full", say("3 poäng", "3 points")),
        State::Partial => ("partial", say("1 poäng", "1 point")),
        State::NotFound => ("none", say("0 poäng", "0 points")),
        State::NotApplicable => ("unknown", say("gäller inte", "not applicable")),
        _ => ("unknown", say("ej bedömd", "not judged")),
    };
    let unknown = match state {
        State::Full | State::Partial | State::NotFound => "",
        State::NotReached => {
            say("Sidorna som kunde svara nåddes inte.", "The pages that could answer were not reached.")
        }
        State::Blocked => say("Webbplatsen tillät inte besöket.", "The site did not allow the visit."),
        State::Error => say("Webbplatsen kunde inte läsas.", "The site could not be read."),
        State::NotApplicable => say("Frågan gäller inte här.", "The question does not apply here."),
        State::NotAssessed => {
            say("Frågan kan inte bedömas maskinellt ännu.", "The question cannot be judged by a machine yet.")
        }
    };
    (class, label, unknown)
}

/// How an errand is done, in words.
pub(super) fn route(route: Route, tongue: Tongue) -> &'static str {
    match route {
        Route::Eservice => tongue.say("E-tjänst", "E-service"),
        Route::WebForm => tongue.say("Webbformulär", "Web form"),
        Route::Form => tongue.say("Blankett", "Form to print"),
        Route::Contact => tongue.say("Telefon, e-post eller besök", "Telephone, e-mail or visit"),
        Route::Described => tongue.say("Beskrivs, men kan inte utföras", "Described, but cannot be done"),
        Route::Absent => tongue.say("Finns inte", "Absent"),
    }
}
