//! Named networks of municipalities that compare themselves with each other, read from TOML text.
//! Knows not which register its members will be looked up in.

use serde::Deserialize;

use crate::spelling;

/// The networks that travel inside the program.
const EMBEDDED: &str = include_str!("data/networks.toml");

/// Municipalities that work together.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Network {
    /// The short name to select it by: `sodertorn`.
    pub id: String,
    /// The name to show: "Södertörnskommunerna".
    pub name: String,
    /// Codes or names of its members.
    pub members: Vec<String>,
}

/// All known networks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Networks(Vec<Network>);

/// The text names no usable networks; the message has the line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetworksError {
    /// The text is not TOML, or a key is missing or unknown.
    #[error("the networks cannot be read: {0}")]
    Syntax(String),
    /// A network that nobody could select.
    #[error("network \"{0}\" needs an id of letters a-z, digits and hyphens, a name and members")]
    Incomplete(String),
    /// Two networks with one id.
    #[error("network \"{0}\" stands twice in the same file; keep one")]
    Twice(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    network: Vec<Network>,
}

impl Networks {
    /// Well-known co-operations of Swedish municipalities.
    pub fn embedded() -> Self {
        Self::read(EMBEDDED).expect("the embedded networks are read by a test")
    }

    /// Reads `[[network]]` tables, each with `id`, `name` and `members`.
    pub fn read(text: &str) -> Result<Self, NetworksError> {
        let listed: Listed =
            toml::from_str(text).map_err(|error| NetworksError::Syntax(error.to_string()))?;
        for (at, network) in listed.network.iter().enumerate() {
            if !network.is_complete() {
                return Err(NetworksError::Incomplete(network.id.clone()));
            }
            if listed.network[..at].iter().any(|earlier| earlier.id == network.id) {
                return Err(NetworksError::Twice(network.id.clone()));
            }
        }
        Ok(Self(listed.network))
    }

    /// These networks and `own` ones, which win over those of the same id.
    #[must_use]
    pub fn extended(mut self, own: Self) -> Self {
        self.0.retain(|network| own.get(&network.id).is_none());
        self.0.extend(own.0);
        self
    }

    /// The network with this id or name, in any case.
    pub fn get(&self, wanted: &str) -> Option<&Network> {
        let wanted = wanted.to_lowercase();
        self.iter().find(|network| network.id == wanted || network.name.to_lowercase() == wanted)
    }

    /// The networks in the order of their lists.
    pub fn iter(&self) -> impl Iterator<Item = &Network> {
        self.0.iter()
    }

    /// The end of a message about an unknown network.
    pub(super) fn suggestion(&self, wanted: &str) -> String {
        spelling::suggestion(wanted, self.iter().map(|network| network.id.as_str()))
    }
}

impl Network {
    fn is_complete(&self) -> bool {
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        !self.id.is_empty() && self.id.chars().all(plain) && !self.name.is_empty() && !self.members.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "[[network]]\nid = \"sodertorn\"\nname = \"Mina grannar\"\nmembers = [\"0127\"]\n";

    #[test]
    fn own_networks_win() {
        let embedded = Networks::embedded();
        let before = embedded.iter().count();
        let all = embedded.extended(Networks::read(OWN).unwrap());
        assert_eq!(all.iter().count(), before);
        assert_eq!(all.get("SODERTORN").unwrap().name, "Mina grannar");
        assert_eq!(all.get("mina grannar").unwrap().id, "sodertorn");
    }

    #[test]
    fn mistakes_are_located() {
        let check = |text: &str, part: &str| {
            let message = Networks::read(text).unwrap_err().to_string();
            assert!(message.contains(part), "{message} lacks {part}");
        };
        check(&OWN.replace("members", "member"), "line 4");
        check(&OWN.replace("\"0127\"", ""), "needs an id");
        check(&OWN.repeat(2), "stands twice");
    }
}
