//! Sums reconcile over the whole output: what is said of a question, an area and the total is the same number on every
//! page in both languages and in every file; equal points have equal ranks.

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use std::collections::BTreeMap;

use super::{ReportFile, tongue::Tongue, write};
use crate::standing::{Benchmark, Entry, Measure, sample};

/// Eighteen bodies, two of them with the same answers, and every state.
fn benchmark() -> Benchmark {
    let rubric = sample::rubric(4);
    let mut results = sample::results(&rubric, 18);
    results[4].answers = results[3].answers.clone();
    Benchmark::of(sample::edition(), &rubric, results)
}

/// The files of a report by path.
struct Files(BTreeMap<String, String>);

impl Files {
    fn of(benchmark: &Benchmark) -> Self {
        let mut files: Vec<ReportFile> = Vec::new();
        write(benchmark, &mut files).unwrap();
        let text = |file: ReportFile| (file.path, String::from_utf8_lossy(&file.bytes).into_owned());
        Self(files.into_iter().map(text).collect())
    }

    /// The rows of a table as maps from column to cell.
    fn rows(&self, table: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_reader(self.0[&format!("{table}.csv")].as_bytes());
        reader.deserialize().collect::<Result<_, _>>().unwrap()
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.0[path]).unwrap()
    }

    fn page(&self, tongue: Tongue, path: &str) -> Html {
        Html::parse_document(&self.0[&format!("{}{path}", tongue.prefix())])
    }
}

/// Elements below a node.
fn all<'a>(node: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    node.select(&Selector::parse(selector).unwrap()).collect()
}

/// The words of an element, with single blanks.
fn words(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What templates show of points: the class of the badge.
fn points(badge: ElementRef<'_>) -> u32 {
    match badge.value().attr("class").unwrap() {
        "points full" => 3,
        "points partial" => 1,
        _ => 0,
    }
}

fn number(cell: &str) -> u32 {
    cell.parse().unwrap_or_default()
}

/// A number with unbreakable blanks as [`words`] gives it.
fn plain(shown: &str) -> String {
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn tables_add_up() {
    let benchmark = benchmark();
    let files = Files::of(&benchmark);
    let (answers, areas, ranking) = (files.rows("svar"), files.rows("omraden"), files.rows("ranking"));
    let of = |rows: &[BTreeMap<String, String>], code: &str, area: Option<&str>| -> (u32, u32) {
        let own =
            rows.iter().filter(|row| row["kommunkod"] == code && area.is_none_or(|a| row["omrade"] == a));
        let judged = own.filter(|row| !row["poang"].is_empty());
        judged.fold((0, 0), |(points, count), row| (points + number(&row["poang"]), count + 1))
    };
    assert_eq!((ranking.len(), areas.len()), (18, 18 * 12));
    for row in &areas {
        let (points, judged) = of(&answers, &row["kommunkod"], Some(&row["omrade"]));
        assert_eq!((points, judged), (number(&row["poang"]), number(&row["bedomda"])), "{row:?}");
        assert_eq!(row["poang"].is_empty(), judged == 0, "{row:?}");
        assert_eq!(number(&row["max"]), 3 * judged, "{row:?}");
        let ranked = ranking.iter().find(|ranked| ranked["kommunkod"] == row["kommunkod"]).unwrap();
        assert_eq!(ranked[&format!("omrade_{}", row["omrade"].replace('-', "_"))], row["andel"], "{row:?}");
        if judged > 0 {
            let share = f64::from(points) / f64::from(3 * judged) * 100.0;
            assert!((row["andel"].parse::<f64>().unwrap() - share).abs() < 0.0501, "{row:?}");
        }
    }
    for row in &ranking {
        let code = row["kommunkod"].as_str();
        assert_eq!(of(&answers, code, None).0, of(&areas, code, None).0, "{code}");
        let own = areas.iter().filter(|area| area["kommunkod"] == code && number(&area["bedomda"]) > 0);
        let shares: Vec<f64> =
            own.map(|area| f64::from(number(&area["poang"])) / f64::from(number(&area["max"]))).collect();
        if let Ok(total) = row["total"].parse::<f64>() {
            let mean = shares.iter().sum::<f64>() / shares.len() as f64 * 100.0;
            assert!((total - mean).abs() < 0.0501, "{code}: {total} is not the mean {mean}");
        }
    }
}

#[test]
fn the_index_of_e_services_adds_up() {
    let files = Files::of(&benchmark());
    let services = files.rows("etjanster");
    for row in files.rows("ranking") {
        let code = row["kommunkod"].as_str();
        let index = services.iter().filter(|s| s["kommunkod"] == code && s["etjanstindex"] == "1");
        let judged = index.clone().filter(|s| !s["poang"].is_empty()).count();
        assert_eq!(row["etjanster_poang"].is_empty(), judged == 0, "{code}");
        let points: u32 = index.map(|s| number(&s["poang"])).sum();
        assert_eq!(points, number(&row["etjanster_poang"]), "{code}");
    }
}

#[test]
fn files_for_excel_and_programs_say_the_same() {
    let benchmark = benchmark();
    let files = Files::of(&benchmark);
    for table in &super::tables::TABLES {
        let own = &files.0[&format!("{}.csv", table.name)];
        let excel = files.0[&format!("excel/{}.csv", table.name)].trim_start_matches('\u{feff}').to_owned();
        let read = |text: &str, delimiter: u8| -> Vec<Vec<String>> {
            let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
        };
        let alike = |(cell, shown): (&String, &String)| {
            *cell == *shown || *cell == shown.replace(',', ".") || format!("'{cell}") == *shown
        };
        let (own, excel) = (read(own, b','), read(&excel, b';'));
        assert_eq!(own.len(), excel.len(), "{}", table.name);
        assert!(own.iter().flatten().zip(excel.iter().flatten()).all(alike), "{}", table.name);
    }
    let ranking: BTreeMap<String, String> = files
        .rows("ranking")
        .into_iter()
        .map(|row| (row["kommunkod"].clone(), row["total"].clone()))
        .collect();
    let percent = |value: &Value| value["percent"].as_f64().map(|p| format!("{p:.1}")).unwrap_or_default();
    for summary in files.json("api/v1/kommuner.json").as_array().unwrap() {
        let code = summary["code"].as_str().unwrap();
        let own = files.json(&format!("api/v1/kommun/{code}.json"));
        assert_eq!(percent(&summary["total"]), ranking[code], "{code}");
        assert_eq!(percent(&own["scorecard"]["total"]), ranking[code], "{code}");
        let index = &own["scorecard"]["eservice_index"];
        let points = if index["judged"] == 0 { &Value::Null } else { &index["points"] };
        assert_eq!(*points, summary["eservice_points"], "{code}");
    }
}

#[test]
fn files_of_questions_say_what_the_whole_says() {
    let benchmark = benchmark();
    let files = Files::of(&benchmark);
    let whole = files.json("benchmark.json");
    let points = |answer: &Value| answer["state"].clone();
    for (at, question) in benchmark.questions.iter().enumerate() {
        let own = files.json(&format!("api/v1/fraga/{}.json", question.id));
        for (answer, entry) in
            own["answers"].as_array().unwrap().iter().zip(whole["entries"].as_array().unwrap())
        {
            assert_eq!(points(answer), points(&entry["answers"][at]), "{}", question.id);
        }
    }
}

#[test]
fn pages_of_municipalities_add_up() {
    let benchmark = benchmark();
    let files = Files::of(&benchmark);
    for (tongue, entry) in Tongue::ALL.iter().flat_map(|t| benchmark.entries.iter().map(move |e| (*t, e))) {
        let page = files.page(tongue, &super::site::frame::body_path(&entry.body));
        let root = page.root_element();
        let headline = words(all(root, ".headline strong")[0]);
        assert_eq!(headline, plain(&tongue.percent_or_dash(entry.scorecard.total)));
        let lines = all(root, "table.areas tbody tr");
        for (area, (section, line)) in
            entry.scorecard.areas.iter().zip(all(root, "section.area").into_iter().zip(lines))
        {
            let shown: u32 = all(section, "article.answer > h4 .points").into_iter().map(points).sum();
            assert_eq!(shown, area.tally.points, "{} {}", entry.body.name, area.area);
            let [said, told] = [("poäng av", "points of"), ("av", "of")]
                .map(|(sv, en)| format!("{shown} {} {}", tongue.say(sv, en), area.tally.maximum));
            if area.share.is_some() {
                assert!(words(section).contains(&said) && words(line).contains(&told), "{}", area.area);
                assert!(words(line).contains(&plain(&tongue.percent_or_dash(area.share))), "{}", area.area);
            }
        }
        let index: u32 = all(root, "#etjanster ~ table.services tbody .points").into_iter().map(points).sum();
        assert_eq!(index, entry.scorecard.eservice_index.points, "{}", entry.body.name);
    }
}

#[test]
fn pages_of_questions_and_rankings_say_what_the_answers_say() {
    let benchmark = benchmark();
    let files = Files::of(&benchmark);
    for tongue in Tongue::ALL {
        let list = files.page(tongue, "fragor/index.html");
        let rows = all(list.root_element(), "table.questions tbody tr");
        assert_eq!(rows.len(), benchmark.questions.len());
        for ((at, question), row) in benchmark.questions.iter().enumerate().zip(rows) {
            let count = |wanted: u8| {
                let has = |entry: &&Entry| entry.answers[at].points().map(u8::from) == Some(wanted);
                benchmark.entries.iter().filter(has).count().to_string()
            };
            let page = files.page(tongue, &super::site::frame::question_path(&question.id));
            for (wanted, cell) in [3, 1, 0].into_iter().zip(all(row, "td[data-sort]")) {
                assert_eq!(cell.value().attr("data-sort"), Some(count(wanted).as_str()), "{}", question.id);
            }
            let listed = all(page.root_element(), "ul.names li").len();
            assert_eq!(listed, benchmark.entries.len(), "{}", question.id);
        }
        let page = files.page(tongue, "ranking/index.html");
        for row in all(page.root_element(), "table.ranking tbody tr") {
            let name = words(all(row, "th a")[0]);
            let entry = benchmark.entries.iter().find(|entry| entry.body.name == name).unwrap();
            assert!(words(row).contains(&plain(&tongue.percent_or_dash(entry.scorecard.total))), "{name}");
            let place = tongue.place(entry.place(&Measure::Total).unwrap());
            assert_eq!(words(all(row, "td.place")[0]), place, "{name}");
        }
    }
}

#[test]
fn equal_points_have_equal_ranks_everywhere() {
    let benchmark = benchmark();
    for group in &benchmark.groups {
        for measure in benchmark.measures() {
            let place = |entry: &Entry| entry.places.get(&group.id)?.get(&measure).copied();
            let ranked: Vec<_> =
                benchmark.entries.iter().filter_map(|e| Some((e.share(&measure)?, place(e)?))).collect();
            for (share, place) in &ranked {
                let better = ranked.iter().filter(|(other, _)| other > share).count();
                let equal = ranked.iter().filter(|(other, _)| other == share).count();
                assert_eq!((place.rank, place.sharing, place.of), (better + 1, equal, ranked.len()));
            }
        }
    }
    let shared = benchmark.entries.iter().filter_map(|entry| entry.place(&Measure::Total));
    assert!(shared.filter(|place| place.sharing == 2).count() >= 2);
}
