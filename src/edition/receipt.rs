//! The receipts of a crawl: what was asked of each site, when, what came of it, and how its owner allows or refuses
//! the robot. They lie beside the manifest as `receipts.json`.
//!
//! Knows numbers; not how a site is crawled, nor how a receipt is shown.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::directory::{DirectoryError, EditionDirectory, io_error};
use crate::archive::{
    Counts, HostCounts, Manifest, SiteEntry, SiteState, Traffic, read_span, read_user_agent, replace_file,
};
use crate::crawl::SiteReport;
use crate::fetch::FetchSettings;

const FILE_NAME: &str = "receipts.json";

/// Who came, and what a site's owner can do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// The User-Agent header.
    pub user_agent: String,
    /// Who answers for the robot.
    pub contact: Option<String>,
    /// Seconds between two requests to a host, at least.
    pub pace: u64,
    /// Lines of robots.txt that refuse the robot.
    pub refuse: String,
    /// Lines of robots.txt that allow it, and set its pace in seconds.
    pub allow: String,
}

impl Visitor {
    /// The robot with these settings.
    pub fn of(settings: &FetchSettings) -> Self {
        let token = &settings.user_agent_token;
        Self {
            user_agent: settings.user_agent(),
            contact: settings.contact.clone(),
            pace: settings.pace.as_secs(),
            refuse: format!("User-agent: {token}\nDisallow: /\n"),
            allow: format!("User-agent: {token}\nAllow: /\nCrawl-delay: 2\n"),
        }
    }
}

/// What a site's crawl came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The site, such as a municipality code.
    pub site: String,
    /// How it ended.
    #[serde(flatten)]
    pub state: SiteState,
    /// Requests that were sent, those for robots.txt, sitemaps, and what pages asked for while a browser drew them, included.
    /// What was under way when a crawl was stopped or killed is not known once it is gone on with.
    pub requests: u64,
    /// Decoded bytes of the answers to all of them.
    pub bytes: u64,
    /// The same without chance, as reports tell it: each robots.txt that was answered counts once and for each site that needed
    /// it, though a crawl that is gone on with asks for it again, and one of several sites asks for them all; its bytes
    /// do not count.
    #[serde(default)]
    pub steady: Traffic,
    /// Pages got.
    pub pages: u64,
    /// Pages that were still as an earlier edition had kept them.
    pub unchanged: u64,
    /// Addresses that robots.txt refused, which were not asked for.
    pub refused: u64,
    /// Requests that failed, by class.
    pub failed: BTreeMap<String, u64>,
    /// By host.
    #[serde(default)]
    pub hosts: BTreeMap<String, HostCounts>,
    /// The first moment.
    #[serde(with = "time::serde::rfc3339")]
    pub began: OffsetDateTime,
    /// The last one.
    #[serde(with = "time::serde::rfc3339")]
    pub ended: OffsetDateTime,
}

impl Receipt {
    fn of(report: &SiteReport) -> Self {
        let counts = &report.outcome.counts;
        let (Traffic { requests, bytes }, steady) = traffic(counts);
        Self {
            site: report.key.clone(),
            state: report.outcome.state.clone(),
            requests,
            bytes,
            steady,
            pages: counts.pages,
            unchanged: counts.unchanged,
            refused: counts.refused,
            failed: counts.failed.clone(),
            hosts: counts.hosts.clone(),
            began: report.span.began,
            ended: report.span.ended,
        }
    }
}

/// What was sent for a site, and the same without chance. Archives of versions that did not count what was sent hold visits.
fn traffic(counts: &Counts) -> (Traffic, Traffic) {
    let Some(asked) = counts.asked else {
        let requests = (counts.visits + counts.robots + counts.drawing).saturating_sub(counts.refused);
        let told = Traffic { requests, bytes: counts.bytes };
        return (told, told);
    };
    let robots = counts.robots_asked;
    let sent = Traffic { requests: asked.requests + robots.requests, bytes: asked.bytes + robots.bytes };
    let requests = asked.requests + counts.robots + counts.robots_in_vain;
    (sent, Traffic { requests, ..asked })
}

/// The receipts of all sites of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipts {
    /// Who came.
    pub visitor: Visitor,
    /// What came of it, in the order of the register.
    pub sites: Vec<Receipt>,
}

impl EditionDirectory {
    /// Writes the receipts of a crawl.
    pub(super) fn write_receipts(
        &self,
        visitor: &Visitor,
        reports: &[SiteReport],
    ) -> Result<(), DirectoryError> {
        let receipts =
            Receipts { visitor: visitor.clone(), sites: reports.iter().map(Receipt::of).collect() };
        self.save_receipts(&receipts)
    }

    fn save_receipts(&self, receipts: &Receipts) -> Result<(), DirectoryError> {
        let path = self.path().join(FILE_NAME);
        let mut text = serde_json::to_vec_pretty(receipts).expect("receipts are plain data");
        text.push(b'\n');
        replace_file(&path, &text).map_err(io_error(&path))
    }

    /// Makes the receipts anew from the manifest and the archives; nothing where those do not tell all of it.
    pub(super) fn receipts_again(&self) -> Option<()> {
        let manifest = Manifest::load(self.path()).ok().filter(|manifest| !manifest.sites.is_empty())?;
        let sites: Option<Vec<Receipt>> =
            manifest.sites.iter().map(|site| self.receipt_again(site)).collect();
        let visitor = Visitor::of(&asked_with(&manifest.settings));
        // The version is that of the program which asked.
        let first = self.archive().join(&manifest.sites.first()?.file);
        let user_agent = read_user_agent(&first).ok()?.unwrap_or(visitor.user_agent);
        self.save_receipts(&Receipts { visitor: Visitor { user_agent, ..visitor }, sites: sites? }).ok()
    }

    fn receipt_again(&self, site: &SiteEntry) -> Option<Receipt> {
        let file = self.archive().join(&site.file);
        let span = read_span(&file).ok()??;
        let (key, outcome) = (site.key.clone(), site.outcome.clone());
        Some(Receipt::of(&SiteReport { key, file, outcome, span }))
    }

    /// The receipts, if the edition was crawled by a version that writes them.
    pub fn receipts(&self) -> Option<Receipts> {
        serde_json::from_slice(&fs::read(self.path().join(FILE_NAME)).ok()?).ok()
    }
}

/// The settings of the fetcher that receipts tell of, as a manifest keeps them.
fn asked_with(kept: &BTreeMap<String, String>) -> FetchSettings {
    let usual = FetchSettings::default();
    let pace = kept.get("pace").and_then(|pace| Duration::try_from_secs_f64(pace.parse().ok()?).ok());
    FetchSettings {
        user_agent_token: kept.get("user_agent").cloned().unwrap_or(usual.user_agent_token),
        contact: kept.get("contact").filter(|contact| !contact.is_empty()).cloned(),
        pace: pace.unwrap_or(usual.pace),
        ..FetchSettings::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::directory::DataDirectory;
    use super::*;
    use crate::archive::{Counts, SiteOutcome, Span};
    use crate::crawl::failure_class;
    use crate::fetch::{AddressRefusal, CertificateFault, Unreachable};
    use crate::report::failure_words;

    #[test]
    fn receipts_come_back_and_say_how_to_refuse() {
        let directory = tempfile::tempdir().unwrap();
        let edition = DataDirectory::new(directory.path()).edition("x");
        edition.write_bodies(&[]).unwrap();
        let traffic = |requests, bytes| Traffic { requests, bytes };
        let of_old = Counts { visits: 7, robots: 1, refused: 2, bytes: 9, ..Counts::default() };
        assert_eq!(super::traffic(&of_old), (traffic(6, 9), traffic(6, 9)));
        let counts = Counts {
            asked: Some(traffic(5, 100)),
            robots: 1,
            robots_asked: traffic(6, 10),
            robots_in_vain: 4,
            ..of_old
        };
        let report = SiteReport {
            key: "0114".to_owned(),
            file: "0114.warc.gz".into(),
            outcome: SiteOutcome { state: SiteState::Complete, counts },
            span: Span { began: OffsetDateTime::UNIX_EPOCH, ended: OffsetDateTime::UNIX_EPOCH },
        };
        let visitor = Visitor::of(&FetchSettings::default());
        assert_eq!(visitor.refuse, "User-agent: Kommunspegel\nDisallow: /\n");
        edition.write_receipts(&visitor, &[report]).unwrap();
        let receipts = edition.receipts().unwrap();
        assert_eq!(receipts.visitor, visitor);
        let site = &receipts.sites[0];
        assert_eq!((site.requests, site.bytes, site.steady), (11, 110, traffic(10, 100)));
        assert_eq!(edition.receipts_again(), None, "there is no manifest");
    }

    /// One failure of every kind.
    fn every_kind() -> Vec<Unreachable> {
        use Unreachable as U;
        let after = |kind: &Unreachable| match kind {
            U::Robots => Some(U::RobotsUnreachable),
            U::RobotsUnreachable => Some(U::Dns),
            U::Dns => Some(U::Connect),
            U::Connect => Some(U::Tls),
            U::Tls => Some(U::Certificate(CertificateFault::Expired)),
            U::Certificate(_) => Some(U::Timeout),
            U::Timeout => Some(U::BotWall),
            U::BotWall => Some(U::LoginWall),
            U::LoginWall => Some(U::Redirects),
            U::Redirects => Some(U::Status(502)),
            U::Status(_) => Some(U::TooLarge),
            U::TooLarge => Some(U::Protocol),
            U::Protocol => Some(U::Address(AddressRefusal::Private)),
            U::Address(_) => Some(U::WaitedOut),
            U::WaitedOut => Some(U::Format),
            U::Format => Some(U::Coding),
            U::Coding => Some(U::Bound),
            U::Bound => None,
        };
        std::iter::successors(Some(U::Robots), after).collect()
    }

    #[test]
    fn every_kind_of_failure_has_words_in_the_report() {
        for kind in every_kind() {
            let class = failure_class(&kind);
            assert!(class.starts_with("status_") || failure_words(&class).is_some(), "{class}");
        }
    }
}
