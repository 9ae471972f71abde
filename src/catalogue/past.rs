//! Earlier editions and other surveys, as a new edition is compared with them. It must not compare.

use rusqlite::{OptionalExtension, params};
use std::collections::BTreeMap;

use super::{Catalogue, CatalogueError, read};
use crate::rubric::QuestionId;
use crate::standing::{Edition, HistoricMean, Judged, Method, Moment, Past, Total, old_survey};

impl Catalogue {
    /// What was measured before an edition: those of an earlier date (and name) by a rubric of the same identity that
    /// measured one of these bodies (by code); the last of them in full. Archives that were judged again are no part of
    /// what was published: they come apart, those by the edition's own rubric. An edition that is itself judged again
    /// is compared with the last measurement by its own rubric.
    pub fn past(&self, edition: &Edition, codes: &[&str]) -> Result<Past, CatalogueError> {
        let moment = |earlier: Edition| -> Result<Moment, CatalogueError> {
            Ok(Moment { totals: self.totals(&earlier.id)?, edition: earlier })
        };
        let earlier = self.earlier(edition, codes)?;
        let same = |earlier: &Edition| earlier.rubric.hash == edition.rubric.hash;
        let last = earlier.iter().rfind(|earlier| match edition.again {
            None => earlier.again.is_none(),
            Some(_) => same(earlier),
        });
        let before = last.map(|last| self.judged(&last.id)).transpose()?.flatten();
        let (published, again): (Vec<_>, Vec<_>) = earlier.into_iter().partition(|one| one.again.is_none());
        Ok(Past {
            history: self.history()?,
            moments: published.into_iter().map(moment).collect::<Result<_, _>>()?,
            again: again.into_iter().filter(same).map(moment).collect::<Result<_, _>>()?,
            before,
        })
    }

    /// The edition of this name, as it is kept.
    pub fn edition(&self, id: &str) -> Result<Option<Edition>, CatalogueError> {
        let find = "SELECT * FROM editions WHERE id = ?1";
        Ok(self.connection.query_row(find, [id], read::edition).optional()?)
    }

    /// An edition in full, to be compared with another; `None` when it is not kept.
    pub fn judged(&self, id: &str) -> Result<Option<Judged>, CatalogueError> {
        let Some((edition, results)) = self.load(id)? else { return Ok(None) };
        let mut statement =
            self.connection.prepare("SELECT question, hash FROM questions WHERE edition = ?1")?;
        let rows = statement.query_map([id], |row| Ok((QuestionId(row.get(0)?), row.get(1)?)))?;
        let questions = rows.collect::<Result<BTreeMap<QuestionId, String>, _>>()?;
        Ok(Some(Judged { moment: Moment { edition, totals: self.totals(id)? }, results, questions }))
    }

    /// The means of other surveys: what was imported, or else the old survey that travels inside the program.
    pub fn history(&self) -> Result<Vec<HistoricMean>, CatalogueError> {
        let mut statement =
            self.connection.prepare("SELECT * FROM history ORDER BY year, measure, method")?;
        let mut rows = statement.query([])?;
        let mut means = Vec::new();
        while let Some(row) = rows.next()? {
            let method: String = row.get("method")?;
            means.push(HistoricMean {
                year: row.get("year")?,
                measure: row.get::<_, String>("measure")?.parse().map_err(CatalogueError::Unreadable)?,
                low: row.get("low")?,
                high: row.get("high")?,
                method: if method == Method::External.name() {
                    Method::External
                } else {
                    Method::SelfAssessment
                },
                source: row.get("source")?,
            });
        }
        Ok(if means.is_empty() { old_survey() } else { means })
    }

    /// Puts means of other surveys in the place of those that were kept.
    pub fn replace_history(&mut self, means: &[HistoricMean]) -> Result<(), CatalogueError> {
        let transaction = self.connection.transaction()?;
        transaction.execute("DELETE FROM history", [])?;
        for mean in means {
            transaction.execute(
                "INSERT OR REPLACE INTO history VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    mean.year,
                    mean.measure.to_string(),
                    mean.low,
                    mean.high,
                    mean.method.name(),
                    mean.source
                ],
            )?;
        }
        Ok(transaction.commit()?)
    }

    fn earlier(&self, edition: &Edition, codes: &[&str]) -> Result<Vec<Edition>, CatalogueError> {
        let mut statement = self.connection.prepare(
            "SELECT * FROM editions WHERE rubric = ?1 AND (date, id) < (?2, ?3) AND id <> ?3 AND EXISTS (
               SELECT 1 FROM sites WHERE edition = editions.id AND code IN (SELECT value FROM json_each(?4)))
             ORDER BY date, id",
        )?;
        let codes = serde_json::to_string(codes)?;
        let bounds = params![edition.rubric.id, edition.date, edition.id, codes];
        let rows = statement.query_map(bounds, read::edition)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn totals(&self, edition: &str) -> Result<BTreeMap<String, Total>, CatalogueError> {
        let mut statement = self
            .connection
            .prepare("SELECT code, total, low, high FROM published_totals WHERE edition = ?1")?;
        let mut rows = statement.query([edition])?;
        let mut totals = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let share =
                |column: &str| row.get::<_, String>(column)?.parse().map_err(CatalogueError::Unreadable);
            let total = Total { share: share("total")?, low: share("low")?, high: share("high")? };
            totals.insert(row.get("code")?, total);
        }
        Ok(totals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::{Benchmark, Measure, sample};

    fn edition(date: &str) -> Edition {
        Edition { id: date.to_owned(), date: date.to_owned(), ..sample::edition() }
    }

    fn benchmark(date: &str, bodies: usize) -> Benchmark {
        let rubric = sample::rubric(3);
        Benchmark::of(edition(date), &rubric, sample::results(&rubric, bodies))
    }

    #[test]
    fn what_was_before_comes_back_in_order_of_time() {
        let mut catalogue = Catalogue::in_memory().unwrap();
        for date in ["2026-11", "2026-09", "2026-10", "2026-12"] {
            catalogue.replace_edition(&benchmark(date, 3)).unwrap();
        }
        let past = catalogue.past(&edition("2026-11"), &["51000", "9"]).unwrap();
        let dates: Vec<_> = past.moments.iter().map(|moment| moment.edition.date.as_str()).collect();
        assert_eq!(dates, ["2026-09", "2026-10"]);
        let (before, expected) = (past.before.unwrap(), benchmark("2026-10", 3));
        assert_eq!((before.moment, before.questions), (expected.moment(), expected.judging()));
        assert_eq!(before.results.len(), 3);
        assert_eq!(past.history, old_survey());
    }

    #[test]
    fn what_was_judged_again_stands_beside_what_was_published() {
        let mut catalogue = Catalogue::in_memory().unwrap();
        let mut now = edition("2026-11");
        "another".clone_into(&mut now.rubric.hash);
        let again = edition("2026-10").judged_again(&now.rubric);
        assert_eq!((again.id.as_str(), again.again.as_deref()), ("2026-10_1.0.0_another", Some("2026-10")));
        let rubric = sample::rubric(3);
        catalogue.replace_edition(&benchmark("2026-10", 3)).unwrap();
        let published = catalogue.load("2026-10").unwrap();
        let results = sample::results(&rubric, 3);
        catalogue.replace_edition(&Benchmark::of(again.clone(), &rubric, results)).unwrap();
        assert_eq!(catalogue.load("2026-10").unwrap(), published);
        let past = catalogue.past(&now, &["51000"]).unwrap();
        let ids = |moments: &[Moment]| moments.iter().map(|m| m.edition.id.clone()).collect::<Vec<_>>();
        assert_eq!(
            (ids(&past.moments), ids(&past.again)),
            (vec!["2026-10".to_owned()], vec![again.id.clone()])
        );
        assert_eq!(past.before.unwrap().moment.edition.id, "2026-10");
        let other = catalogue.past(&edition("2026-12"), &["51000"]).unwrap();
        assert_eq!((ids(&other.again), other.moments.len()), (Vec::new(), 1));
        assert_eq!(catalogue.edition(&again.id).unwrap(), Some(again));
    }

    #[test]
    fn another_nation_is_no_past() {
        let mut catalogue = Catalogue::in_memory().unwrap();
        catalogue.replace_edition(&benchmark("2026-10", 1)).unwrap();
        assert!(catalogue.past(&edition("2026-11"), &["9901"]).unwrap().moments.is_empty());
    }

    #[test]
    fn imported_means_replace_those_of_the_program() {
        let mut catalogue = Catalogue::in_memory().unwrap();
        let mean = HistoricMean {
            year: 2015,
            measure: Measure::Total,
            low: 79,
            high: 80,
            method: Method::SelfAssessment,
            source: "eget".to_owned(),
        };
        catalogue.replace_history(std::slice::from_ref(&mean)).unwrap();
        assert_eq!(catalogue.history().unwrap(), [mean]);
    }
}
