//! Which pages of a site are shown to a browser: one of each template, a tenth of all by chance, and those that
//! Commission Implementing Decision (EU) 2018/1524 names: start page, contact, search, statement, a form, a list of
//! documents. Knows page reports; the same pages for the same site.

use std::collections::{BTreeMap, BTreeSet};

use super::report::PageReport;
use super::statement::is_statement_link;

/// One of so many pages is picked by chance.
const TENTH: usize = 10;
/// Text fields that make a form more than a search box.
const FIELDS: usize = 2;
/// Links to documents that make a list.
const DOCUMENTS: usize = 3;

/// The picked pages by their places in the list, with the reasons. The first page is taken to be the start page.
pub fn sample(pages: &[PageReport]) -> BTreeMap<usize, BTreeSet<&'static str>> {
    let mut picked: BTreeMap<usize, BTreeSet<&'static str>> = BTreeMap::new();
    let mut pick = |at: Option<usize>, reason: &'static str| {
        if let Some(at) = at {
            picked.entry(at).or_default().insert(reason);
        }
    };
    let first = |fits: &dyn Fn(&PageReport) -> bool| pages.iter().position(fits);
    pick(first(&|_| true), "start");
    pick(first(&|page| speaks_of(page, &["kontakt"])), "contact");
    pick(first(&|page| speaks_of(page, &["/sok", "sök", "/search"])), "search");
    pick(first(&|page| is_statement_link(&page.title, &page.address)), "statement");
    pick(first(&|page| page.traits.fields >= FIELDS), "form");
    let most = pages.iter().enumerate().filter(|(_, page)| page.traits.documents >= DOCUMENTS);
    pick(
        most.max_by_key(|(at, page)| (page.traits.documents, usize::MAX - at)).map(|(at, _)| at),
        "documents",
    );
    let mut templates = BTreeSet::new();
    for (at, page) in pages.iter().enumerate() {
        if templates.insert(&page.traits.template) {
            pick(Some(at), "template");
        }
    }
    let mut drawn: Vec<usize> = (0..pages.len()).collect();
    drawn.sort_by_key(|&at| (lot(&pages[at].address), at));
    for &at in drawn.iter().take(pages.len().div_ceil(TENTH)) {
        pick(Some(at), "random");
    }
    picked
}

fn speaks_of(page: &PageReport, words: &[&str]) -> bool {
    let (title, address) = (page.title.to_lowercase(), page.address.to_lowercase());
    words.iter().any(|word| title.contains(word) || address.contains(word))
}

/// A number that says nothing of the page but is always the same (FNV-1a, 64 bits).
fn lot(address: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    address.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accessibility::load::{OwnSheets, read};
    use crate::accessibility::report::examine;

    #[test]
    fn each_kind_and_a_tenth() {
        let page = |address: &str, body: &str| {
            let markup = format!("<!doctype html><html lang=sv><title>T</title>{body}");
            examine(address, &read(&markup, &OwnSheets))
        };
        let mut pages = vec![
            page("http://x/", "<main><h1>a</h1></main>"),
            page("http://x/kontakt", "<main><h1>a</h1></main>"),
            page("http://x/f", "<main><form><input><textarea></textarea></form></main>"),
            page("http://x/d", "<main><a href=a.pdf>a</a><a href=b.pdf>b</a><a href=c.docx>c</a></main>"),
            page("http://x/t", "<div class=old><p>a</div>"),
        ];
        pages.extend((0..25).map(|at| page(&format!("http://x/p/{at}"), "<main><h1>a</h1></main>")));
        let picked = sample(&pages);
        let reasons = |at: usize| picked.get(&at).cloned().unwrap_or_default();
        assert!(reasons(0).contains("start") && reasons(0).contains("template"));
        assert!(reasons(1).contains("contact"));
        assert!(reasons(2).contains("form"));
        assert!(reasons(3).contains("documents"));
        assert!(reasons(4).contains("template"));
        let random = picked.values().filter(|reasons| reasons.contains("random")).count();
        assert_eq!(random, 3);
        assert_eq!(sample(&pages), picked);
        assert!(sample(&[]).is_empty());
    }
}
