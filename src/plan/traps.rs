//! Address shapes that have no end: they are recognised by the address alone and never asked for.

use rustc_hash::FxHashMap;
use url::Url;

/// Longest address that is asked for, in bytes.
const MAX_LENGTH: usize = 1000;
/// Most path segments of an address that is asked for.
const MAX_SEGMENTS: usize = 14;
/// A path segment or query parameter that stands this often in one address is a loop.
const REPEATED: u32 = 3;

/// Whether an address has the shape of a trap: very long or deep, the same path segment or query parameter again
/// and again, or a second host name in its path.
pub(super) fn is_trap(url: &Url) -> bool {
    let segments: Vec<&str> =
        url.path_segments().into_iter().flatten().filter(|segment| !segment.is_empty()).collect();
    url.as_str().len() > MAX_LENGTH
        || segments.len() > MAX_SEGMENTS
        || repeats(segments.iter().copied())
        || repeats(url.query().into_iter().flat_map(|query| query.split('&')).map(parameter_name))
        || segments.iter().any(|segment| names_a_host(segment))
}

fn parameter_name(pair: &str) -> &str {
    pair.split('=').next().unwrap_or(pair)
}

fn repeats<'a>(parts: impl Iterator<Item = &'a str>) -> bool {
    let mut counts = FxHashMap::<&str, u32>::default();
    parts.into_iter().any(|part| {
        let count = counts.entry(part).or_default();
        *count += 1;
        *count >= REPEATED
    })
}

/// A link written without `//` puts a host name (or a whole address) into the path.
fn names_a_host(segment: &str) -> bool {
    let segment = segment.to_ascii_lowercase();
    segment.starts_with("www.") || matches!(segment.as_str(), "http:" | "https:" | "http%3a" | "https%3a")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_without_end() {
        for (path, expected) in [
            ("/barn/forskola/ansok", false),
            ("/a/b/a/b/a/b", true),
            ("/a/b/a", false),
            ("/?p=1&q=2&p=3", false),
            ("/?p=1&p=2&p=3", true),
            ("/lankar/www.annan.example/", true),
            ("/lankar/http://annan.example/", true),
            ("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15", true),
        ] {
            let url = Url::parse("https://x.example").unwrap().join(path).unwrap();
            assert_eq!(is_trap(&url), expected, "{path}");
        }
    }
}
