#!/bin/sh
# Checks a report as its readers meet it: pages in Chromium (axe-core, two widths, zoom, no scripts, keyboard), markup
# and links (parse5, html-validate), JSON against its schemas (ajv), the data package (frictionless), the workbook
# (LibreOffice). Usage: tests/report.sh REPORT
#
# Packages of npm and PyPI are installed below target/report-checks in the versions that tests/browser/ names, programs
# by apt where that is possible.
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
work="${CARGO_TARGET_DIR:-$root/target}/report-checks"

. "$root/tests/package.sh"

[ "$#" -eq 1 ] || { echo "usage: tests/report.sh REPORT" >&2; exit 2; }
[ -f "$1/index.html" ] || stop "$1 is no report"
report=$(CDPATH= cd -- "$1" && pwd)

command -v node >/dev/null || package nodejs "Node is missing"
node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' || stop "Node $(node --version) is too old: 20 or later is needed (https://nodejs.org)"
command -v npm >/dev/null || package npm "npm is missing"
command -v python3 >/dev/null || package python3 "Python 3 is missing"
python3 -c 'import ensurepip, venv' 2>/dev/null || package python3-venv "Python's venv is missing"
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$chromium" ]; then
    package chromium "Chromium is missing"
    chromium=$(command -v chromium)
fi
command -v soffice >/dev/null || package libreoffice-calc-nogui "LibreOffice is missing"

mkdir -p "$work"
if ! cmp -s "$root/tests/browser/package-lock.json" "$work/installed-lock.json"; then
    cp "$root"/tests/browser/package*.json "$work"/
    (cd "$work" && npm ci --silent --no-audit --no-fund >&2) || stop "npm cannot install what tests/browser/package-lock.json names; is the npm registry reached?"
    cp "$root/tests/browser/package-lock.json" "$work/installed-lock.json"
fi
if ! cmp -s "$root/tests/browser/requirements.txt" "$work/installed-requirements.txt"; then
    python3 -m venv --clear "$work/python"
    "$work/python/bin/pip" install --quiet --disable-pip-version-check -r "$root/tests/browser/requirements.txt" >&2 ||
        stop "pip cannot install what tests/browser/requirements.txt names; is PyPI reached?"
    cp "$root/tests/browser/requirements.txt" "$work/installed-requirements.txt"
fi
# Beside the packages, where Node looks for them.
cp "$root"/tests/browser/*.mjs "$root"/tests/browser/htmlvalidate.json "$work"/

# Chromium and the reading of markup take longest: side by side.
(cd "$work" && node markup.mjs "$report" >markup.txt 2>&1) &
markup=$!
failed=""
(cd "$work" && node pages.mjs "$report" "$chromium") || failed="$failed pages"
wait "$markup" || failed="$failed markup"
cat "$work/markup.txt"
(cd "$work" && node documents.mjs "$report") || failed="$failed documents"

if (cd "$report" && "$work/python/bin/frictionless" validate datapackage.json >"$work/frictionless.txt" 2>&1); then
    echo "the data package is valid"
else
    cat "$work/frictionless.txt" >&2
    failed="$failed data-package"
fi

rm -rf "$work/sheets"
# The tokens of the filter: comma, quote, UTF-8, from line 1, English (US), cells as shown, every sheet.
soffice "-env:UserInstallation=file://$work/office" --headless \
    --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,true,false,false,-1' \
    --outdir "$work/sheets" "$report/kommunspegel.xlsx" >"$work/soffice.txt" 2>&1 ||
    { cat "$work/soffice.txt" >&2; stop "LibreOffice cannot open the workbook"; }
python3 "$root/tests/browser/workbook.py" "$report" "$work/sheets" || failed="$failed workbook"

[ -z "$failed" ] || stop "not as it should be:$failed"
