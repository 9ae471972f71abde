//! Pages that explain: method, data, how to dispute, and the site's own accessibility. They must not show results.

use askama::Template;

use super::{Page, frame::Frame};
use crate::measured::Grade;
use crate::report::{package, tables, tongue::Tongue};
use crate::standing::{Benchmark, ErrorRates, ROUNDS};

/// How points, states, coverage, places and intervals are made.
#[derive(Template)]
#[template(path = "method.html")]
pub(super) struct MethodPage {
    frame: Frame,
    rubric_id: String,
    rubric_hash: String,
    register_hash: String,
    areas: usize,
    index: usize,
    questions: usize,
    assessed: usize,
    rounds: String,
    /// Judgements behind the error rates.
    judgements: u32,
    /// The pages that were judged: how many, and the file that they lie in.
    pages: Option<(u32, String)>,
    /// What may be said of a question: in short, what it means, and of how many; nothing of another rubric than the
    /// measured one.
    grades: Vec<(&'static str, &'static str, usize)>,
}

impl MethodPage {
    /// The method of this benchmark.
    pub(super) fn of(benchmark: &Benchmark, tongue: Tongue) -> Page {
        let (path, edition, rates) = ("metod/index.html", &benchmark.edition, ErrorRates::measured());
        Page::new(
            path,
            &Self {
                frame: Frame::new(benchmark, tongue, path, tongue.say("Metod", "Method")),
                rubric_id: edition.rubric.id.clone(),
                rubric_hash: edition.rubric.hash.clone(),
                register_hash: edition.register_hash.clone(),
                areas: benchmark.areas.len(),
                index: benchmark.questions.iter().filter(|question| question.index).count(),
                questions: benchmark.questions.len(),
                assessed: benchmark.questions.iter().filter(|question| question.assessed).count(),
                rounds: tongue.grouped(u32::try_from(ROUNDS).expect("rounds are few")),
                judgements: rates.judgements(),
                pages: rates.pages().map(|(pages, file)| (pages, file.to_owned())),
                grades: grades(benchmark, tongue),
            },
        )
    }
}

fn grades(benchmark: &Benchmark, tongue: Tongue) -> Vec<(&'static str, &'static str, usize)> {
    let count = |grade| benchmark.questions.iter().filter(|question| question.grade == Some(grade)).count();
    let line = |grade| (tongue.grade(grade), tongue.meaning(grade), count(grade));
    Grade::ALL.map(line).into_iter().filter(|_| benchmark.is_graded()).collect()
}

/// The open data.
#[derive(Template)]
#[template(path = "data.html")]
pub(super) struct DataPage {
    frame: Frame,
    /// Name and what it holds.
    tables: Vec<(&'static str, &'static str)>,
    licence: &'static str,
    /// What the licence covers.
    covered: &'static str,
}

impl DataPage {
    /// The files of every report.
    pub(super) fn of(benchmark: &Benchmark, tongue: Tongue) -> Page {
        let path = "data/index.html";
        let tables =
            tables::TABLES.iter().map(|table| (table.name, tongue.say(table.title.0, table.title.1)));
        Page::new(
            path,
            &Self {
                frame: Frame::new(benchmark, tongue, path, tongue.say("Öppna data", "Open data")),
                tables: tables.collect(),
                licence: package::LICENCE,
                covered: tongue.say(package::COVERED.0, package::COVERED.1),
            },
        )
    }
}

/// How the measured can object.
#[derive(Template)]
#[template(path = "dispute.html")]
pub(super) struct DisputePage {
    frame: Frame,
}

impl DisputePage {
    /// The same for all.
    pub(super) fn of(benchmark: &Benchmark, tongue: Tongue) -> Page {
        let path = "invand/index.html";
        let title = tongue.say("Så invänder ni mot ett svar", "How to dispute an answer");
        Page::new(path, &Self { frame: Frame::new(benchmark, tongue, path, title) })
    }
}

/// The site's own accessibility.
#[derive(Template)]
#[template(path = "statement.html")]
pub(super) struct StatementPage {
    frame: Frame,
}

impl StatementPage {
    /// The same for all.
    pub(super) fn of(benchmark: &Benchmark, tongue: Tongue) -> Page {
        let path = "tillganglighet/index.html";
        let title = tongue.say("Den här webbplatsens tillgänglighet", "Accessibility of this site");
        Page::new(path, &Self { frame: Frame::new(benchmark, tongue, path, title) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::sample;

    #[test]
    fn the_data_page_says_what_the_licence_covers() {
        for (tongue, words) in
            Tongue::ALL.into_iter().zip(["återges som citat och omfattas inte", "not covered"])
        {
            let page = DataPage::of(&sample::benchmark(), tongue).html;
            assert!(page.contains(package::LICENCE) && page.contains(words));
        }
    }
}
