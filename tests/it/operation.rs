//! What serves whoever runs the program night after night: `doctor`, `generate systemd`, `--metrics`, receipts, and the
//! contact without which strangers are not asked.

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::Data;

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

#[test]
fn strangers_are_not_asked_without_a_contact() {
    let data = Data::empty();
    fs::create_dir_all(data.path()).unwrap();
    let register = data.path().join("register.csv");
    fs::write(&register, "code,name,website\n0001,Ort,https://www.ort.example/\n").unwrap();
    for command in [&["run"][..], &["check", "Ort"]] {
        let output = data.run(&[command, &["--register", register.to_str().unwrap()]].concat());
        assert_eq!(output.status.code(), Some(2), "{}", told(&output));
        assert!(told(&output).contains("--contact"), "{}", told(&output));
    }
}

#[test]
fn the_doctor_says_what_a_run_would_meet() {
    let data = Data::empty();
    let checks = data.json(&["doctor", "--only", "0127", "--contact", "robot@ort.example"]);
    let verdict = |name: &str| {
        let check = checks.as_array().unwrap().iter().find(|check| check["name"] == name);
        check.unwrap_or_else(|| panic!("{name}: {checks}"))["verdict"].as_str().unwrap().to_owned()
    };
    for name in ["register", "rubric", "contact", "https", "data", "clock", "chromium"] {
        assert_eq!(verdict(name), "good", "{name}: {checks}");
    }
    assert_ne!(verdict("disk"), "bad", "{checks}");
    let without = data.run(&["doctor", "--only", "0127"]);
    assert_eq!(without.status.code(), Some(1));
    assert!(told(&without).contains("BAD       contact"), "{}", told(&without));
}

#[test]
fn the_doctor_says_how_many_sites_the_files_allow() {
    let data = Data::empty();
    let doctor = data.command(&["doctor", "--contact", "robot@ort.example"]);
    let with_few = Command::new("/bin/sh")
        .env_clear()
        .args(["-c", "ulimit -n 256 && exec \"$0\" \"$@\""])
        .arg(doctor.get_program())
        .args(doctor.get_args())
        .output()
        .unwrap();
    assert!(told(&with_few).contains("256 may be open, which is 24 sites at once"), "{}", told(&with_few));
    assert!(told(&with_few).contains("LimitNOFILE="), "{}", told(&with_few));
}

#[test]
fn units_for_systemd_are_printed_or_written() {
    let data = Data::empty();
    let printed = data.done(&["generate", "systemd", "--contact", "robot@ort.example"]);
    assert!(printed.contains("ExecStart=/") && printed.contains("OnCalendar=*-*-* 22:00:00"), "{printed}");
    fs::create_dir_all(data.path()).unwrap();
    let folder = data.path().to_str().unwrap();
    data.done(&["generate", "systemd", "--contact", "a@b.example", "--at", "01:30", "--out", folder]);
    let timer = fs::read_to_string(data.path().join("kommunspegel.timer")).unwrap();
    assert!(timer.contains("OnCalendar=*-*-* 01:30:00"), "{timer}");
    assert!(data.path().join("kommunspegel.service").is_file());
    assert_eq!(data.run(&["generate", "systemd", "--contact", "a", "--at", "25:00"]).status.code(), Some(2));
}

#[test]
fn events_are_lines_for_people_or_json_for_programs() {
    let data = Data::empty();
    let told = |format: &str| {
        let output = data.run(&["run", "--demo", "--only", "Fagerlid", "--quiet", "-v", "--log", format]);
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(told("human").contains("site finished site=\"9904 Fagerlid\""), "{}", told("human"));
    let text = told("json");
    let events: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let finished = events.iter().find(|event| event["fields"]["message"] == "site finished").unwrap();
    assert_eq!(finished["fields"]["end"], "complete", "{text}");
}

#[test]
fn programs_are_told_nothing_but_json() {
    let data = Data::empty();
    for (words, code, word) in [
        (&["run", "--demo", "--only", "Fagerlid", "-v"][..], 0, "The report is in"),
        (&["run", "--demo", "--only", "Stenbrohult"], 14, "Not made the latest"),
        (&["run", "--resume"], 1, "no interrupted edition"),
    ] {
        let output = data.run(&[words, &["--log", "json"]].concat());
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{text}");
        let event = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        let events: Vec<Value> = text.lines().map(event).collect();
        let told =
            |event: &Value| event["fields"]["message"].as_str().is_some_and(|told| told.contains(word));
        assert!(events.iter().any(told), "{text}");
    }
}

#[test]
fn a_run_leaves_its_numbers_and_receipts() {
    let data = Data::empty();
    fs::create_dir_all(data.path()).unwrap();
    let metrics = data.path().join("crawl.prom");
    let words = ["run", "--demo", "--only", "Fagerlid", "--quiet", "--metrics", metrics.to_str().unwrap()];
    data.done(&words);
    let numbers = fs::read_to_string(&metrics).unwrap();
    assert!(numbers.contains("kommunspegel_crawl_running 0\n"), "{numbers}");
    assert!(numbers.contains("kommunspegel_crawl_sites{state=\"complete\"} 1\n"), "{numbers}");
    let receipts: Value = serde_json::from_slice(&fs::read(data.edition("receipts.json")).unwrap()).unwrap();
    let site = &receipts["sites"][0];
    assert!(site["requests"].as_u64() > site["pages"].as_u64(), "{site}");
    let hosts = site["hosts"].as_object().unwrap();
    assert!(hosts.values().all(|host| host["requests"].is_u64() && host["bytes"].is_u64()), "{site}");
    assert!(site["began"].as_str() <= site["ended"].as_str(), "{site}");
    assert_eq!(receipts["visitor"]["refuse"], "User-agent: Kommunspegel\nDisallow: /\n");
}
