#!/bin/sh
# Checks what `accessibility` prints for other programs with independent readers: SARIF against its JSON Schema (from the
# package @microsoft/jest-sarif of npm) by jsonschema, EARL as JSON-LD by PyLD. Everything is installed under target/.
# Usage: tests/formats.sh PROGRAM TARGET
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
work="${CARGO_TARGET_DIR:-$root/target}/formats"
. "$root/tests/package.sh"
schema="$work/package/lib/schemas/sarif-2.1.0-rtm.5.json"

if [ "$#" -ne 2 ]; then
    echo "usage: tests/formats.sh PROGRAM TARGET" >&2
    exit 2
fi
command -v npm >/dev/null || package npm "npm is missing"
mkdir -p "$work"
if [ ! -f "$schema" ]; then
    (cd "$work" && npm pack --silent @microsoft/jest-sarif@1.0.0-beta.0 >/dev/null && tar xzf microsoft-jest-sarif-*.tgz)
fi
if [ ! -f "$work/installed" ]; then
    python3 -m venv "$work/environment"
    "$work/environment/bin/pip" install --quiet --disable-pip-version-check \
        jsonschema==4.26.0 pyld==3.3.0 >&2
    touch "$work/installed"
fi

"$1" accessibility "$2" --format sarif >"$work/report.sarif"
"$1" accessibility "$2" --format earl >"$work/report.jsonld"
exec "$work/environment/bin/python" "$root/tests/formats.py" "$schema" "$work/report.sarif" "$work/report.jsonld"
