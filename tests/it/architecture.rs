//! The rules of the architecture that a compiler does not check: which module may know which, what stays out
//! of the pure ones, what stays in the binary, how a file begins and how long it may be.

mod code;

use std::fs;
use std::path::{Path, PathBuf};

use code::Source;

/// A module of the library: what it may import, and what else it may touch.
struct Module {
    name: &'static str,
    world: World,
    may_import: &'static [&'static str],
}

#[derive(PartialEq)]
enum World {
    /// No run time, network, file system or clock.
    Pure,
    /// Whatever its job needs.
    Outer,
}

const fn pure(name: &'static str, may_import: &'static [&'static str]) -> Module {
    Module { name, world: World::Pure, may_import }
}

const fn outer(name: &'static str, may_import: &'static [&'static str]) -> Module {
    Module { name, world: World::Outer, may_import }
}

/// Every module, low to high: each may import only modules above its own line, so there are no cycles.
const MODULES: [Module; 25] = [
    pure("spelling", &[]),
    pure("language", &["spelling"]),
    pure("markup", &[]),
    // Its result stands beside the points, never among them.
    pure("accessibility", &["markup"]),
    pure("register", &["spelling"]),
    pure("config", &["spelling", "register"]),
    pure("plan", &["spelling", "language", "register"]),
    pure("rubric", &["spelling", "language"]),
    pure("page", &["language", "markup", "plan"]),
    pure("evidence", &["language", "plan", "rubric", "page"]),
    pure("measured", &["rubric"]),
    pure("judgement", &["language", "plan", "rubric", "page", "evidence", "measured"]),
    pure("index", &["rubric", "judgement"]),
    pure("standing", &["register", "rubric", "measured", "judgement", "index"]),
    pure("report", &["language", "register", "rubric", "measured", "judgement", "index", "standing"]),
    outer("fetch", &["plan"]),
    outer("archive", &["plan", "fetch"]),
    outer("browser", &["accessibility"]),
    // Of `page` the character sets, the scanner of tags and empty shells only: links are found in decoded text.
    // Of `accessibility` the imports of a stylesheet only.
    outer("crawl", &["accessibility", "plan", "page", "fetch", "archive", "browser"]),
    outer("catalogue", &["register", "rubric", "judgement", "index", "standing"]),
    outer(
        "score",
        &[
            "language",
            "register",
            "plan",
            "rubric",
            "page",
            "judgement",
            "evidence",
            "index",
            "standing",
            "fetch",
            "archive",
            "catalogue",
        ],
    ),
    // Of `score` the bounds within which documents are read.
    outer("audit", &["accessibility", "plan", "page", "archive", "browser", "score"]),
    outer("evaluate", &["language", "plan", "rubric", "measured", "page", "judgement", "evidence", "index"]),
    // The one that ties the stages together; it knows each by its front door.
    outer(
        "edition",
        &[
            "accessibility",
            "rubric",
            "evidence",
            "judgement",
            "standing",
            "report",
            "fetch",
            "archive",
            "crawl",
            "browser",
            "audit",
            "score",
        ],
    ),
    outer("demo", &["spelling", "register"]),
];

/// What pure modules do without.
const OUTER_WORLD: [&str; 8] =
    ["tokio::", "reqwest::", "axum::", "rusqlite::", "std::fs", "SystemTime", "Instant", "std::env"];

/// What belongs to the binary alone.
const BINARY_ONLY: [&str; 8] =
    ["clap::", "indicatif::", "anyhow::", "println!", "eprintln!", "print!(", "stdout()", "process::exit"];

/// The most lines of a file without its tests.
const MOST_LINES: usize = 320;

/// Everything that breaks a rule, each a sentence with the file.
fn violations(sources: &[Source]) -> Vec<String> {
    let tests: Vec<String> = sources.iter().flat_map(Source::test_modules).collect();
    let of_one = |source: &Source| {
        let mut broken = form(source);
        if !tests.contains(&source.path) {
            broken.extend([imports(source), worlds(source)].concat());
        }
        broken
    };
    sources.iter().flat_map(of_one).collect()
}

fn form(source: &Source) -> Vec<String> {
    let mut broken = Vec::new();
    if !source.has_header() {
        broken.push(format!("{}: does not begin with //!", source.path));
    }
    if source.lines() > MOST_LINES {
        broken.push(format!("{}: has {} lines without its tests", source.path, source.lines()));
    }
    broken
}

fn imports(source: &Source) -> Vec<String> {
    let Some(module) = source.module() else { return Vec::new() };
    let Some(rule) = MODULES.iter().find(|rule| rule.name == module) else {
        return vec![format!("{}: the module {module} is not in the table of modules", source.path)];
    };
    let forbidden = source
        .imports()
        .into_iter()
        .filter(|name| name != module && !rule.may_import.contains(&name.as_str()));
    forbidden.map(|name| format!("{}: {module} may not import {name}", source.path)).collect()
}

fn worlds(source: &Source) -> Vec<String> {
    let rule = source.module().and_then(|module| MODULES.iter().find(|rule| rule.name == module));
    let is_pure = rule.is_some_and(|rule| rule.world == World::Pure);
    let outer_world = OUTER_WORLD.iter().filter(|_| is_pure);
    let binary = BINARY_ONLY.iter().filter(|_| !source.is_binary());
    let touched = outer_world.chain(binary).filter(|word| source.mentions(word));
    touched.map(|word| format!("{}: {word} has no place here", source.path)).collect()
}

/// Every file of Rust below a directory.
fn files(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn read(path: &Path, root: &Path) -> Source {
    let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    Source::new(&name, &fs::read_to_string(path).unwrap())
}

#[test]
fn the_architecture_is_kept() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    files(&root.join("src"), &mut paths);
    files(&root.join("tests"), &mut paths);
    let sources: Vec<Source> = paths.iter().map(|path| read(path, root)).collect();
    assert!(sources.len() > 30, "the sources are found");
    let broken = violations(&sources);
    assert!(broken.is_empty(), "{} rules broken:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn the_table_allows_no_cycle() {
    for (at, module) in MODULES.iter().enumerate() {
        for name in module.may_import {
            let lower = MODULES[..at].iter().find(|lower| lower.name == *name);
            let lower =
                lower.unwrap_or_else(|| panic!("{} imports {name}, which is not above it", module.name));
            assert!(module.world == World::Outer || lower.world == World::Pure, "{} is pure", module.name);
        }
    }
}

#[test]
fn the_tests_that_the_architecture_names_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let (_, table) = document.split_once("## Invariants").unwrap();
    let (table, _) = table.split_once("\n## ").unwrap();
    let mut paths = Vec::new();
    files(&root.join("src"), &mut paths);
    files(&root.join("tests"), &mut paths);
    let code: String = paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let names = table.split('`').skip(1).step_by(2).filter(|name| !name.contains('.'));
    let missing: Vec<&str> = names.filter(|name| !code.contains(&format!("fn {name}("))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn planted_violations_are_caught() {
    let check = |path: &str, text: &str, expected: &[&str]| {
        let broken = violations(&[Source::new(path, text)]);
        assert_eq!(broken.len(), expected.len(), "{text}: {broken:?}");
        for (sentence, part) in broken.iter().zip(expected) {
            assert!(sentence.contains(part), "{sentence} lacks {part}");
        }
    };
    check("src/plan/a.rs", "//! A.\nuse crate::register::Municipality;", &[]);
    check("src/plan/a.rs", "//! A.\nuse crate::fetch::Fetcher;", &["plan may not import fetch"]);
    check("src/plan/a.rs", "//! A.\nuse crate::{register, archive::{Reader, crawl}};", &["import archive"]);
    check("src/plan/a.rs", "//! A.\nfn a() { crate::crawl::edition() }", &["import crawl"]);
    check("src/plan.rs", "//! A.\nuse super::fetch::Fetcher;", &["import fetch"]);
    check("src/plan/mod.rs", "//! A.\nuse super::fetch::Fetcher;", &["import fetch"]);
    check("src/plan/a.rs", "//! A.\nuse super::super::fetch::Fetcher;", &["import fetch"]);
    check("src/plan/a.rs", "//! A.\nuse super::fetch;", &[]);
    check(
        "src/plan/a.rs",
        "//! A.\n// crate::fetch and \"\n/// crate::fetch\nconst A: &str = \"crate::fetch\";",
        &[],
    );
    check("src/plan/a.rs", "//! A.\n#[cfg(test)]\nmod tests {\n use std::fs;\n}", &[]);
    check("src/plan/a.rs", "//! A.\nuse tokio::time::Instant;", &["tokio::", "Instant"]);
    let test_module = Source::new("src/plan/mod.rs", "//! A.\n#[cfg(test)]\nmod a;\nmod b;");
    let [a, b] = ["a", "b"].map(|name| Source::new(&format!("src/plan/{name}.rs"), "//! A.\nuse std::fs;"));
    assert_eq!(violations(&[test_module, a, b]), ["src/plan/b.rs: std::fs has no place here"]);
    check("src/page/a.rs", "//! A.\nfn a() { std::fs::read(\"a\"); }", &["std::fs"]);
    check("src/fetch/a.rs", "//! A.\nuse tokio::time::Instant;", &[]);
    check("src/fetch/a.rs", "//! A.\nfn a() { println!(\"a\"); }", &["println!"]);
    check("src/bin/kommunspegel/a.rs", "//! A.\nfn a() -> anyhow::Result<()> { Ok(()) }", &[]);
    check("src/novel/a.rs", "//! A.", &["not in the table"]);
    check("src/plan/a.rs", "use std::fmt;", &["does not begin"]);
    check("src/plan/a.rs", &format!("//! A.\n{}", "fn a() {}\n".repeat(320)), &["has 321 lines"]);
}
