//! The demo nation from end to end: the built program crawls it over real HTTP, judges it as its truth files say, and
//! gives the same bytes whenever and however often it is stopped.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kommunspegel::edition::DataDirectory;
use serde_json::Value;

use crate::support::{Data, assert_same_files, demo};

/// Where the truth files lie.
fn nation() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/nation")
}

/// The truth file and code of every municipality.
fn truths() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(nation()).unwrap() {
        let directory = entry.unwrap().path();
        if directory.is_dir() {
            let described: toml::Table =
                fs::read_to_string(directory.join("municipality.toml")).unwrap().parse().unwrap();
            found.push((directory.join("truth.tsv"), described["code"].as_str().unwrap().to_owned()));
        }
    }
    found.sort();
    found
}

/// The rows of the list of known differences: municipality and question.
fn known_differences() -> BTreeSet<(String, String)> {
    let text = fs::read_to_string(nation().join("known-differences.tsv")).unwrap_or_default();
    let rows = text.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.map(|row| {
        assert!(row.len() == 3 && !row[2].is_empty(), "a known difference has its reason: {row:?}");
        (row[0].to_owned(), row[1].to_owned())
    })
    .collect()
}

fn told(code: &str, difference: &Value) -> String {
    let part = |name: &str| difference[name].as_str().unwrap_or_default();
    format!(
        "{code} {}: expected {}, given {} ({})\n    reader:  {}\n    machine: {}\n    page:    {}\n    quote:   {}",
        part("question"),
        difference["expected"],
        difference["given"],
        part("state"),
        part("why"),
        part("reason"),
        part("url"),
        part("quote"),
    )
}

#[test]
fn the_nation_is_judged_as_its_truth_files_say() {
    let mut known = known_differences();
    let mut unknown = Vec::new();
    for (truth, code) in truths() {
        let words = ["evaluate", truth.to_str().unwrap(), "--edition", "demo", "--municipality", &code];
        for difference in demo().json(&words)["differences"].as_array().unwrap() {
            let question = difference["question"].as_str().unwrap().to_owned();
            if !known.remove(&(code.clone(), question)) {
                unknown.push(told(&code, difference));
            }
        }
    }
    assert!(unknown.is_empty(), "{} differences:\n{}", unknown.len(), unknown.join("\n"));
    assert!(known.is_empty(), "no longer different, to be struck off the list: {known:?}");
}

#[test]
fn every_municipality_has_a_truth_for_every_question() {
    let questions = demo().benchmark()["questions"].as_array().unwrap().len();
    for (truth, code) in truths() {
        let text = fs::read_to_string(&truth).unwrap();
        let named: BTreeSet<&str> = text.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
        assert_eq!(named.len(), questions, "{code}");
    }
}

/// The manifest without what time and compression make of it.
fn timeless(mut manifest: Value) -> Value {
    for name in ["started", "finished"] {
        assert!(manifest[name].is_string(), "{name} is told");
        manifest[name] = Value::Null;
    }
    for site in manifest["sites"].as_array_mut().unwrap() {
        for name in ["sha256", "size"] {
            site[name] = Value::Null;
        }
        // Which of several sites asks for the robots.txt of a host that they share, and a stopped crawl once more.
        site["outcome"]["counts"]["robots_asked"] = Value::Null;
    }
    manifest
}

#[test]
fn the_same_nation_gives_the_same_bytes() {
    let again = Data::empty();
    again.done(&["run", "--demo", "--quiet"]);
    assert_same_files(&demo().report(), &again.report());
    assert_eq!(timeless(demo().manifest()), timeless(again.manifest()));
}

#[test]
fn judging_again_from_the_archive_gives_the_same_bytes() {
    let copy = Data::copied();
    fs::remove_dir_all(copy.edition("report")).unwrap();
    fs::remove_file(copy.path().join("catalogue.sqlite")).unwrap();
    fs::remove_dir_all(copy.edition("accessibility")).unwrap();
    copy.done(&["score", "demo"]);
    assert_same_files(&demo().report(), &copy.report());
    let accessibility = |data: &Data| crate::support::files(&data.edition("accessibility"));
    assert_same_files(&accessibility(demo()), &accessibility(&copy));
    let elsewhere = copy.path().join("elsewhere");
    copy.done(&["report", "demo", "--out", elsewhere.to_str().unwrap()]);
    assert_same_files(&demo().report(), &crate::support::files(&elsewhere));
}

#[test]
fn a_killed_run_is_gone_on_with() {
    let whole = demo().archived();
    let kills = std::env::var("KOMMUNSPEGEL_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(5);
    // From the first bytes to nearly the last, in no order.
    let moments: Vec<u64> = (0..kills).map(|number| whole * (number * 37 % 96) / 100 + number + 1).collect();
    // Side by side: most of the time is waiting for the municipality that is down.
    for together in moments.chunks(5) {
        std::thread::scope(|scope| {
            for &bytes in together {
                scope.spawn(move || killed_at(bytes));
            }
        });
    }
}

fn killed_at(bytes: u64) {
    let data = Data::empty();
    let mut child = data.start(&["run", "--demo", "--quiet"]);
    data.wait_for_bytes(&mut child, bytes);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(data.manifest()["finished"].is_null(), "it was killed in the middle of its crawl");
    data.done(&["run", "--demo", "--resume", "--quiet"]);
    assert_same_files(&demo().report(), &data.report());
    assert_eq!(timeless(demo().manifest()), timeless(data.manifest()));
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_is_gone_on_with() {
    for (signal, part) in [("INT", 4), ("TERM", 2)] {
        let data = Data::empty();
        let mut child = data.start(&["run", "--demo", "--quiet"]);
        data.wait_for_bytes(&mut child, demo().archived() / part);
        let sent =
            Command::new("sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status().unwrap();
        assert!(sent.success());
        assert_eq!(child.wait().unwrap().code(), Some(130), "{signal}");
        assert!(data.manifest()["finished"].is_null());
        assert!(!data.edition("report").exists(), "half a crawl is not published");
        data.done(&["run", "--demo", "--resume", "--quiet"]);
        assert_same_files(&demo().report(), &data.report());
    }
}

/// A file may grow to half of what the largest archive needs: writing fails there, as on a full disk.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_gone_on_from() {
    let archives = fs::read_dir(demo().edition("archive")).unwrap();
    let largest = archives.map(|entry| entry.unwrap().metadata().unwrap().len()).max().unwrap();
    let data = Data::empty();
    let command = data.command(&["run", "--demo", "--quiet"]);
    // The unit is 512 bytes (POSIX), 1024 in some shells.
    let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", largest / 2 / 1024);
    let mut limited = Command::new("sh");
    limited.env_clear().current_dir(env!("CARGO_TARGET_TMPDIR")).args(["-c", &script, "sh"]);
    let output = limited.arg(command.get_program()).args(command.get_args()).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains(".warc.gz: "), "{told}");
    assert!(data.manifest()["finished"].is_null());
    data.done(&["run", "--demo", "--resume", "--quiet"]);
    assert_same_files(&demo().report(), &data.report());
}

#[test]
fn an_edition_that_its_guards_refuse_is_not_the_latest() {
    let data = Data::empty();
    data.done(&["run", "--demo", "--only", "Fagerlid", "--edition", "before", "--quiet"]);
    let output = data.run(&["run", "--demo", "--only", "Stenbrohult", "--edition", "after", "--quiet"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(14), "{told}");
    assert!(told.contains("only 0 of 1 sites could be read"), "{told}");
    assert!(data.path().join("editions/after/report/index.html").is_file(), "it is kept");
    assert_eq!(DataDirectory::new(data.path()).latest().as_deref(), Some("before"));
}

#[test]
fn a_run_for_programs_prints_data_only() {
    let data = Data::empty();
    let words = ["run", "--demo", "--only", "Tallviken,Stenbrohult", "--format", "json"];
    let output = data.run(&words);
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(printed["ranking"][0]["name"], "Tallviken");
    assert_eq!(printed["ranking"][1]["site"]["state"], "blocked");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("2 sites: 1 complete, 0 incomplete, 1 unreachable, 0 not finished;"), "{told}");
    assert!(told.contains("The report is in "), "{told}");
}

#[test]
fn a_run_whose_reader_leaves_finishes_its_work() {
    let data = Data::empty();
    let mut command = data.command(&["run", "--demo", "--only", "Fagerlid", "--quiet"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::with_capacity(1, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("Information"), "{line}");
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(!told.contains("panicked"), "{told}");
}

#[test]
fn two_runs_exclude_each_other() {
    let data = Data::empty();
    let lock = DataDirectory::new(data.path()).lock().unwrap();
    let output = data.run(&["run", "--demo"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("is in use by another run") && told.contains("--data"), "{told}");
    assert!(!data.path().join("editions").exists());
    drop(lock);
    data.done(&["run", "--demo", "--only", "Fagerlid", "--quiet"]);
}

#[test]
fn too_much_incomplete_is_told_by_the_exit_code() {
    let data = Data::empty();
    let output = data.run(&["run", "--demo", "--only", "Stenbrohult", "--max-incomplete", "0.5", "--quiet"]);
    assert_eq!(output.status.code(), Some(12));
}
