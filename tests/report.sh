#!/bin/sh
# Checks a report as its readers meet it: pages in Chromium (axe-core, two widths, no scripts, keyboard), HTML
# (html-validate), JSON against its schemas, the data package (frictionless), the workbook (LibreOffice).
# Usage: tests/report.sh REPORT
#
# What it needs beyond Node and Python is installed under target/report-checks, Chromium and LibreOffice by apt.
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
work="$root/target/report-checks"

stop() {
    echo "tests/report.sh: $1" >&2
    exit 1
}

# Installs a Debian package where that is possible, or says what is lacking.
package() {
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -qq -y --no-install-recommends "$1" >/dev/null && return
    fi
    stop "$2 is missing; install it (Debian and Ubuntu: apt-get install $1) and start again"
}

[ "$#" -eq 1 ] || { echo "usage: tests/report.sh REPORT" >&2; exit 2; }
[ -f "$1/index.html" ] || stop "$1 is no report"
report=$(CDPATH= cd -- "$1" && pwd)

command -v node >/dev/null || package nodejs "Node"
command -v npm >/dev/null || package npm "npm"
command -v python3 >/dev/null || package python3 "Python 3"
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$chromium" ]; then
    package chromium "Chromium"
    chromium=$(command -v chromium)
fi
command -v soffice >/dev/null || package libreoffice-calc-nogui "LibreOffice"

mkdir -p "$work"
cp "$root"/tests/browser/* "$work"/
(cd "$work" && npm install --silent --no-audit --no-fund >&2) || stop "npm cannot install what tests/browser/package.json names"
if [ ! -x "$work/python/bin/frictionless" ]; then
    python3 -m venv --clear "$work/python"
    "$work/python/bin/pip" install --quiet --disable-pip-version-check 'frictionless>=5.18,<6' >&2 ||
        stop "pip cannot install frictionless"
fi

(cd "$work" && node pages.mjs "$report" "$chromium")
(cd "$work" && npx --no-install html-validate --config htmlvalidate.json --max-warnings 0 --ext html "$report")
echo "every page is valid HTML"
(cd "$work" && node documents.mjs "$report")
(cd "$report" && "$work/python/bin/frictionless" validate datapackage.json >"$work/frictionless.txt") ||
    { cat "$work/frictionless.txt" >&2; stop "the data package is not valid"; }
echo "the data package is valid"

rm -rf "$work/sheets"
# The tokens of the filter: comma, quote, UTF-8, from line 1, English (US), cells as shown, every sheet.
soffice "-env:UserInstallation=file://$work/office" --headless \
    --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,true,false,false,-1' \
    --outdir "$work/sheets" "$report/kommunspegel.xlsx" >"$work/soffice.txt" 2>&1 || { cat "$work/soffice.txt" >&2; stop "LibreOffice cannot open the workbook"; }
python3 "$work/workbook.py" "$report" "$work/sheets"
