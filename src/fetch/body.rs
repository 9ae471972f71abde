//! Bodies are read as a stream, counted as they come.
//!
//! Knows sizes and content types; not what a page says.

use bytes::Bytes;
use futures_util::StreamExt;

use super::failure::Failure;
use super::unreachable::Unreachable;

/// What happens to a body larger than the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Excess {
    /// It is a failure.
    Fail,
    /// The rest is left unread (robots.txt, RFC 9309 section 2.5).
    Cut,
}

/// Which bodies are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Those whose content type may be text.
    Text,
    /// All, whatever they are called: of robots.txt (RFC 9309 knows no content type) and of sitemaps.
    All,
}

impl Reading {
    /// Whether a body of this content type is read.
    pub(super) fn takes(self, content_type: Option<&str>) -> bool {
        self == Self::All || is_text(content_type)
    }
}

/// Reads at most `limit` bytes of what comes, as it comes; `came` is told how many came.
pub(super) async fn read(
    response: reqwest::Response,
    (limit, excess): (usize, Excess),
    came: &mut usize,
) -> Result<Bytes, Failure> {
    let (mut chunks, mut room) = (Vec::new(), limit);
    let mut stream = response.bytes_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| Failure::within_answer(&error))?;
        let length = chunk.len();
        *came += length;
        chunks.push(chunk.slice(..length.min(room)));
        match excess {
            Excess::Fail if length > room => return Err(Unreachable::TooLarge.into()),
            Excess::Cut if length >= room => break,
            _ => room -= length,
        }
    }
    Ok(joined(chunks))
}

/// The chunks as one: copied once, where there is more than one.
fn joined(mut chunks: Vec<Bytes>) -> Bytes {
    match chunks.pop() {
        Some(only) if chunks.is_empty() => only,
        last => chunks.into_iter().chain(last).collect::<Vec<Bytes>>().concat().into(),
    }
}

/// Whether a content type may hold text worth reading; a missing one may.
fn is_text(content_type: Option<&str>) -> bool {
    const OTHER: &[&str] = &["image/", "video/", "audio/", "font/", "model/"];
    // Documents come under any name of an application but these.
    const PROGRAMS: &[&str] = &[
        "flash",
        "font",
        "java-archive",
        "package",
        "msdownload",
        "wasm",
        "7z",
        "rar",
        "x-tar",
        "iso9660",
        "diskimage",
        "mp4",
        "mpegurl",
        "ogg",
    ];
    let Some(content_type) = content_type.map(str::to_ascii_lowercase) else { return true };
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let is_program =
        || essence.starts_with("application/") && PROGRAMS.iter().any(|part| essence.contains(part));
    !OTHER.iter().any(|prefix| essence.starts_with(prefix)) && !is_program()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_by_content_type() {
        for (content_type, expected) in [
            (None, true),
            (Some("text/html; charset=utf-8"), true),
            (Some("application/xhtml+xml"), true),
            (Some("application/javascript"), true),
            (Some("application/x-gzip"), true),
            (Some("Application/PDF"), true),
            (Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), true),
            (Some("application/vnd.ms-excel"), true),
            (Some("application/x-msexcel"), true),
            (Some("application/force-download"), true),
            (Some("application/zip"), true),
            (Some("application/unknown"), true),
            (Some("application/vnd.android.package-archive"), false),
            (Some("application/font-woff2"), false),
            (Some("image/svg+xml"), false),
            (Some("video/mp4"), false),
            (Some("nonsense"), true),
        ] {
            assert_eq!(Reading::Text.takes(content_type), expected, "{content_type:?}");
            assert!(Reading::All.takes(content_type), "{content_type:?}");
        }
    }
}
