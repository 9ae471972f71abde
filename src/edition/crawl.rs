//! Crawls an edition and keeps its manifest.

use std::collections::BTreeMap;
use std::sync::Arc;

use time::OffsetDateTime;
use tokio::sync::watch;

use super::directory::{DirectoryError, EditionDirectory};
use super::receipt::Visitor;
use crate::archive::{
    Manifest, ManifestError, RubricStamp, SCHEMA_VERSION, SiteEntry, SiteState, Stage, file_digest,
};
use crate::crawl::{CrawlError, EditionJob, Existing, Observer, SiteReport, edition};
use crate::fetch::Fetcher;
use crate::standing::Body;

/// What is to be crawled, and what the manifest tells of it.
#[derive(Debug)]
pub struct CrawlOrder {
    /// The crawl itself; its directory is the edition's archive.
    pub job: EditionJob,
    /// Who is measured.
    pub bodies: Vec<Body>,
    /// The rubric that the edition is made for.
    pub rubric: RubricStamp,
    /// The hash of the register.
    pub register_hash: String,
    /// What the crawl was told, by the names of the settings.
    pub settings: BTreeMap<String, String>,
    /// The time now.
    pub now: OffsetDateTime,
}

/// An edition could not be crawled; what was archived is kept.
#[derive(Debug, thiserror::Error)]
pub enum EditionError {
    /// The crawl failed.
    #[error(transparent)]
    Crawl(#[from] CrawlError),
    /// The manifest failed.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The directory failed.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
}

/// A crawled edition.
#[derive(Debug)]
pub struct Crawled {
    /// The manifest as it was written.
    pub manifest: Manifest,
    /// Whether it was stopped before the end; it can be resumed.
    pub interrupted: bool,
}

/// The setting of the manifest that names the edition from which unchanged pages are taken.
pub const SINCE: &str = "since";

/// Crawls an edition into its directory. The manifest is there from the first moment, so that an edition whose crawl
/// was killed is known and can be resumed; a resumed edition keeps the time at which it began, and whom it measures.
pub async fn crawl(
    order: CrawlOrder,
    directory: &EditionDirectory,
    fetcher: Arc<Fetcher>,
    watched: (Arc<dyn Observer>, watch::Receiver<bool>),
) -> Result<Crawled, EditionError> {
    let CrawlOrder { job, bodies, rubric, register_hash, settings, now } = order;
    let begun = Manifest::load(directory.path()).ok().filter(|_| job.existing == Existing::Resume);
    if begun.is_none() {
        directory.write_bodies(&bodies)?;
    }
    let mut manifest = Manifest {
        schema_version: SCHEMA_VERSION,
        edition: job.edition.clone(),
        program: env!("CARGO_PKG_NAME").to_owned(),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        rubric: Some(rubric),
        register_hash,
        settings,
        started: begun.map_or(now, |begun| begun.started),
        finished: None,
        stage: Some(Stage::Crawling),
        sites: Vec::new(),
    };
    manifest.save(directory.path())?;
    let (observer, shutdown) = watched;
    let visitor = Visitor::of(fetcher.settings());
    let reports = edition(job, fetcher, observer, shutdown).await?;
    let interrupted = reports.iter().any(|report| report.outcome.state == SiteState::Interrupted);
    directory.write_receipts(&visitor, &reports)?;
    manifest.sites = reports.into_iter().map(entry).collect::<Result<_, _>>()?;
    if !interrupted {
        manifest.finished = Some(OffsetDateTime::now_utc());
        manifest.stage = Some(Stage::Judging);
    }
    manifest.save(directory.path())?;
    Ok(Crawled { manifest, interrupted })
}

fn entry(report: SiteReport) -> Result<SiteEntry, ManifestError> {
    let (sha256, size) = file_digest(&report.file)?;
    let file = report.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(SiteEntry { key: report.key, file, sha256, size, outcome: report.outcome })
}
