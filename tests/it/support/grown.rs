//! Invented sites at the size of real ones: each with some 2 900 pages more, which answer nothing, listed in
//! `fixtures/grown/SITE.tsv` with their titles and places.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use kommunspegel::demo::Nation;

/// Files of a nation, by path.
type Files = BTreeMap<String, String>;

/// One of the further pages with so many pages below it lists them in its content, as lists of news do, and not in a menu.
const LIST: usize = 15;

/// One more page.
struct Row<'t> {
    path: &'t str,
    title: &'t str,
    parent: &'t str,
    /// Further pages whose content links to it.
    linked_from: Vec<&'t str>,
}

/// The site of that name below a directory, with all its pages.
pub(crate) fn grown(directory: &Path, slug: &str) -> Nation {
    let mut files = read(directory, slug);
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/grown/{slug}.tsv"));
    let text = fs::read_to_string(list).unwrap();
    let rows: Vec<Row<'_>> = text.lines().skip(1).map(row).collect();
    let host = format!("{slug}/www.{slug}.example/");
    let (lists, links) = links(&rows);
    for (number, row) in rows.iter().enumerate() {
        let links = links.get(row.path).map_or("", String::as_str);
        files.insert(format!("{host}more-{number:04}.html"), page(row, &lists, links));
    }
    for (file, page) in files.iter_mut().filter(|(file, _)| file.starts_with(&host)) {
        let path = page.split('"').nth(1).unwrap_or_default();
        if !file.contains("/more-")
            && let Some(links) = links.get(path)
        {
            write!(page, "<ul>{links}</ul>").unwrap();
        }
    }
    Nation::from_files(&files).unwrap()
}

fn read(directory: &Path, slug: &str) -> Files {
    let mut files = Files::new();
    for entry in fs::read_dir(directory.join(slug)).unwrap().map(Result::unwrap) {
        let name = format!("{slug}/{}", entry.file_name().to_str().unwrap());
        if entry.path().is_file() {
            files.insert(name, fs::read_to_string(entry.path()).unwrap());
            continue;
        }
        for file in fs::read_dir(entry.path()).unwrap().map(Result::unwrap) {
            let text = fs::read_to_string(file.path()).unwrap();
            files.insert(format!("{name}/{}", file.file_name().to_str().unwrap()), text);
        }
    }
    files
}

fn row(line: &str) -> Row<'_> {
    let mut fields = line.split('\t');
    let mut next = || fields.next().unwrap_or_default();
    let (path, title, parent) = (next(), next(), next());
    Row { path, title, parent, linked_from: next().split_whitespace().collect() }
}

/// The pages that are lists, and the links that stand in each page's content.
fn links<'t>(rows: &[Row<'t>]) -> (BTreeSet<&'t str>, BTreeMap<&'t str, String>) {
    let mut below: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *below.entry(row.parent).or_default() += 1;
    }
    let long = rows.iter().filter(|row| below.get(row.path).is_some_and(|count| *count >= LIST));
    let lists: BTreeSet<&str> = long.map(|row| row.path).collect();
    let mut links: BTreeMap<&str, String> = BTreeMap::new();
    for row in rows {
        let list = Some(row.parent).filter(|parent| lists.contains(parent));
        for from in row.linked_from.iter().copied().chain(list) {
            let links = links.entry(from).or_default();
            write!(links, "<li><a href=\"{}\">{}</a></li>", row.path, row.title.replace('&', "&amp;"))
                .unwrap();
        }
    }
    (lists, links)
}

fn page(row: &Row<'_>, lists: &BTreeSet<&str>, links: &str) -> String {
    let Row { path, title, parent, .. } = row;
    let unlisted = lists.contains(parent);
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let (title, shown) = (quoted(title), title.replace('&', "&amp;"));
    format!(
        "+++\npath = \"{path}\"\ntitle = {title}\nparent = \"{parent}\"\nunlisted = {unlisted}\n+++\n\
         <h1>{shown}</h1>\n<p>Texten skrevs av redaktionen.</p>\n<ul>{links}</ul>\n"
    )
}
