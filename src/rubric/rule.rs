//! The small language in which the rubric says what it looks for.
//!
//! ```text
//! uttryck  = och ("eller" och)*          och = led ("och" led)*       led = ["inte"] (funktion | @begrepp | 'ord' | signal | del | "(" uttryck ")")
//! funktion = mening(…) stycke(…) rubrik(…) underrubrik(…) länktext(…) sida(…) minst(3, …) av(2, …, …, …)
//! ```

use super::signal::Signal;
use super::thesaurus::Term;

/// What a rule looks for. Without a function around it a leaf may stand anywhere in the section at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// A concept of the thesaurus.
    Concept(String),
    /// Words given in place.
    Words(Term),
    /// A typed value or a route.
    Signal(Signal),
    /// All of these.
    All(Vec<Rule>),
    /// Any of these.
    Any(Vec<Rule>),
    /// Not this.
    Not(Box<Rule>),
    /// Within one sentence (or table row).
    Sentence(Box<Rule>),
    /// Within one block: paragraph, list item, table row.
    Block(Box<Rule>),
    /// In a heading of the section or above it.
    Heading(Box<Rule>),
    /// In the heading nearest to the place: its own, or the first above it.
    Nearest(Box<Rule>),
    /// In the page's place on the site: its breadcrumb with its address, its title, or its main heading.
    Path(Box<Rule>),
    /// In a heading inside the place.
    Subheading(Box<Rule>),
    /// In the text of a link.
    LinkText(Box<Rule>),
    /// In the section in which the place begins: from the nearest heading to the next that is no deeper.
    Section(Box<Rule>),
    /// Anywhere in the page's content.
    Page(Box<Rule>),
    /// In at least so many blocks.
    AtLeast(usize, Box<Rule>),
    /// At least so many of these.
    Of(usize, Vec<Rule>),
}

/// Reads a rule; names that are neither concept, word, signal nor function are looked up in `parts`.
pub fn parse(text: &str, parts: &[(String, Rule)]) -> Result<Rule, String> {
    let mut reader = Reader { rest: text.trim(), parts };
    let rule = reader.any()?;
    if reader.rest.is_empty() { Ok(rule) } else { Err(format!("oväntat: \"{}\"", reader.rest)) }
}

struct Reader<'a> {
    rest: &'a str,
    parts: &'a [(String, Rule)],
}

impl<'a> Reader<'a> {
    fn any(&mut self) -> Result<Rule, String> {
        let mut terms = vec![self.all()?];
        while self.take_word("eller") {
            terms.push(self.all()?);
        }
        Ok(one_or(terms, Rule::Any))
    }

    fn all(&mut self) -> Result<Rule, String> {
        let mut terms = vec![self.leaf()?];
        while self.take_word("och") {
            terms.push(self.leaf()?);
        }
        Ok(one_or(terms, Rule::All))
    }

    fn leaf(&mut self) -> Result<Rule, String> {
        if self.take_word("inte") {
            return Ok(Rule::Not(Box::new(self.leaf()?)));
        }
        if self.take("(") {
            let rule = self.any()?;
            return self.expect(")").map(|()| rule);
        }
        if self.take("@") {
            return self.name().map(|name| Rule::Concept(name.to_owned()));
        }
        if self.take("'") {
            return self.words();
        }
        let name = self.name()?;
        if self.take("(") { self.function(name) } else { self.named(name) }
    }

    fn words(&mut self) -> Result<Rule, String> {
        let (words, rest) = self.rest.split_once('\'').ok_or("citattecknet ' stängs inte")?;
        self.rest = rest.trim_start();
        Term::parse(words).map(Rule::Words)
    }

    fn function(&mut self, name: &str) -> Result<Rule, String> {
        if name == "av" {
            return self.of();
        }
        let count = if name == "minst" { Some(self.number()?) } else { None };
        let inner = Box::new(self.any()?);
        self.expect(")")?;
        match (name, count) {
            ("mening", _) => Ok(Rule::Sentence(inner)),
            ("stycke", _) => Ok(Rule::Block(inner)),
            ("rubrik", _) => Ok(Rule::Heading(inner)),
            ("närmast", _) => Ok(Rule::Nearest(inner)),
            ("stig", _) => Ok(Rule::Path(inner)),
            ("underrubrik", _) => Ok(Rule::Subheading(inner)),
            ("länktext", _) => Ok(Rule::LinkText(inner)),
            ("avsnitt", _) => Ok(Rule::Section(inner)),
            ("sida", _) => Ok(Rule::Page(inner)),
            ("minst", Some(n)) => Ok(Rule::AtLeast(n, inner)),
            _ => Err(format!(
                "funktionen \"{name}\" finns inte; välj mening, stycke, rubrik, närmast, stig, underrubrik, länktext, avsnitt, sida, minst eller av"
            )),
        }
    }

    fn of(&mut self) -> Result<Rule, String> {
        let count = self.number()?;
        let mut rules = vec![self.any()?];
        while self.take(",") {
            rules.push(self.any()?);
        }
        self.expect(")")?;
        if rules.len() < count {
            return Err(format!("av({count}, …) har bara {} led och kan aldrig uppfyllas", rules.len()));
        }
        Ok(Rule::Of(count, rules))
    }

    fn named(&self, name: &str) -> Result<Rule, String> {
        if let Some((_, rule)) = self.parts.iter().find(|(part, _)| part == name) {
            return Ok(rule.clone());
        }
        Signal::named(name).map(Rule::Signal).ok_or_else(|| {
            let names: Vec<&str> = Signal::ALL.iter().map(|s| s.name()).collect();
            format!("\"{name}\" är varken del eller signal; signaler: {}", names.join(", "))
        })
    }

    fn number(&mut self) -> Result<usize, String> {
        let (digits, rest) = self.rest.split_once(',').ok_or("minst(antal, uttryck) saknar komma")?;
        self.rest = rest.trim_start();
        digits.trim().parse().map_err(|_| format!("\"{digits}\" är inget antal"))
    }

    fn name(&mut self) -> Result<&'a str, String> {
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if name.is_empty() {
            let at = if self.rest.is_empty() { "slutet" } else { self.rest };
            return Err(format!("ett namn väntades vid \"{at}\""));
        }
        self.rest = rest.trim_start();
        Ok(name)
    }

    fn take(&mut self, mark: &str) -> bool {
        self.rest.strip_prefix(mark).map(|rest| self.rest = rest.trim_start()).is_some()
    }

    fn take_word(&mut self, word: &str) -> bool {
        let ends = |rest: &str| rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == '(');
        match self.rest.strip_prefix(word) {
            Some(rest) if ends(rest) => {
                self.rest = rest.trim_start();
                true
            }
            _ => false,
        }
    }

    fn expect(&mut self, mark: &str) -> Result<(), String> {
        if self.take(mark) { Ok(()) } else { Err(format!("\"{mark}\" saknas före \"{}\"", self.rest)) }
    }
}

fn one_or(mut terms: Vec<Rule>, join: fn(Vec<Rule>) -> Rule) -> Rule {
    if terms.len() == 1 { terms.remove(0) } else { join(terms) }
}

impl Rule {
    /// The concepts that the rule names.
    pub fn concepts(&self) -> Vec<&str> {
        match self {
            Self::Concept(name) => vec![name],
            Self::Words(term) => term.concepts().collect(),
            Self::Signal(_) => Vec::new(),
            Self::All(rules) | Self::Any(rules) | Self::Of(_, rules) => {
                rules.iter().flat_map(Self::concepts).collect()
            }
            Self::Not(rule)
            | Self::Sentence(rule)
            | Self::Block(rule)
            | Self::Heading(rule)
            | Self::Nearest(rule)
            | Self::Path(rule)
            | Self::Subheading(rule)
            | Self::LinkText(rule)
            | Self::Section(rule)
            | Self::Page(rule)
            | Self::AtLeast(_, rule) => rule.concepts(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rules() {
        let price = ("belopp".to_owned(), Rule::Signal(Signal::Kronor));
        let rule =
            parse("stycke(@avgift och (belopp eller 'högst ~ kr')) och inte minst(2, telefon)", &[price]);
        let Ok(Rule::All(terms)) = rule else { panic!("{rule:?}") };
        assert!(matches!(&terms[0], Rule::Block(inner) if matches!(**inner, Rule::All(_))));
        assert!(matches!(&terms[1], Rule::Not(inner) if matches!(**inner, Rule::AtLeast(2, _))));
    }

    #[test]
    fn says_what_is_wrong() {
        for (bad, word) in [
            ("", "slutet"),
            ("kronor och", "slutet"),
            ("(kronor", ")"),
            ("pengar", "pengar"),
            ("ord(kronor)", "funktionen"),
            ("minst(x, kronor)", "antal"),
            ("av(2, kronor)", "uppfyllas"),
            ("'öppet", "citattecknet"),
            ("kronor kronor", "oväntat"),
        ] {
            let message = parse(bad, &[]).expect_err(bad);
            assert!(message.contains(word), "{bad}: {message}");
        }
    }
}
