//! What assistive technology is told: roles and names. Knows the tree and the styles; no rule.

pub mod aria;
mod name;
mod name_text;
mod role;
mod tree;
mod words;

pub use aria::NameFrom;
pub use name::{Name, Source};
pub use role::{explicit, is_focusable, is_none, is_summary, tab_index};
pub use tree::{Page, Presence};
pub use words::Words;
