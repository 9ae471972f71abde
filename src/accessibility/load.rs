//! From markup to a page that rules can look at: finds its stylesheets in the order of the page, imports before their
//! importers. Knows elements that carry sheets; where sheets are kept is the caller's matter.

use std::sync::Arc;

use crate::accessibility::document::{Document, NodeId};
use crate::accessibility::semantics::Page;
use crate::accessibility::style::{Held, Sheet, SheetUse, media_held};

/// Gives the parsed sheet of an address as the page writes it, relative to `from` (the address of the sheet that
/// asks, or the page's base; none for the page itself), with its own full address; none when it is not known.
pub trait Sheets {
    /// Looks for a sheet.
    fn find(&self, address: &str, from: Option<&str>) -> Option<(String, Arc<Sheet>)>;
}

/// No sheets but the page's own.
#[derive(Debug, Clone, Copy)]
pub struct OwnSheets;

impl Sheets for OwnSheets {
    fn find(&self, _address: &str, _from: Option<&str>) -> Option<(String, Arc<Sheet>)> {
        None
    }
}

/// Imports within imports that are followed.
const DEEPEST: usize = 4;
/// Sheets of a page.
const MOST_SHEETS: usize = 200;

/// Reads a page with its sheets. Sheets that are not known are counted in the page: its colours are then not certain.
pub fn read(markup: &str, sheets: &dyn Sheets) -> Page {
    let document = Document::parse(markup);
    let mut gathered = Gathered { sheets, used: Vec::new(), missing: 0 };
    let base = base(&document);
    for (id, element) in document.elements() {
        if gathered.used.len() > MOST_SHEETS {
            break;
        }
        let held = media_held(element.attribute("media").unwrap_or_default());
        match document.tag(id) {
            "style" if is_css(element.attribute("type")) => {
                let sheet = Arc::new(Sheet::parse(&raw_text(&document, id)));
                gathered.include(Asked { sheet, held, layer: None, address: base.clone(), depth: 0 });
            }
            "link" if is_sheet(element.attribute("rel")) && element.attribute("disabled").is_none() => {
                match sheets.find(element.attribute("href").unwrap_or_default(), base.as_deref()) {
                    Some((full, sheet)) => {
                        gathered.include(Asked { sheet, held, layer: None, address: Some(full), depth: 0 });
                    }
                    None => gathered.missing += usize::from(!held.is_never()),
                }
            }
            _ => {}
        }
    }
    Page::new(document, gathered.used, gathered.missing)
}

/// A sheet that the page or another sheet asks for.
#[derive(Clone)]
struct Asked {
    sheet: Arc<Sheet>,
    held: Held,
    layer: Option<String>,
    /// What its imports are relative to: its own address, or the page's base for one that stands in the page.
    address: Option<String>,
    depth: usize,
}

/// The sheets of a page so far.
struct Gathered<'s> {
    sheets: &'s dyn Sheets,
    used: Vec<SheetUse>,
    missing: usize,
}

impl Gathered<'_> {
    /// Adds a sheet after the sheets that it imports.
    fn include(&mut self, asked: Asked) {
        // Depth first without recursion: a sheet is added when it comes up the second time.
        let mut waiting = vec![(asked, false)];
        while let Some((asked, ready)) = waiting.pop() {
            let imports = asked.sheet.clone();
            if ready || imports.imports().is_empty() || asked.depth >= DEEPEST || waiting.len() > MOST_SHEETS
            {
                self.add(asked);
                continue;
            }
            let (held, depth, address) = (asked.held, asked.depth + 1, asked.address.clone());
            waiting.push((asked, true));
            for import in imports.imports().iter().rev() {
                match self.sheets.find(&import.address, address.as_deref()) {
                    Some((full, sheet)) => {
                        let (held, layer) = (held.and(import.held), import.layer.clone());
                        waiting.push((Asked { sheet, held, layer, address: Some(full), depth }, false));
                    }
                    None => self.missing += usize::from(!import.held.is_never()),
                }
            }
        }
    }

    fn add(&mut self, asked: Asked) {
        let Asked { sheet, held, layer, .. } = asked;
        if !held.is_never() && self.used.len() < MOST_SHEETS {
            self.used.push(SheetUse { sheet, held, layer });
        }
    }
}

/// The first base element, which rules all addresses of the page (HTML standard, 4.2.3).
fn base(document: &Document) -> Option<String> {
    let mut bases = document.elements().filter(|&(id, _)| document.tag(id) == "base");
    bases.find_map(|(_, element)| element.attribute("href")).map(str::to_owned)
}

fn raw_text(document: &Document, id: NodeId) -> String {
    document.children(id).filter_map(|child| document.text(child)).collect()
}

fn is_css(kind: Option<&str>) -> bool {
    kind.is_none_or(|kind| kind.trim().is_empty() || kind.trim().eq_ignore_ascii_case("text/css"))
}

fn is_sheet(relation: Option<&str>) -> bool {
    let words = || relation.unwrap_or_default().split_ascii_whitespace();
    let has = |wanted: &str| words().any(|word| word.eq_ignore_ascii_case(wanted));
    has("stylesheet") && !has("alternate")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Known;

    impl Sheets for Known {
        fn find(&self, address: &str, from: Option<&str>) -> Option<(String, Arc<Sheet>)> {
            let text = match address {
                "a.css" => "@import 'b.css'; p { opacity: 0.5 }",
                "b.css" => "@import 'a.css'; p { opacity: 0.2; text-indent: 7px }",
                _ => return None,
            };
            Some((format!("{}/{address}", from.unwrap_or_default()), Arc::new(Sheet::parse(text))))
        }
    }

    #[test]
    fn sheets_in_order() {
        let page = read(
            "<link rel=stylesheet href=a.css><link rel=stylesheet href=none.css><style media=print>p{opacity:0}</style><p id=p>x",
            &Known,
        );
        let style = page.style(page.document.by_id("p").unwrap());
        assert_eq!((style.opacity, style.text_indent), (0.5, 7.0));
        assert_eq!(page.missing_sheets, 1);
    }

    #[test]
    fn what_a_style_element_imports_is_found_from_the_base() {
        struct Based;
        impl Sheets for Based {
            fn find(&self, address: &str, from: Option<&str>) -> Option<(String, Arc<Sheet>)> {
                let known = (address, from) == ("c.css", Some("/stil/"));
                known.then(|| ("/stil/c.css".to_owned(), Arc::new(Sheet::parse("p { opacity: 0.3 }"))))
            }
        }
        let page = read("<base href=/stil/><style>@import url(c.css);</style><p id=p>x", &Based);
        assert!((page.style(page.document.by_id("p").unwrap()).opacity - 0.3).abs() < 0.01);
        assert_eq!(page.missing_sheets, 0);
    }
}
