//! The flags that are settings, and their way into the configuration.

use kommunspegel::config::Key;

/// Who is measured
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Measured {
    /// CSV file of the bodies to measure; code, name and website are required [default: the 290 municipalities]
    #[arg(long, value_name = "FILE")]
    pub(crate) register: Option<String>,
    /// TOML file of further networks of municipalities
    #[arg(long, value_name = "FILE")]
    pub(crate) networks: Option<String>,
    /// Which of them, as 0127,Uppsala,lan:01,skr:C7,size:-15000,network:sodertorn
    #[arg(long, value_name = "SELECTION")]
    pub(crate) only: Vec<String>,
}

/// How their sites are fetched
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Fetching {
    /// Least seconds between two requests to a host; 0 only for this machine [default: 1]
    #[arg(long, value_name = "SECONDS")]
    pub(crate) pace: Option<String>,
    /// Product token of the robot, as robots.txt names it [default: Kommunspegel]
    #[arg(long, value_name = "TOKEN")]
    pub(crate) user_agent: Option<String>,
    /// Address or e-mail for owners of sites, sent with every request
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) contact: Option<String>,
    /// Most pages of a site [default: 1500]
    #[arg(long, value_name = "COUNT")]
    pub(crate) max_pages: Option<String>,
    /// Most hours that a site is under way [default: 6]
    #[arg(long, value_name = "HOURS")]
    pub(crate) max_hours: Option<String>,
    /// Sites that are crawled side by side [default: 300]
    #[arg(long, value_name = "COUNT")]
    pub(crate) sites_at_once: Option<String>,
    /// Seconds until a request is given up [default: 30]
    #[arg(long, value_name = "SECONDS")]
    pub(crate) timeout: Option<String>,
    /// Find a host elsewhere, as curl's flag of this name; a port to connect to may follow the address
    #[arg(long, value_name = "HOST:PORT:ADDR[:PORT]")]
    pub(crate) resolve: Vec<String>,
    /// Pages that Chromium draws: auto (those that show nothing without scripts), never, always [default: auto]
    #[arg(long, value_name = "WHICH")]
    pub(crate) render: Option<String>,
}

/// Every setting that is a flag of some command
#[derive(Debug, Default, clap::Args)]
pub(crate) struct SettingFlags {
    #[command(flatten)]
    pub(crate) measured: Measured,
    #[command(flatten)]
    pub(crate) fetching: Fetching,
    /// Directory of a rubric, or builtin
    #[arg(long, value_name = "DIR")]
    pub(crate) rubric: Option<String>,
    /// Largest share (0-1) of sites that may end incomplete
    #[arg(long, value_name = "SHARE")]
    pub(crate) max_incomplete: Option<String>,
    /// Least total (0-100) of a checked municipality
    #[arg(long, value_name = "PERCENT")]
    pub(crate) min_score: Option<String>,
}

/// What was typed, by key.
pub(crate) type Typed = Vec<(Key, Vec<String>)>;

/// The key with its text, if it was typed.
pub(crate) fn typed(key: Key, text: Option<&String>) -> Option<(Key, Vec<String>)> {
    text.map(|text| (key, vec![text.clone()]))
}

fn repeated(key: Key, texts: &[String]) -> Option<(Key, Vec<String>)> {
    (!texts.is_empty()).then(|| (key, texts.to_vec()))
}

impl Measured {
    pub(crate) fn typed(&self) -> Typed {
        let all = [
            typed(Key::Register, self.register.as_ref()),
            typed(Key::Networks, self.networks.as_ref()),
            repeated(Key::Only, &self.only),
        ];
        all.into_iter().flatten().collect()
    }
}

impl Fetching {
    pub(crate) fn typed(&self) -> Typed {
        let all = [
            typed(Key::Pace, self.pace.as_ref()),
            typed(Key::UserAgent, self.user_agent.as_ref()),
            typed(Key::Contact, self.contact.as_ref()),
            typed(Key::MaxPages, self.max_pages.as_ref()),
            typed(Key::MaxHours, self.max_hours.as_ref()),
            typed(Key::SitesAtOnce, self.sites_at_once.as_ref()),
            typed(Key::Timeout, self.timeout.as_ref()),
            repeated(Key::Resolve, &self.resolve),
            typed(Key::Render, self.render.as_ref()),
        ];
        all.into_iter().flatten().collect()
    }
}

impl SettingFlags {
    pub(crate) fn typed(&self) -> Typed {
        let rest = [
            typed(Key::Rubric, self.rubric.as_ref()),
            typed(Key::MaxIncomplete, self.max_incomplete.as_ref()),
            typed(Key::MinScore, self.min_score.as_ref()),
        ];
        let groups = [self.measured.typed(), self.fetching.typed()];
        groups.into_iter().flatten().chain(rest.into_iter().flatten()).collect()
    }
}
