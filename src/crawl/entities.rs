//! The character references that occur in addresses and link texts.
//!
//! Pure; not the whole list of HTML, which a streaming link extractor does not need.

use std::borrow::Cow;

/// Names and what they stand for.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("shy", '\u{ad}'),
    ("aring", 'å'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("Aring", 'Å'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("eacute", 'é'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("rsquo", '’'),
    ("hellip", '…'),
    ("raquo", '»'),
    ("laquo", '«'),
];

/// Signs of the longest reference that is looked for: a number with some zeros before it.
const LONGEST: usize = 16;

/// The text with its character references resolved; unknown ones stay as they stand.
pub(super) fn resolve(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST).position(|sign| sign == b';');
        let reference = end.and_then(|end| Some((character(&rest[1..end])?, &rest[end + 1..])));
        let (found, after) = reference.unwrap_or(('&', &rest[1..]));
        out.push(found);
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn character(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return NAMED.iter().find(|(known, _)| *known == name).map(|(_, found)| *found);
    };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved() {
        for (text, expected) in [
            ("/a?b=1&amp;c=2", "/a?b=1&c=2"),
            ("F&ouml;rskola &#38; &#xe4;ldre", "Förskola & äldre"),
            ("/a?b=1&copy=2;x", "/a?b=1&copy=2;x"),
            ("a & b &#xffffff; &;", "a & b &#xffffff; &;"),
            ("&", "&"),
            ("&amp", "&amp"),
            ("&å;&ouml;", "&å;ö"),
            ("&#0000000228;&#x0000000000000000e4;", "ä&#x0000000000000000e4;"),
        ] {
            assert_eq!(resolve(text), expected);
        }
    }
}
