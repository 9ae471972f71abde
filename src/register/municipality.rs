//! A municipality and the register that lists them. Knows not where the list was read from.

use std::str::FromStr;

use url::Url;

use super::{MunicipalityCode, RegisterError, reading};

/// The register that travels inside the program: the 290 Swedish municipalities.
const EMBEDDED: &str = include_str!("data/municipalities.csv");

/// One body of the register. Only code, name and web site are certain; what a register left out is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Municipality {
    /// Its code, unique in the register.
    pub code: MunicipalityCode,
    /// Its short name, as in "Uppsala".
    pub name: String,
    /// Code of its county (`03`).
    pub county_code: String,
    /// Name of its county ("Uppsala län").
    pub county: String,
    /// Inhabitants on 31 December of `population_year`.
    pub population: Option<u32>,
    /// The year that `population` is of.
    pub population_year: Option<u16>,
    /// Code of its group in SKR's division of municipalities (`C7`).
    pub skr_group_code: String,
    /// Name of that group.
    pub skr_group: String,
    /// Start page of its web site.
    pub website: Url,
    /// Host names of its e-service portals, in lower case.
    pub portals: Vec<String>,
}

/// Who is measured: the bodies in the order of the list, and the list's fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    municipalities: Vec<Municipality>,
    sha256: String,
}

impl Register {
    /// The 290 Swedish municipalities; their sources are named in `src/register/data/SOURCES.md`.
    pub fn embedded() -> Self {
        EMBEDDED.parse().expect("the embedded register is read by a test")
    }

    /// The bodies, in the order of the list.
    pub fn municipalities(&self) -> &[Municipality] {
        &self.municipalities
    }

    /// SHA-256 of the list as it was read, in hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The body with this code.
    pub fn get(&self, code: &MunicipalityCode) -> Option<&Municipality> {
        self.municipalities.iter().find(|municipality| municipality.code == *code)
    }

    /// Bodies that were chosen from this register, as a register of their own with the same fingerprint.
    #[must_use]
    pub fn narrowed(&self, chosen: &[&Municipality]) -> Self {
        let municipalities = chosen.iter().map(|&municipality| municipality.clone()).collect();
        Self { municipalities, sha256: self.sha256.clone() }
    }
}

/// Reads a register from CSV text; the error holds every problem of the list.
impl FromStr for Register {
    type Err = RegisterError;

    fn from_str(text: &str) -> Result<Self, RegisterError> {
        let municipalities = reading::municipalities(text)?;
        Ok(Self { municipalities, sha256: reading::fingerprint(text) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_register_is_sweden() {
        let register = Register::embedded();
        let all = register.municipalities();
        assert_eq!(all.len(), 290);
        // SCB by way of Wikidata and Kolada, 31 December 2025; see SOURCES.md.
        let inhabitants: u32 = all.iter().filter_map(|municipality| municipality.population).sum();
        assert_eq!(inhabitants, 10_605_520);
        let botkyrka = register.get(&"0127".parse().unwrap()).unwrap();
        assert_eq!((botkyrka.name.as_str(), botkyrka.county_code.as_str()), ("Botkyrka", "01"));
        let jarfalla = register.get(&"0123".parse().unwrap()).unwrap();
        assert_eq!(jarfalla.portals, ["e-tjanster.jarfalla.se"]);
        assert_eq!(register.sha256().len(), 64);
    }
}
