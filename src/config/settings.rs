//! The settings as the program uses them, made from the winning values. Knows not where they came from.

use std::path::PathBuf;
use std::time::Duration;

use super::{ConfigError, Given, Key, Layers, Problem, value};
use crate::register::Selection;

/// What a run needs to know; every value has been checked for its form.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Directory of archives, catalogue and reports.
    pub data: PathBuf,
    /// The register's file; without one, the embedded municipalities.
    pub register: Option<PathBuf>,
    /// File of further networks.
    pub networks: Option<PathBuf>,
    /// Which bodies of the register.
    pub only: Selection,
    /// What is measured.
    pub rubric: RubricSource,
    /// Least time between two requests to a host; zero is for loopback only.
    pub pace: Duration,
    /// The robot's product token (RFC 9309 section 2.2.1).
    pub user_agent: String,
    /// How a site's owner reaches whoever runs the robot.
    pub contact: Option<String>,
    /// Most pages of a site.
    pub max_pages: usize,
    /// Most time of a site, over all runs.
    pub max_time: Duration,
    /// Sites that are crawled side by side.
    pub sites_at_once: usize,
    /// How long a request may take.
    pub timeout: Duration,
    /// `HOST:PORT:ADDRESS`, as given.
    pub resolve: Vec<String>,
    /// Which pages a browser draws.
    pub render: Rendering,
    /// Largest share of incomplete sites, 0 to 1.
    pub max_incomplete: f64,
    /// Least total of a checked municipality, 0 to 100.
    pub min_score: Option<f64>,
}

/// Which pages a browser draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rendering {
    /// Those that show nothing without their scripts, where there is a browser.
    Auto,
    /// None.
    Never,
    /// All.
    Always,
}

/// Where the rubric comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RubricSource {
    /// The rubric that travels inside the program.
    Builtin,
    /// A directory of rubric files.
    Directory(PathBuf),
}

impl Layers {
    /// The settings, or everything that is wrong on any layer.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        let mut reading = Reading { layers: self, problems: self.problems.clone() };
        let read = reading.settings();
        match (read, reading.problems) {
            (Some(settings), problems) if problems.is_empty() => Ok(settings),
            (_, problems) => Err(ConfigError { problems }),
        }
    }
}

struct Reading<'a> {
    layers: &'a Layers,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    /// All values are read before any is missed; where one is unusable, `problems` grows.
    fn settings(&mut self) -> Option<Settings> {
        let register = self.layers.path(Key::Register);
        let networks = self.layers.path(Key::Networks);
        let only = self
            .list(Key::Only, |texts| texts.join(",").parse::<Selection>().map_err(|error| error.to_string()));
        let rubric = self.rubric();
        let pace = self.one(Key::Pace, value::seconds);
        let user_agent = self.one(Key::UserAgent, value::product_token);
        let contact = self.optional(Key::Contact, value::header_text);
        let max_pages = self.one(Key::MaxPages, value::count);
        let max_time = self.one(Key::MaxHours, value::hours);
        let sites_at_once = self.one(Key::SitesAtOnce, value::count);
        let timeout = self.one(Key::Timeout, value::seconds);
        let render = self.one(Key::Render, value::rendering);
        let max_incomplete = self.one(Key::MaxIncomplete, |text| value::up_to(1.0, text));
        let min_score = self.optional(Key::MinScore, |text| value::up_to(100.0, text));
        Some(Settings {
            data: self.layers.path(Key::Data).unwrap_or_else(|| PathBuf::from(Key::Data.default())),
            register,
            networks,
            only: only?,
            rubric,
            pace: pace?,
            user_agent: user_agent?,
            contact,
            max_pages: max_pages?,
            max_time: max_time?,
            sites_at_once: sites_at_once?,
            timeout: timeout?,
            resolve: self.layers.winner(Key::Resolve).texts,
            render: render?,
            max_incomplete: max_incomplete?,
            min_score,
        })
    }

    fn one<T>(&mut self, key: Key, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        self.list(key, |texts| read(&texts.join(",")))
    }

    /// An empty value is none.
    fn optional<T>(&mut self, key: Key, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        self.one(key, |text| if text.is_empty() { Ok(None) } else { read(text).map(Some) }).flatten()
    }

    fn list<T>(&mut self, key: Key, read: impl Fn(&[String]) -> Result<T, String>) -> Option<T> {
        let Given { texts, origin } = self.layers.winner(key);
        read(&texts)
            .map_err(|message| {
                let message = format!("{}: {message}", key.name());
                self.problems.push(Problem { origin, message });
            })
            .ok()
    }

    fn rubric(&self) -> RubricSource {
        let named = self.layers.winner(Key::Rubric).texts;
        match self.layers.path(Key::Rubric) {
            Some(path) if named != [Key::Rubric.default()] => RubricSource::Directory(path),
            _ => RubricSource::Builtin,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::register::Register;

    fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect()
    }

    #[test]
    fn flags_win_over_environment_over_file_over_defaults() {
        let layers = Layers::default()
            .with_file(
                Path::new("conf/kommunspegel.toml"),
                "pace = 3\nmax_pages = 7\ntimeout = 9\nregister = \"r.csv\"\n",
            )
            .with_environment(variables(&[
                ("KOMMUNSPEGEL_PACE", "4"),
                ("KOMMUNSPEGEL_MAX_PAGES", "8"),
                ("HOME", "/"),
            ]))
            .with_flags([
                (Key::Pace, vec!["5".to_owned()]),
                (Key::Resolve, vec!["a:80:::1".into(), "b:80:c".into()]),
            ]);
        let settings = layers.settings().unwrap();
        assert_eq!(settings.pace, Duration::from_secs(5));
        assert_eq!(settings.max_pages, 8);
        assert_eq!(settings.timeout, Duration::from_secs(9));
        assert_eq!(settings.register, Some(PathBuf::from("conf/r.csv")));
        assert_eq!(settings.resolve, ["a:80:::1", "b:80:c"]);
        assert_eq!((settings.max_time, settings.contact), (Duration::from_hours(6), None));
        assert_eq!(settings.rubric, RubricSource::Builtin);
    }

    #[test]
    fn all_municipalities_go_side_by_side() {
        let settings = Layers::default().settings().unwrap();
        assert!(settings.sites_at_once >= Register::embedded().municipalities().len());
    }

    #[test]
    fn lists_may_be_lists_or_text() {
        let check = |file: &str| {
            let layers = Layers::default().with_file(Path::new("k.toml"), file);
            assert_eq!(layers.settings().unwrap().only, "0127,lan:03".parse().unwrap(), "{file}");
        };
        check("only = [\"0127\", \"lan:03\"]");
        check("only = \"0127, lan:03\"");
    }

    #[test]
    fn every_problem_is_told_with_its_place() {
        let file = "pase = 1\npace = \"fast\"\ndata = true\nonly = [\"sise:1-2\"]\n";
        let layers = Layers::default()
            .with_file(Path::new("k.toml"), file)
            .with_environment(variables(&[("KOMMUNSPEGEL_MAX_PAGE", "1"), ("KOMMUNSPEGEL_CONFIG", "x")]))
            .with_flags([(Key::MinScore, vec!["101".to_owned()])]);
        let message = layers.settings().unwrap_err().to_string();
        for part in [
            "k.toml:1: there is no setting \"pase\" (did you mean \"pace\"?)",
            "k.toml:2: pace: \"fast\" is no number",
            "k.toml:3: data must be a text or a number, not boolean",
            "k.toml:4: only:",
            "environment KOMMUNSPEGEL_MAX_PAGE: there is no setting \"max_page\" (did you mean \"max_pages\"?)",
            "--min-score: min_score: \"101\" is not in range",
        ] {
            assert!(message.contains(part), "{message}\nlacks {part}");
        }
        assert_eq!(message.lines().count(), 6);
    }

    #[test]
    fn broken_toml_has_a_line() {
        let message =
            Layers::default().with_file(Path::new("k.toml"), "pace = 1\ndata = \n").settings().unwrap_err();
        assert!(message.to_string().starts_with("k.toml:2: "), "{message}");
    }
}
