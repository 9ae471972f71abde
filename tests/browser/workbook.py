"""Compares the sheets of a report's workbook, as LibreOffice converted them to CSV, with the report's own tables.

Usage: workbook.py REPORT CONVERTED
"""

import csv
import pathlib
import sys


def rows(path, encoding="utf-8"):
    with open(path, encoding=encoding, newline="") as file:
        return list(csv.reader(file))


def main():
    report, converted = map(pathlib.Path, sys.argv[1:])
    tables = sorted(path.stem for path in (report / "excel").glob("*.csv"))
    wrong = 0
    for table in tables:
        own, sheet = rows(report / f"{table}.csv"), rows(converted / f"kommunspegel-{table}.csv")
        differing = [(a, b) for a, b in zip(own, sheet) if a != b]
        if len(own) != len(sheet) or differing:
            wrong += 1
            print(f"{table}: {len(own)} rows, the workbook has {len(sheet)}; {differing[:1]}", file=sys.stderr)
    print(f"{len(tables)} sheets of the workbook: {wrong} differ from their table")
    return 1 if wrong or not tables else 0


sys.exit(main())
