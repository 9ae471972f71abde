//! The front matter of a page's file: TOML between two lines of `+++`, then the body.

use std::ops::Range;

use serde::Deserialize;

/// What the front matter says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Front {
    pub(super) path: String,
    pub(super) title: String,
    pub(super) parent: Option<String>,
    #[serde(default)]
    pub(super) menu: bool,
    /// The page above does not list it: a list in its content does.
    #[serde(default)]
    pub(super) unlisted: bool,
    pub(super) updated: Option<String>,
    /// The body is the whole document; nothing is drawn around it.
    #[serde(default)]
    pub(super) whole: bool,
}

const FENCE: &str = "+++\n";

/// Front matter and body, or the line of the file, from 1, with what is wrong there.
pub(super) fn split(text: &str) -> Result<(Front, &str), (usize, String)> {
    let rest = text.strip_prefix(FENCE).ok_or((1, "the file must begin with a line of +++".to_owned()))?;
    let fence = if rest.starts_with(FENCE) { Some(0) } else { rest.find("\n+++\n").map(|at| at + 1) };
    let end = fence.ok_or((1, "the front matter must end with a line of +++".to_owned()))?;
    let front = toml::from_str(&rest[..end])
        .map_err(|error| (1 + line(rest, error.span()), error.message().to_owned()))?;
    Ok((front, &rest[end + FENCE.len()..]))
}

/// Line of a place in a text, from 1.
pub(super) fn line(text: &str, span: Option<Range<usize>>) -> usize {
    let before = span.map_or(0, |span| span.start.min(text.len()));
    text[..before].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_and_body_part() {
        let (front, body) = split("+++\npath = \"/\"\ntitle = \"A\"\n+++\n<h1>A</h1>\n+++\n").unwrap();
        assert_eq!((front.path.as_str(), front.menu, body), ("/", false, "<h1>A</h1>\n+++\n"));
    }

    #[test]
    fn mistakes_have_a_line() {
        let check = |text, line, part: &str| {
            let (found, message) = split(text).unwrap_err();
            assert_eq!(found, line, "{message}");
            assert!(message.contains(part), "{message} lacks {part}");
        };
        check("<h1>A</h1>", 1, "begin");
        check("+++\npath = \"/\"\n", 1, "end");
        check("+++\npath = \"/\"\ntitle = \"A\"\nparrent = \"/\"\n+++\n", 4, "parrent");
        check("+++\n+++\n", 2, "path");
    }
}
