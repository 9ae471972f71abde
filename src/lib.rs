//! Kommunspegel, "the municipality mirror": crawls Swedish municipal web sites politely, archives what it
//! saw, judges 250 citizens' questions with a quote and an address behind every point, and writes
//! comparative rankings.
//!
//! Knowledge flows one way; a module imports only modules above it in this list (`ARCHITECTURE.md`):
//!
//! ```text
//! register -> plan -> fetch -> archive -> page -> evidence -> judgement -> index -> standing -> report
//! who         what     how      what       facts   quotes      3/1/0/?      %        rank        files
//! ```

pub mod accessibility;
pub mod archive;
pub mod audit;
pub mod browser;
pub mod catalogue;
pub mod config;
pub mod crawl;
pub mod demo;
pub mod edition;
pub mod evaluate;
pub mod evidence;
pub mod fetch;
pub mod index;
pub mod judgement;
pub mod language;
mod markup;
pub mod measured;
pub mod page;
pub mod plan;
pub mod register;
pub mod report;
pub mod rubric;
pub mod score;
pub mod spelling;
pub mod standing;
