//! What every page shares: addresses, title, language, and which edition and rubric it shows. It must not know
//! results.

use whatlang::{Detector, Lang};

use crate::report::swedish::slug;
use crate::report::tongue::Tongue;
use crate::rubric::QuestionId;
use crate::standing::{Benchmark, Body, Group};

/// The frame around a page.
pub(super) struct Frame {
    /// Title of the page.
    pub(super) title: String,
    /// Language of the page.
    pub(super) tongue: Tongue,
    /// The way from the page up to the start of the site in its language: empty or `../` repeated.
    pub(super) root: String,
    /// The way up to where data and styles lie.
    pub(super) top: String,
    /// The way to the same page in the other language.
    pub(super) other: String,
    /// Marks Swedish text on an English page: empty or ` lang="sv"`.
    pub(super) swedish: &'static str,
    /// Which measurement.
    pub(super) edition: String,
    /// Its day or month.
    pub(super) date: String,
    /// Rubric and version.
    pub(super) rubric: String,
    /// The published edition whose archive was judged again.
    pub(super) again: Option<String>,
}

impl Frame {
    /// The page at this path below the start of its language.
    pub(super) fn new(benchmark: &Benchmark, tongue: Tongue, path: &str, title: impl Into<String>) -> Self {
        let edition = &benchmark.edition;
        let root = "../".repeat(path.matches('/').count());
        let (top, other) = match tongue {
            Tongue::Swedish => (root.clone(), Tongue::English),
            Tongue::English => (format!("{root}../"), Tongue::Swedish),
        };
        Self {
            title: title.into(),
            tongue,
            other: format!("{top}{}{path}", other.prefix()),
            root,
            top,
            swedish: tongue.say("", " lang=\"sv\""),
            edition: edition.id.clone(),
            again: edition.again.clone(),
            date: edition.date.clone(),
            rubric: format!("{} {}", tongue.of(&benchmark.rubric_name), edition.rubric.version),
        }
    }

    /// Marks what a page of the measured site says by its language: most are Swedish, some are plainly English.
    pub(super) fn quoted(&self, text: &str) -> &'static str {
        let english = !text.to_lowercase().contains(['å', 'ä', 'ö'])
            && Detector::with_allowlist(vec![Lang::Swe, Lang::Eng])
                .detect(text)
                .is_some_and(|found| found.lang() == Lang::Eng && found.is_reliable());
        if english { self.tongue.say(" lang=\"en\"", "") } else { self.swedish }
    }

    /// The words in the page's language.
    pub(super) fn t<'a>(&self, sv: &'a str, en: &'a str) -> &'a str {
        self.tongue.say(sv, en)
    }
}

/// Address of a body's page.
pub(in crate::report) fn body_path(body: &Body) -> String {
    format!("kommun/{}-{}/index.html", slug(&body.code), slug(&body.name))
}

/// Address of a question's page.
pub(in crate::report) fn question_path(id: &QuestionId) -> String {
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
