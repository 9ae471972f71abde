//! The whole finished result as one plain value. It must not know how it is written or stored.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

use super::uncertainty::{Contestant, intervals};
use super::{
    Accessibility, Body, Changes, ErrorRates, Group, HistoricMean, Interval, Measure, Past, Place, Receipt,
    Site, SiteResult, Statistics, Trend, Unranked, Visitor, group, ranked,
};
use crate::index::{Scorecard, Share};
use crate::judgement::{Answer, State};
use crate::measured::Grade;
use crate::rubric::{Bilingual, Kind, Question, QuestionId, Rubric, RubricVersion};

/// Version of the shape of [`Benchmark`] in files; the first number changes when a field is renamed or lost.
pub const SCHEMA_VERSION: &str = "1.3.0";

/// Which measurement: no clock times, so that the same archive and rubric give the same value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Edition {
    /// Identifier, e.g. `2026-11`.
    pub id: String,
    /// The day or month of the measurement, `2026-11-21` or `2026-11`.
    pub date: String,
    /// What judged.
    pub rubric: RubricVersion,
    /// SHA-256 of the register, hexadecimal.
    pub register_hash: String,
    /// The published edition whose archive was judged again by another rubric; `None` for a published one.
    pub again: Option<String>,
}

impl Edition {
    /// The same archive judged by another rubric: a measurement of its own, with a name of its own, that never takes
    /// the place of what was published.
    #[must_use]
    pub fn judged_again(self, rubric: &RubricVersion) -> Self {
        let hash: String = rubric.hash.chars().take(8).collect();
        let id = format!("{}_{}_{hash}", self.id, rubric.version);
        Self { id, again: Some(self.id), rubric: rubric.clone(), ..self }
    }
}

/// An area, as readers are told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AreaName {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: Bilingual,
}

/// A question, as readers are told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct QuestionText {
    /// Identifier.
    pub id: QuestionId,
    /// Identifier of its area.
    pub area: String,
    /// The question itself.
    pub text: Bilingual,
    /// Information or e-service.
    pub kind: Kind,
    /// Whether it is one of the e-service index.
    pub index: bool,
    /// What gives 3 points, in Swedish.
    pub full: String,
    /// What gives 1 point, in Swedish.
    pub partial: String,
    /// Whether the rubric can judge it yet.
    pub assessed: bool,
    /// SHA-256 of the question and how it is judged, hexadecimal: other hashes, other question.
    pub judging_hash: String,
    /// How far it may be left to the machine; `None` where the rubric is not the one that was measured.
    pub grade: Option<Grade>,
}

impl QuestionText {
    fn of(question: &Question, rubric: &RubricVersion) -> Self {
        Self {
            id: question.id.clone(),
            area: question.id.area().to_owned(),
            text: question.text.clone(),
            kind: question.kind,
            index: question.index,
            full: question.full.clone(),
            partial: question.partial.clone(),
            assessed: question.is_assessed(),
            judging_hash: judging_hash(question),
            grade: Grade::of(&question.id, rubric),
        }
    }
}

fn judging_hash(question: &Question) -> String {
    let digest = Sha256::digest(format!("{question:?}"));
    digest.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// One body's result and its places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Entry {
    /// Who.
    pub body: Body,
    /// How the visit went.
    pub site: Site,
    /// Its points.
    pub scorecard: Scorecard,
    /// Why it has no rank in the total; `None` when it has.
    pub unranked: Option<Unranked>,
    /// Where its place and total lie in nine of ten simulations of the judgement's own error; `None` without a rank.
    pub interval: Option<Interval>,
    /// Total in earlier measurements, by edition, oldest first.
    pub earlier: Vec<(String, Share)>,
    /// Total in earlier archives judged again by this measurement's rubric, by the name of the published edition.
    pub again: Vec<(String, Share)>,
    /// Among the 40 highest of the nation, of more than 40, by measure.
    pub top_40: Vec<Measure>,
    /// Its places: by group (identifier), by measure.
    pub places: BTreeMap<String, BTreeMap<Measure, Place>>,
    /// One answer per question, in the rubric's order.
    pub answers: Vec<Answer>,
    /// Answers with fewer points, seen for the first time: they do not count yet.
    pub unconfirmed: Vec<Answer>,
    /// What the crawl asked of its site; `None` when it was not noted.
    pub receipt: Option<Receipt>,
    /// How accessible its site is; `None` when it was not checked. It never enters the points.
    pub accessibility: Option<Accessibility>,
}

impl Entry {
    /// The share that it is compared by; `None` when too little is behind it, or its site was not read to the end.
    pub fn share(&self, measure: &Measure) -> Option<Share> {
        measure.of(&self.scorecard).filter(|_| self.site.is_comparable())
    }

    /// Its place in the nation.
    pub fn place(&self, measure: &Measure) -> Option<Place> {
        self.places.get("riket")?.get(measure).copied()
    }
}

/// The whole finished result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Benchmark {
    /// [`SCHEMA_VERSION`].
    pub schema_version: &'static str,
    /// Which measurement.
    pub edition: Edition,
    /// Name of the rubric.
    pub rubric_name: Bilingual,
    /// Areas in the rubric's order.
    pub areas: Vec<AreaName>,
    /// Questions in the rubric's order.
    pub questions: Vec<QuestionText>,
    /// Groups in reading order; the nation ("Riket") first.
    pub groups: Vec<Group>,
    /// One entry per body, by code.
    pub entries: Vec<Entry>,
    /// What changed since the measurement before; `None` when there is none.
    pub changes: Option<Changes>,
    /// The nation's means over time, this measurement last.
    pub trend: Trend,
    /// Means of other surveys.
    pub history: Vec<HistoricMean>,
    /// Who came to the sites; `None` when it was not noted.
    pub visitor: Option<Visitor>,
}

impl Benchmark {
    /// Compares the results of one edition. Their order does not matter; codes are unique.
    pub fn of(edition: Edition, rubric: &Rubric, mut results: Vec<SiteResult>) -> Self {
        results.sort_by(|a, b| a.body.code.cmp(&b.body.code));
        let groups = group::groups(results.iter().map(|result| &result.body));
        let entries = results.into_iter().map(|result| entry(rubric, result)).collect();
        let mut benchmark = Self {
            schema_version: SCHEMA_VERSION,
            edition,
            rubric_name: rubric.name.clone(),
            areas: rubric.areas.iter().map(|a| AreaName { id: a.id.clone(), name: a.name.clone() }).collect(),
            questions: rubric.questions.iter().map(|q| QuestionText::of(q, &rubric.version)).collect(),
            groups,
            entries,
            changes: None,
            trend: Trend::default(),
            history: Vec::new(),
            visitor: None,
        };
        benchmark.compare();
        benchmark.simulate();
        benchmark.after(Past::default())
    }

    /// What bodies are compared by: total, pooled, e-services, then the areas.
    pub fn measures(&self) -> Vec<Measure> {
        let areas = self.areas.iter().map(|area| Measure::Area(area.id.clone()));
        [Measure::Total, Measure::Pooled, Measure::Eservices].into_iter().chain(areas).collect()
    }

    /// Whether its rubric is the one of which it is known how far the machine agrees with readers.
    pub fn is_graded(&self) -> bool {
        self.questions.iter().any(|question| question.grade.is_some())
    }

    /// The group of all.
    pub fn everybody(&self) -> &Group {
        self.groups.first().expect("the nation is a group even when nobody was measured")
    }

    /// Middle and spread of the whole nation; `None` when nobody is ranked.
    pub fn nation(&self, measure: &Measure) -> Option<&Statistics> {
        self.everybody().statistics.get(measure)
    }

    /// Ranks every measure within every group.
    fn compare(&mut self) {
        let measures = self.measures();
        let at: HashMap<String, usize> =
            self.entries.iter().enumerate().map(|(at, entry)| (entry.body.code.clone(), at)).collect();
        for group in &mut self.groups {
            let members: Vec<usize> = group.members.iter().map(|code| at[code]).collect();
            for measure in &measures {
                let share = |at: &usize| Some((*at, self.entries[*at].share(measure)?));
                let shares: Vec<(usize, Share)> = members.iter().filter_map(share).collect();
                let values: Vec<Share> = shares.iter().map(|(_, share)| *share).collect();
                if let Some(statistics) = Statistics::of(&values) {
                    group.statistics.insert(measure.clone(), statistics);
                }
                for (at, place) in ranked(shares) {
                    let places = self.entries[at].places.entry(group.id.clone()).or_default();
                    places.insert(measure.clone(), place);
                }
            }
        }
        for entry in &mut self.entries {
            let top = |measure: &&Measure| entry.place(measure).is_some_and(Place::is_top);
            entry.top_40 = measures.iter().filter(top).cloned().collect();
        }
    }
}

impl Benchmark {
    /// Tells how sure the places of the nation are.
    fn simulate(&mut self) {
        let contestant = |entry: &'_ Entry| -> Option<(usize, Share)> {
            Some((entry.place(&Measure::Total)?.rank, entry.scorecard.total?))
        };
        let ranked: Vec<usize> =
            (0..self.entries.len()).filter(|at| contestant(&self.entries[*at]).is_some()).collect();
        let contestants: Vec<Contestant<'_>> = ranked
            .iter()
            .filter_map(|at| {
                let entry = &self.entries[*at];
                let (rank, total) = contestant(entry)?;
                Some(Contestant { code: &entry.body.code, answers: &entry.answers, rank, total })
            })
            .collect();
        let found = intervals(&contestants, &self.questions, &ErrorRates::measured());
        for (at, interval) in ranked.into_iter().zip(found) {
            self.entries[at].interval = Some(interval);
        }
    }
}

/// One body's entry, without its places.
fn entry(rubric: &Rubric, result: SiteResult) -> Entry {
    let scorecard = Scorecard::of(rubric, &result.answers);
    let unranked = match (Measure::Total.of(&scorecard), scorecard.total) {
        (Some(_), _) => (!result.site.is_comparable()).then_some(Unranked::CutOff),
        (None, Some(_)) => Some(Unranked::LowCoverage),
        (None, None) => Some(Unranked::NothingJudged),
    };
    let mut given: HashMap<QuestionId, Answer> =
        result.answers.into_iter().map(|answer| (answer.question.clone(), answer)).collect();
    let mut answer = |q: &Question| given.remove(&q.id).unwrap_or_else(|| not_assessed(&q.id));
    Entry {
        body: result.body,
        site: result.site,
        scorecard,
        unranked,
        interval: None,
        earlier: Vec::new(),
        again: Vec::new(),
        top_40: Vec::new(),
        places: BTreeMap::new(),
        answers: rubric.questions.iter().map(&mut answer).collect(),
        unconfirmed: result.unconfirmed,
        receipt: None,
        accessibility: None,
    }
}

/// The answer to a question that nobody judged.
fn not_assessed(question: &QuestionId) -> Answer {
    Answer {
        question: question.clone(),
        state: State::NotAssessed,
        confidence: 0,
        reason: String::new(),
        evidence: None,
        rejected: Vec::new(),
        searched: 0,
        route: None,
        maturity: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::{GroupKind, sample};

    #[test]
    fn shuffled_input_gives_the_same_value() {
        let rubric = sample::rubric(3);
        let mut results = sample::results(&rubric, 9);
        let one = Benchmark::of(sample::edition(), &rubric, results.clone());
        results.reverse();
        for result in &mut results {
            result.answers.rotate_left(7);
        }
        assert_eq!(Benchmark::of(sample::edition(), &rubric, results), one);
    }

    #[test]
    fn a_body_that_refused_is_listed_without_a_rank() {
        let benchmark = sample::benchmark();
        let unranked: Vec<_> = benchmark.entries.iter().filter(|entry| entry.unranked.is_some()).collect();
        assert_eq!(unranked.len(), 1);
        assert_eq!(unranked[0].unranked, Some(Unranked::NothingJudged));
        assert_eq!(unranked[0].scorecard.total, None);
        assert!(unranked[0].places.is_empty());
        assert_eq!(benchmark.nation(&Measure::Total).unwrap().ranked, 8);
    }

    #[test]
    fn a_site_that_was_cut_off_is_not_ranked() {
        let rubric = sample::rubric(3);
        let mut results = sample::results(&rubric, 3);
        results[0].site.state = "incomplete".to_owned();
        let benchmark = Benchmark::of(sample::edition(), &rubric, results);
        let entry = &benchmark.entries[0];
        assert_eq!(entry.unranked, Some(Unranked::CutOff));
        assert!(entry.scorecard.total.is_some() && entry.places.is_empty());
        assert_eq!(benchmark.nation(&Measure::Total).unwrap().ranked, 2);
    }

    #[test]
    fn low_coverage_is_not_ranked() {
        let rubric = sample::rubric(3);
        let mut results = sample::results(&rubric, 2);
        for answer in results[0].answers.iter_mut().skip(9) {
            answer.state = State::NotReached;
        }
        let benchmark = Benchmark::of(sample::edition(), &rubric, results);
        let entry = &benchmark.entries[0];
        assert_eq!(entry.unranked, Some(Unranked::LowCoverage));
        assert!(entry.scorecard.total.is_some() && entry.place(&Measure::Total).is_none());
        assert!(entry.place(&Measure::Area("forskola".to_owned())).is_some());
    }

    #[test]
    fn groups_come_in_reading_order() {
        let benchmark = sample::benchmark();
        let kinds: Vec<_> = benchmark.groups.iter().map(|group| group.kind).collect();
        assert!(kinds.is_sorted() && kinds[0] == GroupKind::Nation);
        let sizes: Vec<_> =
            benchmark.groups.iter().filter(|g| g.kind == GroupKind::Size).map(|g| g.name.as_str()).collect();
        assert_eq!(sizes, ["under 15 000", "15 000 eller fler"]);
        let members: usize =
            benchmark.groups.iter().filter(|g| g.kind == GroupKind::County).map(|g| g.members.len()).sum();
        assert_eq!(members, benchmark.entries.len());
    }

    #[test]
    fn the_files_name_measures_in_words() {
        let json = serde_json::to_value(sample::benchmark()).unwrap();
        assert_eq!(json["schema_version"], SCHEMA_VERSION);
        assert!(json["groups"][0]["statistics"]["area:forskola"]["mean"]["percent"].is_number());
        assert!(json["entries"][0]["places"]["riket"]["total"]["rank"].is_number());
    }
}
