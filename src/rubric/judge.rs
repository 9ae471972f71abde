//! Judge.

/// Judge
#[derive(Debug, Clone)]
pub struct Judge;
