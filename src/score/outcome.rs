//! How a site's crawl ended, as judging and readers need to know it.

use crate::archive::{SiteOutcome, SiteState};
use crate::fetch::{CertificateFault, Unreachable};
use crate::judgement::{Knowledge, Unread};
use crate::rubric::Bilingual;
use crate::standing::Site;

/// How much of a site is known after its crawl.
pub fn known(outcome: &SiteOutcome) -> Knowledge {
    match &outcome.state {
        SiteState::Complete => Knowledge::Whole,
        SiteState::BudgetSpent => Knowledge::Cut { left: outcome.counts.left },
        SiteState::Unreachable { cause } if refuses(cause) => Knowledge::Refused,
        SiteState::Unreachable { .. } => Knowledge::Nothing,
        SiteState::WaitedOut | SiteState::BrokenOff { .. } | SiteState::Interrupted => Knowledge::Part,
    }
}

/// Whether the site said no, in words or by its robots.txt's absence (RFC 9309, 2.3.1.4).
fn refuses(cause: &Unreachable) -> bool {
    matches!(
        cause,
        Unreachable::Robots
            | Unreachable::RobotsUnreachable
            | Unreachable::BotWall
            | Unreachable::LoginWall
            | Unreachable::Status(401 | 403)
    )
}

/// Why an address that was asked for was not read; `None` when it is not there.
pub(super) fn unread(cause: &Unreachable) -> Option<Unread> {
    match cause {
        Unreachable::Status(401 | 403) => Some(Unread::Refused),
        Unreachable::Status(408 | 425 | 429 | 500..) => Some(Unread::Failed),
        Unreachable::Status(_) | Unreachable::Address(_) | Unreachable::Redirects => None,
        Unreachable::Format => Some(Unread::Document),
        cause if refuses(cause) => Some(Unread::Refused),
        _ => Some(Unread::Failed),
    }
}

/// A site that was answered and yet not read, since scripts draw it and did not run.
pub(super) fn drawn_by_scripts(site: Site) -> Site {
    let sv = "sidorna ritas av skript; för att läsa dem behövs en webbläsare".to_owned();
    let en = "its pages are drawn by scripts; a browser is needed to read them".to_owned();
    if site.state == "ok" {
        Site { state: "incomplete".to_owned(), reason: Bilingual { sv, en }, ..site }
    } else {
        site
    }
}

/// The site as the report tells of it.
pub fn told(outcome: &SiteOutcome, pages: u32) -> Site {
    let (state, sv, en) = match &outcome.state {
        SiteState::Complete => ("ok", "", String::new()),
        SiteState::BudgetSpent => ("ok", "sidbudgeten tog slut", "the page budget was spent".to_owned()),
        SiteState::Unreachable { cause } if refuses(cause) => ("blocked", swedish(cause), cause.to_string()),
        SiteState::Unreachable { cause } => ("error", swedish(cause), cause.to_string()),
        SiteState::WaitedOut => {
            ("incomplete", swedish(&Unreachable::WaitedOut), Unreachable::WaitedOut.to_string())
        }
        SiteState::BrokenOff { .. } => (
            "incomplete",
            "webbplatsen slutade svara innan allt var läst",
            "the site stopped answering before everything was read".to_owned(),
        ),
        SiteState::Interrupted => {
            ("incomplete", "genomsökningen avbröts", "the crawl was interrupted".to_owned())
        }
    };
    let counts = &outcome.counts;
    let number = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    Site {
        state: state.to_owned(),
        reason: Bilingual { sv: sv.to_owned(), en },
        pages,
        refused: number(counts.refused),
        failed: number(counts.failed.values().sum()),
        left: number(counts.left + counts.dropped),
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
        Unreachable::Status(401 | 403) => "webbplatsen avvisade besöket",
        Unreachable::Status(_) => "webbplatsen svarade med ett fel",
        Unreachable::TooLarge => "svaret var för stort",
        Unreachable::Protocol => "förbindelsen bröts eller talade inte HTTP",
        Unreachable::Address(_) => "adressen ligger utanför dem som mätningen får tala med",
        Unreachable::WaitedOut => "värden bad om mer tålamod än som fanns",
        Unreachable::Format => "en sorts fil som inte läses",
    }
}
