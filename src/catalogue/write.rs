//! Writes an edition into the catalogue, all or nothing. It must not know how rows are read back.

use rusqlite::{Transaction, named_params, params};
use serde::Serialize;

use super::{Catalogue, CatalogueError};
use crate::judgement::Answer;
use crate::standing::{Benchmark, Edition, Entry};

impl Catalogue {
    /// Puts an edition in the place of what was kept under its identifier, in one transaction.
    pub fn replace_edition(&mut self, benchmark: &Benchmark) -> Result<(), CatalogueError> {
        let transaction = self.connection.transaction()?;
        let edition = benchmark.edition.id.as_str();
        transaction.execute("DELETE FROM editions WHERE id = ?1", [edition])?;
        insert_edition(&transaction, &benchmark.edition)?;
        for (question, hash) in benchmark.judging() {
            let row = params![edition, question.0, hash];
            transaction.execute("INSERT INTO questions VALUES (?1, ?2, ?3)", row)?;
        }
        for entry in &benchmark.entries {
            insert_site(&transaction, edition, entry)?;
            insert_scores(&transaction, edition, entry)?;
            for answer in &entry.answers {
                insert_answer(&transaction, (edition, &entry.body.code), answer)?;
            }
            for answer in &entry.unconfirmed {
                let row = params![edition, entry.body.code, answer.question.0, json(answer)?];
                transaction.execute("INSERT INTO unconfirmed VALUES (?1, ?2, ?3, ?4)", row)?;
            }
        }
        for (code, total) in benchmark.moment().totals {
            let shares = [total.share, total.low, total.high].map(|share| share.to_string());
            let row = params![edition, code, shares[0], shares[1], shares[2]];
            transaction.execute("INSERT INTO published_totals VALUES (?1, ?2, ?3, ?4, ?5)", row)?;
        }
        Ok(transaction.commit()?)
    }
}

fn insert_edition(transaction: &Transaction<'_>, edition: &Edition) -> Result<(), CatalogueError> {
    let Edition { id, date, rubric, register_hash, again } = edition;
    transaction.execute(
        "INSERT INTO editions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![id, rubric.id, rubric.version, rubric.hash, register_hash, date, again],
    )?;
    Ok(())
}

fn insert_site(transaction: &Transaction<'_>, edition: &str, entry: &Entry) -> Result<(), CatalogueError> {
    let (body, site) = (&entry.body, &entry.site);
    let mut statement = transaction.prepare_cached(
        "INSERT INTO sites VALUES (:edition, :code, :name, :county_code, :county, :skr_code, :skr, :size,
         :networks, :population, :website, :state, :reason, :pages, :reason_en, :refused, :failed, :left)",
    )?;
    statement.execute(named_params! {
        ":edition": edition,
        ":code": body.code,
        ":name": body.name,
        ":county_code": body.county_code,
        ":county": body.county,
        ":skr_code": body.skr_group_code,
        ":skr": body.skr_group,
        ":size": body.size_class,
        ":networks": serde_json::to_string(&body.networks)?,
        ":population": body.population,
        ":website": body.website,
        ":state": site.state,
        ":reason": site.reason.sv,
        ":pages": site.pages,
        ":reason_en": site.reason.en,
        ":refused": site.refused,
        ":failed": site.failed,
        ":left": site.left,
    })?;
    Ok(())
}

fn insert_scores(transaction: &Transaction<'_>, edition: &str, entry: &Entry) -> Result<(), CatalogueError> {
    let (code, card) = (&entry.body.code, &entry.scorecard);
    let mut area =
        transaction.prepare_cached("INSERT INTO area_shares VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
    for share in &card.areas {
        let t = share.tally;
        area.execute(params![
            edition,
            code,
            share.area,
            t.points,
            t.maximum,
            t.judged,
            t.assessed,
            t.applicable,
            t.questions
        ])?;
    }
    let mut scores =
        transaction.prepare_cached("INSERT INTO scores VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
    scores.execute(params![
        edition,
        code,
        card.total.map(|share| share.to_string()),
        card.total.map(crate::index::Share::permille),
        card.total_areas,
        card.pooled.map(|share| share.to_string()),
        card.coverage.map(|share| share.to_string()),
        card.eservice_index.points,
        card.eservice_index.judged,
    ])?;
    Ok(())
}

fn insert_answer(
    transaction: &Transaction<'_>,
    (edition, code): (&str, &str),
    answer: &Answer,
) -> Result<(), CatalogueError> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO answers VALUES (:edition, :code, :question, :state, :points, :confidence, :reason,
         :searched, :route, :maturity, :url, :quote, :evidence, :rejected)",
    )?;
    statement.execute(named_params! {
        ":edition": edition,
        ":code": code,
        ":question": answer.question.0,
        ":state": answer.state.name(),
        ":points": answer.points().map(crate::rubric::Points::value),
        ":confidence": answer.confidence,
        ":reason": answer.reason,
        ":searched": answer.searched,
        ":route": answer.route.map(json).transpose()?,
        ":maturity": answer.maturity,
        ":url": answer.evidence.as_ref().map(|evidence| &evidence.url),
        ":quote": answer.evidence.as_ref().map(|evidence| &evidence.quote),
        ":evidence": answer.evidence.as_ref().map(json).transpose()?,
        ":rejected": json(&answer.rejected)?,
    })?;
    Ok(())
}

/// A value as JSON; a plain word loses its quotation marks.
fn json(value: impl Serialize) -> Result<String, serde_json::Error> {
    let text = serde_json::to_string(&value)?;
    Ok(text.trim_matches('"').to_owned())
}
