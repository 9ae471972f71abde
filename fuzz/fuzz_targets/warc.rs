//! WARC records: any bytes are a record, or none.
#![no_main]

use kommunspegel::archive::Record;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some(record) = Record::parse(data) {
        record.kind();
    }
});
