//! Accessibility: any bytes are a page that every rule can be asked about, its own stylesheets included.
#![no_main]

use kommunspegel::accessibility::load::{OwnSheets, read};
use kommunspegel::accessibility::report::examine;
use kommunspegel::page::charset::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    examine("https://www.exempel.example/", &read(&decode(data, None), &OwnSheets));
});
