//! Whether an answer is HTML: by its content type or, where that says nothing, by how it begins (the WHATWG MIME Sniffing
//! standard, section 7.1, in its simplest form). It must not know where answers come from.

use super::charset::decode;

/// Content types by which a server says that it does not know.
const UNKNOWN: &[&str] =
    &["", "*/*", "unknown/unknown", "application/unknown", "application/octet-stream", "binary/octet-stream"];
/// Elements that a page of HTML may begin with.
const FIRST: &[&str] = &[
    "!doctype html",
    "html",
    "head",
    "body",
    "title",
    "meta",
    "link",
    "script",
    "style",
    "iframe",
    "h1",
    "h2",
    "div",
    "main",
    "nav",
    "header",
    "section",
    "article",
    "form",
    "font",
    "table",
    "center",
    "ul",
    "a",
    "b",
    "br",
    "p",
];
/// How much of a body is looked at, in bytes.
const BEGINNING: usize = 1024;

/// Whether a body of such a content type, with or without its parameters, is HTML.
pub fn is_html(content_type: &str, body: &[u8]) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let says_nothing = UNKNOWN.contains(&essence.as_str()) || !essence.contains('/');
    // A page of XHTML may come as XML.
    essence.contains("html") || (says_nothing || essence.ends_with("xml")) && begins_as_html(body)
}

/// Behind a byte order mark, white space, comments and an XML declaration.
fn begins_as_html(body: &[u8]) -> bool {
    let text = decode(&body[..body.len().min(BEGINNING)], None).to_ascii_lowercase();
    let mut rest = text.trim_start_matches(['\u{feff}', '\0']).trim_start();
    for (opened, closed) in [("<?xml", "?>"), ("<!--", "-->"), ("<!--", "-->")] {
        if let Some(inner) = rest.strip_prefix(opened) {
            rest = inner.split_once(closed).map_or("", |(_, rest)| rest).trim_start();
        }
    }
    let Some(tag) = rest.strip_prefix('<') else { return false };
    let ends = |rest: &str| rest.starts_with(|next: char| next == '>' || next == '/' || next.is_whitespace());
    FIRST.iter().any(|first| tag.strip_prefix(first).is_some_and(ends))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_told_by_its_type_or_its_beginning() {
        let utf_16: Vec<u8> = "\u{feff}<html><p>x".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (content_type, body, expected) in [
            ("text/html; charset=utf-8", &b"x"[..], true),
            ("application/xhtml+xml", b"", true),
            ("", b"\xef\xbb\xbf<title>F", true),
            ("", b" \r\n<!doctype html>", true),
            ("", b"<p>x", true),
            ("", &utf_16, true),
            ("application/octet-stream", b"\xef\xbb\xbf<!DOCTYPE HTML><html>", true),
            ("application/octet-stream", b"<!-- hej --><html lang=sv>", true),
            ("nonsense", b"<html>", true),
            ("text/xml", b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'>", true),
            ("text/xml", b"<?xml version='1.0'?><rss>", false),
            ("", b"<urlset>", false),
            ("", b"<pre-rendered>", false),
            ("", b"%PDF-1.4 <html>", false),
            ("", b"", false),
            ("text/plain", b"<html>", false),
            ("image/png", b"<html>", false),
        ] {
            assert_eq!(is_html(content_type, body), expected, "{content_type} {body:?}");
        }
    }
}
