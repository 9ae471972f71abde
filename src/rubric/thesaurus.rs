//! The words that all questions share: concepts and the terms that stand for them, as data. It must not know
//! how text is searched for them.
//!
//! A term is words with spaces between. A word matches its inflections; `ord*`, `*ord` and `*ord*` match
//! compounds; `=LSS` only itself; `a|b` either; `~` up to three other words; `@concept` any term of a concept.

use std::collections::BTreeMap;

/// How one word of a text is recognised. All are lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordPattern {
    /// The word in any inflection.
    Inflected(String),
    /// The word as it stands.
    Exact(String),
    /// Words that begin so.
    Prefix(String),
    /// Words that end so, inflected.
    Suffix(String),
    /// Words that hold this.
    Inside(String),
}

/// One place in a term.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Element {
    /// Any one of these words.
    Word(Vec<WordPattern>),
    /// Any term of a concept.
    Concept(String),
    /// Up to three words of any kind.
    Gap,
}

/// Words that stand for a concept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(pub Vec<Element>);

/// All concepts by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thesaurus(pub BTreeMap<String, Vec<Term>>);

impl Term {
    /// Reads a term.
    pub fn parse(text: &str) -> Result<Self, String> {
        let elements = text.split_whitespace().map(element).collect::<Result<Vec<_>, _>>()?;
        match (elements.first(), elements.last()) {
            (None, _) => Err("en tom term träffar ingenting".into()),
            (Some(Element::Gap), _) | (_, Some(Element::Gap)) => {
                Err(format!("termen \"{text}\" börjar eller slutar med ~; ta bort det"))
            }
            _ => Ok(Self(elements)),
        }
    }

    /// The concepts that it refers to.
    pub fn concepts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|element| match element {
            Element::Concept(name) => Some(name.as_str()),
            _ => None,
        })
    }
}

fn element(word: &str) -> Result<Element, String> {
    if word == "~" {
        return Ok(Element::Gap);
    }
    if let Some(name) = word.strip_prefix('@') {
        return Ok(Element::Concept(name.to_owned()));
    }
    word.split('|').map(pattern).collect::<Result<_, _>>().map(Element::Word)
}

fn pattern(word: &str) -> Result<WordPattern, String> {
    let lower = word.to_lowercase();
    let bare = lower.trim_matches(['*', '=']).to_owned();
    if bare.is_empty() || bare.contains(['*', '=', '@', '~']) {
        return Err(format!("\"{word}\" är inget ord; skriv ord, ord*, *ord, *ord* eller =ord"));
    }
    Ok(match (lower.starts_with('='), lower.starts_with('*'), lower.ends_with('*')) {
        (true, _, _) => WordPattern::Exact(bare),
        (_, true, true) => WordPattern::Inside(bare),
        (_, true, false) => WordPattern::Suffix(bare),
        (_, false, true) => WordPattern::Prefix(bare),
        (_, false, false) => WordPattern::Inflected(bare),
    })
}

impl Thesaurus {
    /// The concepts that a concept rests on and that do not exist, and concepts that rest on themselves.
    pub fn problems(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (name, terms) in &self.0 {
            for other in terms.iter().flat_map(Term::concepts) {
                if !self.0.contains_key(other) {
                    found.push((name.clone(), format!("@{other} finns inte i tesaurusen")));
                }
            }
            if self.rests_on(name, name, self.0.len()) {
                found.push((name.clone(), format!("@{name} hänvisar till sig själv")));
            }
        }
        found
    }

    fn rests_on(&self, name: &str, sought: &str, steps: usize) -> bool {
        steps > 0
            && self.0.get(name).is_some_and(|terms| {
                terms
                    .iter()
                    .flat_map(Term::concepts)
                    .any(|other| other == sought || self.rests_on(other, sought, steps - 1))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_terms() {
        let word = |p| Element::Word(vec![p]);
        assert_eq!(
            Term::parse("plats ~ förskol*|=FSK @stad"),
            Ok(Term(vec![
                word(WordPattern::Inflected("plats".into())),
                Element::Gap,
                Element::Word(vec![WordPattern::Prefix("förskol".into()), WordPattern::Exact("fsk".into())]),
                Element::Concept("stad".into()),
            ]))
        );
        for bad in ["", "~ a", "a ~", "*", "a**b"] {
            assert!(Term::parse(bad).is_err(), "{bad} is no term");
        }
    }

    #[test]
    fn finds_dangling_and_circular_concepts() {
        let term = |t: &str| vec![Term::parse(t).unwrap()];
        let map =
            BTreeMap::from([("a".into(), term("@b")), ("b".into(), term("@a")), ("c".into(), term("@d"))]);
        assert_eq!(Thesaurus(map).problems().len(), 3);
    }
}
