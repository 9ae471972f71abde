#!/usr/bin/env python3
"""Writes a closed site of pages of about 85 kB with links among them, each packed beside itself for nginx.

Usage: site.py DIRECTORY PAGES
"""
import gzip
import random
import sys
from pathlib import Path

WORDS = "förskola avgift kommun ansökan plats vård omsorg bygglov tomt vatten avfall skola elev buss vinter beslut".split()
LINKS = 120
SIZE = 85_000


def page(number, pages, chance):
    near = [(number * 10 + step) % pages for step in range(1, 11)]
    links = near + [chance.randrange(pages) for _ in range(LINKS - len(near))]
    menu = "".join(f'<li class="menu__item"><a href="/p{link}.html">{chance.choice(WORDS)} {link}</a></li>' for link in links)
    parts = []
    size = len(menu)
    while size < SIZE:
        words = " ".join(chance.choices(WORDS, k=60))
        parts.append(f'<section class="block block--text" data-id="{chance.randrange(1 << 30)}"><h2>{chance.choice(WORDS)}</h2><p>{words}.</p></section>')
        size += len(parts[-1].encode())
    return f'<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Sida {number}</title></head><body><nav><ul>{menu}</ul></nav><main>{"".join(parts)}</main></body></html>'


def main():
    directory, pages = Path(sys.argv[1]), int(sys.argv[2])
    directory.mkdir(parents=True, exist_ok=True)
    chance = random.Random(2026)
    for number in range(pages):
        name = "index.html" if number == 0 else f"p{number}.html"
        body = page(number, pages, chance).encode()
        for target, content in ((name, body), (f"{name}.gz", gzip.compress(body, 6, mtime=0))):
            (directory / target).write_bytes(content)
    for suffix in ("", ".gz"):
        (directory / f"p0.html{suffix}").write_bytes((directory / f"index.html{suffix}").read_bytes())
    (directory / "robots.txt").write_text("User-agent: *\nDisallow: /inget/\n")


main()
