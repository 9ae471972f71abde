//! Search: any bytes are a form, a description of a search, or neither; and a page that shows something without scripts, or
//! does not.
#![no_main]

use kommunspegel::{crawl, page};
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|data: &[u8]| {
    let url = Url::parse("https://www.exempel.example/a/b").expect("an address");
    let html = page::charset::decode(data, None);
    crawl::search_forms(&html, &url, "windows-1252");
    crawl::described_search(data, &url);
    page::Shell::of(&html);
    page::shown(&html);
});
