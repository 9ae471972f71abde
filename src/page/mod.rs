//! Page: a document becomes facts (text blocks with their headings, links, forms). It must not know what any
//! question asks.

mod ahead;
mod biff;
mod build;
mod cell;
pub mod charset;
mod compound;
mod container;
mod document;
mod film;
mod html;
mod label;
mod linked_data;
mod model;
mod office;
mod old_slides;
mod old_word;
mod old_workbook;
mod parse;
mod part;
mod pdf;
mod place;
mod related;
mod rtf;
pub mod scan;
mod shell;
mod tag;
pub mod wall;
mod workbook;
mod zone;

pub use document::{DocumentKind, Unreadable, is_document, read_document};
pub use film::is_film;
pub use html::is_html;
pub use linked_data::LinkedData;
pub use model::{Block, BlockKind, Field, Form, Heading, Link, Page, Zone};
pub use parse::parse;
pub use pdf::{open_pdf, pdf_has_text};
pub use place::Place;
pub use shell::{Shell, shown, told};
