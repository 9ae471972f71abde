//! Settings as an edition keeps them, so that whoever goes on with it does so by the same ones. Knows their texts; not
//! where an edition keeps them.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Key, Layers, Origin, Problem};

impl Layers {
    /// The winning values of all keys that decide what an edition asks for and what it measures, by their names. Paths
    /// are told from the root; relative ones begin `here`.
    pub fn recorded(&self, here: &Path) -> BTreeMap<String, String> {
        self.deciding(here).into_iter().map(|(key, text)| (key.name().to_owned(), text.concat())).collect()
    }

    /// The same, as flags.
    pub fn deciding(&self, here: &Path) -> Vec<(Key, Vec<String>)> {
        let keys = Key::ALL.into_iter().filter(|key| key.decides());
        keys.map(|key| (key, vec![self.record_of(key, here)])).collect()
    }

    /// Adds what an edition recorded; other names than those of keys are left alone.
    #[must_use]
    pub fn with_recorded(mut self, edition: &str, recorded: &BTreeMap<String, String>) -> Self {
        for (name, text) in recorded {
            if let Some(key) = Key::named(name).filter(|key| key.decides()) {
                self.put(key, std::slice::from_ref(text), Origin::Edition(edition.to_owned()));
            }
        }
        self
    }

    /// What is wrong with flags for going on with an edition whose record was added last: those that mean otherwise than
    /// it says. The pace and the number of sites side by side may be others, since they change no page that is asked for.
    pub fn otherwise(&self, flags: &[(Key, Vec<String>)], here: &Path) -> Vec<Problem> {
        let begun = self.settings().ok();
        let problem = |(key, texts): &(Key, Vec<String>)| {
            let Origin::Edition(edition) = self.winner(*key).origin else { return None };
            let typed = Self::default().with_flags([(*key, texts.clone())]).record_of(*key, here);
            let meant = self.clone().with_flags([(*key, vec![typed])]).settings().ok();
            let free = matches!(key, Key::Pace | Key::SitesAtOnce);
            (!free && meant != begun).then(|| otherwise(&edition, key.name(), &self.record_of(*key, here)))
        };
        flags.iter().filter_map(problem).collect()
    }

    fn record_of(&self, key: Key, here: &Path) -> String {
        let text = self.winner(key).texts.join(",");
        let place = self.path(key).filter(|_| key.is_path() && text != key.default());
        place.map_or(text, |path| here.join(path).to_string_lossy().into_owned())
    }
}

/// The problem of a flag that says otherwise than what an edition was begun with.
pub fn otherwise(edition: &str, name: &str, recorded: &str) -> Problem {
    let begun =
        if recorded.is_empty() { format!("without {name}") } else { format!("with {name} = {recorded}") };
    Problem {
        origin: Origin::Flag(name.replace('_', "-")),
        message: format!(
            "edition {edition} was begun {begun}; leave the flag out, or begin another edition without --resume"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(pairs: &[(Key, &str)]) -> Vec<(Key, Vec<String>)> {
        pairs.iter().map(|&(key, text)| (key, vec![text.to_owned()])).collect()
    }

    #[test]
    fn what_was_recorded_wins_over_the_file_and_comes_back_as_it_was() {
        let here = Path::new("/here");
        let begun = Layers::default()
            .with_file(Path::new("conf/k.toml"), "register = \"r.csv\"\nmax_pages = 30\n")
            .with_flags(flags(&[(Key::Only, "Ettan,lan:01"), (Key::Rubric, "mine"), (Key::Render, "never")]));
        let recorded = begun.recorded(here);
        assert_eq!(recorded["register"], "/here/conf/r.csv");
        assert_eq!((recorded["rubric"].as_str(), recorded["only"].as_str()), ("/here/mine", "Ettan,lan:01"));
        assert!(!recorded.contains_key("data") && !recorded.contains_key("max_incomplete"));
        let later = Layers::default().with_file(Path::new("k.toml"), "max_pages = 50\ntimeout = 9\n");
        let later = later.with_recorded("e", &recorded);
        assert_eq!(later.recorded(Path::new("/elsewhere")), recorded);
        let settings = later.settings().unwrap();
        assert_eq!((settings.max_pages, settings.timeout.as_secs()), (30, 30));
    }

    #[test]
    fn a_flag_that_says_otherwise_is_a_problem_and_one_that_says_the_same_is_none() {
        let here = Path::new("/here");
        let begun = flags(&[(Key::MaxPages, "30"), (Key::Register, "r.csv"), (Key::Timeout, "9")]);
        let recorded = Layers::default().with_flags(begun).recorded(here);
        let later = Layers::default().with_recorded("e", &recorded);
        let check = |key: Key, text: &str, expected: usize| {
            let problems = later.otherwise(&flags(&[(key, text)]), here);
            assert_eq!(problems.len(), expected, "{text}: {problems:?}");
        };
        for (key, text) in [
            (Key::MaxPages, "30"),
            (Key::Register, "./r.csv"),
            (Key::Register, "/here/r.csv"),
            (Key::Timeout, "9.0"),
            (Key::Pace, "5"),
            (Key::SitesAtOnce, "3"),
            (Key::MaxIncomplete, "0.5"),
        ] {
            check(key, text, 0);
        }
        for (key, text) in
            [(Key::MaxPages, "31"), (Key::Register, "s.csv"), (Key::Only, "Ettan"), (Key::Rubric, "mine")]
        {
            check(key, text, 1);
        }
        let problem = &later.otherwise(&flags(&[(Key::MaxPages, "31")]), here)[0];
        assert_eq!(problem.origin, Origin::Flag("max-pages".to_owned()));
        assert!(problem.message.contains("was begun with max_pages = 30"), "{}", problem.message);
        assert_eq!(
            Layers::default().otherwise(&flags(&[(Key::MaxPages, "31")]), here),
            [],
            "nothing was kept"
        );
    }
}
