//! The built program on the demo nation, in a data directory of its own, run as its users run it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use tempfile::TempDir;

/// Longest time that anything on the demo nation may take.
const PATIENCE: Duration = Duration::from_mins(3);

/// A data directory, and the program that works in it.
pub(crate) struct Data {
    path: PathBuf,
    _temporary: Option<TempDir>,
}

/// The demo nation, crawled once for all tests that only read. Stays in `target/tmp/demo`, where other programs can
/// look at its archives.
pub(crate) fn demo() -> &'static Data {
    static DEMO: OnceLock<Data> = OnceLock::new();
    DEMO.get_or_init(|| {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("demo");
        let _ = fs::remove_dir_all(&path);
        let data = Data { path, _temporary: None };
        data.done(&["run", "--demo", "--quiet"]);
        data
    })
}

impl Data {
    /// A directory with nothing in it.
    pub(crate) fn empty() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        Self { path: temporary.path().join("data"), _temporary: Some(temporary) }
    }

    /// A copy of the crawled demo nation, to be changed.
    pub(crate) fn copied() -> Self {
        let copy = Self::empty();
        for (name, bytes) in files(&demo().path) {
            let path = copy.path.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        copy
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The program with these words, without a user's own environment.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(cargo_bin!("kommunspegel"));
        command.env_clear().current_dir(env!("CARGO_TARGET_TMPDIR"));
        command.args(words).arg("--data").arg(&self.path);
        command
    }

    /// Begins the program, which writes to nobody.
    pub(crate) fn start(&self, words: &[&str]) -> Child {
        self.command(words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// Runs the program, which must succeed; what it printed.
    #[track_caller]
    pub(crate) fn done(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{words:?}: {told}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs the program, which must succeed and print JSON and nothing else.
    #[track_caller]
    pub(crate) fn json(&self, words: &[&str]) -> Value {
        let printed = self.done(&[words, &["--format", "json"]].concat());
        serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{words:?}: {error}\n{printed}"))
    }

    /// A file of the demo's edition.
    pub(crate) fn edition(&self, name: &str) -> PathBuf {
        self.path.join("editions/demo").join(name)
    }

    /// The whole report: file names and bytes.
    pub(crate) fn report(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.edition("report"))
    }

    /// The benchmark that the report holds.
    pub(crate) fn benchmark(&self) -> Value {
        serde_json::from_slice(&fs::read(self.edition("report/benchmark.json")).unwrap()).unwrap()
    }

    /// The manifest.
    pub(crate) fn manifest(&self) -> Value {
        serde_json::from_slice(&fs::read(self.edition("manifest.json")).unwrap()).unwrap()
    }

    /// Bytes archived so far.
    pub(crate) fn archived(&self) -> u64 {
        let entries = fs::read_dir(self.edition("archive")).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum()
    }

    /// Waits until a running program has archived so many bytes.
    #[track_caller]
    pub(crate) fn wait_for_bytes(&self, child: &mut Child, bytes: u64) {
        let begun = Instant::now();
        while self.archived() < bytes {
            assert!(child.try_wait().unwrap().is_none(), "it ended before {bytes} bytes were archived");
            assert!(begun.elapsed() < PATIENCE, "{} of {bytes} bytes after {PATIENCE:?}", self.archived());
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

/// Every file below a directory, by its path from there.
pub(crate) fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(directory) = waiting.pop() {
        for entry in fs::read_dir(&directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Fails with the names of the files in which two folders differ.
#[track_caller]
pub(crate) fn assert_same_files(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert!(!one.is_empty(), "there are files to compare");
    let names = one.keys().chain(other.keys());
    let mut differing: Vec<&String> = names.filter(|name| one.get(*name) != other.get(*name)).collect();
    differing.sort();
    differing.dedup();
    assert!(differing.is_empty(), "{} files differ: {differing:?}", differing.len());
}

// What a program said on standard error.
fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Checks how a program ended, and that it said so much about it.
#[track_caller]
pub(crate) fn check(output: &Output, code: i32, words: &[&str]) {
    let told = told(output);
    assert_eq!(output.status.code(), Some(code), "{told}");
    for word in words {
        assert!(told.contains(word), "{told}\nlacks {word}");
    }
}
