//! What the open data is, for programs: a Frictionless Data Package (version 2) and a DCAT-AP-SE catalogue. It must
//! not know rows.

use serde_json::{Value, json};
use std::io;

use super::{
    Sink,
    tables::{Cells, Column, TABLES, Table},
};
use crate::standing::{Benchmark, SCHEMA_VERSION};

/// What anybody may do with the data: everything.
pub(super) const LICENCE: &str = "https://creativecommons.org/publicdomain/zero/1.0/";

/// What the licence covers, in Swedish and English.
pub(super) const COVERED: (&str, &str) = (
    "CC0 gäller poäng, placeringar, sammanställningar, frågor och beskrivningar. Citaten, med sidornas titlar, rubriker och länktexter, är ord från kommunernas webbplatser. De återges som citat och omfattas inte.",
    "CC0 covers points, places, compilations, questions and descriptions. The quotes, with titles, headings and link texts of pages, are words of the municipalities' sites. They are given as quotations and not covered.",
);

/// Writes `datapackage.json` and `dcat.jsonld`.
pub(super) fn write(benchmark: &Benchmark, sink: &mut dyn Sink) -> io::Result<()> {
    let mut document = |path: &str, document: Value| -> io::Result<()> {
        let mut text = serde_json::to_string_pretty(&document)?;
        text.push('\n');
        sink.file(path, text.as_bytes())
    };
    document("datapackage.json", data_package(benchmark))?;
    document("dcat.jsonld", dcat(benchmark))
}

fn data_package(benchmark: &Benchmark) -> Value {
    let resources: Vec<Value> = TABLES.iter().map(|table| resource(table, benchmark)).collect();
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "kommunspegel",
        "title": format!("Kommunspegel {}", benchmark.edition.id),
        "description": format!("Så svarar kommunernas webbplatser på invånarnas frågor: poäng, belägg och placeringar. {}", COVERED.0),
        "version": SCHEMA_VERSION,
        "licenses": [{ "name": "CC0-1.0", "path": LICENCE, "title": "CC0 1.0" }],
        "resources": resources,
    })
}

fn resource(table: &Table, benchmark: &Benchmark) -> Value {
    let columns = (table.columns)(benchmark);
    let mut schema = json!({
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": columns.iter().map(|column| field(table, column)).collect::<Vec<_>>(),
        "missingValues": [""],
        "primaryKey": table.key,
    });
    let named = |name: &str| columns.iter().any(|column| column.name == name);
    let refers = |field: &str, resource: &str| {
        let other = table.name != resource && named(field);
        other.then(|| json!({ "fields": [field], "reference": { "resource": resource, "fields": [field] } }))
    };
    let keys: Vec<Value> =
        [refers("kommunkod", "kommuner"), refers("fraga", "fragor")].into_iter().flatten().collect();
    if !keys.is_empty() {
        schema["foreignKeys"] = Value::Array(keys);
    }
    json!({
        "name": table.name,
        "type": "table",
        "title": table.title.0,
        "path": format!("{}.csv", table.name),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "delimiter": ",", "lineTerminator": "\r\n" },
        "schema": schema,
    })
}

fn field(table: &Table, column: &Column) -> Value {
    let kind = match column.cells {
        Cells::Text => "string",
        Cells::Whole => "integer",
        Cells::Decimal => "number",
        Cells::Flag => "boolean",
    };
    let mut field = json!({ "name": column.name, "type": kind, "description": column.meaning });
    if column.cells == Cells::Flag {
        field["trueValues"] = json!(["1"]);
        field["falseValues"] = json!(["0"]);
    }
    if table.key.contains(&column.name.as_str()) {
        field["constraints"] = json!({ "required": true });
    } else {
        // Data Package 2.0: what the missing value of this field says.
        field["missingValues"] = json!([{ "value": "", "label": "okänt eller gäller inte" }]);
    }
    field
}

fn dcat(benchmark: &Benchmark) -> Value {
    let language = |code: &str| json!({ "@id": format!("http://publications.europa.eu/resource/authority/language/{code}") });
    let languages = json!([language("SWE"), language("ENG")]);
    let publisher = json!({ "@id": "#utgivare", "@type": "foaf:Agent", "foaf:name": "Kommunspegel" });
    json!({
        "@context": context(),
        "@id": "#katalog",
        "@type": "dcat:Catalog",
        "dcterms:title": both("Kommunspegels öppna data", "Open data of Kommunspegel"),
        "dcterms:description": both(
            "Resultat av mätningar av kommunernas webbplatser.",
            "Results of measurements of municipal web sites.",
        ),
        "dcterms:publisher": publisher,
        "dcterms:license": { "@id": LICENCE },
        "dcterms:language": languages,
        "dcat:dataset": [{
            "@id": "#utgava",
            "@type": "dcat:Dataset",
            "dcterms:title": both(
                &format!("Kommunspegel, utgåva {}", benchmark.edition.id),
                &format!("Kommunspegel, edition {}", benchmark.edition.id),
            ),
            "dcterms:description": both(
                "Poäng, belägg och placeringar för kommunernas webbplatser.",
                "Points, proof and places of municipal web sites.",
            ),
            "dcterms:publisher": { "@id": "#utgivare" },
            "dcterms:identifier": format!("kommunspegel-{}", benchmark.edition.id),
            "owl:versionInfo": SCHEMA_VERSION,
            "dcterms:issued": dated(&benchmark.edition.date),
            "dcterms:accessRights": { "@id": "http://publications.europa.eu/resource/authority/access-right/PUBLIC" },
            "dcterms:spatial": { "@id": "http://publications.europa.eu/resource/authority/country/SWE" },
            "dcat:theme": { "@id": "http://publications.europa.eu/resource/authority/data-theme/GOVE" },
            "dcterms:language": languages,
            "dcat:keyword": keywords(),
            "dcat:distribution": distributions(),
        }],
    })
}

/// The vocabularies.
fn context() -> Value {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#"
    })
}

/// Words in both languages, as JSON-LD has them.
fn both(sv: &str, en: &str) -> Value {
    json!([{ "@language": "sv", "@value": sv }, { "@language": "en", "@value": en }])
}

/// One value for each keyword and language.
fn keywords() -> Value {
    let words = [("kommuner", "municipalities"), ("webbplatser", "web sites"), ("e-tjänster", "e-services")];
    let tagged = |tag: &str, word: &str| json!({ "@language": tag, "@value": word });
    words.iter().flat_map(|(sv, en)| [tagged("sv", sv), tagged("en", en)]).collect()
}

/// The tables in both forms, the workbook, and the whole result.
fn distributions() -> Vec<Value> {
    let table = |table: &Table, (folder, word): (&str, &str)| {
        let words = table.title;
        let title = both(&format!("{}{word}", words.0), &format!("{}{word}", words.1));
        distribution(&format!("{folder}{}.csv", table.name), ("text/csv", title))
    };
    let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let whole = [
        ("kommunspegel.xlsx", (xlsx, both("Alla tabeller i en arbetsbok", "All tables in one workbook"))),
        ("benchmark.json", ("application/json", both("Hela resultatet", "The whole result"))),
        ("api/v1/index.json", ("application/json", both("Gränssnitt av filer", "Interface of files"))),
    ];
    let tables = TABLES.iter().flat_map(|one| [table(one, ("", "")), table(one, ("excel/", " (Excel)"))]);
    tables.chain(whole.into_iter().map(|(path, told)| distribution(path, told))).collect()
}

fn distribution(path: &str, (media_type, title): (&str, Value)) -> Value {
    json!({
        "@id": path,
        "@type": "dcat:Distribution",
        "dcterms:title": title,
        "dcat:accessURL": { "@id": path },
        "dcat:downloadURL": { "@id": path },
        "dcterms:format": media_type,
        "dcterms:license": { "@id": LICENCE },
        "dcterms:rights": { "@type": "dcterms:RightsStatement", "rdfs:label": both(COVERED.0, COVERED.1) },
    })
}

/// A day or a month as XML Schema types it.
fn dated(date: &str) -> Value {
    let kind = if date.len() == 7 { "xsd:gYearMonth" } else { "xsd:date" };
    json!({ "@type": kind, "@value": date })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::sample;

    #[test]
    fn every_table_is_described_with_its_keys() {
        let package = data_package(&sample::benchmark());
        let resources = package["resources"].as_array().unwrap();
        assert_eq!(resources.len(), TABLES.len());
        for resource in resources {
            let fields = resource["schema"]["fields"].as_array().unwrap();
            assert!(
                fields.iter().all(|field| field["description"].as_str().is_some_and(|text| !text.is_empty()))
            );
            assert!(!resource["schema"]["primaryKey"].as_array().unwrap().is_empty());
        }
        assert_eq!(resources[0]["schema"]["foreignKeys"][0]["reference"]["resource"], "kommuner");
    }

    #[test]
    fn the_catalogue_lists_both_forms_of_every_table() {
        let catalogue = dcat(&sample::benchmark());
        let distributions = catalogue["dcat:dataset"][0]["dcat:distribution"].as_array().unwrap();
        assert_eq!(distributions.len(), 2 * TABLES.len() + 3);
        for one in distributions {
            assert_eq!(one["dcterms:license"]["@id"], LICENCE);
            assert_eq!(one["dcterms:rights"]["rdfs:label"].as_array().unwrap().len(), 2);
        }
    }

    #[test]
    fn texts_and_keywords_are_in_both_languages() {
        let catalogue = dcat(&sample::benchmark());
        let dataset = &catalogue["dcat:dataset"][0];
        let tags = |value: &Value| -> Vec<String> {
            value
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["@language"].as_str().unwrap().to_owned())
                .collect()
        };
        for text in
            [&catalogue["dcterms:title"], &catalogue["dcterms:description"], &dataset["dcterms:title"]]
        {
            assert_eq!(tags(text), ["sv", "en"]);
        }
        assert_eq!(tags(&dataset["dcat:keyword"]), ["sv", "en", "sv", "en", "sv", "en"]);
        assert_eq!(dataset["dcterms:language"].as_array().unwrap().len(), 2);
    }
}
