//! Groups that a body is compared within. It must not know points.

use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

use super::{Body, Measure, Statistics};

/// What holds a group together, in the order that readers meet them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// All that were measured.
    Nation,
    /// A county.
    County,
    /// A group of SKR's grouping.
    Skr,
    /// A size class.
    Size,
    /// A network that works together.
    Network,
}

/// A group of bodies, with middle and spread of every measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Group {
    /// Stable identifier: `riket`, `lan:01`, `skr:C7`, `storlek:…`, `natverk:…`.
    pub id: String,
    /// What holds it together.
    pub kind: GroupKind,
    /// Name shown to readers.
    pub name: String,
    /// Codes of its members, ranked or not, ascending.
    pub members: Vec<String>,
    /// Middle and spread by measure; a measure that nobody is ranked by is missing.
    pub statistics: BTreeMap<Measure, Statistics>,
}

/// Identity of a group, sorted in reading order.
type Key = (GroupKind, u32, String, String);

/// The groups of all bodies, in reading order: the nation (also of nobody), then by kind and by size or
/// name; without statistics.
pub(super) fn groups<'a>(bodies: impl Iterator<Item = &'a Body> + Clone) -> Vec<Group> {
    let mut smallest: BTreeMap<&str, u32> = BTreeMap::new();
    for body in bodies.clone() {
        let population = body.population.unwrap_or(u32::MAX);
        let least = smallest.entry(&body.size_class).or_insert(population);
        *least = population.min(*least);
    }
    let nation = (GroupKind::Nation, 0, "riket".to_owned(), "Riket".to_owned());
    let mut members: BTreeMap<Key, Vec<String>> = BTreeMap::from([(nation.clone(), Vec::new())]);
    for body in bodies {
        members.entry(nation.clone()).or_default().push(body.code.clone());
        for (kind, id, name) in memberships(body) {
            let size = if kind == GroupKind::Size { smallest[body.size_class.as_str()] } else { 0 };
            members.entry((kind, size, id, name)).or_default().push(body.code.clone());
        }
    }
    let group = |((kind, _, id, name), mut members): (Key, Vec<String>)| {
        members.sort();
        members.dedup();
        Group { id, kind, name, members, statistics: BTreeMap::new() }
    };
    members.into_iter().map(group).collect()
}

/// The groups beside the nation that one body belongs to: kind, identifier, name.
fn memberships(body: &Body) -> Vec<(GroupKind, String, String)> {
    let mut found = Vec::new();
    let mut join = |kind, prefix: &str, code: &str, name: &str| {
        if !code.is_empty() {
            found.push((kind, format!("{prefix}:{code}"), name.to_owned()));
        }
    };
    join(GroupKind::County, "lan", &body.county_code, &body.county);
    join(GroupKind::Skr, "skr", &body.skr_group_code, &body.skr_group);
    join(GroupKind::Size, "storlek", &body.size_class, &body.size_class);
    for network in &body.networks {
        join(GroupKind::Network, "natverk", network, network);
    }
    found
}
