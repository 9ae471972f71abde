"""Reads a SARIF log and an EARL report as other programs do, and fails where they could not.

Usage: formats.py SARIF-SCHEMA SARIF EARL
"""

import json
import sys

import jsonschema
from pyld import jsonld

EARL = "http://www.w3.org/ns/earl#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def check_sarif(schema, log):
    """Against the schema; and every result names a rule of its tool."""
    validator = jsonschema.validators.validator_for(schema)(schema)
    faults = [f"{list(fault.absolute_path)}: {fault.message}" for fault in validator.iter_errors(log)]
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
            faults.append(f"ruleIndex {result['ruleIndex']} is not {result['ruleId']}")
    return faults, len(run["results"])


def check_earl(report):
    """As RDF: every assertion of the document has its four parts there."""

    def refuse(url, options):
        raise ValueError(f"{url}: the report leans on another document")

    jsonld.set_document_loader(refuse)
    triples = jsonld.to_rdf(report)["@default"]
    parts = {}
    for triple in triples:
        parts.setdefault(triple["subject"]["value"], {}).setdefault(triple["predicate"]["value"], []).append(
            triple["object"]["value"]
        )
    assertions = [part for part in parts.values() if EARL + "Assertion" in part.get(TYPE, [])]
    needed = ["assertedBy", "subject", "test", "result", "mode"]
    faults = [f"an assertion lacks {name}" for part in assertions for name in needed if EARL + name not in part]
    outcomes = {EARL + name for name in ("passed", "failed", "cantTell", "inapplicable", "untested")}
    for part in assertions:
        result = parts[part[EARL + "result"][0]]
        faults += [f"{outcome} is no outcome" for outcome in result[EARL + "outcome"] if outcome not in outcomes]
    if len(assertions) != len(report["assertions"]):
        faults.append(f"{len(assertions)} of {len(report['assertions'])} assertions are there as RDF")
    return faults, len(assertions)


def main():
    schema, sarif, earl = (read(path) for path in sys.argv[1:])
    sarif_faults, results = check_sarif(schema, sarif)
    earl_faults, assertions = check_earl(earl)
    for fault in (sarif_faults + earl_faults)[:20]:
        print(fault, file=sys.stderr)
    if sarif_faults or earl_faults or not results or not assertions:
        sys.exit(f"{len(sarif_faults)} faults of SARIF, {len(earl_faults)} of EARL")
    print(f"SARIF: {results} results by the schema; EARL: {assertions} assertions as JSON-LD")


main()
