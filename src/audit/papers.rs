//! The PDF files of a site: whether they are tagged, say their language and title, and hold text at all (EN 301 549,
//! clause 10; PDF/UA-1, ISO 14289-1, 7). Knows files' catalogues; what a file says is not its matter.

use lopdf::Object;

use crate::accessibility::record::PaperRecord;
use crate::archive::ArchivedPage;
use crate::page::{open_pdf, pdf_has_text};
use crate::score::{LONGEST, within};

/// Adds a file to the count.
pub(super) fn count(record: &mut PaperRecord, file: &ArchivedPage) {
    record.files += 1;
    let body = file.body.clone();
    let Some(seen) = within(LONGEST, move || look(&body)).flatten() else {
        record.unreadable += 1;
        return;
    };
    record.tagged += seen.tagged;
    record.with_language += seen.with_language;
    record.with_title += seen.with_title;
    record.with_text += seen.with_text;
}

/// The count of one file; nothing when it is damaged or wants a password.
fn look(body: &[u8]) -> Option<PaperRecord> {
    let document = open_pdf(body).ok()?;
    let catalogue = document.catalog().ok()?;
    let resolved = |object: &Object| document.dereference(object).ok().map(|(_, object)| object.clone());
    let marks = catalogue.get(b"MarkInfo").ok().and_then(resolved);
    let marked = marks.and_then(|marks| marks.as_dict().ok()?.get(b"Marked").ok()?.as_bool().ok());
    let is_said = |object: Option<Object>| {
        object.and_then(|text| text.as_str().ok().map(<[u8]>::to_vec)).is_some_and(|text| !text.is_empty())
    };
    let information = document.trailer.get(b"Info").ok().and_then(resolved);
    let title = information.and_then(|all| all.as_dict().ok()?.get(b"Title").ok().and_then(resolved));
    Some(PaperRecord {
        files: 1,
        unreadable: 0,
        tagged: usize::from(marked == Some(true) && catalogue.get(b"StructTreeRoot").is_ok()),
        with_language: usize::from(is_said(catalogue.get(b"Lang").ok().and_then(resolved))),
        with_title: usize::from(is_said(title)),
        with_text: usize::from(pdf_has_text(&document)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    fn counted(catalogue: &str, information: &str) -> PaperRecord {
        let objects = [
            format!("<< /Type /Catalog /Pages 2 0 R {catalogue} >>"),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>".to_owned(),
            format!("<< {information} >>"),
        ];
        let (mut file, mut table) = ("%PDF-1.4\n".to_owned(), "0000000000 65535 f \n".to_owned());
        for (number, object) in objects.iter().enumerate() {
            writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
            write!(file, "{} 0 obj\n{object}\nendobj\n", number + 1).unwrap();
        }
        let start = file.len();
        let trailer = "<< /Size 5 /Root 1 0 R /Info 4 0 R >>";
        write!(file, "xref\n0 5\n{table}trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n").unwrap();
        counted_bytes(file.into_bytes())
    }

    fn counted_bytes(body: Vec<u8>) -> PaperRecord {
        let sample = ArchivedPage::sample("http://x.example/a.pdf".parse().unwrap(), "application/pdf");
        let file = ArchivedPage { body, ..sample };
        let mut record = PaperRecord::default();
        count(&mut record, &file);
        record
    }

    #[test]
    fn a_file_is_tagged_or_not() {
        let full = counted(
            "/Lang (sv) /MarkInfo << /Marked true >> /StructTreeRoot << /Type /StructTreeRoot >>",
            "/Title (Taxa)",
        );
        assert_eq!((full.files, full.tagged, full.with_language, full.with_title), (1, 1, 1, 1));
        assert_eq!((full.with_text, full.unreadable), (0, 0));
        let bare = counted("", "");
        assert_eq!((bare.files, bare.tagged, bare.with_language, bare.with_title), (1, 0, 0, 0));
        assert_eq!(counted_bytes(b"%PDF-1.4 torn".to_vec()).unreadable, 1);
    }
}
