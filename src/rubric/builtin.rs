//! The rubric that travels inside the program.

use include_dir::{Dir, include_dir};

use super::table::Source;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rubrics/information-at-alla");

/// The files of the built-in rubric "Information åt alla".
pub fn builtin() -> Vec<Source> {
    let mut sources = Vec::new();
    gather(&FILES, &mut sources);
    sources.sort();
    sources
}

fn gather(dir: &Dir<'_>, sources: &mut Vec<Source>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let Some(text) =
            file.contents_utf8().filter(|_| file.path().extension().is_some_and(|ending| ending == "toml"))
        {
            sources.push(Source { path, text: text.to_owned() });
        }
    }
    for inner in dir.dirs() {
        gather(inner, sources);
    }
}
