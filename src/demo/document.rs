//! Small documents and pictures behind the nation's links: a readable PDF with a title, a logotype, single
//! points, a film without pictures. Knows their formats, not who links to them.

use std::fmt::Write;

/// Content type and bytes of the document at a path, if its ending is of a known kind.
pub(super) fn document(path: &str) -> Option<(&'static str, Vec<u8>)> {
    let name = path.rsplit('/').next()?;
    let (stem, ending) = name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "pdf" => Some(("application/pdf", pdf(&stem.replace(['-', '_'], " ")))),
        "svg" => Some(("image/svg+xml", SVG.as_bytes().to_vec())),
        "gif" => Some(("image/gif", GIF.to_vec())),
        "png" => Some(("image/png", PNG.to_vec())),
        "mp4" => Some(("video/mp4", MP4.to_vec())),
        _ => None,
    }
}

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"40\" viewBox=\"0 0 120 40\">\
    <path fill=\"#1d4f76\" d=\"M4 4h32v20L20 36 4 24z\"/></svg>\n";

/// One white point.
const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

/// One white point.
const PNG: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\x0aIDATx\xdac\xf8\x0f\x00\x01\x01\x01\x00\x1c\xb0\x8c\x99\x00\x00\x00\x00IEND\xaeB`\x82";

/// A file type box (ISO 14496-12) and nothing else: a film that has not begun.
const MP4: &[u8] = b"\0\0\0\x14ftypisom\0\0\x02\0isom";

/// A PDF 1.4 of one page with its title in Helvetica.
fn pdf(title: &str) -> Vec<u8> {
    let title: String =
        title.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == ' ').collect();
    let drawing = format!("BT /F1 20 Tf 72 760 Td ({title}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (sv) >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R \
         /Resources << /Font << /F1 4 0 R >> >> >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{drawing}\nendstream", drawing.len()),
        format!("<< /Title ({title}) >>"),
    ];
    let (mut file, mut table) = ("%PDF-1.4\n".to_owned(), "0000000000 65535 f \n".to_owned());
    for (number, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let (start, size) = (file.len(), objects.len() + 1);
    let trailer = format!("trailer\n<< /Size {size} /Root 1 0 R /Info 6 0 R >>");
    let _ = write!(file, "xref\n0 {size}\n{table}{trailer}\nstartxref\n{start}\n%%EOF\n");
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cross_references_of_a_pdf_point_at_its_objects() {
        let (kind, bytes) = document("/download/18.5/ansokan-om_bygglov.PDF").unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(kind, "application/pdf");
        assert!(text.contains("/Title (ansokan om bygglov)"));
        let rows: Vec<&str> = text.split("f \n").nth(1).unwrap().lines().take(6).collect();
        for (number, row) in rows.iter().enumerate() {
            let at: usize = row[..10].parse().unwrap();
            assert!(text[at..].starts_with(&format!("{} 0 obj", number + 1)), "{row}");
        }
        let start: usize = text.lines().rev().nth(1).unwrap().parse().unwrap();
        assert!(text[start..].starts_with("xref"));
    }

    #[test]
    fn only_known_kinds_are_documents() {
        assert!(document("/a/logo.svg").is_some() && document("/a/film.mp4").is_some());
        assert!(document("/a/page.html").is_none() && document("/a/").is_none());
    }
}
