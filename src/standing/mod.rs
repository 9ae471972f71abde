//! Standing: one body's result beside the others'. Ranks with ties, means, quartiles, per nation, county,
//! SKR group, size class and network. It must not know how results are shown or stored.

mod benchmark;
mod body;
mod group;
mod improvement;
mod measure;
#[cfg(test)]
pub(crate) mod sample;

pub use benchmark::{AreaName, Benchmark, Edition, Entry, QuestionText, SCHEMA_VERSION, Unranked};
pub use body::{Body, Site, SiteResult};
pub use group::{Group, GroupKind};
pub use improvement::Improvement;
pub use measure::{Measure, Place, Statistics, ranked};
