//! HTML: links, forms and the judge's page of any bytes.
#![no_main]

use kommunspegel::{crawl, page};
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|data: &[u8]| {
    let url = Url::parse("https://www.exempel.example/a/b").expect("an address");
    let html = page::charset::decode(data, None);
    crawl::links(&html, &url);
    crawl::search_forms(&html, &url, "utf-8");
    page::parse(&html, &url);
});
