//! Standing: one body's result beside the others'. Ranks with ties, means, quartiles, per nation, county,
//! SKR group, size class and network. It must not know how results are shown or stored.

mod benchmark;
mod beside;
mod body;
mod confirmation;
mod difference;
mod error_rates;
mod group;
mod history;
mod improvement;
mod measure;
mod past;
#[cfg(test)]
pub(crate) mod sample;
mod series;
mod uncertainty;

pub use benchmark::{AreaName, Benchmark, Edition, Entry, QuestionText, SCHEMA_VERSION};
pub use beside::{Accessibility, Band, Beside, Criterion, Defect, Item, Receipt, Statement, Visitor};
pub use body::{Body, Site, SiteResult, Unranked};
pub use confirmation::confirmed;
pub use difference::{BodyChanges, Change, Changes, Judged, QuestionChange, Seen};
pub use error_rates::{ErrorRates, ErrorRatesError};
pub use group::{Group, GroupKind};
pub use history::{HistoricMean, HistoryError, Method, old_survey, read_history};
pub use improvement::Improvement;
pub use measure::{Measure, Place, Quarter, Statistics, ranked};
pub use past::Past;
pub use series::{Moment, Total, Trend, TrendPoint};
pub use uncertainty::{Interval, ROUNDS};
