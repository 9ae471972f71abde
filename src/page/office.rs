//! The text of Word and OpenDocument files: a container (ZIP) with XML in it.
//!
//! Knows where paragraphs stand in that XML; not how they look. Such files have no pages of their own: they are one.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::result::ZipError;

use super::document::{MAX_PART, Text, Unreadable};

/// The elements of one kind of file, by their local names.
struct Names {
    part: &'static str,
    paragraph: &'static [&'static str],
    /// Elements whose text counts; all text counts where none is named.
    run: &'static [&'static str],
    space: &'static [&'static str],
}

/// Reads a Word file (`.docx`).
pub(super) fn word(body: &[u8]) -> Result<Text, Unreadable> {
    read(
        body,
        &Names { part: "word/document.xml", paragraph: &["p"], run: &["t"], space: &["tab", "br", "tc"] },
    )
}

/// Reads an OpenDocument text (`.odt`).
pub(super) fn open_document(body: &[u8]) -> Result<Text, Unreadable> {
    read(
        body,
        &Names { part: "content.xml", paragraph: &["p", "h"], run: &[], space: &["s", "tab", "line-break"] },
    )
}

fn read(body: &[u8], names: &Names) -> Result<Text, Unreadable> {
    let failed = |error: ZipError| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::Encrypted,
        _ => Unreadable::Broken,
    };
    // A protected Word file is an OLE container (MS-OFFCRYPTO 2.3), not a ZIP.
    if body.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Unreadable::Encrypted);
    }
    let mut archive = ZipArchive::new(Cursor::new(body)).map_err(failed)?;
    let part = archive.by_name(names.part).map_err(failed)?;
    let mut xml = Vec::new();
    let limit = u64::try_from(MAX_PART).expect("a few megabytes fit in 64 bits");
    part.take(limit).read_to_end(&mut xml).map_err(|_| Unreadable::Broken)?;
    Ok(Text { title: None, pages: vec![paragraphs(&String::from_utf8_lossy(&xml), names)] })
}

fn paragraphs(xml: &str, names: &Names) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let (mut paragraphs, mut text, mut inside) = (Vec::new(), String::new(), 0_usize);
    let mut reads = names.run.is_empty();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let name = tag.local_name();
                let name: &str = name.as_ref();
                inside += usize::from(names.paragraph.contains(&name));
                reads |= names.run.contains(&name);
            }
            Ok(Event::Empty(tag)) if names.space.contains(&AsRef::<str>::as_ref(&tag.local_name())) => {
                text.push(' ');
            }
            Ok(Event::Text(part)) if reads && inside > 0 => text.push_str(&part),
            Ok(Event::GeneralRef(name)) if reads && inside > 0 => {
                text.push_str(quick_xml::escape::resolve_xml_entity(&name).unwrap_or_default());
            }
            Ok(Event::End(tag)) => {
                let name = tag.local_name();
                let name: &str = name.as_ref();
                reads = names.run.is_empty() || (reads && !names.run.contains(&name));
                if names.paragraph.contains(&name) {
                    inside = inside.saturating_sub(1);
                    paragraphs.push(std::mem::take(&mut text));
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    paragraphs.retain(|paragraph| !paragraph.trim().is_empty());
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn container(part: &str, xml: &str) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(xml.as_bytes()).unwrap();
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn paragraphs_are_read() {
        let xml = "<w:document><w:body><w:p><w:r><w:t>Avgift &amp; taxa</w:t></w:r></w:p>\
                   <w:p><w:pPr>x</w:pPr><w:r><w:t>500</w:t><w:tab/><w:t>kr</w:t></w:r></w:p><w:p/></w:body></w:document>";
        let text = word(&container("word/document.xml", xml)).ok().unwrap();
        assert_eq!(text.pages, [["Avgift & taxa", "500 kr"]]);
        let xml = "<office:text><text:h>Avgift</text:h><text:p>Taxan<text:s/>är <text:span>500</text:span> kr</text:p></office:text>";
        let text = open_document(&container("content.xml", xml)).ok().unwrap();
        assert_eq!(text.pages, [["Avgift", "Taxan är 500 kr"]]);
    }

    #[test]
    fn what_cannot_be_read_is_a_finding() {
        assert_eq!(word(b"PK\x03\x04 garbage").err(), Some(Unreadable::Broken));
        assert_eq!(word(&container("annan.xml", "<a/>")).err(), Some(Unreadable::Broken));
        assert_eq!(word(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]).err(), Some(Unreadable::Encrypted));
    }
}
