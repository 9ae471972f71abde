//! Tells cargo which directories travel inside the program, so that a file added there is not missed, and gives the engine
//! that reads and judges pages a hash of its source: what was read by another engine is not taken for its own.

use std::fs;
use std::path::{Path, PathBuf};

/// What the engine is made of, its embedded data included: a page may be read anew for nothing, never wrongly kept.
const ENGINE: [&str; 2] = ["src", "rubrics"];
/// The commands, which read nothing.
const COMMANDS: &str = "src/bin";

fn main() {
    for directory in ["fixtures/nation"].into_iter().chain(ENGINE) {
        println!("cargo::rerun-if-changed={directory}");
    }
    // FNV-1a over names and texts, in the order of the names.
    let mut files = Vec::new();
    for directory in ENGINE {
        collect(Path::new(directory), &mut files);
    }
    files.push("Cargo.lock".into());
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in files {
        let text = fs::read(&file).unwrap_or_default();
        for byte in file.to_string_lossy().bytes().chain(text) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    println!("cargo::rustc-env=JUDGING_ENGINE={hash:016x}");
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_file() {
            files.push(path);
        } else if path != Path::new(COMMANDS) {
            collect(&path, files);
        }
    }
}
