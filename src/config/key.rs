//! The keys of the configuration: their names, forms, defaults and meanings, in one table.

/// A setting. Its name is the key in `kommunspegel.toml`, the long flag with hyphens for underscores, and the
/// environment variable in capitals after `KOMMUNSPEGEL_`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Directory of archives, catalogue and reports.
    Data,
    /// The register to measure.
    Register,
    /// Further networks of municipalities.
    Networks,
    /// Which bodies of the register.
    Only,
    /// Seconds between two requests to a host.
    Pace,
    /// The robot's product token.
    UserAgent,
    /// Whom a site's owner can reach.
    Contact,
    /// Page budget of a site.
    MaxPages,
    /// Time budget of a site.
    MaxHours,
    /// Sites that are crawled side by side.
    SitesAtOnce,
    /// Seconds until a request is given up.
    Timeout,
    /// Hosts that are sent elsewhere.
    Resolve,
    /// Which pages a browser draws.
    Render,
    /// What is measured.
    Rubric,
    /// Largest share of incomplete sites of a run.
    MaxIncomplete,
    /// Least total of a checked municipality.
    MinScore,
}

/// Whether a key takes one value or several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A text or a number.
    One,
    /// A list; commas part it where only text can be given.
    Many,
}

impl Key {
    /// All keys, in the order in which they are shown.
    pub const ALL: [Self; 16] = [
        Self::Data,
        Self::Register,
        Self::Networks,
        Self::Only,
        Self::Rubric,
        Self::Pace,
        Self::UserAgent,
        Self::Contact,
        Self::MaxPages,
        Self::MaxHours,
        Self::SitesAtOnce,
        Self::Timeout,
        Self::Resolve,
        Self::Render,
        Self::MaxIncomplete,
        Self::MinScore,
    ];

    /// Its name in the file.
    pub fn name(self) -> &'static str {
        self.facts().0
    }

    /// Its name in the environment.
    pub fn variable(self) -> String {
        format!("{VARIABLE_PREFIX}{}", self.name().to_uppercase())
    }

    /// Its value where nobody gives one, as text; empty means none.
    pub fn default(self) -> &'static str {
        self.facts().1
    }

    /// Its meaning and unit in a sentence.
    pub fn meaning(self) -> &'static str {
        self.facts().2
    }

    /// Whether it takes one value or several.
    pub fn form(self) -> Form {
        if matches!(self, Self::Only | Self::Resolve) { Form::Many } else { Form::One }
    }

    /// Whether it decides what an edition asks for, or what it measures: an edition keeps it then.
    pub(super) fn decides(self) -> bool {
        !matches!(self, Self::Data | Self::MaxIncomplete | Self::MinScore)
    }

    /// Whether its value is a path.
    pub(super) fn is_path(self) -> bool {
        matches!(self, Self::Data | Self::Register | Self::Networks | Self::Rubric)
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }

    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().map(Self::name)
    }

    /// Name, default and meaning.
    fn facts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Data => ("data", "kommunspegel-data", "directory of archives, catalogue and reports"),
            Self::Register => {
                ("register", "", "CSV file of the bodies to measure; empty: the 290 municipalities")
            }
            Self::Networks => ("networks", "", "TOML file of further networks of municipalities"),
            Self::Only => (
                "only",
                "",
                "which bodies, as 0127,Uppsala,lan:01,skr:C7,size:-15000,network:sodertorn; empty: all",
            ),
            Self::Rubric => ("rubric", "builtin", "directory of the rubric, or builtin"),
            Self::Pace => {
                ("pace", "1", "least seconds between two requests to a host; 0 only for this machine")
            }
            Self::UserAgent => {
                ("user_agent", "Kommunspegel", "product token of the robot, as robots.txt names it")
            }
            Self::Contact => {
                ("contact", "", "address or e-mail for owners of sites, sent with every request")
            }
            Self::MaxPages => ("max_pages", "1500", "most pages of a site"),
            Self::MaxHours => ("max_hours", "6", "most hours that a site is under way"),
            Self::SitesAtOnce => ("sites_at_once", "300", "sites that are crawled side by side"),
            Self::Timeout => ("timeout", "30", "seconds until a request is given up"),
            Self::Resolve => (
                "resolve",
                "",
                "HOST:PORT:ADDRESS or HOST:PORT:ADDRESS:PORT, as in curl: where to find a host",
            ),
            Self::Render => (
                "render",
                "auto",
                "pages that Chromium draws: auto (those that show nothing without scripts), never, always",
            ),
            Self::MaxIncomplete => {
                ("max_incomplete", "1", "largest share (0-1) of sites that may end incomplete")
            }
            Self::MinScore => ("min_score", "", "least total (0-100) that a checked municipality must reach"),
        }
    }
}

/// What every variable of the environment that sets a key begins with.
pub(super) const VARIABLE_PREFIX: &str = "KOMMUNSPEGEL_";
