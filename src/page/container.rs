//! Files of office programs that are containers: a ZIP with XML in it (ECMA-376, ISO/IEC 26300).
//!
//! Knows parts, elements and what may be unpacked; not what any part means.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use super::document::{MAX_PART, Unreadable};

/// A container, of which only so much is unpacked in all.
pub(super) struct Container<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
}

impl<'b> Container<'b> {
    pub(super) fn open(body: &'b [u8]) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(body)).map_err(|error| reason(&error))?;
        let left = u64::try_from(MAX_PART).expect("a few megabytes fit in 64 bits");
        let mut container = Self { archive, left };
        let encrypted = container
            .part("META-INF/manifest.xml")
            .is_ok_and(|manifest| manifest.contains("encryption-data"));
        if encrypted { Err(Unreadable::Encrypted) } else { Ok(container) }
    }

    /// The text of a part, as far as the container may still be unpacked.
    pub(super) fn part(&mut self, name: &str) -> Result<String, Unreadable> {
        let part = self.archive.by_name(name).map_err(|error| reason(&error))?;
        let mut bytes = Vec::new();
        part.take(self.left).read_to_end(&mut bytes).map_err(|_| Unreadable::Broken)?;
        self.left -= u64::try_from(bytes.len()).expect("a length fits in 64 bits");
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// By the names that a part of `folder` calls them: the parts that it refers to (ECMA-376, part 2, 9.3).
    pub(super) fn references(
        &mut self,
        folder: &str,
        part: &str,
    ) -> Result<Vec<(String, String)>, Unreadable> {
        let xml = self.part(&format!("{folder}/_rels/{part}.rels"))?;
        let mut references = Vec::new();
        each(&xml, |tag| {
            if let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target")) {
                let path =
                    target.strip_prefix('/').map_or_else(|| format!("{folder}/{target}"), str::to_owned);
                references.push((id, path));
            }
        });
        Ok(references)
    }
}

fn reason(error: &ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::Encrypted,
        _ => Unreadable::Broken,
    }
}

/// Shows every tag that opens an element, until the end or an error.
pub(super) fn each(xml: &str, mut see: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => see(&tag),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
}

/// What a character reference stands for, by its name or number.
pub(super) fn resolved(name: &str) -> String {
    quick_xml::escape::unescape(&format!("&{name};")).map(Into::into).unwrap_or_default()
}

/// The name of an element without its prefix.
pub(super) fn name<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    let local: quick_xml::name::LocalName<'t> = tag.local_name();
    local.into_inner()
}

/// The value of an attribute, by its name without prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| AsRef::<str>::as_ref(&attribute.key.local_name()) == wanted)?;
    Some(quick_xml::escape::unescape(&found.value).map_or_else(|_| found.value.to_string(), Into::into))
}
