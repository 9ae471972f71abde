//! Sitemaps: any bytes name addresses, or none.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    kommunspegel::crawl::sitemap(data);
});
