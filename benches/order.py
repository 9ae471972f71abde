#!/usr/bin/env python3
"""How early a crawl comes to the pages that answers stand on, beside plain breadth first, site by site of an edition.

Usage: order.py EDITION   (a directory under editions/). The order of a crawl is that of its archive; the other one follows the
links of the same pages as they stand, first found first. Printed: the share of answers with points whose page lies within the
first tenth, fifth, third and half of the site's pages.
"""
import csv
import gzip
import json
import re
import sys
from pathlib import Path
from urllib.parse import urldefrag, urljoin

PARTS = (1 / 10, 1 / 5, 1 / 3, 1 / 2)
NO_PAGES = ("style_sheet", "probe", "nonsense", "sitemap_file", "search_description")
LINK = re.compile(r"<(?:a|area|iframe)\b[^>]*?\b(?:href|src)\s*=\s*[\"']?([^\"' >]+)", re.I)


def records(path):
    with gzip.open(path) as file:
        while line := file.readline():
            if not line.startswith(b"WARC/"):
                continue
            fields = {}
            while field := file.readline().rstrip(b"\r\n"):
                name, _, value = field.partition(b":")
                fields[name.decode().lower()] = value.strip().decode()
            yield fields, file.read(int(fields["content-length"]))


def pages(path):
    """The pages of an archive by address, in the order of their visits: their text, and where they redirect to."""
    answers, visited = {}, {}
    for fields, block in records(path):
        if fields["warc-type"] == "response":
            head, _, body = block.partition(b"\r\n\r\n")
            to = re.search(rb"\r\nlocation: *([^\r]+)", head, re.I)
            address = fields["warc-target-uri"]
            is_html = re.search(rb"\r\ncontent-type: *text/html", head, re.I) and head.split(b" ")[1] == b"200"
            text = body.decode("utf-8", "replace") if is_html else None
            answers[address] = text, to and urljoin(address, to[1].decode("latin-1"))
        elif fields["warc-type"] == "metadata" and (note := json.loads(block)).get("about") == "visit":
            if note["found"] not in NO_PAGES and note["url"] in answers:
                visited.setdefault(note["url"], answers[note["url"]])
    return visited


def breadth_first(visited):
    queue = list(visited)[:1]
    known, order = set(queue), []
    for address in queue:
        text, to = visited[address]
        if text is not None:
            order.append(address)
        for link in [to] if to else LINK.findall(text or ""):
            link = urldefrag(urljoin(address, link.replace("&amp;", "&")))[0]
            if link in visited and link not in known:
                known.add(link)
                queue.append(link)
    found = set(order)
    return order + [address for address, (text, _) in visited.items() if text is not None and address not in found]


def main():
    edition = Path(sys.argv[1])
    with open(edition / "report" / "svar.csv", encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["poang"] in ("1", "3")]
    totals, count = {"crawled": [0] * len(PARTS), "breadth first": [0] * len(PARTS)}, 0
    for path in sorted((edition / "archive").glob("*.warc.gz")):
        visited = pages(path)
        crawled = [address for address, (text, _) in visited.items() if text is not None]
        proofs = [urldefrag(row["url"])[0] for row in rows if row["kommunkod"] == path.name.split(".")[0]]
        proofs = [proof for proof in proofs if proof in set(crawled)]
        count += len(proofs)
        for name, order in (("crawled", crawled), ("breadth first", breadth_first(visited))):
            place = {address: number for number, address in enumerate(order)}
            for at, part in enumerate(PARTS):
                totals[name][at] += sum(place[proof] < part * len(order) for proof in proofs)
    print(f"{count} answers; within " + ", ".join(f"{part:.2f}" for part in PARTS) + " of the pages:")
    for name, sums in totals.items():
        print(f"{name}: " + ", ".join(f"{total / max(count, 1):.3f}" for total in sums))


main()
