//! Nights that end before their time: each stage can be stopped, and is gone on with by the settings that it was begun
//! with; what another run has written is never written over.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use kommunspegel::edition::DataDirectory;

use crate::support::{Data, Reply, Server, assert_same_files, check, files};

/// A run over the one municipality whose pages are few.
const SMALL: [&str; 5] = ["run", "--demo", "--only", "Fagerlid", "--quiet"];

/// The report of that run when nothing stops it.
fn report() -> &'static BTreeMap<String, Vec<u8>> {
    static REPORT: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    REPORT.get_or_init(|| {
        let data = Data::empty();
        data.done(&SMALL);
        data.report()
    })
}

/// A run that was crawled to the end and published nothing goes on by `run --resume`, without another word.
#[track_caller]
fn goes_on(data: &Data) {
    assert_eq!(data.manifest()["stage"], "judging");
    assert!(!data.edition("report").exists(), "it was stopped before its report");
    data.done(&["run", "--resume", "--quiet"]);
    assert_same_files(report(), &data.report());
    assert_eq!(data.manifest()["stage"], "published");
    assert_eq!(DataDirectory::new(data.path()).latest().as_deref(), Some("demo"));
    check(&data.run(&["run", "--resume"]), 1, &["no interrupted edition to resume"]);
}

#[test]
fn a_run_that_fails_after_its_crawl_is_gone_on_with() {
    let data = Data::empty();
    // Nothing can be written where a folder stands.
    let catalogue = data.path().join("catalogue.sqlite");
    fs::create_dir_all(&catalogue).unwrap();
    check(&data.run(&SMALL), 1, &["catalogue"]);
    fs::remove_dir(&catalogue).unwrap();
    goes_on(&data);
}

/// A run that reads from a pipe what its site's pages offered the last time: as long as the pipe is held, it is judging.
#[cfg(unix)]
fn while_it_is_judging(data: &Data, stop: impl FnOnce(&mut std::process::Child)) -> std::process::ExitStatus {
    let pipe = data.path().join("findings/9904.kept");
    fs::create_dir_all(pipe.parent().unwrap()).unwrap();
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut child = data.start(&SMALL);
    // Opens when the other side does.
    let held = OpenOptions::new().write(true).open(&pipe).unwrap();
    fs::remove_file(&pipe).unwrap();
    stop(&mut child);
    drop(held);
    child.wait().unwrap()
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_while_judging_is_gone_on_with() {
    let data = Data::empty();
    while_it_is_judging(&data, |child| child.kill().unwrap());
    goes_on(&data);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_to_stop_while_judging_stops_and_is_gone_on_with() {
    for signal in ["INT", "TERM"] {
        let data = Data::empty();
        let status = while_it_is_judging(&data, |child| {
            let kill = format!("kill -{signal} {}", child.id());
            assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
            // The program's listener is another thread; the sites, files and stages to come ask it again and again.
            std::thread::sleep(Duration::from_millis(300));
        });
        assert_eq!(status.code(), Some(130), "{signal}");
        goes_on(&data);
    }
}

/// What is written after the crawl may not grow to its size: writing fails there, as on a full disk.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_after_the_crawl_is_gone_on_from() {
    let whole = Data::empty();
    whole.done(&SMALL);
    let size = |path: PathBuf| fs::metadata(path).unwrap().len();
    let archive = size(whole.edition("archive/9904.warc.gz"));
    let largest =
        files(&whole.edition("report")).into_values().map(|bytes| bytes.len() as u64).max().unwrap();
    for file in [size(whole.path().join("catalogue.sqlite")), largest] {
        let limit = file / 1024 - 1;
        assert!(limit > archive / 1024 + 1, "the crawl has room: {limit}, {archive}");
        let data = Data::empty();
        let command = data.command(&SMALL);
        // bash, whose unit is 1024 bytes.
        let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$@\"");
        let mut limited = Command::new("bash");
        limited.env_clear().current_dir(env!("CARGO_TARGET_TMPDIR")).args(["-c", &script, "bash"]);
        let output = limited.arg(command.get_program()).args(command.get_args()).output().unwrap();
        check(&output, 1, &[]);
        goes_on(&data);
    }
}

#[test]
fn a_second_run_of_a_name_leaves_the_first_alone() {
    let data = Data::empty();
    data.done(&SMALL);
    let first = files(&data.path().join("editions/demo"));
    let blocked = ["run", "--demo", "--only", "Stenbrohult", "--quiet"];
    check(
        &data.run(&blocked),
        14,
        &["only 0 of 1 sites could be read", "where it was 100", "latest stays demo"],
    );
    let editions = DataDirectory::new(data.path());
    assert_eq!(editions.editions(), ["demo", "demo-2"]);
    check(&data.run(&[&SMALL[..], &["--edition", "demo"]].concat()), 2, &["edition demo is published"]);
    assert_same_files(&first, &files(&data.path().join("editions/demo")));
    assert_eq!(editions.latest().as_deref(), Some("demo"));
}

/// Two sites that a register names; the first says nothing when it is asked for `/a` the first time.
struct Register {
    data: Data,
    path: String,
    first: Server,
    second: Server,
}

impl Register {
    fn new() -> Self {
        let site = |silent: usize| {
            move |target: &str, before: usize| match target {
                "/" => Reply::page("<h1>Ort</h1><a href=/a>A</a> <a href=/b>B</a> <a href=/c>C</a>"),
                "/a" if before < silent => Reply::Hang,
                "/a" | "/b" | "/c" => Reply::page("<h1>Avgift för förskola</h1>"),
                _ => Reply::not_found(),
            }
        };
        let data = Data::empty();
        let path = data.path().with_file_name("register.csv").to_str().unwrap().to_owned();
        let made = Self { data, path, first: Server::start(site(1)), second: Server::start(site(0)) };
        made.write("");
        made
    }

    fn write(&self, more: &str) {
        let (first, second) = (self.first.url("/"), self.second.url("/"));
        let text = format!("code,name,website\n0001,Ettan,{first}\n0002,Tvaan,{second}\n{more}");
        fs::write(&self.path, text).unwrap();
    }

    /// Kills a run in the midst of its crawl: its edition's name.
    fn killed(&self, words: &[&str]) -> String {
        let mut child =
            self.data.start(&[words, &["--register", &self.path, "--pace", "0", "--quiet"]].concat());
        while !self.first.targets().contains(&"/a".to_owned()) {
            assert!(child.try_wait().unwrap().is_none(), "it ended before it was killed");
            std::thread::sleep(Duration::from_millis(5));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        self.unfinished().pop().unwrap()
    }

    fn unfinished(&self) -> Vec<String> {
        let left = DataDirectory::new(self.data.path()).unfinished();
        left.into_iter().map(|(name, _)| name).collect()
    }
}

#[test]
fn a_run_is_gone_on_with_by_the_settings_that_it_was_begun_with() {
    let night = Register::new();
    let edition = night.killed(&["run", "--only", "Ettan", "--max-pages", "2", "--render", "never"]);
    for (flags, word) in [
        (["--max-pages", "3"], "--max-pages: edition"),
        (["--only", "Tvaan"], "with only = Ettan"),
        (["--register", "other.csv"], "--register: edition"),
        (["--render", "auto"], "with render = never"),
        (["--since", "other"], "begun without since"),
        (["--max-age", "2"], "with max_age = 0"),
        (["--user-agent", "Other"], "with user_agent = Kommunspegel"),
    ] {
        check(&night.data.run(&[&["run", "--resume"][..], &flags].concat()), 2, &[word, &edition]);
    }
    night.write("0003,Trean,http://127.0.0.1:9/\n");
    check(&night.data.run(&["run", "--resume"]), 3, &["register", &edition]);
    night.write("");
    let words = ["run", "--resume", "--register", &night.path, "--max-pages", "2", "--quiet"];
    check(&night.data.run(&words), 0, &[]);
    let pages = |server: &Server| {
        let targets = server.targets().into_iter();
        targets.filter(|target| ["/", "/a", "/b", "/c"].contains(&target.as_str())).collect::<Vec<_>>()
    };
    assert_eq!(pages(&night.first), ["/", "/a", "/a"]);
    assert_eq!(night.second.targets(), [""; 0], "nobody chose the second site");
    assert_eq!(night.unfinished(), [""; 0]);
}

#[test]
fn a_service_goes_on_with_the_night_that_was_killed_and_then_begins_others() {
    let night = Register::new();
    let edition = night.killed(&["run", "--only", "Ettan", "--edition", "killed"]);
    let of_all = ["run", "--resume=if-any", "--register", &night.path, "--pace", "0", "--quiet"];
    let words = [&of_all[..], &["--only", "Ettan"]].concat();
    let editions = DataDirectory::new(night.data.path());
    check(&night.data.run(&words), 0, &[]);
    assert_eq!((editions.editions(), editions.latest()), (vec![edition.clone()], Some(edition)));
    check(&night.data.run(&words), 0, &[]);
    assert_eq!((editions.editions().len(), night.unfinished().len()), (2, 0));
}

#[test]
fn a_run_that_was_killed_is_told_and_left_to_be_gone_on_with() {
    let night = Register::new();
    let edition = night.killed(&["run", "--render", "never", "--edition", "killed"]);
    let archives = || files(&night.data.path().join("editions/killed/archive"));
    let half = archives();
    let words = ["run", "--register", &night.path, "--pace", "0", "--quiet"];
    check(
        &night.data.run(&[&words[..], &["--edition", "killed"]].concat()),
        2,
        &["killed is not finished", "--resume --edition killed --data "],
    );
    check(&night.data.run(&words), 0, &["Edition killed is not finished", "--resume --edition killed"]);
    assert_same_files(&half, &archives());
    let latest = DataDirectory::new(night.data.path()).latest();
    assert_ne!(latest.as_deref(), Some("killed"));
    // A service that would begin another one leaves it, and says why, also where it is by a flag that it lacks.
    check(&night.data.run(&[&words[..], &["--resume=if-any"]].concat()), 0, &["begun with render = never"]);
    for (flag, value, word) in
        [("--max-pages", "3", "with max_pages = 1500"), ("--only", "Ettan,Tvaan", "without only")]
    {
        let other = [&words[..], &["--resume=if-any", "--render", "never", flag, value]].concat();
        check(&night.data.run(&other), 0, &[&format!("edition killed was begun {word}")]);
    }
    assert_eq!(night.unfinished(), [edition]);
    let latest = DataDirectory::new(night.data.path()).latest();
    check(&night.data.run(&["run", "--resume", "--quiet"]), 0, &[]);
    assert_eq!(DataDirectory::new(night.data.path()).latest(), latest, "a later one is the latest");
}
