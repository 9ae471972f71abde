//! What a disk or a power cut does to an edition: nothing that was seen is lost without a word, what is derived is made
//! anew, and what is damaged costs itself alone.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use kommunspegel::crawl::{Event, Mishap, Observer};
use kommunspegel::edition::DataDirectory;
use serde_json::{Value, json};

use crate::support::{CrawlOf, Data, Reply, Server, assert_same_files, check, pages};

/// A run over two municipalities whose pages are few.
const TWO: [&str; 5] = ["run", "--demo", "--only", "Fagerlid,Kvarnmo", "--quiet"];

/// The run, as it is when its crawl was killed a moment before its end.
fn crawling() -> Data {
    let data = Data::empty();
    data.done(&TWO);
    stage(&data, "crawling");
    data
}

/// Puts the edition back to a stage, as if what came after had not been reached.
fn stage(data: &Data, stage: &str) {
    let mut manifest = data.manifest();
    manifest["stage"] = json!(stage);
    if stage == "crawling" {
        manifest["finished"] = Value::Null;
        manifest["sites"] = json!([]);
    }
    fs::write(data.edition("manifest.json"), manifest.to_string()).unwrap();
}

/// Damages the first record behind the middle of a file, and what was before.
fn damage(file: &Path) -> Vec<u8> {
    let whole = fs::read(file).unwrap();
    let middle = whole.len() / 2;
    let member = whole[middle..].windows(3).position(|bytes| bytes == [0x1f, 0x8b, 8]).unwrap();
    let mut damaged = whole.clone();
    damaged[middle + member] ^= 0xff;
    damaged[middle + member + 1] ^= 0xff;
    fs::write(file, damaged).unwrap();
    whole
}

#[test]
fn an_archive_that_does_not_replay_is_put_aside_and_costs_its_own_site_alone() {
    for resume in ["--resume", "--resume=if-any"] {
        let data = crawling();
        let report = data.report();
        let [own, other] = ["9904", "9903"].map(|code| data.edition(&format!("archive/{code}.warc.gz")));
        let (of_another, untouched) = (fs::read(&other).unwrap(), fs::read(&other).unwrap());
        fs::write(&own, &of_another).unwrap();
        let words = [&TWO[..], &[resume]].concat();
        check(&data.run(&words), 0, &["9904.warc.gz.unreplayable", "Fagerlid"]);
        assert_eq!(fs::read(data.edition("archive/9904.warc.gz.unreplayable")).unwrap(), of_another);
        assert_eq!(fs::read(&other).unwrap(), untouched);
        assert_same_files(&report, &data.report());
        assert_eq!(DataDirectory::new(data.path()).editions(), ["demo"]);
    }
}

#[test]
fn what_stands_behind_damage_is_kept_and_told() {
    let data = crawling();
    let report = data.report();
    let archive = data.edition("archive/9903.warc.gz");
    let whole = damage(&archive);
    check(&data.run(&["run", "--resume", "--quiet"]), 0, &["9903.warc.gz.torn", "Kvarnmo"]);
    let torn = fs::read(data.edition("archive/9903.warc.gz.torn")).unwrap();
    assert!(torn.len() * 3 > whole.len() && whole.ends_with(&torn[torn.len() - 100..]), "{}", torn.len());
    assert_same_files(&report, &data.report());
}

/// Remembers what was put aside.
#[derive(Default)]
struct Mishaps(Mutex<Vec<Mishap>>);

impl Observer for Mishaps {
    fn notice(&self, event: &Event) {
        if let Event::SetAside { mishap, .. } = event {
            self.0.lock().unwrap().push(mishap.clone());
        }
    }
}

#[tokio::test]
async fn a_last_record_that_a_crash_tore_is_no_mishap() {
    let site = |target: &str, _| match target {
        "/" => Reply::page("<a href=/a>A</a><a href=/b>B</a><a href=/c>C</a>"),
        "/a" | "/b" | "/c" => Reply::page("<p>x"),
        _ => Reply::not_found(),
    };
    let (server, other) = (Server::start(site), Server::start(site));
    let mishaps = Arc::new(Mishaps::default());
    let mut crawl = CrawlOf::new(server.url("/")).resuming();
    crawl.observer = Arc::clone(&mishaps) as Arc<dyn Observer>;
    crawl.run().await.unwrap();
    let whole = fs::read(crawl.file()).unwrap();
    fs::write(crawl.file(), &whole[..whole.len() - 300]).unwrap();
    crawl.run().await.unwrap();
    assert_eq!(*mishaps.0.lock().unwrap(), []);
    damage(&crawl.file());
    crawl.run().await.unwrap();
    assert!(mishaps.0.lock().unwrap()[0].file.ends_with("0001.warc.gz.torn"));
    // An archive of another site.
    crawl.job.sites[0].start = other.url("/");
    crawl.run().await.unwrap();
    let told = mishaps.0.lock().unwrap()[1].clone();
    assert!(told.file.ends_with("0001.warc.gz.unreplayable"), "{told:?}");
    assert!(told.cause.contains(server.url("/").as_str()), "{told:?}");
    assert!(!pages(&told.file).is_empty());
    assert!(pages(&crawl.file()).iter().all(|page| page.url.port() == other.url("/").port()));
}

#[test]
fn derived_files_that_a_power_cut_emptied_are_made_anew() {
    let data = Data::empty();
    data.done(&TWO);
    let (report, receipts) = (data.report(), fs::read(data.edition("receipts.json")).unwrap());
    let (before, record): (Value, _) = (
        serde_json::from_slice(&receipts).unwrap(),
        fs::read(data.edition("accessibility/9904.json")).unwrap(),
    );
    let empty = || {
        for name in ["receipts.json", "accessibility.json", "accessibility/9904.json"] {
            fs::write(data.edition(name), "").unwrap();
        }
    };
    empty();
    data.done(&["report", "demo"]);
    assert_same_files(&report, &data.report());
    let again: Value = serde_json::from_slice(&fs::read(data.edition("receipts.json")).unwrap()).unwrap();
    assert_eq!(again["visitor"], before["visitor"]);
    let number = |receipts: &Value, field: &str| receipts["sites"][0][field].clone();
    for field in ["site", "state", "requests", "bytes", "pages", "hosts"] {
        assert_eq!(number(&again, field), number(&before, field), "{field}");
    }
    assert_eq!(fs::read(data.edition("accessibility/9904.json")).unwrap(), record);
    empty();
    data.done(&["accessibility", "demo/Fagerlid", "--format", "json"]);
    for resume in ["--resume", "--resume=if-any"] {
        empty();
        stage(&data, "judging");
        fs::remove_dir_all(data.edition("report")).unwrap();
        check(&data.run(&[&TWO[..], &[resume]].concat()), 0, &[]);
        assert_same_files(&report, &data.report());
    }
    empty();
    fs::remove_dir_all(data.edition("archive")).unwrap();
    check(&data.run(&["report", "demo"]), 1, &["receipts.json", "remove the file"]);
}

#[test]
fn guards_and_comparisons_outlive_the_catalogue() {
    let data = Data::empty();
    data.done(&TWO);
    let explained = || data.done(&["explain", "demo", "Fagerlid", "forskola.avgift"]);
    let (report, words) = (data.report(), explained());
    let remove = || {
        for name in ["catalogue.sqlite", "catalogue.sqlite-wal", "catalogue.sqlite-shm"] {
            let _ = fs::remove_file(data.path().join(name));
        }
    };
    remove();
    let one = ["run", "--demo", "--only", "Fagerlid", "--quiet"];
    check(&data.run(&one), 14, &["1 bodies where there were 2", "latest stays demo", "put back"]);
    assert_eq!(explained(), words);
    remove();
    data.done(&["report", "demo"]);
    assert_same_files(&report, &data.report());
    remove();
    data.done(&["diff", "demo", "demo-2"]);
    // Neither the catalogue nor a report: the archives tell.
    remove();
    fs::remove_dir_all(data.edition("report")).unwrap();
    check(&data.run(&one), 14, &["1 bodies where there were 2"]);
}
