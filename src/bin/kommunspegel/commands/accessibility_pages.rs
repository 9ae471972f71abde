//! Where `accessibility` finds pages and their stylesheets: a file, a folder. Sheets are parsed once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use kommunspegel::accessibility::load::{Sheets, read};
use kommunspegel::accessibility::report::{PageReport, examine};
use kommunspegel::accessibility::style::Sheet;
use kommunspegel::page::charset::decode;

/// Sheets below a folder; addresses from its root, or beside the page.
pub(crate) struct Folder {
    root: PathBuf,
    beside: PathBuf,
    known: RefCell<HashMap<PathBuf, Option<Arc<Sheet>>>>,
}

impl Folder {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { beside: root.clone(), root, known: RefCell::default() }
    }

    /// The file of an address; none for addresses of other hosts and for ways out of the folder.
    fn file(&self, address: &str, from: Option<&str>) -> Option<PathBuf> {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        if path.is_empty() || path.contains("://") || path.starts_with("//") || path.starts_with("data:") {
            return None;
        }
        let base = from.map_or_else(
            || self.beside.clone(),
            |from| Path::new(from).parent().unwrap_or(&self.root).to_owned(),
        );
        let file = path.strip_prefix('/').map_or_else(|| base.join(path), |inside| self.root.join(inside));
        let file = file.canonicalize().ok()?;
        file.starts_with(self.root.canonicalize().ok()?).then_some(file)
    }
}

impl Sheets for Folder {
    fn find(&self, address: &str, from: Option<&str>) -> Option<(String, Arc<Sheet>)> {
        let file = self.file(address, from)?;
        let mut known = self.known.borrow_mut();
        let sheet = known.entry(file.clone()).or_insert_with(|| {
            let bytes = fs::read(&file).ok()?;
            Some(Arc::new(Sheet::parse(&decode(&bytes, None))))
        });
        Some((file.to_string_lossy().into_owned(), sheet.clone()?))
    }
}

/// Checks a file, or every page below a folder.
pub(crate) fn on_disk(target: &Path) -> anyhow::Result<Vec<PageReport>> {
    let meta = fs::metadata(target).with_context(|| target.display().to_string())?;
    let root =
        if meta.is_dir() { target.to_owned() } else { target.parent().unwrap_or(Path::new(".")).to_owned() };
    let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root };
    let files = if meta.is_dir() { pages_below(target)? } else { vec![target.to_owned()] };
    let mut folder = Folder::new(root);
    let mut reports = Vec::new();
    for file in files {
        file.parent().unwrap_or(Path::new(".")).clone_into(&mut folder.beside);
        let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
        let page = read(&decode(&bytes, None), &folder);
        reports.push(examine(&file.to_string_lossy(), &page));
    }
    Ok(reports)
}

/// Files of HTML below a folder, in order.
fn pages_below(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let (mut waiting, mut files) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                waiting.push(entry.path());
            } else if entry.path().extension().is_some_and(|ending| ending == "html" || ending == "htm") {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}
