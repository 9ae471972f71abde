//! The integration tests: one program, a module for each topic.
#![expect(clippy::unwrap_used, reason = "what fails in a test ends the test")]

mod again;
mod architecture;
mod cli;
mod crawling;
mod nation;
mod politeness;
mod probes;
mod support;
mod warc;
