#!/usr/bin/env python3
"""Runs a crawler and prints its row of a Markdown table: pages, seconds, CPU per page, peak memory.

Usage: measure.py NAME COMMAND...   The command's last line of standard output is the number of pages that it read.
"""
import resource
import subprocess
import sys
import time

began = time.monotonic()
done = subprocess.run(sys.argv[2:], stdout=subprocess.PIPE, text=True, check=True)
seconds = time.monotonic() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
pages = int(done.stdout.split()[-1])
cpu = (used.ru_utime + used.ru_stime) * 1000 / max(pages, 1)
print(f"| {sys.argv[1]} | {pages} | {seconds:.0f} | {cpu:.2f} | {used.ru_maxrss / 1024:.0f} |")
