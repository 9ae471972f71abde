//! Stems of single Swedish words: Snowball, and the inflections that it leaves on.

/// The Swedish Snowball stemmer.
#[derive(Debug)]
pub struct Stemmer(Snowball);

/// Wraps the crate's type, which has no `Debug`.
struct Snowball(rust_stemmers::Stemmer);

impl std::fmt::Debug for Snowball {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Snowball(sv)")
    }
}

impl Default for Stemmer {
    fn default() -> Self {
        Self(Snowball(rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::Swedish)))
    }
}

impl Stemmer {
    /// The stem of a lower-case word. Inflections of one word agree, and so do a verb and the noun made of it
    /// with `-an` or `-ning` (`ansöker`, `ansökan`, `ansökningar`).
    pub fn stem(&self, word: &str) -> String {
        if word.ends_with("plats") {
            return word.to_owned();
        }
        let mut stem = self.0.0.stem(word).into_owned();
        if too_short(word, &stem) {
            return word.to_owned();
        }
        if !stem.ends_with("plan")
            && let Some(shorter) =
                LEFT_BY_SNOWBALL.iter().find_map(|(ending, rest)| strip(&stem, ending, *rest))
        {
            let noun = stem.ends_with("an");
            stem.truncate(shorter);
            if !noun {
                stem = self.0.0.stem(&stem).into_owned();
            }
        }
        if DOUBLED.iter().any(|ending| stem.ends_with(ending)) {
            stem.pop();
        } else if AGAIN.iter().any(|ending| strip(&stem, ending, 3).is_some()) {
            stem = self.0.0.stem(stem.strip_suffix('n').unwrap_or(&stem)).into_owned();
        }
        stem
    }
}

/// Endings whose last letter is the inflection's: `utemiljön`, `fritidshemmet`.
const DOUBLED: &[&str] = &["ön", "hemm", "rumm", "gramm"];

/// Endings under which another one is left: `rektorn`, `nyckeln`, `kostnaden`.
const AGAIN: &[&str] = &["orn", "eln", "nad"];

/// Whether so much is gone that strangers would agree (`demens` and `dem`).
fn too_short(word: &str, stem: &str) -> bool {
    let (word, stem) = (word.chars().count(), stem.chars().count());
    stem <= 3 && word - stem > 2
}

/// Endings that the Snowball rules for Swedish keep, with the letters that must remain before each.
const LEFT_BY_SNOWBALL: &[(&str, usize)] = &[("ning", 5), ("an", 4), ("et", 4)];

fn strip(stem: &str, ending: &str, remain: usize) -> Option<usize> {
    let rest = stem.strip_suffix(ending)?;
    (rest.chars().count() >= remain).then_some(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_agree() {
        let stemmer = Stemmer::default();
        let same = |a: &str, b: &str| assert_eq!(stemmer.stem(a), stemmer.stem(b));
        same("förskola", "förskolan");
        same("förskolor", "förskolorna");
        same("avgift", "avgifterna");
        same("blankett", "blanketten");
        same("bygglov", "bygglovet");
        same("ansöka", "ansökan");
        same("ansöker", "ansökningar");
        same("förskoleplats", "förskoleplatsen");
        same("söka", "söker");
        same("kontor", "kontoret");
        same("utemiljö", "utemiljön");
        same("rektor", "rektorn");
        same("nyckel", "nyckeln");
        same("kostnad", "kostnaden");
        same("byggnad", "byggnader");
        same("elevhälsa", "elevhälsan");
        same("fritidshem", "fritidshemmet");
        same("parkeringsregel", "parkeringsregeln");
        assert_ne!(stemmer.stem("demens"), "dem");
        assert_ne!(stemmer.stem("sommar"), stemmer.stem("som"));
        assert_ne!(stemmer.stem("bok"), stemmer.stem("bokning"));
        assert_ne!(stemmer.stem("bygglov"), stemmer.stem("marklov"));
    }
}
