//! What pages offered when they were last read, kept in a file for each site: a page that shows the same bytes at the same
//! address is not read again by the same engine and rubric.
//!
//! A memory that is lost or broken costs time and nothing else. Knows keys and files; not what findings mean.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::archive::{ArchivedPage, Drawing, payload_digest};
use crate::evidence::Fetched;
use crate::judgement::PageFindings;

/// The engine's own hash, by its source; see `build.rs`.
const ENGINE: &str = env!("JUDGING_ENGINE");

/// What a page, or the pages of a document, offered; `None` for a document that could not be read.
pub(super) type Offered = Option<Vec<PageFindings>>;

/// The memory of one site.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Where it is kept; without a place nothing is remembered.
    place: Option<PathBuf>,
    /// What must be the same for anything to be remembered.
    ground: String,
    /// What was offered, by name, as compressed JSON: a great site has tens of thousands of pages.
    known: FxHashMap<String, Box<[u8]>>,
    used: FxHashSet<String>,
    changed: bool,
}

impl Memory {
    /// What is kept at a place of readings on the same ground: engine, rubric, and as of when.
    pub(super) fn open(place: &Path, rubric_hash: &str, fetched: Fetched) -> Self {
        let ground = format!("{ENGINE} {rubric_hash} {}-{}", fetched.year, fetched.month);
        let known = read(place, &ground).unwrap_or_default();
        Self { place: Some(place.to_owned()), ground, known, ..Self::default() }
    }

    /// The name under which a page is remembered; `None` when nothing is.
    pub(super) fn name(&self, page: &ArchivedPage) -> Option<String> {
        self.place.as_ref()?;
        let charset = page.charset.as_deref().unwrap_or("-");
        let drawn = match page.drawing {
            None => "sent",
            Some(Drawing { in_vain: true, .. }) => "undrawn",
            Some(Drawing { missed: 0, .. }) => "drawn",
            Some(_) => "lacking",
        };
        Some(format!("{} {charset} {drawn} {}", payload_digest(&page.body), page.url))
    }

    /// What is remembered under a name.
    pub(super) fn recall(&self, name: &str) -> Option<Offered> {
        serde_json::from_reader(ZlibDecoder::new(self.known.get(name)?.as_ref())).ok()
    }

    /// Keeps what was offered under a name.
    pub(super) fn keep(&mut self, name: String, offered: &Offered) {
        if !self.known.contains_key(&name) {
            self.known.insert(name.clone(), packed(offered));
            self.changed = true;
        }
        self.used.insert(name);
    }

    /// Writes down what was kept or recalled this time; what was not is forgotten.
    pub(super) fn close(mut self) {
        let Some(place) = self.place.take() else { return };
        if self.changed || self.used.len() < self.known.len() {
            self.known.retain(|name, _| self.used.contains(name));
            // Whoever cannot write it reads the pages again the next time.
            let _ = write(&place, &self.ground, &self.known);
        }
    }
}

fn packed(offered: &Offered) -> Box<[u8]> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::fast());
    serde_json::to_writer(&mut out, offered).expect("findings are plain values");
    out.finish().expect("memory takes all that is written").into()
}

/// The ground, then names and what is known by them, each after its length in four bytes.
fn read(place: &Path, ground: &str) -> Option<FxHashMap<String, Box<[u8]>>> {
    let mut file = BufReader::new(File::open(place).ok()?);
    let mut known = FxHashMap::default();
    if next(&mut file)? != ground.as_bytes() {
        return None;
    }
    while !file.fill_buf().ok()?.is_empty() {
        let name = String::from_utf8(next(&mut file)?).ok()?;
        known.insert(name, next(&mut file)?.into());
    }
    Some(known)
}

fn next(file: &mut impl Read) -> Option<Vec<u8>> {
    let mut length = [0; 4];
    file.read_exact(&mut length).ok()?;
    let length = u64::from(u32::from_le_bytes(length));
    let mut text = Vec::new();
    file.take(length).read_to_end(&mut text).ok()?;
    (text.len() as u64 == length).then_some(text)
}

/// Writes all at once or not at all.
fn write(place: &Path, ground: &str, known: &FxHashMap<String, Box<[u8]>>) -> std::io::Result<()> {
    let draft = place.with_extension("draft");
    fs::create_dir_all(place.parent().unwrap_or(Path::new("")))?;
    let mut out = BufWriter::new(File::create(&draft)?);
    let entries = known.iter().flat_map(|(name, offered)| [name.as_bytes(), offered]);
    for text in std::iter::once(ground.as_bytes()).chain(entries) {
        let length = u32::try_from(text.len()).map_err(std::io::Error::other)?;
        out.write_all(&length.to_le_bytes())?;
        out.write_all(text)?;
    }
    out.into_inner()?;
    fs::rename(&draft, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Fetched = Fetched { year: 2026, month: 11 };

    #[test]
    fn what_is_kept_is_recalled_on_the_same_ground_and_forgotten_when_unused() {
        let directory = tempfile::tempdir().unwrap();
        let place = directory.path().join("findings/0114.kept");
        let mut memory = Memory::open(&place, "a", NOW);
        assert!(memory.recall("one").is_none());
        memory.keep("one".to_owned(), &Some(Vec::new()));
        memory.keep("two".to_owned(), &None);
        memory.close();
        let mut memory = Memory::open(&place, "a", NOW);
        assert!(matches!(memory.recall("one"), Some(Some(pages)) if pages.is_empty()));
        assert!(matches!(memory.recall("two"), Some(None)));
        memory.keep("two".to_owned(), &None);
        memory.close();
        assert!(Memory::open(&place, "a", NOW).recall("one").is_none());
        assert!(Memory::open(&place, "b", NOW).recall("two").is_none());
        assert!(Memory::open(&place, "a", Fetched { month: 12, ..NOW }).recall("two").is_none());
    }

    #[test]
    fn a_broken_memory_is_none() {
        let directory = tempfile::tempdir().unwrap();
        let place = directory.path().join("0114.kept");
        for broken in [&b""[..], b"\x01", b"\xff\xff\xff\xffnonsense", b"\x02\0\0\0ab\x01"] {
            fs::write(&place, broken).unwrap();
            assert!(Memory::open(&place, "a", NOW).known.is_empty());
        }
    }
}
