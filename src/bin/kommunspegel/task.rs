//! What a `run` works at: a new edition under a name that is free, or one that was not finished, by the settings that it
//! was begun with. How it is crawled and judged is the matter of others.

use std::collections::BTreeMap;
use std::env;
use std::sync::Arc;
use std::time::Duration;

use kommunspegel::archive::Manifest;
use kommunspegel::config::{ConfigError, Key, Layers, Problem, Settings, otherwise};
use kommunspegel::demo::{self, Nation};
use kommunspegel::edition::{AS_OF, DataDirectory, SINCE};
use kommunspegel::register::{Networks, Register};
use kommunspegel::rubric::Rubric;
use kommunspegel::standing::Body;
use time::OffsetDateTime;

use crate::args::{Global, Resume, Run};
use crate::commands::known_edition;
use crate::configuration;
use crate::output::tell;
use crate::rubrics::rubric;

/// Name of the demo nation's edition.
const DEMO: &str = "demo";
/// The setting of the manifest that says how many days old pages may be that are not asked for again.
const MAX_AGE: &str = "max_age";
/// The setting of the manifest that says that a browser's second opinion is wanted.
const BROWSER_SAMPLE: &str = "browser_sample";
/// How long ago an edition may have been begun that `--resume=if-any` goes on with: the night before is finished, and
/// one that cannot be is not tried for ever.
const LAST_NIGHT: Duration = Duration::from_hours(36);

/// A run cannot work at the edition that is named.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TaskError {
    #[error("--edition {0}: letters, digits, -, _ and . only, and no full stop at the beginning")]
    Name(String),
    #[error(
        "edition {0} is published and stays as it is; choose another name with --edition, or leave the name to the day"
    )]
    Published(String),
    #[error(
        "edition {edition} was begun and is not finished; go on with: {going_on}, or choose another name"
    )]
    Unfinished { edition: String, going_on: String },
    #[error("no interrupted edition to resume")]
    NoneLeft,
    #[error(
        "the register or a network has changed since edition {0} was begun; put back the one that it was begun with, or begin another edition"
    )]
    OtherRegister(String),
    #[error(
        "the rubric has changed since edition {0} was begun; put back the one that it was begun with, or begin another edition"
    )]
    OtherRubric(String),
}

/// An edition to work at, with everything that decides what is asked and measured.
pub(crate) struct Task {
    pub(crate) edition: String,
    pub(crate) settings: Settings,
    /// What the edition's manifest keeps of the settings, by their names.
    pub(crate) recorded: BTreeMap<String, String>,
    /// The manifest of an edition that is gone on with.
    pub(crate) begun: Option<Manifest>,
    /// The invented nation, when it is what is measured.
    pub(crate) nation: Option<Arc<Nation>>,
    pub(crate) register: Register,
    pub(crate) networks: Networks,
    pub(crate) rubric: Rubric,
}

impl Task {
    /// What the command asks for. `layers` are the settings without the command's own flags.
    pub(crate) fn of(
        global: &Global,
        command: &Run,
        layers: Layers,
        data: &DataDirectory,
    ) -> anyhow::Result<Self> {
        let left = match command.resuming.resume {
            None => return Self::anew(global, command, layers, data),
            Some(Resume::Must) => Some(left(command, data)?.ok_or(TaskError::NoneLeft)?),
            Some(Resume::IfAny) => left(command, data)?.filter(|(_, begun)| is_of_last_night(begun)),
        };
        let Some((edition, begun)) = left else { return Self::anew(global, command, layers, data) };
        match Self::resumed(command, layers.clone(), (data, edition, begun)) {
            Err(reason) if command.resuming.resume == Some(Resume::IfAny) => {
                tell(&format!("{reason:#}"));
                Self::anew(global, command, layers, data)
            }
            task => task,
        }
    }

    /// The edition from which unchanged pages are taken, and how old those may be that are not asked for.
    pub(crate) fn since(&self) -> Option<(String, Duration)> {
        let days = self.recorded.get(MAX_AGE).and_then(|days| days.parse::<u16>().ok()).unwrap_or_default();
        let max_age = Duration::from_hours(24 * u64::from(days));
        self.recorded.get(SINCE).map(|edition| (edition.clone(), max_age))
    }

    /// Whether a browser's second opinion is wanted.
    pub(crate) fn browser_sample(&self) -> bool {
        self.recorded.contains_key(BROWSER_SAMPLE)
    }

    /// A new edition; what another run left is told and left alone.
    fn anew(global: &Global, command: &Run, layers: Layers, data: &DataDirectory) -> anyhow::Result<Self> {
        if let Some((left, _)) = data.unfinished().last() {
            tell(&format!(
                "Edition {left} is not finished and is left as it is. Go on with: {}",
                going_on(global, left)
            ));
        }
        let edition = new_name(global, command, data)?;
        let layers = layers.with_flags(command.typed());
        let mut recorded = layers.recorded(&env::current_dir()?);
        recorded.extend(since(command, data)?.map(|since| (SINCE.to_owned(), since)));
        recorded.insert(MAX_AGE.to_owned(), command.max_age.unwrap_or_default().to_string());
        let nation = command.demo.then(|| Arc::new(Nation::embedded()));
        Self::with(command, (edition, None), (layers.settings()?, recorded), nation)
    }

    /// An edition that was begun, by the settings that its manifest keeps; flags may not say otherwise.
    fn resumed(
        command: &Run,
        layers: Layers,
        (data, edition, begun): (&DataDirectory, String, Manifest),
    ) -> anyhow::Result<Self> {
        let here = env::current_dir()?;
        // A service goes on with what it would begin itself.
        let meant = match command.resuming.resume {
            Some(Resume::IfAny) => layers.clone().with_flags(command.typed()).deciding(&here),
            _ => command.typed(),
        };
        let layers = layers.with_recorded(&edition, &begun.settings);
        let mut problems = layers.otherwise(&meant, &here);
        problems.extend(command.otherwise(&edition, &begun.settings));
        if !problems.is_empty() {
            return Err(ConfigError { problems }.into());
        }
        let layers = layers.with_flags(command.typed());
        let mut recorded = begun.settings.clone();
        recorded.extend(layers.recorded(&here));
        recorded.extend(command.max_age.map(|days| (MAX_AGE.to_owned(), days.to_string())));
        let nation = begun.settings.contains_key(AS_OF).then(|| Arc::new(Nation::embedded()));
        let task = Self::with(command, (edition, Some(begun)), (layers.settings()?, recorded), nation)?;
        task.is_still_the_same(&data.edition(&task.edition).read_bodies()?)?;
        Ok(task)
    }

    /// Fails when the files that the settings name are not those that the edition, which measures these bodies, was begun
    /// with.
    fn is_still_the_same(&self, bodies: &[Body]) -> Result<(), TaskError> {
        let Some(begun) = &self.begun else { return Ok(()) };
        let now = self.register.municipalities().iter().map(|one| one.code.to_string());
        let register = self.register.sha256() == begun.register_hash;
        let stamp = begun.rubric.as_ref();
        if !register || !now.eq(bodies.iter().map(|body| body.code.clone())) {
            Err(TaskError::OtherRegister(self.edition.clone()))
        } else if stamp.is_some_and(|stamp| stamp.hash != self.rubric.version.hash) {
            Err(TaskError::OtherRubric(self.edition.clone()))
        } else {
            Ok(())
        }
    }

    fn with(
        command: &Run,
        (edition, begun): (String, Option<Manifest>),
        (mut settings, mut recorded): (Settings, BTreeMap<String, String>),
        nation: Option<Arc<Nation>>,
    ) -> anyhow::Result<Self> {
        if command.browser_sample {
            recorded.insert(BROWSER_SAMPLE.to_owned(), true.to_string());
        }
        let mut networks = configuration::networks(&settings)?;
        let register = if let Some(nation) = &nation {
            settings.pace = Duration::ZERO;
            networks = networks.extended(Networks::read(demo::NETWORKS)?);
            let chosen = nation.register().select(&settings.only, &networks)?;
            nation.register().narrowed(&chosen)
        } else {
            configuration::register(&settings)?
        };
        let rubric = rubric(&settings.rubric)?;
        Ok(Self { edition, settings, recorded, begun, nation, register, networks, rubric })
    }
}

/// The edition to go on with: the one that is named, or the newest of those that are not finished.
fn left(command: &Run, data: &DataDirectory) -> anyhow::Result<Option<(String, Manifest)>> {
    if let Some(name) = &command.edition {
        if command.resuming.resume == Some(Resume::IfAny) && !data.edition(name).is_begun() {
            return Ok(None);
        }
        known_edition(data, name)?;
        return Ok(Some((name.clone(), Manifest::load(data.edition(name).path())?)));
    }
    let must = command.resuming.resume == Some(Resume::Must);
    let wanted = |(_, begun): &(String, Manifest)| {
        let invented = begun.settings.contains_key(AS_OF);
        invented == command.demo || (invented && must)
    };
    Ok(data.unfinished().into_iter().rfind(wanted))
}

/// The command that goes on with an edition, with what was said of where it lies.
pub(crate) fn going_on(global: &Global, edition: &str) -> String {
    let mut words = format!("kommunspegel run --resume --edition {edition}");
    let config = global.config.as_ref().map(|path| path.display().to_string());
    for (flag, value) in [("--data", global.data.clone()), ("--config", config)] {
        if let Some(value) = value {
            words = format!("{words} {flag} {}", quoted(&value));
        }
    }
    words
}

/// A word as shells take it.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_./:,+=@%".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn is_of_last_night(begun: &Manifest) -> bool {
    OffsetDateTime::now_utc() - begun.started < LAST_NIGHT
}

/// The edition from which a new one takes unchanged pages: the latest one, unless another is named or the nation is
/// invented.
fn since(command: &Run, data: &DataDirectory) -> anyhow::Result<Option<String>> {
    match command.since.as_deref() {
        Some("none") => Ok(None),
        Some(name) => known_edition(data, name).map(|()| Some(name.to_owned())),
        None => Ok(data.latest().filter(|_| !command.demo)),
    }
}

/// The name of a new edition. Nothing is ever written into an edition that was begun before.
fn new_name(global: &Global, command: &Run, data: &DataDirectory) -> anyhow::Result<String> {
    let Some(name) = &command.edition else {
        let day = || OffsetDateTime::now_utc().date().to_string();
        return Ok(data.free_name(&if command.demo { DEMO.to_owned() } else { day() }));
    };
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    anyhow::ensure!(
        !name.is_empty() && !name.starts_with('.') && name.chars().all(fits),
        TaskError::Name(name.clone())
    );
    let unfinished = data.unfinished().iter().any(|(left, _)| left == name);
    anyhow::ensure!(
        !unfinished,
        TaskError::Unfinished { edition: name.clone(), going_on: going_on(global, name) }
    );
    anyhow::ensure!(!data.edition(name).is_begun(), TaskError::Published(name.clone()));
    Ok(name.clone())
}

impl Run {
    /// The settings that were typed.
    pub(crate) fn typed(&self) -> Vec<(Key, Vec<String>)> {
        let mut typed = self.measured.typed();
        typed.extend(self.fetching.typed());
        typed.extend(self.rubric.iter().map(|text| (Key::Rubric, vec![text.clone()])));
        typed.extend(self.max_incomplete.iter().map(|text| (Key::MaxIncomplete, vec![text.clone()])));
        typed
    }

    /// What is wrong with the flags that are no settings, for going on with an edition that kept these.
    fn otherwise(&self, edition: &str, begun: &BTreeMap<String, String>) -> Vec<Problem> {
        let kept = |name: &str| begun.get(name).map_or("", String::as_str);
        let since = self
            .since
            .as_deref()
            .is_some_and(|since| since != kept(SINCE) && (since, kept(SINCE)) != ("none", ""));
        let days = self.max_age.map(|days| days.to_string());
        let max_age = days.is_some_and(|days| begun.get(MAX_AGE).is_some_and(|kept| *kept != days));
        let demo = self.demo && !begun.contains_key(AS_OF);
        let all = [(since, SINCE, kept(SINCE)), (max_age, MAX_AGE, kept(MAX_AGE)), (demo, "demo", "")];
        all.into_iter()
            .filter(|wrong| wrong.0)
            .map(|(_, name, kept)| otherwise(edition, name, kept))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_are_quoted_where_shells_would_part_them() {
        for (word, expected) in
            [("/srv/data", "/srv/data"), ("min data", "'min data'"), ("a'b", r"'a'\''b'"), ("", "''")]
        {
            assert_eq!(quoted(word), expected);
        }
    }
}
