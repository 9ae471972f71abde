//! Page: a document becomes facts (text blocks with their headings, links, forms). It must not know what any
//! question asks.

mod ahead;
mod build;
pub mod charset;
mod document;
mod label;
mod markup;
mod model;
mod office;
mod parse;
mod part;
mod pdf;
mod place;
mod related;
mod shell;
mod tag;
mod zone;

pub use document::{DocumentKind, Unreadable, is_document, read_document};
pub use model::{Block, BlockKind, Field, Form, Heading, Link, Page, Zone};
pub use parse::parse;
pub use pdf::{open_pdf, pdf_has_text};
pub use place::Place;
pub use shell::{Shell, shown};
