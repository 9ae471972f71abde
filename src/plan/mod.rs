//! Which addresses belong to a site, and which of them comes next.
//!
//! Pure: the same findings in the same order give the same plan, so that an archive can be replayed. Knows
//! neither the network nor what the pages mean.

mod address;
mod bounds;
mod budget;
mod candidates;
mod documents;
mod found;
mod frontier;
mod left;
mod mirrors;
mod names;
mod nonsense;
mod places;
mod platforms;
mod probe;
mod purpose;
mod ranking;
mod scope;
mod search_form;
mod searches;
mod sheets;
mod site_plan;
mod traps;
mod twins;
mod visit;
mod waiting;

pub use address::{
    LONGEST_REFERENCE, is_document_address, is_page_address, normalise, redirect_target, without_words,
};
pub use budget::Budget;
pub use found::{FoundLink, Spot};
pub use nonsense::Nonsense;
pub use places::Looks;
pub use platforms::{PlatformError, PlatformKind, Platforms};
pub use probe::Probes;
pub use purpose::{Said, says_search};
pub use scope::{Ground, Scope, same_site};
pub use search_form::{FormMarks, Method, SearchForm};
pub use searches::usual_search;
pub use sheets::StyleSheets;
pub use site_plan::SitePlan;
pub use visit::{Found, UNKNOWN_DEPTH, Visit};
