//! The rubric: WHAT is measured, as data that a municipality can read and dispute. It must not know how a
//! page is fetched or read; the file system is its caller's.

mod builtin;
mod judge;
mod load;
mod load_judge;
mod load_probes;
mod model;
mod probe;
pub mod rule;
mod signal;
mod table;
pub mod thesaurus;

pub use builtin::builtin;
pub use judge::{Judge, Treated};
pub use load::{fingerprint, load};
pub use model::{Area, Bilingual, Kind, Points, Question, QuestionId, Rubric, RubricVersion, SiteTest};
pub use probe::{Absent, Case, Demand, HitProbe, Needed, Probe, ResultsProbe};
pub use signal::{Signal, SignalSet};
pub use table::{Problem, Source};
