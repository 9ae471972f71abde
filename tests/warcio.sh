#!/bin/sh
# Checks WARC archives with warcio, an independent reader (PyPI), in a virtual environment under target/.
# Usage: tests/warcio.sh ARCHIVE...
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
environment="$root/target/warcio"

if [ "$#" -eq 0 ]; then
    echo "usage: tests/warcio.sh ARCHIVE..." >&2
    exit 2
fi
if [ ! -x "$environment/bin/warcio" ]; then
    python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check 'warcio>=1.8,<2' >&2
fi

"$environment/bin/warcio" check "$@"
for archive in "$@"; do
    records=$("$environment/bin/warcio" index -f warc-type -- "$archive" | wc -l)
    echo "$archive: $records records, every digest right"
done
