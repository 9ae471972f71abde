//! Which bodies of a register are wanted: `0127,Uppsala,lan:01,skr:C7,size:15000-50000,network:sodertorn`.
//! Knows not where the words were typed.

use std::ops::RangeInclusive;
use std::str::FromStr;

use super::{Municipality, Network, Networks, Register};
use crate::spelling;

/// The union of what its items choose; without items, everybody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection(Vec<Item>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Item {
    Body(String),
    County(String),
    SkrGroup(String),
    Size(RangeInclusive<u32>),
    Network(String),
}

/// The selection cannot be understood, or chooses something that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", problems.join("\n"))]
pub struct SelectionError {
    /// Every unusable item with its remedy; never empty.
    pub problems: Vec<String>,
}

/// The kinds of items that are written `kind:value`.
const KINDS: [&str; 4] = ["lan", "skr", "size", "network"];

impl FromStr for Selection {
    type Err = SelectionError;

    fn from_str(text: &str) -> Result<Self, SelectionError> {
        let (mut items, mut problems) = (Vec::new(), Vec::new());
        for item in text.split(',').map(str::trim).filter(|item| !item.is_empty()) {
            match Item::read(item) {
                Ok(item) => items.push(item),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(Self(items)) } else { Err(SelectionError { problems }) }
    }
}

impl Item {
    fn read(text: &str) -> Result<Self, String> {
        let Some((kind, value)) = text.split_once(':') else {
            return Ok(Self::Body(text.to_lowercase()));
        };
        let value = value.trim().to_lowercase();
        match kind.trim().to_lowercase().as_str() {
            "lan" | "län" => Ok(Self::County(value)),
            "skr" => Ok(Self::SkrGroup(value)),
            "size" => population(&value).map(Self::Size).ok_or_else(|| {
                format!("\"{text}\" is no range of population; write size:-15000, size:15000-50000 or size:200000-")
            }),
            "network" => Ok(Self::Network(value)),
            other => {
                let suggestion = spelling::suggestion(other, KINDS);
                Err(format!("\"{text}\": there is no kind \"{other}\"{suggestion}; the kinds are {}", KINDS.join(", ")))
            }
        }
    }
}

fn population(text: &str) -> Option<RangeInclusive<u32>> {
    let (least, most) = text.split_once('-')?;
    if least.is_empty() && most.is_empty() {
        return None;
    }
    let end = |digits: &str, open| if digits.is_empty() { Some(open) } else { digits.parse().ok() };
    let range = end(least, 0)?..=end(most, u32::MAX)?;
    (!range.is_empty()).then_some(range)
}

impl Register {
    /// The chosen bodies in the register's order, each once. Ends of size ranges are included; names and
    /// kinds may be in any case, and `Uppsala kommun` is `Uppsala`.
    pub fn select(
        &self,
        selection: &Selection,
        networks: &Networks,
    ) -> Result<Vec<&Municipality>, SelectionError> {
        let all = self.municipalities();
        let mut chosen = vec![selection.0.is_empty(); all.len()];
        let mut problems = Vec::new();
        for item in &selection.0 {
            match self.choose(item, networks) {
                Ok(found) => found.into_iter().for_each(|at| chosen[at] = true),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() {
            Ok(all.iter().zip(chosen).filter_map(|(one, wanted)| wanted.then_some(one)).collect())
        } else {
            Err(SelectionError { problems })
        }
    }

    /// The members of a network that this register lists; the error names the ones that it does not.
    pub fn members(&self, network: &Network) -> Result<Vec<&Municipality>, SelectionError> {
        let found = self.places_of(network).map_err(|problems| SelectionError { problems })?;
        Ok(found.into_iter().map(|at| &self.municipalities()[at]).collect())
    }

    /// Places in the list that an item chooses; never none.
    fn choose(&self, item: &Item, networks: &Networks) -> Result<Vec<usize>, String> {
        match item {
            Item::Body(wanted) => self.body(wanted).map(|at| vec![at]),
            Item::County(wanted) => self.matching(
                |one| one.county_code == *wanted || names_county(wanted, &one.county),
                || self.unknown("county", wanted, |one| one.county.trim_end_matches(" län")),
            ),
            Item::SkrGroup(wanted) => self.matching(
                |one| names_group(wanted, one),
                || self.unknown("SKR group", wanted, |one| &one.skr_group),
            ),
            Item::Size(range) => self.matching(
                |one| one.population.is_some_and(|population| range.contains(&population)),
                || {
                    format!(
                        "nobody in the register has between {} and {} inhabitants",
                        range.start(),
                        range.end()
                    )
                },
            ),
            Item::Network(wanted) => match networks.get(wanted) {
                Some(network) => self.places_of(network).map_err(|problems| problems.join("\n")),
                None => Err(format!("there is no network \"{wanted}\"{}", networks.suggestion(wanted))),
            },
        }
    }

    fn places_of(&self, network: &Network) -> Result<Vec<usize>, Vec<String>> {
        let (mut found, mut problems) = (Vec::new(), Vec::new());
        for member in &network.members {
            match self.body(&member.to_lowercase()) {
                Ok(at) => found.push(at),
                Err(problem) => problems.push(format!("network {}: {problem}", network.id)),
            }
        }
        if problems.is_empty() { Ok(found) } else { Err(problems) }
    }

    /// A body by code or name, which is in lower case.
    fn body(&self, wanted: &str) -> Result<usize, String> {
        let all = self.municipalities();
        let by = |matches: &dyn Fn(&Municipality) -> bool| all.iter().position(matches);
        by(&|one| one.code.as_str().eq_ignore_ascii_case(wanted))
            .or_else(|| by(&|one| one.name.to_lowercase() == wanted))
            .or_else(|| by(&|one| names_body(wanted, &one.name.to_lowercase())))
            .ok_or_else(|| {
                let names = all.iter().map(|one| one.name.as_str());
                let suggestion = spelling::suggestion(wanted, names);
                format!("\"{wanted}\" is no code or name in the register{suggestion}")
            })
    }

    fn matching(
        &self,
        matches: impl Fn(&Municipality) -> bool,
        nobody: impl Fn() -> String,
    ) -> Result<Vec<usize>, String> {
        let all = self.municipalities().iter().enumerate();
        let found: Vec<usize> = all.filter(|&(_, one)| matches(one)).map(|(at, _)| at).collect();
        if found.is_empty() { Err(nobody()) } else { Ok(found) }
    }

    fn unknown(&self, what: &str, wanted: &str, known: impl Fn(&Municipality) -> &str) -> String {
        let names = self.municipalities().iter().map(known);
        format!("the register has no {what} \"{wanted}\"{}", spelling::suggestion(wanted, names))
    }
}

/// `uppsala kommun`, `malmö stad` and `norrälvens kommun` name Uppsala, Malmö and Norrälven.
fn names_body(wanted: &str, name: &str) -> bool {
    let stem = wanted.strip_suffix(" kommun").or_else(|| wanted.strip_suffix(" stad"));
    stem.is_some_and(|stem| stem == name || stem.strip_suffix('s') == Some(name))
}

/// `uppsala län`, `uppsala` and `stockholm` name Uppsala län and Stockholms län.
fn names_county(wanted: &str, county: &str) -> bool {
    let county = county.to_lowercase();
    let short = county.strip_suffix(" län").unwrap_or(&county);
    !wanted.is_empty() && (wanted == county || wanted == short || Some(wanted) == short.strip_suffix('s'))
}

/// `c7`, the name of the group, or the letter of the main group.
fn names_group(wanted: &str, one: &Municipality) -> bool {
    let code = one.skr_group_code.to_lowercase();
    !wanted.is_empty()
        && (wanted == code
            || wanted == one.skr_group.to_lowercase()
            || (wanted.len() == 1 && code.starts_with(wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(text: &str) -> Result<Vec<String>, SelectionError> {
        let register = Register::embedded();
        let chosen = register.select(&text.parse()?, &Networks::embedded())?;
        Ok(chosen.into_iter().map(|one| one.name.clone()).collect())
    }

    #[test]
    fn items_unite_in_the_order_of_the_register() {
        let check = |text: &str, expected: &[&str]| assert_eq!(selected(text).unwrap(), expected, "{text}");
        check("Uppsala,0127,uppsala kommun,Botkyrka", &["Botkyrka", "Uppsala"]);
        check("Göteborgs stad, MALMÖ Stad,torsås kommun", &["Torsås", "Malmö", "Göteborg"]);
        check("habo", &["Habo"]);
        check("lan:09", &["Gotland"]);
        check("size:500000-", &["Stockholm", "Göteborg"]);
        check("size:-2400", &["Bjurholm", "Sorsele", "Dorotea"]);
        check(
            "network:sodertorn,size:900000-",
            &[
                "Huddinge",
                "Botkyrka",
                "Salem",
                "Haninge",
                "Tyresö",
                "Nykvarn",
                "Stockholm",
                "Södertälje",
                "Nynäshamn",
            ],
        );
    }

    #[test]
    fn groups_have_their_number_of_members() {
        let check = |text: &str, expected| assert_eq!(selected(text).unwrap().len(), expected, "{text}");
        check("", 290);
        check("lan:01", 26);
        check("lan:Stockholm", 26);
        check("LÄN:stockholms län", 26);
        check("lan:Västra Götaland", 49);
        check("lan:örebro", 12);
        check("skr:C7", 51);
        check("skr:storstäder", 3);
        check("skr:a", 46);
        check("size:-15000,size:15000-50000,size:50000-", 290);
        check("network:goteborgsregionen", 13);
    }

    #[test]
    fn every_embedded_network_is_in_the_register() {
        let register = Register::embedded();
        for network in Networks::embedded().iter() {
            assert_eq!(register.members(network).unwrap().len(), network.members.len());
        }
    }

    #[test]
    fn unknown_items_are_all_named() {
        let check = |text: &str, parts: &[&str]| {
            let problems = selected(text).unwrap_err().problems;
            assert_eq!(problems.len(), parts.len(), "{problems:?}");
            for (problem, part) in problems.iter().zip(parts) {
                assert!(problem.contains(part), "{problem} lacks {part}");
            }
        };
        check("Vaxjo,9999,Botkyrka", &["mean \"Växjö\"", "\"9999\" is no code or name"]);
        check(
            "network:sodertron,skr:D1,lan:uppsla",
            &["mean \"sodertorn\"", "no SKR group", "mean \"Uppsala\""],
        );
        check("sise:-100,size:1-0,size:-", &["mean \"size\"", "no range", "no range"]);
        check("size:1-2", &["nobody"]);
    }
}
