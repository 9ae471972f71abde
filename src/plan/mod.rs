//! Which addresses belong to a site, and which of them comes next.
//!
//! Pure: the same findings in the same order give the same plan, so that an archive can be replayed. Knows
//! neither the network nor what the pages mean.

mod address;
mod bounds;
mod budget;
mod documents;
mod frontier;
mod mirrors;
mod nonsense;
mod platforms;
mod probe;
mod ranking;
mod scope;
mod searches;
mod sheets;
mod site_plan;
mod traps;
mod visit;
mod waiting;

pub use address::{is_document_address, is_page_address, normalise, redirect_target};
pub use budget::Budget;
pub use nonsense::Nonsense;
pub use platforms::{PlatformError, PlatformKind, Platforms};
pub use probe::{Method, Probes, SearchForm};
pub use scope::{Ground, Scope, same_site};
pub use searches::{says_search, usual_search};
pub use sheets::StyleSheets;
pub use site_plan::{FoundLink, SitePlan, Spot};
pub use visit::{Found, UNKNOWN_DEPTH, Visit};
