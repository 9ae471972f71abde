//! The integration tests: one program, a module for each topic.
#![expect(clippy::unwrap_used, reason = "what fails in a test ends the test")]

mod accessibility;
mod architecture;
mod cli;
mod nation;
