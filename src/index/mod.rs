//! Index: from answers to shares. Points in per cent of the maximum of the judged questions, area by area;
//! the total is the unweighted mean of the areas. Exact fractions; it must not know how they are ranked or
//! printed beyond a percentage.

mod scorecard;
mod share;

pub use scorecard::{AreaShare, Scorecard, Tally};
pub use share::Share;
