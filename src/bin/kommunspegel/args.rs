//! The command line as it is typed. What the values of settings mean is the configuration's matter: they are
//! passed on as text.

mod accessibility;
mod operation;
mod setting;

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use accessibility::{Accessibility, AccessibilityCommand, Gate, Written};
pub(crate) use operation::{Doctor, Resume, Resuming, Systemd};
pub(crate) use setting::{Fetching, Measured, SettingFlags};

/// A benchmark of municipal web sites: 250 citizens' questions, with a quote and an address behind every point
#[derive(Debug, Parser)]
#[command(name = "kommunspegel", version, after_help = EXIT_CODES)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str =
    "Exit codes: 0 done, 1 failure, 2 usage, 3 configuration, register or rubric invalid, \
10 check below --min-score or accessibility with new failures of --fail-on, 12 run incomplete beyond \
--max-incomplete or check --min-score with nothing judged, 14 publication refused, 130 interrupted with the state saved.

Every setting can also stand in kommunspegel.toml (max_pages = 200) or in the environment \
(KOMMUNSPEGEL_MAX_PAGES=200); flags win over the environment, which wins over the file.";

/// What every command takes
#[derive(Debug, clap::Args)]
pub(crate) struct Global {
    /// Directory of archives, catalogue and reports [default: kommunspegel-data]
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) data: Option<String>,
    /// Configuration file [default: kommunspegel.toml, if there is one]
    #[arg(long, value_name = "FILE", global = true, env = "KOMMUNSPEGEL_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Show no progress
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Tell more on stderr; twice tells everything
    #[arg(long, short, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// How what -v tells is written
    #[arg(long, value_name = "FORMAT", global = true, value_enum, default_value = "human")]
    pub(crate) log: Log,
}

/// How events are written on stderr
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Log {
    /// Lines for people
    Human,
    /// A JSON object a line
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Crawl, judge and report an edition
    Run(Run),
    /// Check one municipality within a small budget and print what was found
    Check(Check),
    /// Judge an edition again from its archive, with the same or another rubric
    Score(Score),
    /// Write an edition's reports again
    Report(Report),
    /// Tell what changed between two editions, question by question
    Diff(Diff),
    /// Take in results of other surveys
    #[command(subcommand)]
    Import(ImportCommand),
    /// Show why a municipality has its points for a question
    Explain(Explain),
    /// Compare the judgement of single pages with a reader's
    Evaluate(Evaluate),
    /// Check pages against WCAG 2.2 A and AA, without a browser
    Accessibility(Accessibility),
    /// Look at what is measured
    #[command(subcommand)]
    Rubric(RubricCommand),
    /// Look at who is measured
    #[command(subcommand)]
    Register(RegisterCommand),
    /// Look at the settings
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Tell whether this machine and these settings can carry a run
    Doctor(Doctor),
    /// Write files for the shell and for systemd
    #[command(subcommand)]
    Generate(GenerateCommand),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Run {
    /// Measure the invented municipalities that travel inside the program, served on this machine
    #[arg(long, conflicts_with = "register")]
    pub(crate) demo: bool,
    #[command(flatten)]
    pub(crate) resuming: Resuming,
    /// Name of the edition [default: the day or demo, numbered from the second on]
    #[arg(long, value_name = "EDITION")]
    pub(crate) edition: Option<String>,
    #[command(flatten)]
    pub(crate) measured: Measured,
    #[command(flatten)]
    pub(crate) fetching: Fetching,
    /// Directory of a rubric, or builtin
    #[arg(long, value_name = "DIR")]
    pub(crate) rubric: Option<String>,
    /// Largest share (0-1) of sites that may end incomplete before the exit code is 12
    #[arg(long, value_name = "SHARE")]
    pub(crate) max_incomplete: Option<String>,
    /// The edition that unchanged pages are taken from, which must be kept, or none [default: latest]
    #[arg(long, value_name = "EDITION")]
    pub(crate) since: Option<String>,
    /// Do not ask again for pages that were seen so many days ago at most; 0 asks for all [default: 0]
    #[arg(long, value_name = "DAYS")]
    pub(crate) max_age: Option<u16>,
    /// Show a sample of the pages to Chromium too, for accessibility; goes on where there is none
    #[arg(long)]
    pub(crate) browser_sample: bool,
    /// Write the numbers of the run under way into a file for Prometheus
    #[arg(long, value_name = "FILE")]
    pub(crate) metrics: Option<PathBuf>,
    /// How to print the ranking
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// Code, name or address of a municipality
    pub(crate) target: String,
    /// Choose the municipality among the invented ones
    #[arg(long, conflicts_with = "register")]
    pub(crate) demo: bool,
    #[command(flatten)]
    pub(crate) measured: Measured,
    #[command(flatten)]
    pub(crate) fetching: Fetching,
    /// Directory of a rubric, or builtin
    #[arg(long, value_name = "DIR")]
    pub(crate) rubric: Option<String>,
    /// Least total (0-100); the exit code is 10 below it
    #[arg(long, value_name = "PERCENT")]
    pub(crate) min_score: Option<String>,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Score {
    /// Name of the edition
    pub(crate) edition: String,
    /// Directory of a rubric, or builtin
    #[arg(long, value_name = "DIR")]
    pub(crate) rubric: Option<String>,
    /// How to print the ranking
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Report {
    /// Name of the edition
    pub(crate) edition: String,
    /// Directory of the rubric that judged it, or builtin
    #[arg(long, value_name = "DIR")]
    pub(crate) rubric: Option<String>,
    /// Where to write [default: the edition's directory]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// A folder of every published edition to write into: utgava/EDITION/, and senaste/ when it is the latest
    #[arg(long, value_name = "DIR", conflicts_with = "out")]
    pub(crate) site: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Diff {
    /// Name of the earlier edition
    pub(crate) before: String,
    /// Name of the later edition
    pub(crate) now: String,
    /// Code or name of the only municipality to tell of
    #[arg(long, value_name = "MUNICIPALITY")]
    pub(crate) municipality: Option<String>,
    /// How to print the changes
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ImportCommand {
    /// Published national means of another survey: CSV with the columns ar, matt, lagst, hogst, metod, kalla
    History {
        /// The file
        file: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// Name of the edition
    pub(crate) edition: String,
    /// Code or name of the municipality
    pub(crate) municipality: String,
    /// Id of the question, as forskola.avgift
    pub(crate) question: String,
    /// Directory of the rubric that judged it, or builtin
    #[arg(long, value_name = "DIR")]
    pub(crate) rubric: Option<String>,
    /// How to print the explanation
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Evaluate {
    /// Files of a reader's points: pages with points as JSON lines, or one table of question, points, why
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The edition to compare with, for a table
    #[arg(long, value_name = "EDITION", requires = "municipality")]
    pub(crate) edition: Option<String>,
    /// The municipality that the table is of
    #[arg(long, value_name = "MUNICIPALITY", requires = "edition")]
    pub(crate) municipality: Option<String>,
    /// What to list beside the counts
    #[arg(long, value_enum)]
    pub(crate) show: Option<Shown>,
    /// Directory of a rubric, or builtin
    #[arg(long, value_name = "DIR")]
    pub(crate) rubric: Option<String>,
    /// How to print the comparison
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Shown {
    /// Every question that was judged otherwise
    Disagreements,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RubricCommand {
    /// Report everything that is wrong with a rubric
    Check(RubricArgs),
    /// List the questions
    List(RubricArgs),
    /// Tell which questions have matchers
    Coverage(RubricArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct RubricArgs {
    /// Directory of a rubric, or builtin
    #[arg(value_name = "DIR")]
    pub(crate) rubric: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RegisterCommand {
    /// List the bodies that a register and a selection name
    List {
        #[command(flatten)]
        measured: Measured,
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print every setting with where its value was given
    Show {
        #[command(flatten)]
        settings: SettingFlags,
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum GenerateCommand {
    /// Completions for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// The manual page
    Man,
    /// A service and a timer for nightly runs
    Systemd(Systemd),
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading
    #[default]
    Human,
    /// For programs
    Json,
}
