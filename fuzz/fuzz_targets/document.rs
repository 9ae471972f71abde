//! Documents: the first byte chooses the kind, the rest is the file.
#![no_main]

use kommunspegel::page::{DocumentKind, read_document};
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|data: &[u8]| {
    let url = Url::parse("https://www.exempel.example/a.pdf").expect("an address");
    if let Some((first, file)) = data.split_first() {
        let kinds = [
            DocumentKind::Pdf,
            DocumentKind::Word,
            DocumentKind::Workbook,
            DocumentKind::Slides,
            DocumentKind::OpenText,
            DocumentKind::OpenSheets,
            DocumentKind::OpenSlides,
            DocumentKind::RichText,
            DocumentKind::Old,
        ];
        let _ = read_document(kinds[usize::from(*first) % kinds.len()], file, &url);
    }
});
