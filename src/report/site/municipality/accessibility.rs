//! A body's accessibility: its figure, its statement, what fails by success criterion, and the gravest defects. It must
//! not check pages, and shows nothing of points.

use super::super::frame;
use super::criteria;
use crate::report::tongue::Tongue;
use crate::standing::{Accessibility, Band, Criterion, Defect, Statement};

/// The section.
pub(super) struct AccessibilityView {
    /// Name, value and comment.
    pub(super) figures: Vec<(&'static str, String, String)>,
    /// Where the statement lies.
    pub(super) statement: Option<String>,
    /// What the statement must tell and does not.
    pub(super) lacking: Vec<&'static str>,
    /// Criterion, its name, and pages that fail it, pages that it applies to, different defects; those that fail, most
    /// pages first.
    pub(super) criteria: Vec<(String, &'static str, [u32; 3])>,
    /// Criteria that a rule was about and that no page fails.
    pub(super) kept: Vec<String>,
    pub(super) defects: Vec<DefectView>,
}

/// One defect.
pub(super) struct DefectView {
    pub(super) reason: String,
    pub(super) remedy: String,
    pub(super) criteria: String,
    pub(super) impact: &'static str,
    /// `71 sidor`.
    pub(super) pages: String,
    /// Where it stands.
    pub(super) target: String,
    /// One of the pages.
    pub(super) address: Option<String>,
}

impl AccessibilityView {
    /// Shows what was found; nothing when no page was checked.
    pub(super) fn of(found: &Accessibility, tongue: Tongue) -> Option<Self> {
        let figure = found.figure?;
        let (failing, kept): (Vec<_>, Vec<_>) =
            found.criteria.iter().partition(|(_, criterion)| criterion.failed_pages > 0);
        let line = |(id, one): (&String, &Criterion)| {
            let pages = [one.failed_pages, one.failed_pages + one.passed_pages];
            (id.clone(), criteria::name(id, tongue), [pages[0], pages[1], one.components])
        };
        let mut criteria: Vec<_> = failing.into_iter().map(line).collect();
        criteria.sort_by_key(|one| std::cmp::Reverse(one.2[0]));
        Some(Self {
            figures: vec![
                (
                    tongue.say("Tillgänglighet", "Accessibility"),
                    figure.to_string(),
                    tongue.say("av 500, medel av sidorna", "of 500, the mean of the pages").to_owned(),
                ),
                (
                    tongue.say("Olika brister", "Different defects"),
                    found.defects.to_string(),
                    band(found.band, tongue),
                ),
                (
                    tongue.say("Prövade sidor", "Pages checked"),
                    tongue.grouped(found.pages_checked),
                    uncertain(found.pages_uncertain, tongue),
                ),
                (
                    tongue.say("Redogörelsen", "The statement"),
                    whose(&found.statement, tongue),
                    said(found, tongue),
                ),
            ],
            statement: frame::web_address(&found.statement.address).map(str::to_owned),
            lacking: found.statement.lacking().map(|id| item(id, tongue)).collect(),
            criteria,
            kept: kept.into_iter().map(|(id, _)| id.clone()).collect(),
            defects: found.components.iter().map(|defect| DefectView::of(defect, tongue)).collect(),
        })
    }
}

impl DefectView {
    fn of(defect: &Defect, tongue: Tongue) -> Self {
        Self {
            reason: tongue.of(&defect.reason).to_owned(),
            remedy: tongue.of(&defect.remedy).to_owned(),
            criteria: defect.criteria.join(", "),
            impact: match defect.impact.as_str() {
                "critical" => tongue.say("Spärrar", "Blocks"),
                "serious" => tongue.say("Stort hinder", "Great obstacle"),
                "moderate" => tongue.say("Hinder", "Obstacle"),
                _ => tongue.say("Störande", "Annoyance"),
            },
            pages: pages(defect.pages, tongue),
            target: defect.target.clone(),
            address: defect.addresses.first().and_then(|url| frame::web_address(url)).map(str::to_owned),
        }
    }
}

fn band(band: Option<Band>, tongue: Tongue) -> String {
    let words = match band {
        Some(Band::Green) => tongue.say("0–9: få", "0–9: few"),
        Some(Band::Yellow) => tongue.say("10–79: flera", "10–79: several"),
        Some(Band::Red) => tongue.say("80 eller fler: många", "80 or more: many"),
        None => "",
    };
    words.to_owned()
}

fn pages(count: u32, tongue: Tongue) -> String {
    let word = if count == 1 { tongue.say("sida", "page") } else { tongue.say("sidor", "pages") };
    format!("{}\u{a0}{word}", tongue.grouped(count))
}

fn uncertain(pages: u32, tongue: Tongue) -> String {
    match pages {
        0 => String::new(),
        pages => {
            format!("{} {}", tongue.grouped(pages), tongue.say("med osäkra färger", "with uncertain colours"))
        }
    }
}

fn whose(statement: &Statement, tongue: Tongue) -> String {
    let words = match statement.whose.as_str() {
        "own" => tongue.say("Finns", "There"),
        "body-only" => tongue.say("Nämner inte webbplatsen", "Does not name the site"),
        "other" => tongue.say("Gäller något annat", "Is about something else"),
        _ => tongue.say("Saknas", "Missing"),
    };
    words.to_owned()
}

/// What the statement says and how old it is.
fn said(found: &Accessibility, tongue: Tongue) -> String {
    let claim = match found.statement.claim.as_deref() {
        Some("full") => tongue.say("säger ”helt förenlig”", "says “fully compliant”"),
        Some("partial") => tongue.say("säger ”delvis förenlig”", "says “partially compliant”"),
        Some("not") => tongue.say("säger ”inte förenlig”", "says “not compliant”"),
        _ => "",
    };
    let age = found.statement.age_months.map(|months| match tongue {
        Tongue::Swedish => format!("{months}\u{a0}månader gammal"),
        Tongue::English => format!("{months} months old"),
    });
    [Some(claim.to_owned()).filter(|claim| !claim.is_empty()), age]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

/// What an item of a statement is about.
fn item(id: &str, tongue: Tongue) -> &'static str {
    match id {
        "body" => tongue.say("vem som står bakom", "who is behind it"),
        "service" => tongue.say("vilken webbplats den gäller", "which site it is about"),
        "claim" => tongue.say("hur väl lagen följs", "how far the law is met"),
        "defects" => tongue.say("vilka brister som finns", "which defects there are"),
        "assessed" => tongue.say("när webbplatsen bedömdes", "when the site was assessed"),
        "updated" => tongue.say("när redogörelsen uppdaterades", "when the statement was updated"),
        "method" => tongue.say("hur webbplatsen prövats", "how the site was tested"),
        "feedback" => {
            tongue.say("hur brister anmäls till kommunen", "how to tell the municipality of defects")
        }
        "report" => tongue.say("länk till Diggs anmälan", "a link to the supervising authority"),
        _ => tongue.say("en uppgift till", "another item"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::sample;

    #[test]
    fn a_site_that_was_not_checked_has_no_section() {
        assert!(AccessibilityView::of(&Accessibility::default(), Tongue::Swedish).is_none());
    }

    #[test]
    fn what_fails_on_most_pages_comes_first() {
        let (_, found) = sample::beside().accessibility.pop_first().unwrap();
        let view = AccessibilityView::of(&found, Tongue::English).unwrap();
        assert!(view.criteria.is_sorted_by(|one, other| one.2[0] >= other.2[0]) && view.criteria.len() > 1);
        assert!(view.kept.iter().all(|kept| view.criteria.iter().all(|one| one.0 != *kept)));
        assert_eq!(view.lacking, ["how the site was tested", "a link to the supervising authority"]);
    }
}
