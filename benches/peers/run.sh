#!/bin/sh
# Kommunspegel's crawler beside Scrapy, Crawlee and wget2 on one closed site on loopback: prints a Markdown table.
# Usage: benches/peers/run.sh [PAGES]
#
# Needs nginx and wget2 (Debian), Python 3 with venv, Node.js with npm; the peers are installed under target/peers.
# Kommunspegel asks for one page at a time and writes its archive; the others have 64 requests in flight and keep
# nothing, wget2 excepted, which writes the pages. All obey robots.txt and accept gzip.
set -eu

pages=${1:-5000}
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../.." && pwd)
work="$root/target/peers"
port=18085
address="http://127.0.0.1:$port/"

for program in nginx wget2 python3 node npm; do
    command -v "$program" >/dev/null || PATH="$PATH:/usr/sbin" command -v "$program" >/dev/null || {
        echo "benches/peers/run.sh: $program is missing" >&2
        exit 1
    }
done
PATH="$PATH:/usr/sbin"
mkdir -p "$work/logs"

cargo build --release --quiet --example crawl --manifest-path "$root/Cargo.toml"
if [ ! -x "$work/venv/bin/scrapy" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet --disable-pip-version-check 'scrapy>=2.13,<3'
fi
if [ ! -d "$work/node_modules/@crawlee/cheerio" ]; then
    npm install --silent --no-audit --no-fund --prefix "$work" '@crawlee/cheerio@3'
fi
cp "$here/crawler.mjs" "$work/crawler.mjs"
[ -f "$work/site-$pages/robots.txt" ] || python3 "$here/site.py" "$work/site-$pages" "$pages"

cat >"$work/nginx.conf" <<CONF
worker_processes 1;
pid $work/nginx.pid;
error_log $work/logs/error.log;
events { worker_connections 512; }
http {
    access_log off;
    client_body_temp_path $work/logs;
    types { text/html html; text/plain txt; }
    charset utf-8;
    server { listen 127.0.0.1:$port; root $work/site-$pages; gzip_static on; gzip_vary on; }
}
CONF
nginx -p "$work" -e "$work/logs/error.log" -c "$work/nginx.conf"
trap 'kill "$(cat "$work/nginx.pid")"' EXIT

measure() {
    python3 "$here/measure.py" "$@"
}

echo "| Crawler | Pages | Seconds | CPU ms/page | Peak memory, MB |"
echo "|---|---:|---:|---:|---:|"
rm -rf "$work/archive" "$work/mirror"
measure "Kommunspegel, archive written" "$root/target/release/examples/crawl" "$address" "$work/archive" "$((pages + 100))"
measure "wget2 $(wget2 --version | sed -n '1s/.*Wget2 \([0-9.]*\).*/\1/p')" sh -c \
    "wget2 --quiet --recursive --level=inf --max-threads=64 --directory-prefix='$work/mirror' '$address'; find '$work/mirror' -name '*.html' | wc -l"
measure "Crawlee $(node -p "require('$work/node_modules/@crawlee/cheerio/package.json').version")" node "$work/crawler.mjs" "$address"
measure "Scrapy $("$work/venv/bin/scrapy" version | cut -d' ' -f2)" "$work/venv/bin/python" "$here/spider.py" "$address"
