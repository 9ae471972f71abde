//! The text of PDF documents: lines by where they stand, paragraphs by the space between them.
//!
//! Knows content streams (ISO 32000-1, 9.4); bounded in pages, in what they may unpack to, and in text.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{
    DecompressError, Dictionary, Document, Encoding, Error, LoadOptions, Object, ObjectId, decode_text_string,
};
use rustc_hash::FxHashMap;

use crate::language::normalise;

use super::document::{MAX_PAGES, MAX_PART, MAX_TEXT, Text, Unreadable};
use super::model::BlockKind;

/// A space between two lines wider than so many times the letters' height parts paragraphs.
const PARTED: f32 = 1.8;
/// Largest unpacked content of one page, in bytes: a page of text has some ten thousand, and what is read of it takes a hundred
/// times as much memory. Plans and maps have more, and little to read.
const MAX_CONTENT: usize = 2 * 1024 * 1024;
/// Largest unpacked table of a font's letters, in bytes.
const MAX_FONT: usize = 512 * 1024;
/// Most fonts of one document: some programs give each page its own.
const MAX_FONTS: usize = 500;
/// Longest string that the standard allows (ISO 32000-1, annex C), in bytes.
const MAX_STRING: usize = 32_767;
/// A gap within a line wider than this (thousandths of the letters' height) is a space.
const SPACE: f32 = 180.0;

/// Opens a document, bounded in what its parts may unpack to.
pub fn open_pdf(body: &[u8]) -> Result<Document, Unreadable> {
    let options = LoadOptions { max_decompressed_size: Some(MAX_PART), ..LoadOptions::default() };
    match Document::load_mem_with_options(body, options) {
        Ok(document) if document.is_encrypted() => Err(Unreadable::Encrypted),
        Ok(document) => Ok(document),
        Err(Error::Decryption(_) | Error::InvalidPassword | Error::UnsupportedSecurityHandler(_)) => {
            Err(Unreadable::Encrypted)
        }
        Err(_) => Err(Unreadable::Broken),
    }
}

/// Whether an opened document holds any text, and is not only pictures of it; one that is too large to tell counts as one that
/// does.
pub fn pdf_has_text(document: &Document) -> bool {
    let mut rest = Rest::of(document);
    let mut pages = document.page_iter().take(MAX_PAGES);
    pages.any(|page| rest.paragraphs(page).iter().any(|text| !normalise(text).is_empty())) || rest.cut
}

/// Reads a document; what is damaged within it is left out.
pub(super) fn read(body: &[u8]) -> Result<Text, Unreadable> {
    let document = open_pdf(body)?;
    let mut rest = Rest::of(&document);
    let pages = document.page_iter().take(MAX_PAGES).map(|page| rest.paragraphs(page)).collect();
    Ok(Text { title: title(&document), pages, kind: BlockKind::Paragraph, cut: rest.cut })
}

fn title(document: &Document) -> Option<String> {
    let info = document.trailer.get(b"Info").and_then(Object::as_reference).ok()?;
    let title = document.get_dictionary(info).and_then(|info| info.get(b"Title")).ok()?;
    decode_text_string(title).ok()
}

/// What may still be read of a document: one budget for all of its pages, which may share what they show.
struct Rest<'d> {
    document: &'d Document,
    /// By their place in the document.
    fonts: FxHashMap<*const Dictionary, Option<Encoding<'d>>>,
    /// Bytes of content and of text.
    content: usize,
    text: usize,
    /// Whether more was there.
    cut: bool,
}

impl<'d> Rest<'d> {
    fn of(document: &'d Document) -> Self {
        Self { document, fonts: FxHashMap::default(), content: MAX_PART, text: MAX_TEXT, cut: false }
    }

    fn paragraphs(&mut self, page: ObjectId) -> Vec<String> {
        let fonts = self.document.get_page_fonts(page).unwrap_or_default();
        for font in fonts.values() {
            self.know(font);
        }
        let known = |font: &&Dictionary| self.fonts.get(&std::ptr::from_ref(*font))?.as_ref();
        let encodings: Encodings<'_, 'd> =
            fonts.into_iter().filter_map(|(name, font)| Some((name, known(&font)?))).collect();
        let content = self.document.get_page_content_with_limit(page, MAX_CONTENT.min(self.content));
        if let Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) = content {
            self.cut = true;
        }
        let content = content.unwrap_or_default();
        self.content -= content.len().min(self.content);
        let Ok(content) = Content::decode(&content) else { return Vec::new() };
        let mut writing = Writing::new(&encodings, self.text);
        for operation in &content.operations {
            writing.take(operation);
        }
        (self.text, self.cut) = (writing.room, self.cut | writing.cut);
        writing.paragraphs()
    }

    fn know(&mut self, font: &'d Dictionary) {
        let place = std::ptr::from_ref(font);
        if self.fonts.contains_key(&place) {
            return;
        }
        if self.fonts.len() == MAX_FONTS {
            self.cut = true;
        } else {
            let encoding = font.get_font_encoding_with_limit(self.document, MAX_FONT);
            self.cut |=
                matches!(encoding, Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })));
            self.fonts.insert(place, encoding.ok());
        }
    }
}

/// The fonts of a page, by the names that it calls them.
type Encodings<'f, 'd> = BTreeMap<Vec<u8>, &'f Encoding<'d>>;

/// Where the pen stands, and what has been written.
struct Writing<'a, 'd> {
    encodings: &'a Encodings<'a, 'd>,
    font: Option<&'a Encoding<'d>>,
    size: f32,
    /// How the page is scaled and moved up (the CTM's d and f), and what it was before each `q`.
    page: (f32, f32),
    saved: Vec<(f32, f32)>,
    scale: f32,
    leading: f32,
    y: f32,
    /// Lines with their height on the page and the size of their letters.
    lines: Vec<(f32, f32, String)>,
    /// Bytes of text that may still be written, and whether there was more.
    room: usize,
    cut: bool,
}

impl<'a, 'd> Writing<'a, 'd> {
    fn new(encodings: &'a Encodings<'a, 'd>, room: usize) -> Self {
        Self {
            encodings,
            font: None,
            size: 12.0,
            page: (1.0, 0.0),
            saved: Vec::new(),
            scale: 1.0,
            leading: 0.0,
            y: 0.0,
            lines: Vec::new(),
            room,
            cut: false,
        }
    }

    fn take(&mut self, operation: &Operation) {
        let number = |at: usize| operation.operands.get(at).and_then(|object| object.as_float().ok());
        match operation.operator.as_str() {
            "q" => self.saved.push(self.page),
            "Q" => self.page = self.saved.pop().unwrap_or(self.page),
            "cm" => {
                let (scale, up) = self.page;
                self.page = (number(3).unwrap_or(1.0) * scale, number(5).unwrap_or(0.0) * scale + up);
            }
            "BT" => (self.scale, self.y) = (1.0, 0.0),
            "Tf" => {
                let name = operation.operands.first().and_then(|object| object.as_name().ok());
                self.font = name.and_then(|name| self.encodings.get(name).copied());
                self.size = number(1).unwrap_or(12.0);
            }
            "TL" => self.leading = number(0).unwrap_or(0.0),
            "Td" | "TD" => {
                let dy = number(1).unwrap_or(0.0);
                if operation.operator == "TD" {
                    self.leading = -dy;
                }
                self.moved(dy * self.scale);
            }
            "Tm" => {
                self.scale = number(3).unwrap_or(1.0);
                let y = number(5).unwrap_or(self.y);
                self.moved(y - self.y);
            }
            "T*" => self.moved(-self.leading * self.scale),
            "Tj" | "TJ" => self.show(&operation.operands),
            "'" | "\"" => {
                self.moved(-self.leading * self.scale);
                self.show(&operation.operands[operation.operands.len().saturating_sub(1)..]);
            }
            _ => {}
        }
    }

    /// The pen moved up or down, or along the line: then a space parts the words.
    fn moved(&mut self, dy: f32) {
        self.y += dy;
        if let Some((_, _, line)) = self.lines.last_mut()
            && !line.ends_with(' ')
        {
            line.push(' ');
        }
    }

    fn show(&mut self, operands: &[Object]) {
        let mut text = String::new();
        self.decode(operands, &mut text);
        if text.len() > self.room {
            (self.room, self.cut) = (0, true);
            return;
        }
        self.room -= text.len();
        let (scale, up) = self.page;
        let (y, height) = (self.y * scale + up, (self.size * self.scale * scale).abs().max(0.1));
        match self.lines.last_mut() {
            Some((before, _, line)) if (*before - y).abs() < 0.3 * height => line.push_str(&text),
            _ => self.lines.push((y, height, text)),
        }
    }

    fn decode(&mut self, operands: &[Object], out: &mut String) {
        for operand in operands {
            if out.len() > self.room {
                return;
            }
            match operand {
                Object::String(bytes, _) => {
                    self.cut |= bytes.len() > MAX_STRING;
                    let bytes = &bytes[..bytes.len().min(MAX_STRING)];
                    let known = self.font.and_then(|font| Document::decode_text(font, bytes).ok());
                    out.push_str(&known.unwrap_or_default());
                }
                Object::Array(inner) => self.decode(inner, out),
                gap if gap.as_float().is_ok_and(|gap| gap < -SPACE) => out.push(' '),
                _ => {}
            }
        }
    }

    /// Lines that stand close below one another are a paragraph; a word that is parted at the end of a line is whole.
    fn paragraphs(self) -> Vec<String> {
        let mut paragraphs: Vec<String> = Vec::new();
        let mut last: Option<(f32, f32)> = None;
        for (y, height, line) in self.lines {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let near = last.is_some_and(|(before, size)| {
                (0.0..PARTED * size.max(1.0)).contains(&(before - y)) && (size - height).abs() < 1.0
            });
            match paragraphs.last_mut() {
                Some(paragraph) if near => join(paragraph, line),
                _ => paragraphs.push(line.to_owned()),
            }
            last = Some((y, height));
        }
        paragraphs
    }
}

fn join(paragraph: &mut String, line: &str) {
    let parted = paragraph.ends_with('-') && line.starts_with(char::is_lowercase);
    if parted {
        paragraph.pop();
    } else {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    /// A PDF of one page with this content stream.
    fn document(content: &str) -> Vec<u8> {
        document_of(1, content)
    }

    /// A PDF of so many pages that share a content stream.
    fn document_of(pages: usize, content: &str) -> Vec<u8> {
        let kids: String = (7..6 + pages).fold("3 0 R".to_owned(), |kids, page| format!("{kids} {page} 0 R"));
        let mut objects = vec![
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            format!("<< /Type /Pages /Kids [{kids}] /Count {pages} >>"),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R \
             /Resources << /Font << /F1 4 0 R >> >> >>"
                .to_owned(),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
            format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
            "<< /Title (Taxa 2026) >>".to_owned(),
        ];
        for _ in 1..pages {
            objects.push(objects[2].clone());
        }
        let mut file = "%PDF-1.4\n".to_owned();
        let mut table = "0000000000 65535 f \n".to_owned();
        for (number, object) in objects.iter().enumerate() {
            writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
            writeln!(file, "{} 0 obj\n{object}\nendobj", number + 1).unwrap();
        }
        let start = file.len();
        let size = objects.len() + 1;
        writeln!(file, "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R /Info 6 0 R >>").unwrap();
        writeln!(file, "startxref\n{start}\n%%EOF").unwrap();
        file.into_bytes()
    }

    fn check(content: &str, expected: &[&str]) {
        let text = read(&document(content)).ok().unwrap();
        assert_eq!(text.title.as_deref(), Some("Taxa 2026"));
        assert_eq!(
            text.pages,
            [expected.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>()],
            "{content}"
        );
    }

    #[test]
    fn lines_near_one_another_are_a_paragraph() {
        check(
            "BT /F1 12 Tf 14 TL 72 760 Td (Avgiften f\\366r) Tj T* (barn-) Tj T* (omsorg) Tj 0 -40 Td (Nytt stycke) Tj ET",
            &["Avgiften för barnomsorg", "Nytt stycke"],
        );
        check(
            "BT /F1 12 Tf 1 0 0 1 72 700 Tm [(Av)-20(gift)-300(500)] TJ 60 0 Td (kr) Tj ET",
            &["Avgift 500 kr"],
        );
        check("BT /F1 20 Tf 72 760 Td (Rubrik) Tj /F1 10 Tf 0 -20 Td (Text) Tj ET", &["Rubrik", "Text"]);
        check("BT /F9 12 Tf (x) Tj ET", &[]);
    }

    #[test]
    fn pages_have_one_budget_of_content_and_say_when_it_is_spent() {
        let content = |spaces: usize| format!("BT /F1 12 Tf (Avgift) Tj ET {}", " ".repeat(spaces));
        let read = |pages, spaces| {
            let text = read(&document_of(pages, &content(spaces))).ok().unwrap();
            (text.pages.iter().filter(|page| !page.is_empty()).count(), text.cut)
        };
        assert_eq!(read(1, MAX_CONTENT - 100), (1, false));
        assert_eq!(read(1, MAX_CONTENT), (0, true));
        assert_eq!(read(12, 100), (12, false));
        assert_eq!(read(12, MAX_CONTENT - 100), (MAX_PART / MAX_CONTENT, true));
    }

    #[test]
    fn letters_are_bounded_over_all_pages() {
        let shown = "(Avgift och taxa) Tj ".repeat(MAX_CONTENT / 30);
        let text = read(&document_of(12, &format!("BT /F1 12 Tf {shown} ET"))).ok().unwrap();
        let letters: usize = text.pages.iter().flatten().map(String::len).sum();
        assert!(text.cut && letters <= MAX_TEXT && letters > MAX_TEXT / 2, "{letters}");
    }

    #[test]
    fn what_is_no_document_is_a_finding() {
        for bytes in [&b""[..], b"%PDF-1.4", b"%PDF-1.4\ngarbage\n%%EOF", b"<html>"] {
            assert_eq!(read(bytes).err(), Some(Unreadable::Broken), "{bytes:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400), at in 0_usize..700) {
            let mut whole = document("BT /F1 12 Tf (Avgift) Tj ET");
            let at = at.min(whole.len());
            let end = (at + bytes.len() / 8).min(whole.len());
            whole.splice(at..end, bytes);
            let _ = read(&whole);
        }
    }
}
