//! Content codings: any bytes are a body within its bound, or none.
#![no_main]

use kommunspegel::fetch::Coding;
use libfuzzer_sys::fuzz_target;

const LIMIT: usize = 100_000;

fuzz_target!(|data: &[u8]| {
    for coding in [Coding::Gzip, Coding::Brotli, Coding::Zstd] {
        if let Ok(body) = coding.decode(data, LIMIT) {
            assert!(body.len() <= LIMIT + 1);
        }
    }
});
