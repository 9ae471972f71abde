//! The arguments of `accessibility`, as they are typed.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

/// Check a page, a folder of pages, a site or an edition
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub(crate) struct Accessibility {
    #[command(subcommand)]
    pub(crate) act: Option<AccessibilityCommand>,
    /// A file of HTML, a folder, a WARC file, an address, an edition (or latest), or one body of it as demo/Tallviken
    #[arg(required = true)]
    pub(crate) target: Option<String>,
    /// How an address is fetched: one page, unless --max-pages asks for more
    #[command(flatten)]
    pub(crate) fetching: super::Fetching,
    /// Show a sample of the pages to Chromium too and compare with axe-core; goes on where there is none
    #[arg(long)]
    pub(crate) browser_sample: bool,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Written,
    /// End with exit code 10 when there is a failure of this impact or graver
    #[arg(long, value_enum, value_name = "IMPACT")]
    pub(crate) fail_on: Option<Gate>,
    /// An earlier JSON report: what stands in it does not make the exit code 10
    #[arg(long, value_name = "FILE", requires = "fail_on")]
    pub(crate) baseline: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccessibilityCommand {
    /// Measure the engine on the test cases of the W3C's ACT rules
    Act {
        /// List of cases: {rule_id, testcase_id, title, expected, html, ext, path}
        cases: PathBuf,
        /// Folder of the files that the cases link to
        #[arg(long, value_name = "DIR")]
        site: Option<PathBuf>,
        /// How to print the outcome
        #[arg(long, value_enum, default_value_t)]
        format: super::Format,
    },
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Written {
    /// For reading
    #[default]
    Human,
    /// Everything, for programs
    Json,
    /// One line for each component
    Csv,
    /// EARL 1.0 as JSON-LD
    Earl,
    /// SARIF 2.1.0
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Gate {
    /// Any failure
    Minor,
    /// Moderate and graver
    Moderate,
    /// Serious and critical
    Serious,
    /// Critical only
    Critical,
}
