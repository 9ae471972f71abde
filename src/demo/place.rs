//! What a `municipality.toml` says: the municipality as the register has it, and its hosts. Knows no pages.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Charset, NotFound, SearchBox, SearchEngine, Shape};
use crate::register::{Register, RegisterError};

/// The whole file. The fields of the register are as in its columns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Described {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) full_name: String,
    #[serde(default)]
    pub(super) county_code: String,
    #[serde(default)]
    pub(super) county: String,
    pub(super) population: Option<u32>,
    pub(super) population_year: Option<u16>,
    #[serde(default)]
    pub(super) skr_group_code: String,
    #[serde(default)]
    pub(super) skr_group: String,
    pub(super) website: String,
    #[serde(default)]
    pub(super) portals: Vec<String>,
    #[serde(default)]
    pub(super) profile: String,
    #[serde(default)]
    pub(super) down: bool,
    #[serde(default, rename = "host")]
    pub(super) hosts: Vec<DescribedHost>,
}

/// One of its `[[host]]` tables.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DescribedHost {
    pub(super) name: String,
    pub(super) shape: Shape,
    #[serde(default)]
    pub(super) sitemap: bool,
    #[serde(default)]
    pub(super) not_found: NotFound,
    #[serde(default)]
    pub(super) search_box: SearchBox,
    #[serde(default)]
    pub(super) search_engine: SearchEngine,
    #[serde(default)]
    pub(super) synonyms: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) charset: Charset,
    #[serde(default)]
    pub(super) robots: String,
}

/// The register of the described municipalities: the same CSV that a real nation's register is read from.
pub(super) fn register<'a>(
    described: impl Iterator<Item = &'a Described>,
) -> Result<Register, RegisterError> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let in_memory = "rows of one length can be written to memory";
    let header =
        "code,name,county_code,county,population,population_year,skr_group_code,skr_group,website,portals";
    csv.write_record(header.split(',')).expect(in_memory);
    for place in described {
        let population = place.population.map(|count| count.to_string()).unwrap_or_default();
        let year = place.population_year.map(|year| year.to_string()).unwrap_or_default();
        let portals = place.portals.join(" ");
        let (county, group) = (&place.county, &place.skr_group);
        csv.write_record([
            &place.code,
            &place.name,
            &place.county_code,
            county,
            &population,
            &year,
            &place.skr_group_code,
            group,
            &place.website,
            &portals,
        ])
        .expect(in_memory);
    }
    let bytes = csv.into_inner().expect("memory can be flushed");
    String::from_utf8(bytes).expect("all its fields were text").parse()
}
