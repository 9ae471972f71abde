//! Tags and their attributes, read from markup without a document tree. It must not know what they mean.

/// The name of a tag.
pub(super) fn name(tag: &str) -> &str {
    tag.split(|letter: char| letter.is_ascii_whitespace() || matches!(letter, '>' | '/'))
        .next()
        .unwrap_or(tag)
}

/// A tag without its brackets, and what follows it. A bracket within quotation marks ends none.
pub(super) fn tag(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return (&text[..at], &text[at + 1..]),
            (None, b'"' | b'\'') if text[..at].trim_end().ends_with('=') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    (text, "")
}

/// The value of an attribute of a tag.
pub(super) fn attribute<'t>(tag: &'t str, wanted: &str) -> Option<&'t str> {
    attributes(tag).find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
}

/// The attributes of a tag, each with its value.
pub(super) fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = &tag[name(tag).len()..];
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let first = rest.chars().next()?.len_utf8();
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/');
        let (found, after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()).max(first));
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(given) => value(given.trim_start()),
            None => ("", after),
        };
        rest = after;
        Some((found, value))
    })
}

/// A value with or without quotation marks, and what follows it.
fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    text.split_at(text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len()))
}
