#!/usr/bin/env python3
"""Replays WARC archives with pywb, as a reader of web archives would, and compares what comes with what was kept.

Usage: replay.py ARCHIVE...   (the interpreter's environment holds pywb and warcio)

Archives that are named together are one collection: what a revisit refers to is looked for in all of them. Of a
revisit by digest the original's page must come; where the server said "not modified", so must the replay. Where a
browser drew a page (a conversion), the drawn one must come.
"""

import gzip
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from warcio.archiveiterator import ArchiveIterator

COLLECTION = "prov"
PATIENCE = 60
NOT_MODIFIED = ("304", b"")


def records(archives):
    """All records: the fields of the record and of the answer, and the body."""
    for archive in archives:
        with open(archive, "rb") as stream:
            for record in ArchiveIterator(stream):
                yield record.rec_type, record.rec_headers, record.http_headers, record.content_stream().read()


def kept(archives):
    """What must come of every page that the archives hold, by address and moment: its kind, and status and body."""
    bodies, pages = {}, {}
    for kind, fields, answer, body in records(archives):
        moment = "".join(c for c in fields["WARC-Date"] if c.isdigit())[:14]
        address = fields["WARC-Target-URI"]
        page = address, moment
        if kind == "response":
            bodies[fields["WARC-Record-ID"]] = fields["WARC-Date"], body
            if answer.get_statuscode() == "200":
                pages[page] = kind, ("200", body)
        elif kind == "conversion":
            pages[page] = "drawn", ("200", body)
        elif kind == "revisit" and answer.get_statuscode() == "304":
            pages[page] = "not modified", NOT_MODIFIED
        elif kind == "revisit":
            date, body = bodies[fields["WARC-Refers-To"]]
            if fields["WARC-Refers-To-Date"] != date:
                sys.exit(f"{address}: refers to {fields['WARC-Refers-To-Date']}, which was kept {date}")
            pages[page] = kind, (answer.get_statuscode(), body)
    return pages


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def replayed(port, moment, address):
    """What pywb shows of an address, unchanged (`id_`): status and body."""
    wanted = f"http://127.0.0.1:{port}/{COLLECTION}/{moment}id_/{address}"
    try:
        with urllib.request.urlopen(wanted, timeout=20) as answer:
            body = answer.read()
            packed = answer.headers["Content-Encoding"] == "gzip"
            return str(answer.status), gzip.decompress(body) if packed else body
    except urllib.error.HTTPError as answer:
        return str(answer.code), answer.read()


def wait(port, server):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    sys.exit("pywb does not answer")


def main(archives):
    programs = os.path.dirname(sys.executable)
    archives = [os.path.abspath(archive) for archive in archives]
    with tempfile.TemporaryDirectory() as place:
        run = lambda *words: subprocess.run(words, cwd=place, check=True, capture_output=True)
        run(f"{programs}/wb-manager", "init", COLLECTION)
        run(f"{programs}/wb-manager", "add", COLLECTION, *archives)
        port = free_port()
        server = subprocess.Popen(
            [f"{programs}/wayback", "-b", "127.0.0.1", "-p", str(port)],
            cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        try:
            wait(port, server)
            pages = kept(archives)
            wrong = [
                f"{kind} {address} {moment}: {shown[0]}, {len(shown[1])} bytes"
                for (address, moment), (kind, expected) in pages.items()
                if (shown := replayed(port, moment, address)) != expected
            ]
        finally:
            server.terminate()
            server.wait()
    told = " ".join(os.path.basename(archive) for archive in archives)
    if wrong or not pages:
        sys.exit(f"{told}: replayed otherwise than kept: {wrong or 'nothing'}")
    kinds = [kind for kind, _ in pages.values()]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
    print(f"{told}: replayed by pywb as they were kept: {counts}")


if __name__ == "__main__":
    main(sys.argv[1:])
