//! A whole report against files that a person can open: `fixtures/golden/report/index.html`. After a wanted
//! change, `UPDATE_GOLDEN=1 cargo test --lib golden` writes them anew; read the difference before keeping it.

use std::{collections::BTreeMap, fs, path::PathBuf};

use super::{ReportFile, write};
use crate::measured::Grade;
use crate::standing::{Benchmark, SiteResult, sample};

/// Two questions per area, nine bodies.
fn results() -> Vec<SiteResult> {
    sample::results(&sample::rubric(2), 9)
}

fn report(results: Vec<SiteResult>) -> Vec<ReportFile> {
    let mut files = Vec::new();
    let mut benchmark = Benchmark::of(sample::edition(), &sample::rubric(2), results);
    for (question, grade) in benchmark.questions.iter_mut().zip(Grade::ALL.into_iter().cycle()) {
        question.grade = Some(grade);
    }
    write(&benchmark.beside(sample::beside()), &mut files).unwrap();
    files
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/golden/report")
}

fn kept() -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let name = path.strip_prefix(folder()).unwrap().to_str().unwrap().replace('\\', "/");
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

/// What repeats other files, or cannot be read by a person, is left out of the golden report.
fn is_golden(file: &ReportFile) -> bool {
    const LEFT_OUT: [&str; 8] = [
        "en/kommun/",
        "en/fraga/",
        "en/grupp/",
        "en/omrade/",
        "api/v1/kommun/",
        "api/v1/fraga/",
        "feed/",
        "excel/",
    ];
    !LEFT_OUT.iter().any(|folder| file.path.starts_with(folder))
        && std::path::Path::new(&file.path).extension().is_none_or(|ending| ending != "xlsx")
}

fn update(files: &[&ReportFile]) {
    if folder().exists() {
        fs::remove_dir_all(folder()).unwrap();
    }
    for file in files {
        let path = folder().join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.bytes).unwrap();
    }
}

fn content(files: &[ReportFile], path: &str) -> String {
    let file = files.iter().find(|file| file.path == path).unwrap();
    String::from_utf8(file.bytes.clone()).unwrap()
}

#[test]
fn the_report_is_the_one_that_was_kept() {
    let all = report(results());
    let files: Vec<&ReportFile> = all.iter().filter(|file| is_golden(file)).collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        update(&files);
    }
    let kept = kept();
    let names: Vec<_> = kept.keys().cloned().collect();
    let mut written: Vec<_> = files.iter().map(|file| file.path.clone()).collect();
    written.sort();
    assert_eq!(written, names, "a file is new, gone or written twice");
    for file in files {
        assert!(kept[&file.path] == file.bytes, "{} differs", file.path);
    }
}

#[test]
fn shuffled_input_gives_the_same_bytes() {
    let mut shuffled = results();
    shuffled.reverse();
    for result in &mut shuffled {
        result.answers.rotate_left(5);
    }
    assert!(report(shuffled) == report(results()));
}

#[test]
fn nobody_measured_is_still_a_report() {
    let files = report(Vec::new());
    assert!(content(&files, "index.html").contains("Ingen kommun kan rangordnas"));
}

/// No word of one language stands where the other's belongs, and nothing is fetched from elsewhere.
#[test]
fn both_languages_have_the_same_pages() {
    let files = report(results());
    let pages: Vec<&str> =
        files.iter().map(|file| file.path.as_str()).filter(|path| path.ends_with("index.html")).collect();
    let (english, swedish): (Vec<&str>, Vec<&str>) =
        pages.into_iter().partition(|path| path.starts_with("en/"));
    assert_eq!(swedish, english.iter().map(|path| &path[3..]).collect::<Vec<_>>());
    for path in english {
        let page = content(&files, path);
        assert!(page.contains("<html lang=\"en\">") && !page.contains(">Frågorna<"), "{path}");
        assert!(!page.contains("src=\"http"), "{path}");
    }
}

/// Every relative link and anchor leads to something.
#[test]
fn links_lead_somewhere() {
    let files = report(results());
    let base = url::Url::parse("https://report.example/").unwrap();
    let pages: BTreeMap<&str, String> = files
        .iter()
        .map(|file| (file.path.as_str(), String::from_utf8_lossy(&file.bytes).into_owned()))
        .collect();
    for (path, page) in pages.iter().filter(|(path, _)| path.ends_with("index.html")) {
        for link in page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            let target = base.join(path).unwrap().join(link).unwrap();
            if target.host_str() != base.host_str() {
                continue;
            }
            let Some(found) = pages.get(target.path().trim_start_matches('/')) else {
                panic!("{path} links to {link}, which is not there");
            };
            let anchor = target.fragment().unwrap_or_default();
            assert!(anchor.is_empty() || found.contains(&format!("id=\"{anchor}\"")), "{path}: {link}");
        }
    }
}

#[test]
fn what_pages_quote_is_escaped_and_never_a_script() {
    let rubric = sample::rubric(2);
    let mut results = results();
    for answer in &mut results[0].answers {
        if let Some(evidence) = &mut answer.evidence {
            evidence.url = "javascript:alert(1)".to_owned();
            evidence.link = Some("JavaScript:alert(2)".to_owned());
            evidence.quote = "</p><script>alert(3)</script>".to_owned();
        }
    }
    "javascript:alert(4)".clone_into(&mut results[0].body.website);
    let mut files: Vec<ReportFile> = Vec::new();
    write(&Benchmark::of(sample::edition(), &rubric, results), &mut files).unwrap();
    for file in files.iter().filter(|file| file.path.ends_with("index.html")) {
        let page = String::from_utf8(file.bytes.clone()).unwrap();
        assert!(
            page.matches("<script").count() == page.matches("<script src=\"").count()
                && !page.to_lowercase().contains("href=\"javascript"),
            "{}",
            file.path
        );
    }
}
