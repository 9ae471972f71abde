//! The program as its users run it: what it prints where, and how it ends.

use std::path::Path;
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

use crate::support::{Reply, Server};

/// Runs the program in a directory without a user's own environment.
fn run_in(directory: &Path, words: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(cargo_bin!("kommunspegel"));
    command.env_clear().envs(variables.iter().copied());
    command.current_dir(directory).args(words).output().unwrap()
}

fn run(words: &[&str]) -> Output {
    run_in(TempDir::new().unwrap().path(), words, &[])
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[track_caller]
fn check(output: &Output, code: i32, parts: &[&str]) {
    let told = format!("{}{}", text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{told}");
    for part in parts {
        assert!(told.contains(part), "{told}\nlacks {part}");
    }
}

#[test]
fn help_names_the_commands_and_the_exit_codes() {
    check(&run(&["--help"]), 0, &["run", "check", "explain", "12 run incomplete", "KOMMUNSPEGEL_MAX_PAGES"]);
    check(&run(&["--version"]), 0, &["kommunspegel 0."]);
}

#[test]
fn a_wrong_command_line_is_usage() {
    check(&run(&[]), 2, &["Usage"]);
    check(&run(&["rnu"]), 2, &["unrecognized subcommand"]);
    check(&run(&["run", "--demo", "--register", "r.csv"]), 2, &["cannot be used with"]);
    check(
        &run(&["config", "show", "--pace", "fast"]),
        2,
        &["--pace: pace: \"fast\" is no number of seconds"],
    );
}

#[test]
fn settings_are_shown_with_their_origin() {
    let directory = TempDir::new().unwrap();
    std::fs::write(directory.path().join("kommunspegel.toml"), "# mine\nmax_pages = 20\npace = 3\n").unwrap();
    let variables = [("KOMMUNSPEGEL_PACE", "2"), ("KOMMUNSPEGEL_ONLY", "lan:01, 0127")];
    let output =
        run_in(directory.path(), &["config", "show", "--only", "Uppsala", "--data", "d"], &variables);
    check(
        &output,
        0,
        &[
            "max_pages = 20  # kommunspegel.toml:2",
            "pace = 2  # environment KOMMUNSPEGEL_PACE",
            "only = [\"Uppsala\"]  # --only",
            "data = \"d\"  # --data",
            "timeout = 30  # default",
        ],
    );
    assert!(output.stderr.is_empty());
}

#[test]
fn settings_can_be_read_by_programs() {
    let output = run(&["config", "show", "--format", "json"]);
    let rows: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(rows[0]["key"], "data");
    assert_eq!(rows[0]["origin"], "default");
}

#[test]
fn a_wrong_configuration_tells_every_problem() {
    let directory = TempDir::new().unwrap();
    std::fs::write(directory.path().join("other.toml"), "pase = 1\nmax_pages = 0\n").unwrap();
    let words = ["config", "show", "--config", "other.toml"];
    let output = run_in(directory.path(), &words, &[("KOMMUNSPEGEL_TIMEOT", "1")]);
    check(&output, 3, &["other.toml:1:", "mean \"pace\"", "other.toml:2: max_pages", "KOMMUNSPEGEL_TIMEOT"]);
    assert!(output.stdout.is_empty());
    check(&run(&["config", "show", "--config", "none.toml"]), 1, &["cannot read none.toml"]);
}

#[test]
fn a_selection_is_listed() {
    let output = run(&["register", "list", "--only", "network:sodertorn"]);
    check(&output, 0, &["0127   Botkyrka", "https://www.botkyrka.se/"]);
    assert_eq!(text(&output.stdout).lines().count(), 8);
    check(&run(&["register", "list", "--only", "Vaxjo,0000"]), 3, &["mean \"Växjö\"", "\"0000\""]);
    let listed = run(&["register", "list", "--only", "0127", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert_eq!(value["municipalities"][0]["name"], "Botkyrka");
}

#[test]
fn a_register_of_ones_own_is_checked_whole() {
    let directory = TempDir::new().unwrap();
    let file = |name: &str, text: &str| std::fs::write(directory.path().join(name), text).unwrap();
    file("good.csv", "code,name,website\nregion-01,Region Provland,https://www.provland.example/\n");
    file("bad.csv", "code,name,website\nå,,x\n");
    file("net.toml", "[[network]]\nid = \"mina\"\nname = \"Mina\"\nmembers = [\"Region Provland\"]\n");
    let list = |register| {
        let words =
            ["register", "list", "--register", register, "--networks", "net.toml", "--only", "network:mina"];
        run_in(directory.path(), &words, &[])
    };
    check(&list("good.csv"), 0, &["Region Provland"]);
    check(&list("bad.csv"), 3, &["bad.csv", "line 2: \"å\" is no code", "has no name", "https://x/"]);
    check(&list("none.csv"), 1, &["cannot read none.csv"]);
}

#[test]
fn files_for_the_shell_are_generated() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        check(&run(&["generate", "completions", shell]), 0, &["kommunspegel", "explain"]);
    }
    check(&run(&["generate", "man"]), 0, &[".TH", "max\\-incomplete", "resolve"]);
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    use std::process::Stdio;
    let mut command = Command::new(cargo_bin!("kommunspegel"));
    let words = ["generate", "completions", "bash"];
    let mut child = command.args(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    check(&output, 0, &[]);
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
}

/// The start page of a site of three pages.
const ORT: &str = "<h1>Ort</h1><a href=/a>A</a><a href=/b>B</a>";

#[test]
fn an_edition_that_could_not_be_read_is_not_made_the_latest() {
    let directory = TempDir::new().unwrap();
    let run_of = |edition: &str, robots: &'static str| {
        let server = Server::start(move |target, _| match target {
            "/robots.txt" => Reply::text(robots),
            "/" => Reply::page(ORT),
            "/a" | "/b" => Reply::page("<p>x"),
            _ => Reply::not_found(),
        });
        let register = format!("code,name,website\n0001,Ort,{}\n", server.url("/"));
        std::fs::write(directory.path().join("r.csv"), register).unwrap();
        run_in(directory.path(), &["run", "--register", "r.csv", "--pace", "0", "--edition", edition], &[])
    };
    let latest = || std::fs::read_link(directory.path().join("kommunspegel-data/latest")).unwrap();
    check(&run_of("one", ""), 0, &["The report is in"]);
    assert_eq!(latest(), Path::new("editions/one"));
    let refused = run_of("two", "User-agent: *\nDisallow: /");
    check(&refused, 14, &["only 0 of 1 sites could be read", "latest stays one"]);
    assert_eq!(latest(), Path::new("editions/one"));
}

#[test]
fn the_night_after_refers_to_the_one_before_which_must_stay() {
    let directory = TempDir::new().unwrap();
    let server = Server::start(|target, _| match target {
        "/" => Reply::page(ORT),
        "/a" | "/b" => Reply::page("<p>x"),
        _ => Reply::not_found(),
    });
    let register = format!("code,name,website\n0001,Ort,{}\n", server.url("/"));
    std::fs::write(directory.path().join("r.csv"), register).unwrap();
    let night = |edition: &str, more: &[&str]| {
        let words = [&["run", "--register", "r.csv", "--pace", "0", "--edition", edition][..], more].concat();
        run_in(directory.path(), &words, &[])
    };
    let unchanged = |edition: &str| {
        let path = directory.path().join("kommunspegel-data/editions").join(edition).join("manifest.json");
        let manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        manifest["sites"][0]["outcome"]["counts"]["unchanged"].as_u64().unwrap()
    };
    check(&night("one", &[]), 0, &[]);
    check(&night("two", &[]), 0, &[]);
    check(&night("three", &["--max-age", "7"]), 0, &[]);
    check(&night("four", &["--since", "none"]), 0, &[]);
    assert_eq!(["one", "two", "three", "four"].map(unchanged), [0, 3, 3, 0]);
    check(&night("one", &[]), 2, &["edition one is published and stays as it is"]);
    check(&night("five", &["--since", "six"]), 1, &["there is no edition \"six\""]);
}
