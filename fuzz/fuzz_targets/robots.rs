//! robots.txt: any bytes are read, and every address has an answer.
#![no_main]

use bytes::Bytes;
use kommunspegel::fetch::RobotsFile;
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|data: &[u8]| {
    let base = Url::parse("https://www.exempel.example/robots.txt").expect("an address");
    let file = RobotsFile::new(base.clone(), (200, Bytes::copy_from_slice(data)), "Kommunspegel");
    if let Ok(page) = base.join(&String::from_utf8_lossy(data)) {
        file.allows(&page);
    }
});
