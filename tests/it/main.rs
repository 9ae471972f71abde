//! The integration tests: one program, a module for each topic.
#![expect(clippy::unwrap_used, reason = "what fails in a test ends the test")]

/// Counts what is in use; asked by the fault nation.
#[global_allocator]
static MEMORY: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

mod accessibility;
mod again;
mod architecture;
mod audit;
mod bare;
mod breaker;
mod budget;
mod chances;
mod cli;
mod commands;
mod crawling;
mod damage;
mod demo;
mod dependencies;
mod documents;
mod examples;
mod faults;
mod finding;
mod fuzz;
mod harm;
mod heldout;
mod hosts;
mod invariants;
mod machine;
mod measured;
mod nation;
mod nights;
mod odd;
mod operation;
mod politeness;
mod portals;
mod probes;
mod receipts;
mod refused;
mod render;
mod spellings;
mod support;
mod told;
mod unread;
mod warc;
