//! Page: a document becomes facts (text blocks with their headings, links, forms). It must not know what any
//! question asks.

mod build;
pub mod charset;
mod label;
mod model;
mod parse;
mod zone;

pub use model::{Block, BlockKind, Field, Form, Heading, Link, Page, Zone};
pub use parse::parse;
