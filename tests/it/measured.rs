//! What the program says of its own agreement is what it measures today.

use std::fs;
use std::path::Path;

use crate::support::Data;

/// Judged pages on which no rule was written: deliberately hard ones, and such as municipalities commonly have.
const UNSEEN: [&str; 2] = ["pages-e.jsonl", "pages-m.jsonl"];

/// `UPDATE_MEASURED=1 cargo test --test it measured` writes the table anew.
#[test]
fn the_measured_table_is_measured_today() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cases = UNSEEN.map(|name| root.join("fixtures/cases").join(name).display().to_string());
    let table = root.join("rubrics/measured.json");
    let measured = Data::empty().done(&["evaluate", &cases[0], &cases[1], "--format", "json"]);
    if std::env::var_os("UPDATE_MEASURED").is_some() {
        fs::write(&table, &measured).unwrap();
    }
    let kept = fs::read_to_string(&table).unwrap();
    assert!(
        kept == measured,
        "rubrics/measured.json is not what is measured: UPDATE_MEASURED=1 writes it anew"
    );
}
