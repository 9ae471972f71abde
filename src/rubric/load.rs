//! From the rubric's TOML files to a [`Rubric`], or to all that is wrong with them. Pure: the caller reads
//! the files.

use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::load_judge::judge;
use super::load_probes::add_probes;
use super::model::{Area, Bilingual, Kind, Question, QuestionId, Rubric, RubricVersion, SiteTest};
use super::table::{Problem, Source, Table};
use super::thesaurus::{Term, Thesaurus};

/// The rubric's head file.
const HEAD: &str = "rubric.toml";
/// Folder of the thesaurus.
const THESAURUS: &str = "thesaurus/";

/// Reads a rubric from its files: `rubric.toml`, one file per area, `thesaurus/*.toml` and `probes/*.toml`.
///
/// # Errors
/// All mistakes, in file order, each with its line and what to do.
pub fn load(sources: &[Source]) -> Result<Rubric, Vec<Problem>> {
    let mut sources: Vec<&Source> = sources.iter().collect();
    sources.sort();
    let mut problems = Vec::new();
    let thesaurus = thesaurus(&sources, &mut problems);
    let (version, name, areas) = head(&sources, &mut problems);
    let mut questions = Vec::new();
    for area in &areas {
        let path = format!("{}.toml", area.id);
        match sources.iter().find(|source| source.path == path) {
            Some(source) => questions.extend(area_file(source, area, &thesaurus, &mut problems)),
            None => problems.push(missing(&path)),
        }
    }
    add_probes(&sources, &thesaurus, &mut questions, &mut problems);
    whole(&sources, &areas, &questions, &mut problems);
    problems.sort();
    if problems.is_empty() {
        Ok(Rubric { version, name, areas, questions, thesaurus })
    } else {
        Err(problems)
    }
}

fn missing(path: &str) -> Problem {
    Problem { file: path.to_owned(), line: 1, message: "filen saknas".to_owned() }
}

/// SHA-256 over all of a rubric's files, hexadecimal: what [`RubricVersion::hash`] holds.
pub fn fingerprint(sources: &[Source]) -> String {
    let mut sources: Vec<&Source> = sources.iter().collect();
    sources.sort();
    hash(&sources)
}

fn hash(sources: &[&Source]) -> String {
    let mut hasher = Sha256::new();
    for source in sources {
        hasher.update(source.path.as_bytes());
        hasher.update([0]);
        hasher.update(source.text.as_bytes());
        hasher.update([0]);
    }
    let mut text = String::new();
    for byte in hasher.finalize() {
        write!(text, "{byte:02x}").expect("a string takes everything");
    }
    text
}

fn head(sources: &[&Source], problems: &mut Vec<Problem>) -> (RubricVersion, Bilingual, Vec<Area>) {
    let hash = hash(sources);
    let blank = Source { path: HEAD.to_owned(), text: String::new() };
    let source = sources.iter().find(|s| s.path == HEAD).copied().unwrap_or_else(|| {
        problems.push(missing(HEAD));
        &blank
    });
    let parsed = source.parse(problems);
    let mut table = Table::new(source, parsed.get_ref(), 0);
    let version = RubricVersion {
        id: table.needed("id", problems).0,
        version: table.needed("version", problems).0,
        hash,
    };
    let name = bilingual(&mut table, problems);
    for (key, value) in [("full_points", 3), ("partial_points", 1), ("index_questions", 12)] {
        if table.number(key, problems) != value {
            problems.push(table.problem(0, format!("{key} är {value} i undersökningen; annat stöds inte")));
        }
    }
    let areas = table.tables("area", problems).into_iter().map(|t| area(t, problems)).collect();
    table.finish(problems);
    (version, name, areas)
}

fn bilingual(table: &mut Table<'_, '_>, problems: &mut Vec<Problem>) -> Bilingual {
    Bilingual { sv: table.needed("sv", problems).0, en: table.needed("en", problems).0 }
}

fn area(mut table: Table<'_, '_>, problems: &mut Vec<Problem>) -> Area {
    let id = table.needed("id", problems).0;
    let name = bilingual(&mut table, problems);
    let mut mean = |key: &'static str| u8::try_from(table.number(key, problems)).unwrap_or(u8::MAX);
    let national_means = vec![(2013, mean("mean_2013")), (2015, mean("mean_2015"))];
    table.finish(problems);
    Area { id, name, national_means }
}

fn thesaurus(sources: &[&Source], problems: &mut Vec<Problem>) -> Thesaurus {
    let mut concepts = BTreeMap::new();
    let mut places = BTreeMap::new();
    for source in sources.iter().filter(|s| s.path.starts_with(THESAURUS)) {
        let parsed = source.parse(problems);
        let table = Table::new(source, parsed.get_ref(), 0);
        for (name, value) in table.entries() {
            let at = value.span().start;
            let Some(items) = value.get_ref().as_array() else {
                problems.push(source.problem(at, format!("begreppet {name} ska vara en lista av termer")));
                continue;
            };
            let mut terms = Vec::new();
            for item in items {
                let parsed = item.get_ref().as_str().ok_or_else(|| "en term är en text".to_owned());
                match parsed.and_then(Term::parse) {
                    Ok(term) => terms.push(term),
                    Err(message) => problems.push(source.problem(item.span().start, message)),
                }
            }
            if concepts.insert(name.to_owned(), terms).is_some() {
                problems.push(source.problem(at, format!("begreppet {name} finns redan; slå ihop dem")));
            }
            places.insert(name.to_owned(), (*source, at));
        }
    }
    let thesaurus = Thesaurus(concepts);
    for (name, message) in thesaurus.problems() {
        let (source, at) = places[&name];
        problems.push(source.problem(at, message));
    }
    thesaurus
}

fn area_file(
    source: &Source,
    area: &Area,
    thesaurus: &Thesaurus,
    problems: &mut Vec<Problem>,
) -> Vec<Question> {
    let parsed = source.parse(problems);
    let mut table = Table::new(source, parsed.get_ref(), 0);
    let (id, at) = table.needed("area", problems);
    if id != area.id {
        problems.push(table.problem(at, format!("filen heter {} men säger area = \"{id}\"", source.path)));
    }
    let mut seen = BTreeSet::new();
    let mut questions = Vec::new();
    for entry in table.tables("question", problems) {
        let at = entry.at();
        let question = question(entry, thesaurus, problems);
        if question.id.area() != area.id {
            problems.push(source.problem(at, format!("frågan {} hör inte till {}", question.id, area.id)));
        }
        if !seen.insert(question.id.clone()) {
            problems.push(source.problem(at, format!("frågan {} finns redan", question.id)));
        }
        questions.push(question);
    }
    table.finish(problems);
    questions
}

fn question(mut table: Table<'_, '_>, thesaurus: &Thesaurus, problems: &mut Vec<Problem>) -> Question {
    let id = QuestionId(table.needed("id", problems).0);
    let (kind, at) = table.needed("kind", problems);
    let kind = match kind.as_str() {
        "info" | "" => Kind::Info,
        "eservice" => Kind::Eservice,
        other => {
            problems.push(table.problem(at, format!("kind är info eller eservice, inte \"{other}\"")));
            Kind::Info
        }
    };
    let question = Question {
        id,
        kind,
        index: table.flag("index", problems),
        text: bilingual(&mut table, problems),
        full: table.needed("full", problems).0,
        partial: table.needed("partial", problems).0,
        terms: table.texts("terms", problems).into_iter().map(|(term, _)| term).collect(),
        answer: table.needed("answer", problems).0,
        source: table.text("source", problems).map(|(text, _)| text).unwrap_or_default(),
        site_test: site_test(&mut table, problems),
        judge: table.table("judge", problems).map(|t| judge(t, kind, thesaurus, problems)),
        probe: None,
    };
    table.finish(problems);
    question
}

fn site_test(table: &mut Table<'_, '_>, problems: &mut Vec<Problem>) -> Option<SiteTest> {
    let (name, at) = table.text("site_test", problems)?;
    if name == "search-box" {
        return Some(SiteTest::SearchBox);
    }
    problems.push(table.problem(at, format!("site_test är search-box, inte \"{name}\"")));
    None
}

/// What can only be seen over all files.
fn whole(sources: &[&Source], areas: &[Area], questions: &[Question], problems: &mut Vec<Problem>) {
    let known = |path: &str| {
        path == HEAD || path.contains('/') || areas.iter().any(|area| path == format!("{}.toml", area.id))
    };
    for source in sources.iter().filter(|source| !known(&source.path)) {
        problems.push(source.problem(0, "filen hör inte till något område i rubric.toml"));
    }
    let index = questions.iter().filter(|q| q.index).count();
    if index != 12 && problems.is_empty() {
        let message = format!("{index} frågor har index = true; e-tjänsteindexet har 12");
        problems.push(Problem { file: HEAD.to_owned(), line: 1, message });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::builtin;

    #[test]
    fn the_builtin_rubric_is_whole() {
        let rubric = load(&builtin()).unwrap_or_else(|problems| panic!("{problems:#?}"));
        assert_eq!((rubric.areas.len(), rubric.questions.len()), (12, 250));
        assert_eq!(rubric.index_questions().count(), 12);
    }

    /// Changes the built-in rubric and returns what is said about it.
    fn spoiled(changes: &[(&str, &str, &str)]) -> Vec<Problem> {
        let mut sources = builtin();
        for (path, from, to) in changes {
            let source = sources.iter_mut().find(|s| s.path == *path).expect("a file of the rubric");
            assert!(source.text.contains(from), "{path} holds {from}");
            source.text = source.text.replacen(from, to, 1);
        }
        load(&sources).expect_err("the rubric was spoiled")
    }

    #[test]
    fn ten_mistakes_are_ten_located_messages() {
        let problems = spoiled(&[
            ("rubric.toml", "full_points = 3", "full_points = 5"),
            ("rubric.toml", "mean_2013 = 68", "mean_2013 = \"68\""),
            ("rubric.toml", "version = ", "versoin = "),
            ("forskola.toml", "area = \"forskola\"", "area = \"forskolan\""),
            ("forskola.toml", "kind = \"info\"", "kind = \"infos\""),
            ("forskola.toml", "id = \"forskola.avgift\"", "id = \"forskola.enheter\""),
            ("bygga-bo.toml", "sv = ", "svenska = "),
            ("grundskola.toml", "kind = \"info\"", "kind = 3"),
            ("gymnasieskola.toml", "answer = ", "answer = [\"x\"] #"),
            ("aldreomsorg.toml", "terms = [", "terms = [1, "),
        ]);
        let files: BTreeSet<&str> = problems.iter().map(|p| p.file.as_str()).collect();
        assert!(problems.len() >= 10, "{problems:#?}");
        assert_eq!(files.len(), 6, "{problems:#?}");
        assert!(problems.iter().filter(|p| p.file != "rubric.toml").all(|p| p.line > 1), "{problems:#?}");
    }

    #[test]
    fn a_broken_line_is_located() {
        let problems = spoiled(&[("forskola.toml", "id = \"forskola.avgift\"", "id = \"forskola.avgift")]);
        assert!(problems[0].message.starts_with("TOML") && problems[0].line > 20, "{problems:#?}");
    }
}
