#!/bin/sh
# Checks WARC archives with three independent readers (PyPI), in a virtual environment under target/: warcio for records
# and digests, cdxj-indexer for an index such as replay tools use, and pywb, which replays page by page the largest archive,
# what was drawn by a browser, and the nights that refer to each other, together.
# Usage: tests/warcio.sh ARCHIVE...
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
environment="${CARGO_TARGET_DIR:-$root/target}/warcio"

if [ "$#" -eq 0 ]; then
    echo "usage: tests/warcio.sh ARCHIVE..." >&2
    exit 2
fi
if [ ! -x "$environment/bin/wayback" ]; then
    python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check \
        'warcio>=1.8,<2' 'cdxj-indexer>=1.4,<2' 'pywb>=2.8,<3' >&2
fi

"$environment/bin/warcio" check "$@"
for archive in "$@"; do
    records=$("$environment/bin/warcio" index -f warc-type -- "$archive" | wc -l)
    answers=$("$environment/bin/warcio" index -f warc-type -- "$archive" | grep -c -E '"(response|revisit)"' || true)
    indexed=$("$environment/bin/cdxj-indexer" --sort --records response,revisit "$archive" | wc -l)
    if [ "$indexed" -ne "$answers" ]; then
        echo "$archive: $answers answers, but $indexed in the index" >&2
        exit 1
    fi
    echo "$archive: $records records, every digest right, $indexed answers indexed"
done

replay() {
    "$environment/bin/python" "$root/tests/replay.py" "$@"
}

# Names are separated by line breaks, so that they may hold spaces.
nights= others=
for archive in "$@"; do
    case ${archive##*/} in
    sample-night-*) nights="$nights$archive
" ;;
    *) others="$others$archive
" ;;
    esac
    case ${archive##*/} in
    sample-drawn*) replay "$archive" ;;
    esac
done
IFS='
'
# shellcheck disable=SC2086
[ -z "$others" ] || replay "$(ls -S $others | head -n 1)"
# shellcheck disable=SC2086
[ -z "$nights" ] || replay $nights
