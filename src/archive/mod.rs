//! What was seen, kept: one WARC/1.1 file per site and edition, and the edition's manifest.
//!
//! The archive is the truth; everything after it is derived from it. A file is a warcinfo record, then one group of
//! records per visit, each group closed by a `metadata` record that says how the address became known and what came
//! of it. A group whose `metadata` record is missing was cut off in the middle and does not count. Bodies are stored as
//! they came, plain or pressed by gzip; those in other codings are stored decoded. `Content-Length` is right for what is
//! stored, and fields that speak of the transfer stand under `X-Archive-Orig-`. A page that an earlier edition kept as it
//! still is becomes a `revisit` record; readers take its body from there. A page that a browser drew has a `conversion`
//! record that refers to its response; readers take the drawn page.
//!
//! Knows records and files; not what a page means, nor which page comes next.

mod aside;
mod digest;
mod disk;
mod earlier;
mod groups;
mod http;
mod manifest;
mod notes;
mod pages;
mod press;
mod reader;
mod record;
mod writer;

pub use aside::{keep_torn, put_aside};
pub use digest::payload_digest;
pub(crate) use disk::{replace_file, sync_all_below, sync_directory};
pub use earlier::{Earlier, Kept};
pub use groups::{Group, Groups, Span, Tail};
pub use http::stored_payload;
pub use manifest::{Manifest, ManifestError, RubricStamp, SCHEMA_VERSION, SiteEntry, Stage, file_digest};
pub use notes::{Counts, Drawing, HostCounts, Note, Outcome, SiteOutcome, SiteState, Traffic, VisitNote};
pub use pages::{ArchivedPage, read_outcome, read_pages, read_span, read_user_agent};
pub use reader::{ArchiveError, RecordReader};
pub use record::{Record, RecordKind};
pub use writer::{SiteArchive, SiteLabel};
