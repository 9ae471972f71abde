#!/usr/bin/env python3
"""Replays a WARC archive with pywb, as a reader of web archives would, and compares what comes with what was kept.

Usage: replay.py ARCHIVE   (the interpreter's environment holds pywb and warcio)
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


def kept(archive):
    """Address, moment and body of every page that the archive holds."""
    with open(archive, "rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response" and record.http_headers.get_statuscode() == "200":
                moment = "".join(c for c in record.rec_headers["WARC-Date"] if c.isdigit())[:14]
                yield record.rec_headers["WARC-Target-URI"], moment, record.content_stream().read()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def replayed(port, moment, address):
    """What pywb shows of an address, unchanged (`id_`)."""
    wanted = f"http://127.0.0.1:{port}/{COLLECTION}/{moment}id_/{address}"
    with urllib.request.urlopen(wanted, timeout=20) as answer:
        body = answer.read()
        return gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body


def wait(port, server):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    sys.exit("pywb does not answer")


def main(archive):
    programs = os.path.dirname(sys.executable)
    archive = os.path.abspath(archive)
    with tempfile.TemporaryDirectory() as place:
        run = lambda *words: subprocess.run(words, cwd=place, check=True, capture_output=True)
        run(f"{programs}/wb-manager", "init", COLLECTION)
        run(f"{programs}/wb-manager", "add", COLLECTION, archive)
        port = free_port()
        server = subprocess.Popen(
            [f"{programs}/wayback", "-b", "127.0.0.1", "-p", str(port)],
            cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        try:
            wait(port, server)
            pages = list(kept(archive))
            wrong = [address for address, moment, body in pages if replayed(port, moment, address) != body]
        finally:
            server.terminate()
            server.wait()
    if wrong or not pages:
        sys.exit(f"{archive}: replayed otherwise than kept: {wrong or 'nothing'}")
    print(f"{archive}: {len(pages)} pages replayed by pywb as they were kept")


if __name__ == "__main__":
    main(sys.argv[1])
