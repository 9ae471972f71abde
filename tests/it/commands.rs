//! The commands that show and check what was judged, on the demo nation.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{Data, assert_same_files, demo, files};

/// The first answer of the demo that fits: name of the body, question, answer.
fn answer(fits: impl Fn(&Value) -> bool) -> (String, String, Value) {
    let benchmark = demo().benchmark();
    for entry in benchmark["entries"].as_array().unwrap() {
        if let Some(answer) = entry["answers"].as_array().unwrap().iter().find(|answer| fits(answer)) {
            let name = |value: &Value| value.as_str().unwrap().to_owned();
            return (name(&entry["body"]["name"]), name(&answer["question"]), answer.clone());
        }
    }
    panic!("the demo has such an answer")
}

#[track_caller]
fn holds(told: &str, parts: &[&str]) {
    for part in parts {
        assert!(told.contains(part), "{told}\nlacks {part}");
    }
}

#[test]
fn a_full_answer_is_explained_by_its_evidence() {
    let (name, question, answer) = answer(|answer| {
        answer["state"] == "full"
            && answer["evidence"]["heading_path"].as_array().is_some_and(|path| !path.is_empty())
    });
    let told = demo().done(&["explain", "demo", &name, &question]);
    let evidence = &answer["evidence"];
    let part = |name: &str| evidence[name].as_str().unwrap();
    let record = part("archived_record");
    holds(
        &told,
        &[&name, "3 poäng (full)", "3 poäng ges för:", "Skäl:", part("quote"), part("url"), record, "väg:"],
    );
    assert!(record.starts_with("<urn:uuid:") || record.starts_with("urn:uuid:"), "{record}");
    let document = demo().json(&["explain", "demo", &name, &question]);
    assert_eq!(document["answer"], answer);
}

#[test]
fn a_zero_is_explained_by_what_was_searched_and_rejected() {
    let (name, question, answer) =
        answer(|answer| answer["state"] == "not_found" && !answer["rejected"].as_array().unwrap().is_empty());
    let told = demo().done(&["explain", "demo", &name, &question]);
    let searched = format!("Sökt på {} sidor.", answer["searched"]);
    let rejected = &answer["rejected"][0];
    let reason = rejected["reason"].as_str().unwrap();
    holds(&told, &["0 poäng (not_found)", &searched, "Sökord:", "Inte valt 1:", reason]);
    assert!(answer["searched"].as_u64().unwrap() > 10);
    assert!(!rejected["evidence"]["url"].as_str().unwrap().is_empty());
}

#[test]
fn what_cannot_be_explained_is_told_with_a_remedy() {
    let check = |words: [&str; 4], part: &str| {
        let output = demo().run(&words);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{told}");
        holds(&told, &[part]);
    };
    check(["explain", "demos", "Tallviken", "forskola.avgift"], "did you mean \"demo\"?");
    check(["explain", "demo", "Talviken", "forskola.avgift"], "did you mean \"Tallviken\"?");
    check(["explain", "demo", "Tallviken", "forskola.avgfit"], "did you mean \"forskola.avgift\"?");
}

#[test]
fn every_point_has_its_proof() {
    let benchmark = demo().benchmark();
    for entry in benchmark["entries"].as_array().unwrap() {
        for answer in entry["answers"].as_array().unwrap() {
            let told = format!("{} {answer}", entry["body"]["name"]);
            // A zero of the site's own search shows the search that came nearest, which no click leads to.
            let searched = answer["question"].as_str().unwrap().starts_with("sokfunktion.");
            let evidence = &answer["evidence"];
            let gave = matches!(answer["state"].as_str(), Some("full" | "partial"));
            assert!(evidence.is_object() == gave || searched && !gave, "{told}");
            if gave {
                for part in ["url", "quote", "archived_record"] {
                    assert!(!evidence[part].as_str().unwrap().is_empty(), "{part}: {told}");
                }
                assert!(searched || !evidence["click_path"].as_array().unwrap().is_empty(), "{told}");
            }
        }
    }
}

#[test]
fn refusing_and_unreachable_sites_have_no_points() {
    let benchmark = demo().benchmark();
    let mut states = Vec::new();
    for entry in benchmark["entries"].as_array().unwrap() {
        let state = entry["site"]["state"].as_str().unwrap();
        if state == "ok" {
            continue;
        }
        states.push(state.to_owned());
        let known = entry["answers"].as_array().unwrap().iter().filter(|answer| answer["state"] != state);
        let known: Vec<&str> = known.filter_map(|answer| answer["state"].as_str()).collect();
        assert!(known.iter().all(|state| *state == "not_assessed"), "{known:?}");
        assert!(entry["scorecard"]["total"].is_null());
    }
    states.sort();
    assert_eq!(states, ["blocked", "error"]);
}

#[test]
fn one_municipality_is_checked() {
    let data = Data::empty();
    let words = ["check", "Tallviken", "--demo", "--quiet", "--max-pages", "40", "--min-score", "99"];
    let output = data.run(&[words.as_slice(), &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(10), "{}", String::from_utf8_lossy(&output.stderr));
    holds(&String::from_utf8_lossy(&output.stderr), &["is below --min-score 99 %"]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["body"]["name"], "Tallviken");
    assert_eq!(document["areas"].as_array().unwrap().len(), 12);
    assert_eq!(document["eservice_index"]["maximum"], 36);
    assert_eq!(document["eservice_index"]["answers"].as_array().unwrap().len(), 12);
    assert_eq!(document["answers"].as_array().unwrap().len(), 250);
    assert!(!data.path().join("editions").exists(), "a check is no edition of the benchmark");
}

#[test]
fn a_check_is_told_to_people() {
    let words = ["check", "9901", "--demo", "--quiet", "--max-pages", "30", "--min-score", "1"];
    let told = Data::empty().done(&words);
    holds(
        &told,
        &["Tallviken: ", "sidor lästa", "Områden", "E-tjänster: ", " av 36", "http://www.tallviken.example/"],
    );
}

/// The built-in rubric in a directory, with changes: file, text, what stands there instead.
fn spoiled(directory: &Path, changes: &[(&str, &str, &str)]) {
    let builtin = Path::new(env!("CARGO_MANIFEST_DIR")).join("rubrics/information-at-alla");
    for (name, bytes) in files(&builtin) {
        let mut text = String::from_utf8(bytes).unwrap();
        for (_, from, to) in changes.iter().filter(|(file, ..)| *file == name) {
            assert!(text.contains(from), "{name} holds {from}");
            text = text.replacen(from, to, 1);
        }
        let path = directory.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn an_archive_judged_by_another_rubric_is_a_series_of_its_own() {
    let (data, directory) = (Data::copied(), tempfile::tempdir().unwrap());
    let version = "version = \"";
    spoiled(directory.path(), &[("rubric.toml", version, &format!("{version}1"))]);
    let (rubric, published) = (directory.path().to_str().unwrap(), data.report());
    data.done(&["score", "demo", "--rubric", rubric]);
    assert_same_files(&published, &data.report());
    let again = files(&data.edition("report-again"));
    let text = |ending: &str| {
        let found = again.iter().find(|(name, _)| name.matches('/').count() == 1 && name.ends_with(ending));
        String::from_utf8(found.unwrap().1.clone()).unwrap()
    };
    assert!(text("/index.html").contains("Bedömd i efterhand"));
    let record: Value = serde_json::from_str(&text("/korning.json")).unwrap();
    assert_eq!(record["edition"]["again"], "demo");
    assert!(text("/serie.csv").contains(record["edition"]["id"].as_str().unwrap()));
    data.done(&["report", "demo"]);
    assert_same_files(&published, &data.report());
}

#[test]
fn an_archive_that_cannot_be_read_costs_its_own_site_alone() {
    let data = Data::copied();
    let archives = data.edition("archive");
    let mut names: Vec<_> = fs::read_dir(&archives).unwrap().map(|file| file.unwrap().path()).collect();
    names.sort();
    // The note of a version to come, in the place of a whole archive.
    let note = "{\"about\":\"something new\"}";
    let record = format!(
        "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Date: 2026-11-01T00:00:00Z\r\n\
         Content-Length: {}\r\n\r\n{note}\r\n\r\n",
        note.len()
    );
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, record.as_bytes()).unwrap();
    fs::write(&names[0], packed.finish().unwrap()).unwrap();
    data.done(&["score", "demo"]);
    let (before, after) = (demo().benchmark(), data.benchmark());
    let code = names[0].file_name().unwrap().to_str().unwrap().split('.').next().unwrap();
    for (was, is) in
        std::iter::zip(before["entries"].as_array().unwrap(), after["entries"].as_array().unwrap())
    {
        if is["body"]["code"] == code {
            assert_eq!(is["site"]["reason"]["en"], "the archive cannot be read or judged");
            assert!(!is["unranked"].is_null());
            let answers = is["answers"].as_array().unwrap();
            assert!(answers.iter().all(|answer| answer["state"] == "not_assessed"));
        } else {
            assert_eq!(was["answers"], is["answers"]);
        }
    }
}

const TEN_MISTAKES: [(&str, &str, &str); 10] = [
    ("rubric.toml", "full_points = 3", "full_points = 5"),
    ("rubric.toml", "version = ", "versoin = "),
    ("forskola.toml", "area = \"forskola\"", "area = \"forskolan\""),
    ("forskola.toml", "kind = \"info\"", "kind = \"infos\""),
    ("forskola.toml", "id = \"forskola.avgift\"", "id = \"forskola.enheter\""),
    ("bygga-bo.toml", "sv = ", "svenska = "),
    ("grundskola.toml", "kind = \"info\"", "kind = 3"),
    ("gymnasieskola.toml", "answer = ", "answer = [\"x\"] #"),
    ("aldreomsorg.toml", "terms = [", "terms = [1, "),
    ("kultur-fritid.toml", "kind = \"eservice\"", "kind = \"e-service\""),
];

#[test]
fn ten_mistakes_in_a_rubric_are_told_in_one_go() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().to_str().unwrap();
    spoiled(directory.path(), &[]);
    checked(path, 0, 0);
    spoiled(directory.path(), &TEN_MISTAKES);
    let told = checked(path, 3, 10);
    for (file, ..) in TEN_MISTAKES {
        assert!(told.iter().any(|line| line.starts_with(&format!("{file}:"))), "{file}: {told:?}");
    }
}

/// Checks a rubric: the exit code, and that each of at least so many lines is `file:line: message`.
fn checked(rubric: &str, code: i32, least: usize) -> Vec<String> {
    let output = Data::empty().run(&["rubric", "check", rubric]);
    let told: Vec<String> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(output.status.code(), Some(code), "{told:?}");
    assert!(told.len() >= least, "{told:?}");
    for line in &told {
        let mut parts = line.splitn(3, ':');
        assert!(
            parts.next().is_some_and(|file| std::path::Path::new(file)
                .extension()
                .is_some_and(|ending| ending == "toml")),
            "{line}"
        );
        assert!(parts.next().is_some_and(|number| number.parse::<u32>().is_ok()), "{line}");
        assert!(parts.next().is_some_and(|message| !message.trim().is_empty()), "{line}");
    }
    told
}

#[test]
fn a_run_with_a_spoiled_rubric_does_not_begin() {
    let directory = tempfile::tempdir().unwrap();
    spoiled(directory.path(), &TEN_MISTAKES[..1]);
    let data = Data::empty();
    let output = data.run(&["run", "--demo", "--rubric", directory.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(!data.path().exists(), "nothing was begun");
}

/// Points and maximum of the answers whose question fits.
fn sum(entry: &Value, fits: impl Fn(&str) -> bool) -> (u64, u64) {
    let points = |answer: &Value| match answer["state"].as_str() {
        Some("full") => Some(3),
        Some("partial") => Some(1),
        Some("not_found") => Some(0),
        _ => None,
    };
    let answers = entry["answers"].as_array().unwrap().iter();
    let judged = answers.filter(|answer| fits(answer["question"].as_str().unwrap())).filter_map(points);
    judged.fold((0, 0), |(sum, maximum), points| (sum + points, maximum + 3))
}

#[test]
fn totals_can_be_added_up_by_hand() {
    let benchmark = demo().benchmark();
    let areas: Vec<&str> =
        benchmark["areas"].as_array().unwrap().iter().map(|area| area["id"].as_str().unwrap()).collect();
    for entry in benchmark["entries"].as_array().unwrap() {
        let sums = areas.iter().map(|area| sum(entry, |id| id.split('.').next() == Some(area)));
        let shares: Vec<f64> = sums
            .filter(|(_, maximum)| *maximum > 0)
            .map(|(points, maximum)| points as f64 / maximum as f64)
            .collect();
        let total = &entry["scorecard"]["total"];
        if shares.is_empty() {
            assert!(total.is_null());
            continue;
        }
        let mean = 100.0 * shares.iter().sum::<f64>() / shares.len() as f64;
        assert!((total["percent"].as_f64().unwrap() - mean).abs() <= 0.051, "{mean}: {total}");
        let (points, maximum) = sum(entry, |_| true);
        assert_eq!(entry["scorecard"]["all"]["points"], points);
        assert_eq!(entry["scorecard"]["all"]["maximum"], maximum);
    }
}
