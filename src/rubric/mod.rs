//! The rubric: WHAT is measured, as data that a municipality can read and dispute. It must not know how a
//! page is fetched or read; the file system is its caller's.

mod model;

pub mod judge;
pub mod thesaurus;

pub use model::{Area, Bilingual, Kind, Points, Question, QuestionId, Rubric, RubricVersion};
