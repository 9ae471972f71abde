//! The `judge` table of a question: rules read, names checked.

use super::judge::{Judge, Treated};
use super::model::Kind;
use super::rule::{Rule, parse};
use super::table::{Problem, Table};
use super::thesaurus::Thesaurus;

/// Reads the table. What is wrong is reported and left out of the value.
pub(super) fn judge(
    table: Table<'_, '_>,
    kind: Kind,
    thesaurus: &Thesaurus,
    problems: &mut Vec<Problem>,
) -> Judge {
    let mut reader = Reader { table, thesaurus, parts: Vec::new() };
    reader.read_parts(problems);
    let about = reader.rule("about", problems).map(|(rule, _)| rule);
    if about.is_none() {
        let at = reader.table.at();
        problems.push(reader.table.problem(at, "nyckeln \"about\" saknas eller är fel: vad frågan gäller"));
    }
    let (full, full_text) = split(reader.rule("full", problems));
    let (partial, partial_text) = split(reader.rule("partial", problems));
    if kind == Kind::Info && full.is_none() {
        let at = reader.table.at();
        problems.push(reader.table.problem(at, "en informationsfråga behöver \"full\": vad som ger 3 poäng"));
    }
    let judge = Judge {
        about: about.unwrap_or(Rule::Any(Vec::new())),
        not_about: reader.rule("not_about", problems).map(|(rule, _)| rule),
        full,
        full_text,
        partial,
        partial_text,
        only_mention: reader.rule("only_mention", problems).map(|(rule, _)| rule),
        general: reader.table.flag("general", problems),
        treated: reader.treated(problems),
        pointer: reader.table.flag("pointer", problems),
        actions: reader.actions(kind, problems),
        systems: reader.rule("systems", problems).map(|(rule, _)| rule),
    };
    reader.table.finish(problems);
    judge
}

fn split(rule: Option<(Rule, String)>) -> (Option<Rule>, String) {
    rule.map_or((None, String::new()), |(rule, text)| (Some(rule), text))
}

struct Reader<'t, 's, 'w> {
    table: Table<'t, 's>,
    thesaurus: &'w Thesaurus,
    parts: Vec<(String, Rule)>,
}

impl Reader<'_, '_, '_> {
    fn read_parts(&mut self, problems: &mut Vec<Problem>) {
        let Some(table) = self.table.table("parts", problems) else { return };
        for (name, value) in table.entries() {
            let at = value.span().start;
            let Some(text) = value.get_ref().as_str() else {
                problems.push(table.problem(at, format!("delen \"{name}\" ska vara en text")));
                continue;
            };
            if let Some(rule) = self.checked(text, at, problems) {
                self.parts.push((name.to_owned(), rule));
            }
        }
    }

    fn rule(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<(Rule, String)> {
        let (text, at) = self.table.text(key, problems)?;
        self.checked(&text, at, problems).map(|rule| (rule, text))
    }

    fn checked(&self, text: &str, at: usize, problems: &mut Vec<Problem>) -> Option<Rule> {
        match parse(text, &self.parts) {
            Ok(rule) => {
                for name in rule.concepts().into_iter().filter(|name| !self.thesaurus.0.contains_key(*name)) {
                    problems.push(self.table.problem(at, format!("@{name} finns inte i tesaurusen")));
                }
                Some(rule)
            }
            Err(message) => {
                problems.push(self.table.problem(at, message));
                None
            }
        }
    }

    fn treated(&mut self, problems: &mut Vec<Problem>) -> Treated {
        match self.table.text("treated", problems) {
            None => Treated::default(),
            Some((text, at)) => match text.as_str() {
                "heading" => Treated::Heading,
                "sentence" => Treated::Sentence,
                "rule" => Treated::Rule,
                other => {
                    let message = format!("treated är heading, sentence eller rule, inte \"{other}\"");
                    problems.push(self.table.problem(at, message));
                    Treated::default()
                }
            },
        }
    }

    fn actions(&mut self, kind: Kind, problems: &mut Vec<Problem>) -> Vec<String> {
        let names = self.table.texts("actions", problems);
        if let (Kind::Info, Some((_, at))) = (kind, names.first()) {
            problems.push(self.table.problem(*at, "actions gäller bara e-tjänstfrågor"));
        }
        for (name, at) in names.iter().filter(|(name, _)| !self.thesaurus.0.contains_key(name)) {
            problems.push(self.table.problem(*at, format!("@{name} finns inte i tesaurusen")));
        }
        names.into_iter().map(|(name, _)| name).collect()
    }
}
