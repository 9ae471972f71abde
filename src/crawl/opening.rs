//! Where a site's crawl stands when it is taken up: at its beginning, at the end of what its archive holds, or at its end.
//!
//! Synchronous; knows files, not the network.

use std::path::Path;

use time::OffsetDateTime;

use crate::archive::{ArchiveError, Groups, Note, SiteArchive, SiteLabel, Span, keep_torn, put_aside};
use crate::fetch::PushBack;
use crate::plan::Scope;

use super::again::Missed;
use super::job::{CrawlError, EditionJob, Existing, SiteTarget};
use super::ledger::Ended;
use super::observer::Mishap;
use super::progress::Progress;
use super::replay::{Replayed, Unreplayable, replay};

/// Where a site's crawl stands.
pub(super) enum Standing {
    Finished(Box<Ended>, Vec<PushBack>),
    Open(Box<UnderWay>),
}

/// A crawl that is begun or gone on with.
pub(super) struct UnderWay {
    pub(super) archive: SiteArchive,
    pub(super) progress: Progress,
    pub(super) began: OffsetDateTime,
    /// What the archive held.
    pub(super) replayed: Replayed,
    /// What it held and could not be gone on with.
    pub(super) mishap: Option<Mishap>,
}

/// Finds out where a site's crawl stands, by its archive. One that cannot be replayed is put aside, and the site begun
/// anew: it costs itself alone, and nothing that was seen is lost.
pub(super) fn standing(
    job: &EditionJob,
    target: &SiteTarget,
    (label, user_agent, path): (&SiteLabel, &str, &Path),
) -> Result<Standing, CrawlError> {
    let begun = |mishap| -> Result<Standing, CrawlError> {
        Ok(Standing::Open(Box::new(UnderWay {
            archive: SiteArchive::create(path, label, user_agent)?,
            progress: planned(job, target),
            began: OffsetDateTime::now_utc(),
            replayed: Replayed::default(),
            mishap,
        })))
    };
    if job.existing == Existing::Replace || !path.exists() {
        return begun(None);
    }
    match resumed(job, target, (label, path)) {
        Ok(Some(standing)) => Ok(standing),
        Ok(None) => begun(None),
        Err(Unopened::Failed(error)) => Err(error.into()),
        Err(Unopened::Unreplayable(cause)) => {
            let file = put_aside(path, "unreplayable")?;
            begun(Some(Mishap { file, cause: cause.to_string() }))
        }
    }
}

/// Why an archive was not opened.
enum Unopened {
    /// It does not say where its crawl stands.
    Unreplayable(Unreplayable),
    /// The file system failed.
    Failed(ArchiveError),
}

impl From<ArchiveError> for Unopened {
    fn from(error: ArchiveError) -> Self {
        Self::Failed(error)
    }
}

/// A site's plan before anything was asked for.
fn planned(job: &EditionJob, target: &SiteTarget) -> Progress {
    let scope = Scope::new(&target.start, &target.portals, job.platforms.clone());
    Progress::new(target.start.clone(), scope, (job.budget.clone(), &job.probes))
}

/// Replays an archive that exists, and opens it where it ends; nothing when it holds nothing.
fn resumed(
    job: &EditionJob,
    target: &SiteTarget,
    (label, path): (&SiteLabel, &Path),
) -> Result<Option<Standing>, Unopened> {
    let (mut groups, mut progress) = (Groups::open(path)?, planned(job, target));
    let mut replayed = replay(&mut groups, &mut progress).map_err(Unopened::Unreplayable)?;
    let had_one = replayed.asked_again.is_some() || replayed.closed.is_none();
    let is_second_chance = job.existing == Existing::AskAgain && !had_one;
    let now = OffsetDateTime::now_utc();
    let span = groups.span().unwrap_or(Span { began: now, ended: now });
    if let Some(outcome) = replayed.closed.take_if(|_| !is_second_chance) {
        let at_first = replayed.first_ended.unwrap_or(span.ended);
        let ended = Box::new(Ended { outcome, span, at_first });
        return Ok(Some(Standing::Finished(ended, replayed.push_backs)));
    }
    if groups.tail().records == 0 {
        return Ok(None);
    }
    let torn = keep_torn(path, groups.tail())?;
    let mut archive = SiteArchive::resume(path, label, groups.tail())?;
    if is_second_chance {
        archive.note(&Note::Again)?;
        replayed.again(&mut progress);
    }
    replayed.missed = Missed::default();
    let mishap = torn.map(|file| Mishap { file, cause: "it is damaged in the middle".to_owned() });
    let began = span.began;
    Ok(Some(Standing::Open(Box::new(UnderWay { archive, progress, began, replayed, mishap }))))
}
