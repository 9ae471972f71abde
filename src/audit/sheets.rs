//! The stylesheets of an archive, each parsed once, by the addresses that pages ask for them with. Knows addresses and
//! redirects; not what a sheet says.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use url::Url;

use crate::accessibility::load::Sheets;
use crate::accessibility::style::Sheet;
use crate::archive::{ArchiveError, read_pages};
use crate::page::charset::decode;
use crate::plan::normalise;

/// Redirects of one address that are followed.
const MAX_HOPS: usize = 5;

/// The stylesheets of an archive, and where its addresses lead.
#[derive(Debug, Default)]
pub struct Kept {
    sheets: FxHashMap<String, Arc<Sheet>>,
    redirects: FxHashMap<String, Url>,
}

impl Kept {
    /// Reads the stylesheets of an archive.
    pub fn read(archive: &Path) -> Result<Self, ArchiveError> {
        let mut kept = Self::default();
        for page in read_pages(archive)? {
            let page = page?;
            // Archives of earlier versions hold addresses with escapes of any spelling.
            let address = normalise(page.url.as_str(), &page.url).unwrap_or_else(|| page.url.clone());
            if let Some(target) =
                page.redirect_to.as_ref().and_then(|target| normalise(target.as_str(), &page.url))
            {
                kept.redirects.insert(address.into(), target);
            } else if page.is_answer() && page.content_type == "text/css" {
                let text = decode(&page.body, page.charset.as_deref());
                kept.sheets.insert(address.into(), Arc::new(Sheet::parse(&text)));
            }
        }
        Ok(kept)
    }

    /// Where an address leads in the end.
    pub fn settled(&self, address: Url) -> Url {
        let mut at = address;
        for _ in 0..MAX_HOPS {
            let Some(next) = self.redirects.get(at.as_str()) else { break };
            at = next.clone();
        }
        at
    }

    /// The sheets as the page at this address asks for them.
    pub fn of<'a>(&'a self, page: &'a Url) -> KeptSheets<'a> {
        KeptSheets { kept: self, page }
    }
}

/// The sheets of an archive as one page asks for them.
#[derive(Debug, Clone, Copy)]
pub struct KeptSheets<'a> {
    kept: &'a Kept,
    page: &'a Url,
}

impl Sheets for KeptSheets<'_> {
    fn find(&self, address: &str, from: Option<&str>) -> Option<(String, Arc<Sheet>)> {
        let base = from.and_then(|from| self.page.join(from).ok());
        let full = self.kept.settled(normalise(address, base.as_ref().unwrap_or(self.page))?);
        let sheet = self.kept.sheets.get(full.as_str())?.clone();
        Some((full.into(), sheet))
    }
}
