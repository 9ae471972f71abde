//! The pages of an archive, as judging reads them, and how the site's crawl ended.
//!
//! Knows groups and notes; not what a page means.

use std::path::Path;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use url::Url;

use crate::fetch::{PushBack, Unreachable, charset_parameter, hindrance, location};
use crate::plan::{Found, Ground};

use super::groups::{Group, Groups, Span};
use super::http::parse_response;
use super::notes::{Counts, Drawing, Note, Outcome, SiteOutcome, SiteState, VisitNote};
use super::reader::{ArchiveError, RecordReader};
use super::record::Record;

/// One answer of the archive. When an address was asked for more than once, the last answer counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedPage {
    /// The address as asked.
    pub url: Url,
    /// The status of the answer.
    pub status: u16,
    /// The answer's content type, without parameters, in lower case; empty if there was none.
    pub content_type: String,
    /// The decoded body; empty when it was no text and left unread, and when it is lost.
    pub body: Vec<u8>,
    /// Whether what was kept of the body cannot be shown any more: the archive, or an earlier one, is damaged there.
    pub is_lost: bool,
    /// The character set that the HTTP header names.
    pub charset: Option<String>,
    /// Clicks from the start page; [`crate::plan::UNKNOWN_DEPTH`] when only a sitemap names the page.
    pub depth: u16,
    /// The page that named it.
    pub via: Option<Url>,
    /// The text of the link.
    pub anchor: String,
    /// How it became known.
    pub found: Found,
    /// Whose ground it lies on.
    pub ground: Ground,
    /// The name of the response record.
    pub record_id: String,
    /// Where the response record begins in the file.
    pub offset: u64,
    /// Where it points, if it is a redirect.
    pub redirect_to: Option<Url>,
    /// Why it is not what was asked for, though its status may say so: the header says it.
    pub hindrance: Option<Unreachable>,
    /// Its `Refresh` field.
    pub refresh: Option<String>,
    /// What it took a browser to draw it; body and name are those of the drawn page then, unless it was in vain.
    pub drawing: Option<Drawing>,
}

/// The answers of one archive, in the order in which they were got, without those that are lost. Ends where the file is
/// torn; whether the crawl came to its end is [`read_outcome`]'s to tell.
pub fn read_pages(
    path: &Path,
) -> Result<impl Iterator<Item = Result<ArchivedPage, ArchiveError>> + use<>, ArchiveError> {
    let mut groups = Groups::open(path)?;
    Ok(std::iter::from_fn(move || next_page(&mut groups).transpose()))
}

fn next_page(groups: &mut Groups) -> Result<Option<ArchivedPage>, ArchiveError> {
    while let Some(group) = groups.next_group()? {
        if let Some(page) = group.page().filter(|page| !page.is_lost) {
            return Ok(Some(page));
        }
    }
    Ok(None)
}

/// How a site's crawl ended. A file without a closing record is of an interrupted crawl.
pub fn read_outcome(path: &Path) -> Result<SiteOutcome, ArchiveError> {
    let mut groups = Groups::open(path)?;
    let interrupted = || SiteOutcome { state: SiteState::Interrupted, counts: Counts::default() };
    let mut outcome = interrupted();
    while let Some(group) = groups.next_unresolved()? {
        match group.note {
            Note::Closing(closing) => outcome = closing,
            Note::Again => outcome = interrupted(),
            Note::Visit(_) | Note::Robots { .. } => {}
        }
    }
    Ok(outcome)
}

/// From when until when a site was under way; `None` for a file that holds no dated record.
pub fn read_span(path: &Path) -> Result<Option<Span>, ArchiveError> {
    let mut groups = Groups::open(path)?;
    while groups.next_unresolved()?.is_some() {}
    Ok(groups.span())
}

/// Who asked, by an archive's first record.
pub fn read_user_agent(path: &Path) -> Result<Option<String>, ArchiveError> {
    let first = RecordReader::open(path)?.next_record()?;
    let block = first.map(|(_, record, _)| record.block).unwrap_or_default();
    let text = String::from_utf8_lossy(&block);
    Ok(text.lines().find_map(|line| line.strip_prefix("http-header-user-agent: ")).map(str::to_owned))
}

impl Group {
    /// The status of the answer, if there was one.
    pub fn status(&self) -> Option<u16> {
        self.response.as_ref().and_then(|(_, record)| parse_response(&record.block)).map(|head| head.status)
    }

    /// When and how a host asked to be left alone, if that is what it answered.
    pub fn push_back(&self) -> Option<PushBack> {
        let (Note::Visit(note), Some((_, record))) = (&self.note, &self.response) else { return None };
        let response = parse_response(&record.block).filter(|head| matches!(head.status, 429 | 503))?;
        Some(PushBack {
            url: note.url.clone(),
            at: OffsetDateTime::parse(record.field("WARC-Date")?, &Rfc3339).ok()?,
            retry_after: response.field("retry-after").map(str::to_owned),
        })
    }

    /// The page of the group, if it is a visit that was answered.
    pub fn page(self) -> Option<ArchivedPage> {
        let (Note::Visit(note), Some((offset, record))) = (self.note, self.response) else { return None };
        let response = parse_response(&record.block)?;
        let content_type = response.field("content-type").unwrap_or_default().to_ascii_lowercase();
        let redirects = matches!(response.status, 301 | 302 | 303 | 307 | 308);
        let target = response.bytes("location").filter(|_| redirects);
        let VisitNote { url, depth, via, anchor, found, ground, outcome, .. } = note;
        let drawing = match outcome {
            Outcome::Answered { drawing, .. } if self.drawn.is_some() => Some(drawing.unwrap_or_default()),
            Outcome::Answered { drawing, .. } => drawing.filter(|drawing| drawing.in_vain),
            _ => None,
        };
        let body = response.body();
        let shown = body.as_deref().unwrap_or_default();
        let page = ArchivedPage {
            redirect_to: target.and_then(|target| url.join(&location(target)).ok()),
            refresh: response.field("refresh").map(str::to_owned),
            hindrance: hindrance(|name| response.field(name), shown),
            url,
            status: response.status,
            charset: charset_parameter(&content_type),
            content_type: content_type.split(';').next().unwrap_or_default().trim().to_owned(),
            is_lost: self.lost.is_some() || body.is_err(),
            body: body.unwrap_or_default(),
            depth,
            via,
            anchor,
            found,
            ground,
            record_id: record.field("WARC-Record-ID").unwrap_or_default().to_owned(),
            offset,
            drawing,
        };
        Some(match self.drawn {
            Some(drawn) => as_drawn(page, drawn),
            None => page,
        })
    }
}

/// A page as a browser drew it.
fn as_drawn(page: ArchivedPage, drawn: Record) -> ArchivedPage {
    ArchivedPage {
        record_id: drawn.field("WARC-Record-ID").unwrap_or_default().to_owned(),
        content_type: "text/html".to_owned(),
        charset: Some("utf-8".to_owned()),
        body: drawn.block,
        is_lost: false,
        ..page
    }
}

impl ArchivedPage {
    /// Whether it is what was asked for.
    pub fn is_answer(&self) -> bool {
        Unreachable::of_status(self.status).is_none()
    }
}

#[cfg(test)]
impl ArchivedPage {
    /// A page one click from the start page, found by a link, with nothing on it.
    pub(crate) fn sample(url: Url, content_type: &str) -> Self {
        Self {
            url,
            status: 200,
            content_type: content_type.to_owned(),
            body: Vec::new(),
            is_lost: false,
            charset: None,
            depth: 1,
            via: None,
            anchor: String::new(),
            found: Found::Link,
            ground: Ground::Own,
            record_id: String::new(),
            offset: 0,
            redirect_to: None,
            hindrance: None,
            refresh: None,
            drawing: None,
        }
    }
}
