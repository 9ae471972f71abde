//! Tells cargo which directories travel inside the program, so that a file added there is not missed.

fn main() {
    for directory in ["fixtures/nation", "rubrics"] {
        println!("cargo::rerun-if-changed={directory}");
    }
}
