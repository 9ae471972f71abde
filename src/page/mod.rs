//! A document becomes facts.

pub mod charset;
