//! Accessibility.

pub mod document;
pub mod style;
