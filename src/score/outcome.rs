//! How a site's crawl ended, as judging and readers need to know it.

use crate::archive::{SiteOutcome, SiteState};
use crate::fetch::Unreachable;
use crate::judgement::Knowledge;
use crate::standing::Site;

/// How much of a site is known after its crawl. A spent budget leaves nothing unknown: what lies beyond it is not
/// found within a citizen's two minutes either.
pub fn known(outcome: &SiteOutcome) -> Knowledge {
    match &outcome.state {
        SiteState::Complete | SiteState::BudgetSpent => Knowledge::Whole,
        SiteState::Unreachable { cause } if refuses(cause) => Knowledge::Refused,
        SiteState::Unreachable { .. } => Knowledge::Nothing,
        SiteState::WaitedOut | SiteState::Interrupted => Knowledge::Part,
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

/// The site as the report tells of it.
pub fn told(outcome: &SiteOutcome, pages: u32) -> Site {
    let (state, reason) = match &outcome.state {
        SiteState::Complete => ("ok", String::new()),
        SiteState::BudgetSpent => ("ok", "sidbudgeten tog slut".to_owned()),
        SiteState::Unreachable { cause } if refuses(cause) => ("blocked", cause.to_string()),
        SiteState::Unreachable { cause } => ("error", cause.to_string()),
        SiteState::WaitedOut => ("incomplete", "värden bad om mer tålamod än som fanns".to_owned()),
        SiteState::Interrupted => ("incomplete", "genomsökningen avbröts".to_owned()),
    };
    Site { state: state.to_owned(), reason, pages }
}
