//! Judgement: from evidence to a state per question (`full`, `partial`, `not_found`, or a reason why nothing
//! is known). It must not know how points are summed or shown.

mod alone;
mod answer;
mod choice;
mod finding;
mod places;
mod probe;
mod results;
mod search;
mod search_box;
mod site;
mod soft;
mod unread;

pub use crate::evidence::Route;
pub use alone::judge_results_page;
pub use answer::{Answer, Evidence, Rejected, State, Step};
pub use finding::{PageFindings, read_page};
pub use probe::{ResultsRead, read_results};
pub use site::{MAX_CLICKS, SiteJudge, Visit};
pub use unread::{Knowledge, Unread};
