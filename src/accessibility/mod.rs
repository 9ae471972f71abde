//! Accessibility.

pub mod document;
pub mod semantics;
pub mod style;
