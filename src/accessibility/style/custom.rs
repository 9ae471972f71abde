//! Custom properties: `var(--x, fallback)` replaced by what stands behind it. Knows text; not properties.

use html5ever::LocalName;

use super::computed::Custom;

/// Replacements within replacements.
const DEEPEST: u8 = 12;
/// Letters of a value after replacement.
const LONGEST: usize = 10_000;

/// The text with every `var()` replaced; none when one of them has neither value nor fallback.
pub(super) fn substitute(text: &str, custom: &Custom) -> Option<String> {
    replace(text, custom, 0)
}

fn replace(text: &str, custom: &Custom, depth: u8) -> Option<String> {
    let (mut done, mut rest) = (String::new(), text);
    while let Some(at) = rest.find("var(") {
        done.push_str(&rest[..at]);
        let inside = &rest[at + 4..];
        let end = closing(inside)?;
        done.push_str(&value_of(&inside[..end], custom, depth)?);
        if done.len() > LONGEST {
            return None;
        }
        rest = &inside[end + 1..];
    }
    done.push_str(rest);
    Some(done)
}

fn value_of(inside: &str, custom: &Custom, depth: u8) -> Option<String> {
    if depth > DEEPEST {
        return None;
    }
    let (name, fallback) =
        inside.split_once(',').map_or((inside, None), |(name, fallback)| (name, Some(fallback)));
    let name = LocalName::from(name.trim().strip_prefix("--")?);
    let known = custom.as_ref().and_then(|custom| custom.get(&name));
    let value = known.and_then(|value| replace(value, custom, depth + 1));
    value.or_else(|| replace(fallback?, custom, depth + 1))
}

/// Where the bracket that is open closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn substitution() {
        let known = [("a", "red"), ("b", "var(--a)"), ("loop", "var(--loop)"), ("rgb", "1, 2, 3")];
        let map = known.iter().map(|(name, value)| (LocalName::from(*name), Arc::from(*value))).collect();
        let custom: Custom = Some(Arc::new(map));
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(substitute(text, &custom).as_deref(), expected, "{text}");
        };
        check("var(--a)", Some("red"));
        check("x var(--b) y", Some("x red y"));
        check("rgb(var(--rgb))", Some("rgb(1, 2, 3)"));
        check("var(--none)", None);
        check("var(--none, calc(1px + 2px))", Some(" calc(1px + 2px)"));
        check("var(--none, var(--a))", Some(" red"));
        check("var(--loop)", None);
        check("var(--loop, blue)", Some(" blue"));
        check("var(", None);
    }
}
