//! Judgement: from evidence to a state per question (`full`, `partial`, `not_found`, or a reason why nothing
//! is known). It must not know how points are summed or shown.

mod answer;

pub use answer::{Answer, Evidence, Rejected, Route, State, Step};
