//! Thesaurus.

/// Thesaurus
#[derive(Debug, Clone, Default)]
pub struct Thesaurus;
