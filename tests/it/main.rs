//! One test program; each topic is a module.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod crawling;
mod politeness;
mod support;
mod warc;
