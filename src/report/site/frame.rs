//! What every page shares: addresses, title, and which edition and rubric it shows. It must not know results.

use crate::report::swedish::slug;
use crate::rubric::QuestionId;
use crate::standing::{Benchmark, Body, Group};

/// The frame around a page.
pub(super) struct Frame {
    /// Title of the page.
    pub(super) title: String,
    /// The way from the page up to the start of the site: empty or `../` repeated.
    pub(super) root: &'static str,
    /// Which measurement.
    pub(super) edition: String,
    /// Rubric and version.
    pub(super) rubric: String,
}

impl Frame {
    /// A page that lies `depth` folders below the start page (at most two).
    pub(super) fn new(benchmark: &Benchmark, title: impl Into<String>, depth: usize) -> Self {
        let edition = &benchmark.edition;
        Self {
            title: title.into(),
            root: ["", "../", "../../"][depth],
            edition: edition.id.clone(),
            rubric: format!("{} {}", benchmark.rubric_name.sv, edition.rubric.version),
        }
    }
}

/// Address of a body's page.
pub(super) fn body_path(body: &Body) -> String {
    format!("kommun/{}-{}/index.html", slug(&body.code), slug(&body.name))
}

/// Address of a question's page.
pub(super) fn question_path(id: &QuestionId) -> String {
    format!("fraga/{}/index.html", slug_of_id(&id.0))
}

/// Address of an area's page.
pub(super) fn area_path(id: &str) -> String {
    format!("omrade/{}/index.html", slug(id))
}

/// Address of a group's page.
pub(super) fn group_path(group: &Group) -> String {
    format!("grupp/{}/index.html", slug(&group.id))
}

/// `forskola.ansok-plats` stays as it is, apart from what an address must not hold.
fn slug_of_id(id: &str) -> String {
    id.split('.').map(slug).collect::<Vec<_>>().join(".")
}

/// An address that a page may link to: the web only, never `javascript:` or the like.
pub(super) fn web_address(url: &str) -> Option<&str> {
    let scheme = url.split(':').next().unwrap_or_default().to_ascii_lowercase();
    matches!(scheme.as_str(), "http" | "https").then_some(url)
}
