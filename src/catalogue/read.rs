//! Reads editions back from the catalogue. It must not know how they were written beyond the columns.

use rusqlite::{OptionalExtension, Row};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashMap;

use super::{Catalogue, CatalogueError};
use crate::judgement::Answer;
use crate::rubric::{Bilingual, QuestionId, RubricVersion};
use crate::standing::{Body, Edition, Site, SiteResult};

/// The columns of an answer, in the order that [`answer`] reads.
const ANSWER: &str = "question, state, confidence, reason, searched, route, maturity, evidence, rejected";

impl Catalogue {
    /// The editions that are kept, by identifier.
    pub fn editions(&self) -> Result<Vec<Edition>, CatalogueError> {
        let mut statement = self.connection.prepare("SELECT * FROM editions ORDER BY id")?;
        let editions = statement.query_map([], edition)?.collect::<Result<_, _>>()?;
        Ok(editions)
    }

    /// An edition and all that was measured in it: enough to compare and to report again with the same
    /// rubric. `None` when it is not kept.
    pub fn load(&self, id: &str) -> Result<Option<(Edition, Vec<SiteResult>)>, CatalogueError> {
        let find = "SELECT * FROM editions WHERE id = ?1";
        let Some(edition) = self.connection.query_row(find, [id], edition).optional()? else {
            return Ok(None);
        };
        let (mut answers, mut unconfirmed) = (self.answers_of(id)?, self.unconfirmed_of(id)?);
        let mut statement =
            self.connection.prepare("SELECT * FROM sites WHERE edition = ?1 ORDER BY code")?;
        let mut rows = statement.query([id])?;
        let mut results = Vec::new();
        while let Some(row) = rows.next()? {
            let body = body(row)?;
            let answers = answers.remove(&body.code).unwrap_or_default();
            let unconfirmed = unconfirmed.remove(&body.code).unwrap_or_default();
            results.push(SiteResult { body, site: site(row)?, answers, unconfirmed });
        }
        Ok(Some((edition, results)))
    }

    /// The answer to one question at one body; `None` when it is not kept.
    pub fn answer(
        &self,
        edition: &str,
        code: &str,
        question: &QuestionId,
    ) -> Result<Option<Answer>, CatalogueError> {
        let find = format!("SELECT {ANSWER} FROM answers WHERE edition = ?1 AND code = ?2 AND question = ?3");
        let mut statement = self.connection.prepare(&find)?;
        let mut rows = statement.query([edition, code, &question.0])?;
        rows.next()?.map(answer).transpose()
    }

    /// The drops that do not count yet, by the code of the body.
    fn unconfirmed_of(&self, edition: &str) -> Result<HashMap<String, Vec<Answer>>, CatalogueError> {
        let find = "SELECT code, answer FROM unconfirmed WHERE edition = ?1 ORDER BY code, question";
        let mut statement = self.connection.prepare(find)?;
        let mut rows = statement.query([edition])?;
        let mut answers: HashMap<String, Vec<Answer>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let answer = serde_json::from_str(&row.get::<_, String>("answer")?)?;
            answers.entry(row.get("code")?).or_default().push(answer);
        }
        Ok(answers)
    }

    /// The answers of an edition by the code of the body.
    fn answers_of(&self, edition: &str) -> Result<HashMap<String, Vec<Answer>>, CatalogueError> {
        let find = format!("SELECT {ANSWER}, code FROM answers WHERE edition = ?1 ORDER BY code, question");
        let mut statement = self.connection.prepare(&find)?;
        let mut rows = statement.query([edition])?;
        let mut answers: HashMap<String, Vec<Answer>> = HashMap::new();
        while let Some(row) = rows.next()? {
            answers.entry(row.get("code")?).or_default().push(answer(row)?);
        }
        Ok(answers)
    }
}

pub(super) fn edition(row: &Row<'_>) -> rusqlite::Result<Edition> {
    let rubric = RubricVersion {
        id: row.get("rubric")?,
        version: row.get("rubric_version")?,
        hash: row.get("rubric_hash")?,
    };
    Ok(Edition {
        id: row.get("id")?,
        date: row.get("date")?,
        rubric,
        register_hash: row.get("register_hash")?,
        again: row.get("again")?,
    })
}

fn body(row: &Row<'_>) -> Result<Body, CatalogueError> {
    Ok(Body {
        code: row.get("code")?,
        name: row.get("name")?,
        county_code: row.get("county_code")?,
        county: row.get("county")?,
        skr_group_code: row.get("skr_group_code")?,
        skr_group: row.get("skr_group")?,
        size_class: row.get("size_class")?,
        networks: serde_json::from_str(&row.get::<_, String>("networks")?)?,
        population: row.get("population")?,
        website: row.get("website")?,
    })
}

fn site(row: &Row<'_>) -> rusqlite::Result<Site> {
    Ok(Site {
        state: row.get("state")?,
        reason: Bilingual { sv: row.get("reason")?, en: row.get("reason_en")? },
        pages: row.get("pages")?,
        refused: row.get("refused")?,
        failed: row.get("failed")?,
        left: row.get("left_over")?,
    })
}

fn answer(row: &Row<'_>) -> Result<Answer, CatalogueError> {
    let evidence: Option<String> = row.get("evidence")?;
    Ok(Answer {
        question: QuestionId(row.get("question")?),
        state: word(row.get("state")?)?,
        confidence: row.get("confidence")?,
        reason: row.get("reason")?,
        evidence: evidence.map(|json| serde_json::from_str(&json)).transpose()?,
        rejected: serde_json::from_str(&row.get::<_, String>("rejected")?)?,
        searched: row.get("searched")?,
        route: row.get::<_, Option<String>>("route")?.map(word).transpose()?,
        maturity: row.get("maturity")?,
    })
}

/// The value that a plain word stands for.
fn word<T: DeserializeOwned>(word: String) -> Result<T, serde_json::Error> {
    serde_json::from_value(Value::String(word))
}
