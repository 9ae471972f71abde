//! A rubric made ready for judging: names become numbers once. It must not know pages.

use super::lexicon::{ConceptId, Lexicon};
use super::postings::Postings;
use super::probe::{CompiledCase, CompiledProbe, ProbeTest, WholePage};
use super::stuffing::AskedWords;
use super::test::Test;
use crate::plan::Platforms;
use crate::rubric::rule::Rule;
use crate::rubric::{
    Case, HitProbe, Judge, Kind, Probe, Question, QuestionId, ResultsProbe, Rubric, Treated,
};

/// A question ready for judging.
#[derive(Debug)]
pub struct CompiledQuestion {
    /// Which question.
    pub id: QuestionId,
    /// Information or e-service.
    pub kind: Kind,
    pub(super) about: Test,
    /// The concepts that `about` names: without one of them a page is not about the question.
    pub(super) topics: Vec<ConceptId>,
    /// Whether nothing but a topic in a sentence makes the sentence be about the question.
    pub(super) by_topic_only: bool,
    pub(super) not_about: Option<Test>,
    pub(super) full: Option<Test>,
    pub(super) full_text: String,
    pub(super) partial: Option<Test>,
    pub(super) partial_text: String,
    pub(super) treated: Treated,
    /// Whether a line that only leads on may meet `partial`.
    pub(super) pointer: bool,
    pub(super) actions: Vec<ConceptId>,
    /// Actions that, named alone, belong to another errand.
    pub(super) other_actions: Vec<ConceptId>,
    pub(super) systems: Option<Test>,
    pub(super) only_mention: Option<Test>,
    /// Whether the question's matter is a place for many errands ("Mina sidor"), so that naming it takes
    /// nothing from others.
    pub(super) general: bool,
    /// Its own words, which prove nothing.
    pub(super) asked: AskedWords,
    pub(super) marks: Marks,
}

/// The concepts of the common thesaurus that the engine itself asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    pub digital: ConceptId,
    pub log_in: ConceptId,
    pub start: ConceptId,
    pub paper: ConceptId,
    pub contact: ConceptId,
    pub planned: ConceptId,
    pub refused: ConceptId,
    pub calculate: ConceptId,
    pub same_service: ConceptId,
    pub place_name: ConceptId,
    pub elsewhere: ConceptId,
    pub example: ConceptId,
    pub others: ConceptId,
}

/// A rubric ready for judging.
#[derive(Debug)]
pub struct CompiledRubric {
    pub(super) lexicon: Lexicon,
    /// The questions (by number) that have a concept among their topics, by concept.
    pub(super) by_topic: Postings,
    /// The questions that can be judged, in the rubric's order.
    pub questions: Vec<CompiledQuestion>,
    /// The questions that are judged from the site's own search, in the rubric's order.
    pub probes: Vec<CompiledProbe>,
    /// What a page of results holds that found nothing.
    pub no_hits: WholePage,
    pub(super) marks: Marks,
    pub(super) actions: Vec<ConceptId>,
    pub(super) platforms: Platforms,
}

/// Actions that citizens' errands begin with; each may stand for another ("anmälan om plats").
const OPENING: &[&str] = &["ansoka", "anmala", "bestalla", "lamna"];
/// Actions that name an errand of their own.
const OTHER: &[&str] = &[
    "felanmala",
    "andra",
    "saga-upp",
    "svara",
    "boka",
    "folja",
    "berakna",
    "komplettera",
    "overklaga",
    "betala",
    "redovisa",
    "lana",
    "rosta",
];

impl CompiledRubric {
    /// Compiles the questions that have a judge.
    pub fn new(rubric: &Rubric) -> Self {
        let mut compiler = Compiler { lexicon: Lexicon::new(&rubric.thesaurus), rubric, wide: 0 };
        let marks = compiler.marks();
        let questions: Vec<CompiledQuestion> = rubric
            .questions
            .iter()
            .filter_map(|question| Some(compiler.question(question, question.judge.as_ref()?, marks)))
            .collect();
        let probes = rubric.questions.iter().filter_map(|question| {
            Some(CompiledProbe { id: question.id.clone(), test: compiler.probe(question.probe.as_ref()?) })
        });
        let probes = probes.collect();
        let no_hits = WholePage(Test::Concept(compiler.named("sok-inga-traffar")));
        let actions = OPENING.iter().chain(OTHER).map(|name| compiler.named(name)).collect();
        let topics = (0u32..)
            .zip(&questions)
            .flat_map(|(number, question)| question.topics.iter().map(move |&topic| (topic, number)));
        Self {
            by_topic: Postings::new(compiler.lexicon.concepts(), &topics.collect::<Vec<_>>()),
            lexicon: compiler.lexicon,
            questions,
            probes,
            no_hits,
            marks,
            actions,
            platforms: Platforms::embedded(),
        }
    }
}

struct Compiler<'r> {
    lexicon: Lexicon,
    rubric: &'r Rubric,
    /// Tests on more than a place, so far.
    wide: u32,
}

impl Compiler<'_> {
    fn named(&mut self, name: &str) -> ConceptId {
        self.lexicon.concept(name, &self.rubric.thesaurus)
    }

    fn marks(&mut self) -> Marks {
        Marks {
            digital: self.named("e-tjanst-ord"),
            log_in: self.named("inloggning-ord"),
            start: self.named("starta-ord"),
            paper: self.named("blankett-ord"),
            contact: self.named("kontakt-ord"),
            planned: self.named("kommande"),
            refused: self.named("nekad"),
            calculate: self.named("berakna"),
            same_service: self.named("samma-tjanst"),
            place_name: self.named("platsnamn"),
            elsewhere: self.named("annorstades"),
            example: self.named("exempel"),
            others: self.named("andra-tjanster"),
        }
    }

    fn question(&mut self, question: &Question, judge: &Judge, marks: Marks) -> CompiledQuestion {
        let about = self.test(&judge.about);
        let opens = judge.actions.is_empty() || judge.actions.iter().any(|a| OPENING.contains(&a.as_str()));
        let other: Vec<&str> = OPENING
            .iter()
            .filter(|_| !opens)
            .chain(OTHER)
            .copied()
            .filter(|name| !judge.actions.is_empty() && !judge.actions.iter().any(|own| own == name))
            .collect();
        CompiledQuestion {
            id: question.id.clone(),
            kind: question.kind,
            topics: about.concepts(),
            by_topic_only: about.is_of_words_alone(),
            about,
            not_about: judge.not_about.as_ref().map(|rule| self.test(rule)),
            full: judge.full.as_ref().map(|rule| self.test(rule)),
            full_text: judge.full_text.clone(),
            partial: judge.partial.as_ref().map(|rule| self.test(rule)),
            partial_text: judge.partial_text.clone(),
            treated: judge.treated,
            pointer: judge.pointer,
            actions: judge.actions.iter().map(|name| self.named(name)).collect(),
            other_actions: other.into_iter().map(|name| self.named(name)).collect(),
            systems: judge.systems.as_ref().map(|rule| self.test(rule)),
            only_mention: judge.only_mention.as_ref().map(|rule| self.test(rule)),
            general: judge.general,
            asked: AskedWords::of(question),
            marks,
        }
    }

    fn probe(&mut self, probe: &Probe) -> ProbeTest {
        match probe {
            Probe::Hits(HitProbe { cases, full, partial }) => ProbeTest::Hits {
                cases: cases.iter().map(|case| self.case(case)).collect(),
                full: *full,
                partial: *partial,
            },
            Probe::Results(ResultsProbe { queries, full, partial, absent }) => ProbeTest::Results {
                queries: queries.clone(),
                full: full.as_ref().map(|rule| self.whole_page(rule)),
                partial: partial.as_ref().map(|rule| self.whole_page(rule)),
                absent: *absent,
            },
        }
    }

    fn case(&mut self, case: &Case) -> CompiledCase {
        let mut maybe = |rule: &Option<Rule>| rule.as_ref().map(|rule| self.whole_page(rule));
        CompiledCase {
            queries: case.queries.clone(),
            needed: case.needed,
            weak: maybe(&case.weak),
            page: maybe(&case.page),
            suggestion: maybe(&case.suggestion),
            hit: self.whole_page(&case.hit),
        }
    }

    fn whole_page(&mut self, rule: &Rule) -> WholePage {
        WholePage(self.test(rule))
    }

    fn next_wide(&mut self) -> u32 {
        self.wide += 1;
        self.wide
    }

    fn test(&mut self, rule: &Rule) -> Test {
        let each = |this: &mut Self, rules: &[Rule]| rules.iter().map(|rule| this.test(rule)).collect();
        match rule {
            Rule::Concept(name) => Test::Concept(self.named(name)),
            Rule::Words(term) => Test::Concept(self.lexicon.words(term, &self.rubric.thesaurus)),
            Rule::Signal(signal) => Test::Signal(*signal),
            Rule::All(rules) => Test::All(each(self, rules)),
            Rule::Any(rules) => Test::one_of(&each(self, rules)),
            Rule::Not(rule) => Test::Not(Box::new(self.test(rule))),
            Rule::Sentence(rule) => Test::anchored(self.test(rule), Test::Sentence),
            Rule::Block(rule) => Test::anchored(self.test(rule), Test::Block),
            Rule::Heading(rule) => Test::Heading(Box::new(self.test(rule))),
            Rule::Nearest(rule) => Test::Nearest(Box::new(self.test(rule))),
            Rule::Path(rule) => Test::Path(Box::new(self.test(rule))),
            Rule::Subheading(rule) => Test::anchored(self.test(rule), Test::Subheading),
            Rule::LinkText(rule) => Test::LinkText(Box::new(self.test(rule))),
            Rule::Section(rule) => Test::Section(Box::new(self.test(rule)), self.next_wide()),
            Rule::Page(rule) => Test::Page(Box::new(self.test(rule)), self.next_wide()),
            Rule::Of(count, rules) => Test::Of(*count, each(self, rules)),
            Rule::AtLeast(count, rule) => {
                Test::anchored(self.test(rule), |test, anchors| Test::AtLeast(*count, test, anchors))
            }
        }
    }
}
