//! The searches of `probes/*.toml`: read, checked, and handed to the questions that they are for.

use super::model::{Question, QuestionId};
use super::probe::{Absent, Case, Demand, HitProbe, Needed, Probe, ResultsProbe};
use super::rule::{Rule, parse};
use super::table::{Problem, Source, Table};
use super::thesaurus::Thesaurus;

/// Folder of the searches.
const PROBES: &str = "probes/";

/// Reads the searches of all files and gives each to its question.
pub(super) fn add_probes(
    sources: &[&Source],
    thesaurus: &Thesaurus,
    questions: &mut [Question],
    problems: &mut Vec<Problem>,
) {
    for source in sources.iter().filter(|source| source.path.starts_with(PROBES)) {
        let parsed = source.parse(problems);
        let mut table = Table::new(source, parsed.get_ref(), 0);
        for mut entry in table.tables("probe", problems) {
            let (id, at) = entry.needed("question", problems);
            let probe = probe(&mut entry, thesaurus, problems);
            entry.finish(problems);
            let id = QuestionId(id);
            let message = match questions.iter_mut().find(|question| question.id == id) {
                None => format!("frågan {id} finns inte"),
                Some(question) if question.is_assessed() => format!("frågan {id} bedöms redan på annat sätt"),
                Some(question) => {
                    question.probe = probe;
                    continue;
                }
            };
            problems.push(source.problem(at, message));
        }
        table.finish(problems);
    }
}

fn probe(table: &mut Table<'_, '_>, thesaurus: &Thesaurus, problems: &mut Vec<Problem>) -> Option<Probe> {
    let cases: Vec<Case> = table
        .tables("case", problems)
        .into_iter()
        .filter_map(|case| self::case(case, thesaurus, problems))
        .collect();
    let results = table.table("results", problems);
    match (cases.is_empty(), results) {
        (false, None) => {
            let (full, partial) = (demand(table, "full", problems), demand(table, "partial", problems));
            let most = full.cases.max(partial.cases);
            if most > cases.len() {
                let message = format!("{most} sökningar krävs men bara {} finns", cases.len());
                problems.push(table.problem(table.at(), message));
            }
            Some(Probe::Hits(HitProbe { cases, full, partial }))
        }
        (true, Some(results)) => Some(Probe::Results(self::results(results, thesaurus, problems))),
        _ => {
            let message = "ange antingen [[probe.case]] (träffar) eller [probe.results] (resultatsidan)";
            problems.push(table.problem(table.at(), message));
            None
        }
    }
}

fn demand(table: &mut Table<'_, '_>, key: &'static str, problems: &mut Vec<Problem>) -> Demand {
    let Some(mut inner) = table.table(key, problems) else {
        problems
            .push(table.problem(table.at(), format!("nyckeln \"{key}\" saknas: {{ cases = …, rank = … }}")));
        return Demand { cases: 1, rank: 1 };
    };
    let mut number = |key| usize::try_from(inner.number(key, problems)).unwrap_or(usize::MAX);
    let demand = Demand { cases: number("cases"), rank: number("rank") };
    if demand.cases == 0 || demand.rank == 0 {
        problems.push(inner.problem(inner.at(), "cases och rank är minst 1"));
    }
    inner.finish(problems);
    demand
}

fn queries(table: &mut Table<'_, '_>, problems: &mut Vec<Problem>) -> Vec<String> {
    let queries: Vec<String> = table.texts("queries", problems).into_iter().map(|(text, _)| text).collect();
    if queries.is_empty() || queries.iter().any(|query| query.trim().is_empty()) {
        problems.push(table.problem(table.at(), "\"queries\" ska vara minst en sökning, och ingen är tom"));
    }
    queries
}

fn case(mut table: Table<'_, '_>, thesaurus: &Thesaurus, problems: &mut Vec<Problem>) -> Option<Case> {
    let queries = queries(&mut table, problems);
    let needed = if table.flag("same", problems) { Needed::Same } else { Needed::Any };
    let hit = rule(&mut table, "hit", thesaurus, problems);
    if hit.is_none() {
        problems.push(
            table
                .problem(table.at(), "nyckeln \"hit\" saknas eller är fel: vad den rätta träffen innehåller"),
        );
    }
    let [weak, page, suggestion] =
        ["weak", "page", "suggestion"].map(|key| rule(&mut table, key, thesaurus, problems));
    table.finish(problems);
    Some(Case { queries, needed, hit: hit?, weak, page, suggestion })
}

fn results(mut table: Table<'_, '_>, thesaurus: &Thesaurus, problems: &mut Vec<Problem>) -> ResultsProbe {
    let queries = queries(&mut table, problems);
    let [full, partial] = ["full", "partial"].map(|key| rule(&mut table, key, thesaurus, problems));
    if full.is_none() && partial.is_none() {
        problems
            .push(table.problem(table.at(), "\"full\" eller \"partial\" behövs: vad resultatsidan ska visa"));
    }
    let absent = match table.text("absent", problems) {
        Some((text, _)) if text == "unknown" => Absent::Unknown,
        Some((text, at)) if text != "not-found" => {
            problems.push(table.problem(at, format!("absent är not-found eller unknown, inte \"{text}\"")));
            Absent::NotFound
        }
        _ => Absent::NotFound,
    };
    table.finish(problems);
    ResultsProbe { queries, full, partial, absent }
}

fn rule(
    table: &mut Table<'_, '_>,
    key: &'static str,
    thesaurus: &Thesaurus,
    problems: &mut Vec<Problem>,
) -> Option<Rule> {
    let (text, at) = table.text(key, problems)?;
    match parse(&text, &[]) {
        Ok(rule) => {
            for name in rule.concepts().into_iter().filter(|name| !thesaurus.0.contains_key(*name)) {
                problems.push(table.problem(at, format!("@{name} finns inte i tesaurusen")));
            }
            Some(rule)
        }
        Err(message) => {
            problems.push(table.problem(at, message));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Source, builtin, load};

    /// What is said about the built-in rubric with this file of searches besides.
    fn problems(text: &str) -> Vec<(usize, String)> {
        let mut sources = builtin();
        sources.push(Source { path: "probes/prov.toml".to_owned(), text: text.to_owned() });
        let problems = load(&sources).err().unwrap_or_default();
        problems.into_iter().map(|problem| (problem.line, problem.message)).collect()
    }

    fn check(text: &str, expected: &[(usize, &str)]) {
        let found = problems(text);
        assert_eq!(found.len(), expected.len(), "{found:#?}");
        for ((line, message), (at, part)) in found.iter().zip(expected) {
            assert!(line == at && message.contains(part), "{line}: {message} is not {at}: {part}");
        }
    }

    #[test]
    fn mistakes_are_located() {
        let rest = "full = { cases = 1, rank = 3 }\npartial = { cases = 1, rank = 10 }\n[[probe.case]]\nqueries = [\"x\"]\nhit = \"'x'\"\n";
        check(&format!("[[probe]]\nquestion = \"sokfunktion.nej\"\n{rest}"), &[(2, "finns inte")]);
        check(&format!("[[probe]]\nquestion = \"forskola.avgift\"\n{rest}"), &[(2, "bedöms redan")]);
        check(
            "[[probe]]\nquestion = \"sokfunktion.synonym-dagis\"\n[probe.results]\nqueries = []\nfull = \"@nej\"\nabsent = \"0\"\nx = 1\n",
            &[
                (2, "bedöms redan"),
                (3, "minst en sökning"),
                (5, "@nej finns inte"),
                (6, "absent är"),
                (7, "okänd nyckel \"x\""),
            ],
        );
        check(
            "[[probe]]\nquestion = \"sokfunktion.synonym-dagis\"\n",
            &[(1, "antingen"), (2, "bedöms redan")],
        );
    }

    #[test]
    fn the_builtin_searches_are_bounded() {
        let rubric = load(&builtin()).unwrap();
        let queries = rubric.queries();
        assert!((30..=60).contains(&queries.len()), "{queries:?}");
        assert_eq!(rubric.questions.iter().filter(|question| question.probe.is_some()).count(), 19);
    }
}
