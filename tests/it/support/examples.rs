//! The examples in `fixtures/examples`: for every question pages that give points and pages that do not.

use std::fs;
use std::path::Path;

use kommunspegel::rubric::{Points, QuestionId, Rubric, builtin, load};
use serde::Deserialize;
use url::Url;

/// A page's content and what it gives for a question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    pub(crate) question: QuestionId,
    pub(crate) points: Points,
    pub(crate) why: String,
    html: String,
    #[serde(default = "somewhere")]
    pub(crate) url: Url,
}

/// Where an example's page lies when that does not matter.
fn somewhere() -> Url {
    "https://www.exempel.example/sida".parse().unwrap()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    example: Vec<Example>,
}

impl Example {
    /// The content as a document of its own.
    pub(crate) fn document(&self) -> String {
        document(&self.html)
    }
}

/// Content as the main part of a document.
pub(crate) fn document(content: &str) -> String {
    format!("<!doctype html><html lang=\"sv\"><body><main>{content}</main></body></html>")
}

/// All examples, file by file.
pub(crate) fn examples() -> Vec<Example> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/examples");
    let mut paths: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &Path| -> Vec<Example> {
        let text = fs::read_to_string(path).unwrap();
        let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        file.example
    };
    paths.iter().flat_map(|path| read(path)).collect()
}

/// The rubric that travels inside the program.
pub(crate) fn builtin_rubric() -> Rubric {
    load(&builtin()).unwrap_or_else(|problems| panic!("{problems:#?}"))
}
