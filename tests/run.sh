#!/bin/sh
# All checks: format, lints, documentation, tests, archives as an independent reader sees them, the report as its readers
# meet it, dependencies. Usage: tests/run.sh
#
# Needs Rust (with rustfmt and clippy), a C compiler, Python 3, Node 20, Chromium and LibreOffice; what is lacking is
# installed by apt where that is possible, and the packages of npm and PyPI that a test needs under target/.
set -eu

cd "$(dirname -- "$0")/.."
target=${CARGO_TARGET_DIR:-target}
. tests/package.sh

say() {
    printf '\n== %s\n' "$1"
}

say "What the tests need"
command -v cargo >/dev/null || stop "cargo is missing: install Rust from https://rustup.rs"
cargo fmt --version >/dev/null 2>&1 || stop "rustfmt is missing: rustup component add rustfmt"
cargo clippy --version >/dev/null 2>&1 || stop "clippy is missing: rustup component add clippy"
command -v cc >/dev/null || package build-essential "a C compiler is missing"
command -v python3 >/dev/null || package python3 "Python 3 is missing"
python3 -c 'import ensurepip, venv' 2>/dev/null || package python3-venv "Python's venv is missing"
# Pages that scripts draw are drawn where there is a browser, and here there must be one.
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
    package chromium "Chromium is missing"
cargo --version
cargo fetch --locked --quiet

say "Format"
cargo fmt --check

say "Lints"
cargo clippy --locked --all-targets --quiet -- -D warnings

say "Documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items --quiet

say "Tests"
KOMMUNSPEGEL_NEEDS_CHROMIUM=1 cargo test --locked --quiet

# As README starts it, by cargo, whose environment is not the shell's.
say "The demo, started by cargo"
rm -rf "$target/tmp/readme"
cargo run --locked --quiet -- run --demo --quiet --data "$target/tmp/readme"
[ -f "$target/tmp/readme/editions/demo/report/index.html" ] || stop "the demo left no report"

say "Archives, read by warcio and replayed by pywb"
tests/warcio.sh "$target"/tmp/sample*.warc.gz "$target"/tmp/demo/editions/demo/archive/*.warc.gz

say "Accessibility, read by others"
command -v npm >/dev/null || package npm "npm is missing"
tests/formats.sh "$target"/debug/kommunspegel "$target"/tmp/demo/editions/demo/archive/9905.warc.gz

# Without the program the same rules are checked by tests/it/dependencies.rs.
if cargo deny --version >/dev/null 2>&1; then
    say "Dependencies"
    cargo deny --offline check bans licenses sources
fi

say "The report, in a browser and by other readers of its files"
tests/report.sh "$target"/tmp/demo/editions/demo/report

say "All checks passed"
