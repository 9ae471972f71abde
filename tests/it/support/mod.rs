//! What tests share: a raw loopback server that remembers who asked for what and when, a crawl of it, the built program
//! on the demo nation, and the examples of all questions.

mod chromium;
mod examples;
mod grown;
mod program;
mod server;
mod site_crawl;

pub(crate) use chromium::chromium;
pub(crate) use examples::{Example, builtin_rubric, document, examples};
pub(crate) use grown::grown;
pub(crate) use program::{Data, assert_same_files, check, demo, files};
pub(crate) use server::{Reply, Server};
pub(crate) use site_crawl::{CrawlOf, fetcher, pages, quick};
