//! The demo nation: invented municipalities on `.example` hosts, served on loopback as content management
//! systems would serve them.
//!
//! Everything but `server` and `source` is pure: files' text in, answers to requests out. Knows the register's
//! format, but neither the crawler that visits it nor how its pages are judged.

mod answer;
mod document;
mod front;
mod links;
mod nation;
mod place;
mod reading;
mod search;
mod server;
mod shape;
mod shell;
mod sitemap;
mod soundness;
mod source;
mod truth;

pub use answer::Answer;
pub use nation::{Host, Nation, Page, Place, Reachability};
pub use reading::{NationError, Problem};
pub use server::{DemoServer, Route, serve};
pub use shape::{Charset, NotFound, SearchBox, SearchEngine, Shape};
pub use source::SourceError;
pub use truth::Truth;

/// Networks of the nation's municipalities, in the format of `--networks`.
pub const NETWORKS: &str = include_str!("../../fixtures/nation/networks.toml");

/// As of when the nation's pages are written (year and month): "this year" on them is this one.
pub const WRITTEN: &str = "2026-11";
