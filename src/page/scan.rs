//! HTML as a stream of texts and tags, without a document tree: fast enough to be read in passing. Any text is read
//! without harm. It must not know what is looked for.

use memchr::{memchr, memchr3, memmem};

/// Elements whose content is text and no markup (HTML standard, 13.2.5.1, scripts being on).
const RAW: &[&str] =
    &["script", "style", "textarea", "title", "noscript", "iframe", "xmp", "noembed", "noframes"];

/// Elements that hold nothing, and have no end tag (HTML standard, 13.1.2).
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// A piece of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'h> {
    /// Text between tags, its character references as they stand.
    Text(&'h str),
    /// A tag that opens an element.
    Open(Tag<'h>),
    /// A tag that closes the element of this name.
    Close(&'h str),
}

/// A tag that opens an element, without its brackets: the element's name, and what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag<'h> {
    name: &'h str,
    rest: &'h str,
}

/// A page, read from here on.
#[derive(Debug, Clone, Default)]
pub struct Scan<'h> {
    rest: &'h str,
}

impl<'h> Scan<'h> {
    /// A page from its beginning.
    pub fn new(html: &'h str) -> Self {
        Self { rest: html }
    }

    /// Goes behind what an element holds; that. Its end tag comes next.
    pub fn skip_to_end(&mut self, name: &str) -> &'h str {
        let is_end = |at: &usize| {
            let after = self.rest.as_bytes()[at + 2..].get(..name.len());
            after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes()))
        };
        let end = memmem::find_iter(self.rest.as_bytes(), b"</").find(is_end);
        let (inner, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        inner
    }

    /// What an element holds if that is text and no markup; its end tag comes next.
    pub fn skip_raw(&mut self, tag: Tag<'h>) -> Option<&'h str> {
        let name = tag.name();
        // Most names differ from all of these in their first letter.
        let may_be_raw = matches!(name.as_bytes()[0] | 0x20, b's' | b't' | b'n' | b'i' | b'x');
        let is_raw = may_be_raw && RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name));
        is_raw.then(|| self.skip_to_end(name))
    }

    /// Goes behind a comment, a declaration or an instruction, which is next.
    fn skip_aside(&mut self) {
        let rest = self.rest;
        self.rest = if let Some(comment) = rest.strip_prefix("<!--") {
            // `<!-->` and `<!--->` are whole comments.
            match comment.strip_prefix('>').or_else(|| comment.strip_prefix("->")) {
                Some(after) => after,
                None => memmem::find(comment.as_bytes(), b"-->").map_or("", |end| &comment[end + 3..]),
            }
        } else {
            behind(rest)
        };
    }

    /// The text up to here, and on from there.
    fn text(&mut self, end: usize) -> Piece<'h> {
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        Piece::Text(text)
    }

    /// The tag that is next and closes an element.
    fn closing(&mut self) -> Piece<'h> {
        let closing = &self.rest[2..];
        let name = name(closing);
        self.rest = behind(&closing[name.len()..]);
        Piece::Close(name)
    }
}

/// What follows the next closing bracket.
fn behind(text: &str) -> &str {
    // Most tags that close an element end with their name.
    let end = if text.starts_with('>') { Some(0) } else { memchr(b'>', text.as_bytes()) };
    end.map_or("", |end| &text[end + 1..])
}

impl<'h> Iterator for Scan<'h> {
    type Item = Piece<'h>;

    fn next(&mut self) -> Option<Piece<'h>> {
        loop {
            let bytes = self.rest.as_bytes();
            if *bytes.first()? != b'<' {
                return Some(self.text(memchr(b'<', bytes).unwrap_or(bytes.len())));
            }
            match bytes.get(1) {
                Some(b'!' | b'?') => self.skip_aside(),
                Some(b'/') => return Some(self.closing()),
                Some(first) if first.is_ascii_alphabetic() => {
                    let (tag, rest) = tag(&self.rest[1..]).unzip();
                    self.rest = rest.unwrap_or_default();
                    return tag.map(Piece::Open);
                }
                _ => return Some(self.text(1)),
            }
        }
    }
}

impl<'h> Tag<'h> {
    /// The element's name, as it is written.
    pub fn name(self) -> &'h str {
        self.name
    }

    /// Whether the element has this name, in lower case.
    pub fn is(self, wanted: &str) -> bool {
        self.name.eq_ignore_ascii_case(wanted)
    }

    /// Whether it says that its element ends at once.
    pub fn is_closed(self) -> bool {
        self.rest.ends_with('/')
    }

    /// Whether its element holds nothing and has no end tag.
    pub fn is_void(self) -> bool {
        VOID.iter().any(|void| self.is(void))
    }

    /// The value of an attribute as it is written, its name given in lower case.
    pub fn attribute(self, wanted: &str) -> Option<&'h str> {
        self.attributes().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
    }

    /// Names and values as they are written.
    pub fn attributes(self) -> impl Iterator<Item = (&'h str, &'h str)> {
        let mut rest = trimmed(self.rest);
        std::iter::from_fn(move || {
            // An attribute has a name, whatever it begins with.
            let (_, after) = rest.as_bytes().split_first()?;
            let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'/');
            let length = after.iter().position(ends).map_or(rest.len(), |at| at + 1);
            let (name, after) = rest.split_at(length);
            let (value, after) = match after.trim_start().strip_prefix('=') {
                Some(given) => value(given.trim_start()),
                None => ("", after),
            };
            rest = trimmed(after);
            Some((name, value))
        })
    }
}

/// Without the white space and the strokes that stand before an attribute.
fn trimmed(text: &str) -> &str {
    let begin = text.bytes().position(|byte| !byte.is_ascii_whitespace() && byte != b'/');
    &text[begin.unwrap_or(text.len())..]
}

/// The name that a tag begins with.
fn name(tag: &str) -> &str {
    let end = tag.bytes().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
    &tag[..end.unwrap_or(tag.len())]
}

/// A tag without its brackets, and what follows it; nothing when it has no end. A bracket within quotation marks ends none.
fn tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let name = name(text);
    // A value may begin within what stands for the name.
    let (bytes, mut from) = (text.as_bytes(), if name.contains('=') { 0 } else { name.len() });
    if bytes.get(from) == Some(&b'>') {
        return Some((Tag { name, rest: "" }, &text[from + 1..]));
    }
    while let Some(at) = memchr3(b'>', b'"', b'\'', &bytes[from..]).map(|at| from + at) {
        if bytes[at] == b'>' {
            return Some((Tag { name, rest: &text[name.len()..at] }, &text[at + 1..]));
        }
        from = at + 1;
        if bytes[at - 1] == b'=' || text[..at].trim_end().ends_with('=') {
            from += memchr(bytes[at], &bytes[from..])? + 1;
        }
    }
    None
}

/// A value with or without quotation marks, and what follows it.
fn value(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    if let Some((quote @ (b'"' | b'\''), inner)) = bytes.split_first() {
        let end = memchr(*quote, inner).map_or(text.len(), |at| at + 1);
        return (&text[1..end], text.get(end + 1..).unwrap_or_default());
    }
    text.split_at(bytes.iter().position(u8::is_ascii_whitespace).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let mut scan = Scan::new(html);
        let mut told = Vec::new();
        while let Some(piece) = scan.next() {
            told.push(match piece {
                Piece::Text(text) => text.to_owned(),
                Piece::Close(name) => format!("/{name}"),
                Piece::Open(tag) => {
                    let given: Vec<String> =
                        tag.attributes().map(|(name, value)| format!("{name}={value}")).collect();
                    format!("{}({}){}", tag.name(), given.join(","), scan.skip_raw(tag).unwrap_or_default())
                }
            });
        }
        assert_eq!(told.join(" "), expected, "{html}");
    }

    #[test]
    fn texts_and_tags() {
        check("a<b c>d</b >e", "a b(c=) d /b e");
        check("<a href=/x/y title='a>b' data-x=\"1\"/>", "a(href=/x/y,title=a>b,data-x=1)");
        check("<A\nHREF = '/x'\tid>", "A(HREF=/x,id=)");
        check("<a href=\"/x\"title=y>", "a(href=/x,title=y)");
        check("<a title=it's>x", "a(title=it's) x");
        check("<script>if (a<b) x='</p>'</script>e", "script()if (a<b) x='</p>' /script e");
        check("<TITLE><b></TITLE>", "TITLE()<b> /TITLE");
        check("a<!-- <b> -->c<!doctype html><?x <y>d<!-->e<!--->f", "a c d e f");
        check("1 < 2 <3 <é", "1  <  2  < 3  < é");
    }

    #[test]
    fn what_is_broken_is_read_to_its_end() {
        check("x<a href='/x", "x");
        check("<a", "");
        check("<a =b==c ===>", "a(=b==c,===)");
        check("<script>x", "script()x");
        check("<!-- x", "");
        check("</", "/");
        check("<", "<");
        check("<a/b/=c>", "a(b=,=c=)");
        check("<a=\"x>y\">z", "a=\"x(>y\"=) z");
        check("<a='>", "");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_harm(html in "(<(a|!--|script|/script|/)?( ?(href|é)=?['\"]?)?|[ -~åäö\0>&;#='\"/])*") {
            let mut scan = Scan::new(&html);
            while let Some(piece) = scan.next() {
                if let Piece::Open(tag) = piece {
                    tag.attributes().count();
                    scan.skip_raw(tag);
                }
            }
        }
    }
}
