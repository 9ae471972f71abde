//! How a site's crawl ended, as judging and readers need to know it.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::reach::Extent;
use crate::archive::{SiteOutcome, SiteState};
use crate::fetch::{CertificateFault, Unreachable};
use crate::judgement::{Knowledge, Unread};
use crate::rubric::Bilingual;
use crate::standing::Site;

/// What is known of a site's crawl once its archive was read.
#[expect(clippy::struct_excessive_bools, reason = "each is a finding of its own, made or not")]
pub(super) struct Ending {
    /// How it ended.
    pub(super) outcome: SiteOutcome,
    /// How much of the site could be read.
    pub(super) extent: Extent,
    /// Pages that were read.
    pub(super) pages: u32,
    /// Whether no more is known than a single page.
    pub(super) is_lone: bool,
    /// Whether the start page was got, and its archive is damaged or gone.
    pub(super) lost_start: bool,
    /// Whether scripts draw the start page, and did not get, or did not show, all that they should.
    pub(super) lacks_start: bool,
    /// Whether scripts draw the site, and did not run.
    pub(super) is_drawn: bool,
    /// An earlier archive that no longer holds what this one refers to.
    pub(super) gone: Option<PathBuf>,
}

impl Ending {
    /// The site as the report tells of it, and how much of it is known.
    pub(super) fn told(mut self) -> (Site, Knowledge) {
        if self.lost_start && self.extent == Extent::Nothing {
            self.extent = Extent::TooLittle;
        }
        let is_whole = self.outcome.state == SiteState::Complete && self.extent == Extent::Enough;
        if self.is_lone && is_whole && !self.is_drawn {
            self.extent = if self.lacks_start { Extent::TooLittle } else { Extent::NoSite };
        }
        let site = told(&self.outcome, &self.extent, self.pages);
        let known = known(&self.outcome, &self.extent);
        let (site, known) =
            if self.lost_start { (without_start(site), in_part(known)) } else { (site, known) };
        let site = if self.is_drawn { drawn_by_scripts(site, self.outcome.counts.undrawn > 0) } else { site };
        (self.gone.iter().fold(site, |site, file| without_earlier(site, file)), known)
    }
}

/// How much of a site is known after its crawl, of which so much could be read.
fn known(outcome: &SiteOutcome, extent: &Extent) -> Knowledge {
    match (&outcome.state, extent) {
        (SiteState::Unreachable { cause }, _) if refuses(cause) => Knowledge::Refused,
        (SiteState::Unreachable { .. }, _) => Knowledge::Nothing,
        (SiteState::Interrupted, _) => Knowledge::Part,
        (_, Extent::Refused(_)) => Knowledge::Refused,
        (SiteState::WaitedOut | SiteState::BrokenOff { .. }, _) | (_, Extent::TooLittle) => Knowledge::Part,
        (_, Extent::Nothing | Extent::NoSite) => Knowledge::Nothing,
        (SiteState::Complete, Extent::Enough) => Knowledge::Whole,
        (SiteState::BudgetSpent, Extent::Enough) => Knowledge::Cut { left: outcome.counts.left },
    }
}

/// Whether the site said no, in words or by its robots.txt's absence (RFC 9309, 2.3.1.4). Some walls say 406 or 418.
fn refuses(cause: &Unreachable) -> bool {
    matches!(
        cause,
        Unreachable::Robots
            | Unreachable::RobotsUnreachable
            | Unreachable::BotWall
            | Unreachable::LoginWall
            | Unreachable::Status(401 | 403 | 406 | 407 | 418 | 451)
    )
}

/// Why an address that was asked for was not read; `None` when it is not there.
pub(super) fn unread(cause: &Unreachable) -> Option<Unread> {
    match cause {
        cause if refuses(cause) => Some(Unread::Refused),
        Unreachable::Status(408 | 425 | 429 | 500..) => Some(Unread::Failed),
        Unreachable::Status(_) | Unreachable::Address(_) => None,
        Unreachable::Format => Some(Unread::Document),
        Unreachable::Bound => Some(Unread::Beyond),
        _ => Some(Unread::Failed),
    }
}

/// A site that was answered and yet not read, since scripts draw it and did not run.
fn drawn_by_scripts(site: Site, tried: bool) -> Site {
    let reason = if tried {
        (
            "sidorna ritas av skript, och webbläsaren fick inte fram dem",
            "its pages are drawn by scripts, and the browser could not draw them",
        )
    } else {
        (
            "sidorna ritas av skript; för att läsa dem behövs en webbläsare",
            "its pages are drawn by scripts; a browser is needed to read them",
        )
    };
    incomplete(site, reason)
}

/// A site whose start page was got, and whose archive is damaged there.
fn without_start(site: Site) -> Site {
    let state = if site.state == "incomplete" { "ok".to_owned() } else { site.state };
    let site = Site { state, ..site };
    incomplete(
        site,
        ("startsidan är skadad eller saknas i arkivet", "its start page is damaged or gone in the archive"),
    )
}

/// A site of which pages that an earlier edition kept are gone from `file`.
fn without_earlier(site: Site, file: &Path) -> Site {
    let with =
        |reason: String, gone: String| if reason.is_empty() { gone } else { format!("{reason}; {gone}") };
    let Bilingual { sv, en } = site.reason;
    let reason = Bilingual {
        sv: with(sv, format!("sidor som en tidigare utgåva sparade saknas i {}", file.display())),
        en: with(en, format!("pages that an earlier edition kept are gone from {}", file.display())),
    };
    Site { reason, ..site }
}

fn incomplete(site: Site, (sv, en): (&str, &str)) -> Site {
    if site.state != "ok" {
        return site;
    }
    let reason = Bilingual { sv: sv.to_owned(), en: en.to_owned() };
    Site { state: "incomplete".to_owned(), reason, ..site }
}

/// What remains known where no link says what was missed.
fn in_part(known: Knowledge) -> Knowledge {
    match known {
        Knowledge::Whole | Knowledge::Cut { .. } | Knowledge::Part => Knowledge::Part,
        Knowledge::Refused | Knowledge::Nothing => known,
    }
}

/// The site as the report tells of it: so much of it could be read.
fn told(outcome: &SiteOutcome, extent: &Extent, pages: u32) -> Site {
    let Told(state, sv, en) = ended(outcome, extent);
    let counts = &outcome.counts;
    let number = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    Site {
        state: state.to_owned(),
        reason: Bilingual { sv: sv.into_owned(), en: en.into_owned() },
        pages,
        refused: number(counts.refused),
        failed: number(counts.failed.values().sum()),
        left: number(counts.left + counts.dropped),
    }
}

/// A state, and its reason in Swedish and in English.
struct Told(&'static str, Cow<'static, str>, Cow<'static, str>);

fn ended(outcome: &SiteOutcome, extent: &Extent) -> Told {
    let of = |state, sv: &'static str, en: &'static str| Told(state, sv.into(), en.into());
    let by = |state, cause: &Unreachable| Told(state, swedish(cause).into(), cause.to_string().into());
    match (&outcome.state, extent) {
        (SiteState::Unreachable { cause }, _) if refuses(cause) => by("blocked", cause),
        (SiteState::Unreachable { cause }, _) => by("error", cause),
        (SiteState::Interrupted, _) => {
            of("incomplete", "genomsökningen avbröts", "the crawl was interrupted")
        }
        (_, Extent::Refused(cause)) => {
            let (sv, en) = (swedish(cause), cause);
            Told(
                "blocked",
                format!("nästan alla sidor: {sv}").into(),
                format!("nearly all pages: {en}").into(),
            )
        }
        (SiteState::WaitedOut, _) => by("incomplete", &Unreachable::WaitedOut),
        (SiteState::BrokenOff { cause }, _) => Told(
            "incomplete",
            format!("genomsökningen bröts innan allt var läst: {}", swedish(cause)).into(),
            format!("the crawl broke off before everything was read: {cause}").into(),
        ),
        (_, Extent::Nothing) => by("error", &Unreachable::Format),
        (_, Extent::NoSite) => of(
            "error",
            "adressen visar en enda sida som inte leder vidare: ingen webbplats",
            "the address shows a single page that leads no further: no site",
        ),
        (_, Extent::TooLittle) => of(
            "incomplete",
            "en stor del av sidorna fick eller gick inte att läsa",
            "a large part of its pages was refused or not answered",
        ),
        (SiteState::Complete, _) => of("ok", "", ""),
        (SiteState::BudgetSpent, _) => of(
            "ok",
            "något lästes inte till slut: budgeten av sidor, dokument, sitemap-filer eller tid, eller en trasig sitemap",
            "something was not read to its end: the budget of pages, documents, sitemap files or time, or a broken sitemap",
        ),
    }
}

/// The finding in Swedish, as the report says it.
fn swedish(cause: &Unreachable) -> &'static str {
    match cause {
        Unreachable::Robots => "robots.txt säger nej",
        Unreachable::RobotsUnreachable => "robots.txt kunde inte hämtas, och då är inget tillåtet",
        Unreachable::Dns => "värdnamnet har ingen adress",
        Unreachable::Connect => "ingen förbindelse",
        Unreachable::Tls => "den krypterade förbindelsen misslyckades",
        Unreachable::Certificate(CertificateFault::Expired) => "certifikatet har gått ut",
        Unreachable::Certificate(CertificateFault::WrongName) => "certifikatet gäller ett annat namn",
        Unreachable::Certificate(CertificateFault::Untrusted) => {
            "certifikatet är inte utfärdat av någon betrodd"
        }
        Unreachable::Certificate(CertificateFault::Invalid) => "certifikatet är ogiltigt",
        Unreachable::Timeout => "inget svar i tid",
        Unreachable::BotWall => "en spärr mot robotar",
        Unreachable::LoginWall => "inloggning krävs före allt annat",
        Unreachable::Redirects => "omdirigeringarna leder ingenstans",
        Unreachable::Status(401 | 403 | 406 | 407 | 418 | 451) => "webbplatsen avvisade besöket",
        Unreachable::Status(_) => "webbplatsen svarade med ett fel",
        Unreachable::TooLarge => "svaret var för stort",
        Unreachable::Protocol => "förbindelsen bröts eller talade inte HTTP",
        Unreachable::Address(_) => "adressen ligger utanför dem som mätningen får tala med",
        Unreachable::WaitedOut => "värden bad om mer tålamod än som fanns",
        Unreachable::Format => "en sorts fil som inte läses",
        Unreachable::Bound => "så mycket läses inte av en värd som inte är webbplatsens egen",
        Unreachable::Coding => "svaret kom i en packning som inte läses",
    }
}
