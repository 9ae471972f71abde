//! How far the built-in rubric agrees with careful readers: the table that was measured on judged pages on which no rule was
//! written. It must not know how anything is judged.

mod grade;
mod ground;

pub use grade::Grade;
pub use ground::{Ground, Reliability};

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::rubric::QuestionId;

/// The table that travels inside the program, as `kommunspegel evaluate CASES.jsonl --format json` printed it.
pub const MEASURED: &str = include_str!("../../rubrics/measured.json");

#[derive(Deserialize)]
struct Table {
    agreement: f64,
    by_question: Vec<OfQuestion>,
    grounds: Vec<Reliability>,
}

#[derive(Deserialize)]
struct OfQuestion {
    question: QuestionId,
    agreement: Agreed,
}

#[derive(Deserialize, Clone, Copy)]
struct Agreed {
    judgements: u32,
    agreement: f64,
}

impl Table {
    fn questions(&self) -> BTreeMap<&QuestionId, Agreed> {
        self.by_question.iter().map(|one| (&one.question, one.agreement)).collect()
    }
}

fn table() -> &'static Table {
    static TABLE: LazyLock<Table> =
        LazyLock::new(|| serde_json::from_str(MEASURED).expect("the embedded table is read in tests"));
    &TABLE
}
