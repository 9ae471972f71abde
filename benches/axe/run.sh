#!/bin/sh
# Measures the accessibility engine against axe-core in Chromium on one page, and prints times and ratio.
# Usage: benches/axe/run.sh
#
# Needs Rust and Chromium (Debian and Ubuntu: apt-get install chromium); axe-core lies in vendor/axe-core.
set -eu
cd "$(dirname -- "$0")/../.."
exec cargo bench --locked --quiet --bench axe
