//! WAI-ARIA as data: roles, states and properties, read from `rubrics/accessibility/aria.toml`. Knows no page.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// Where a role's name may come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameFrom {
    /// From the content, or from attributes.
    Content,
    /// From attributes only.
    Author,
    /// It must have none.
    Prohibited,
}

/// What a role asks for and allows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the table, true when written")]
pub struct Role {
    /// Where its name may come from.
    pub name: NameFrom,
    /// Whether people act on it.
    #[serde(default)]
    pub widget: bool,
    /// Whether it is a field of a form.
    #[serde(default)]
    pub field: bool,
    /// Whether it is a kind of link.
    #[serde(default)]
    pub link: bool,
    /// Whether it is a landmark.
    #[serde(default)]
    pub landmark: bool,
    /// Whether what it contains is presentational.
    #[serde(default)]
    pub leaf: bool,
    /// Properties that it needs.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Further properties that it may have.
    #[serde(default)]
    pub allows: Vec<String>,
    /// Roles of which it must own one; `group>option` through a group.
    #[serde(default)]
    pub owns: Vec<String>,
    /// Roles that it must stand in.
    #[serde(default)]
    pub within: Vec<String>,
}

/// What a state or property may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// `true` or `false`.
    TrueFalse,
    /// `true`, `false` or `undefined`.
    Optional,
    /// `true`, `false`, `mixed` or `undefined`.
    Tristate,
    /// One of the values.
    Token,
    /// Some of the values.
    Tokens,
    /// The id of an element.
    Id,
    /// Ids of elements.
    Ids,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Anything.
    Text,
}

/// A state or property.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// What it may hold.
    pub kind: Kind,
    /// Whether every role may have it.
    #[serde(default)]
    pub global: bool,
    /// The values of a token.
    #[serde(default)]
    pub values: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Aria {
    properties: BTreeMap<String, Property>,
    roles: BTreeMap<String, Role>,
}

static ARIA: LazyLock<Aria> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../rubrics/accessibility/aria.toml")).expect("the table is tested")
});

/// A role with its name as the table has it.
pub fn role(name: &str) -> Option<(&'static str, &'static Role)> {
    ARIA.roles.get_key_value(name).map(|(name, role)| (name.as_str(), role))
}

/// A state or property by its attribute.
pub fn property(name: &str) -> Option<&'static Property> {
    ARIA.properties.get(name)
}

/// Whether a role may have a property.
pub fn allows(role: Option<&Role>, name: &str) -> bool {
    let global = property(name).is_some_and(|property| property.global);
    let listed = |list: &[String]| list.iter().any(|known| known == name);
    global || role.is_some_and(|role| listed(&role.requires) || listed(&role.allows))
}

impl Property {
    /// Whether a value is one that it may hold.
    pub fn admits(&self, value: &str) -> bool {
        let value = value.trim().to_ascii_lowercase();
        let is = |words: &[&str]| words.contains(&value.as_str());
        let listed = |word: &str| self.values.iter().any(|known| known == word);
        match self.kind {
            Kind::TrueFalse => is(&["true", "false"]),
            Kind::Optional => is(&["true", "false", "undefined"]),
            Kind::Tristate => is(&["true", "false", "mixed", "undefined"]),
            Kind::Token => listed(&value),
            Kind::Tokens => value.split_ascii_whitespace().all(listed),
            Kind::Id => !value.is_empty() && !value.contains(char::is_whitespace),
            Kind::Ids => !value.is_empty(),
            Kind::Integer => value.parse::<i64>().is_ok(),
            Kind::Number => value.parse::<f64>().is_ok(),
            Kind::Text => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        for (name, role) in &ARIA.roles {
            for property in role.requires.iter().chain(&role.allows) {
                assert!(ARIA.properties.contains_key(property), "{name}: {property}");
            }
            for other in role.within.iter().chain(role.owns.iter().flat_map(|owned| [owned])) {
                assert!(other.split('>').all(|part| ARIA.roles.contains_key(part)), "{name}: {other}");
            }
        }
    }

    #[test]
    fn values() {
        let check = |name: &str, value: &str, expected: bool| {
            assert_eq!(property(name).unwrap().admits(value), expected, "{name}={value}");
        };
        check("aria-expanded", "undefined", true);
        check("aria-expanded", "collapsed", false);
        check("aria-pressed", "mixed", true);
        check("aria-valuenow", "1.5", true);
        check("aria-level", "1.5", false);
        check("aria-relevant", "text additions", true);
        check("aria-relevant", "text always", false);
        check("aria-live", "page", false);
    }
}
