//! The statement that the law asks for (tillgänglighetsredogörelse, 13 § lagen 2018:1937 and MDFFS 2019:2): found by
//! its link, read item by item, each with a verdict and the words it rests on. Real statements deviate from the formula:
//! several wordings count for each item. Knows statements; not rules.

use serde::{Deserialize, Serialize};

use super::document::NodeId;
use super::semantics::Page;
use super::style::Display;

/// What a statement says of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Claim {
    /// "helt förenlig".
    Full,
    /// "delvis förenlig".
    Partial,
    /// "inte förenlig".
    Not,
}

/// Whether an item is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is.
    Found,
    /// It is not, and must be.
    Missing,
    /// It is not, and need not be.
    NotClaimed,
}

/// One of the items that a statement holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its name in reports.
    pub id: &'static str,
    /// Whether it is there.
    pub verdict: Verdict,
    /// The sentence, or the address, that it rests on.
    pub quote: String,
}

/// A day: year, month, day of the month.
pub type Day = (u16, u8, u8);

/// A statement that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// What it says of the service.
    pub claim: Option<Claim>,
    /// The latest day that it names for its assessment or update.
    pub updated: Option<Day>,
    /// Every item.
    pub items: Vec<Item>,
}

/// Whose statement is looked for, and where defects are reported: the authority and its addresses may change.
#[derive(Debug, Clone)]
pub struct Expected<'a> {
    /// Names of the body that count: "Havsnäs kommun".
    pub bodies: &'a [&'a str],
    /// Names of the service that count: its host without `www.`, its title.
    pub services: &'a [&'a str],
    /// Parts of addresses of the authority's form.
    pub report_links: &'a [&'a str],
}

/// Parts of addresses of Digg's form, the present one and older ones.
pub const DIGG: [&str; 4] =
    ["digg.se/tdosanmalan", "digg.se/digital-tillganglighet", "digg.se/anmal", "digg.se/tillganglighet"];

/// Whether a link leads to a statement, by its text or its path.
pub fn is_statement_link(text: &str, address: &str) -> bool {
    let (text, address) = (text.to_lowercase(), address.to_lowercase());
    text.contains("tillgänglighetsredogörelse")
        || [
            "tillganglighetsredogorelse",
            "tillg%c3%a4nglighetsredog%c3%b6relse",
            "tillgänglighetsredogörelse",
        ]
        .iter()
        .any(|path| address.contains(path))
}

/// Where a page's links to statements lead, as written.
pub fn statement_links(page: &Page) -> Vec<String> {
    let links = page.document.elements().filter(|&(id, _)| page.document.tag(id) == "a");
    let leads = links.filter_map(|(id, element)| {
        let address = element.attribute("href")?;
        is_statement_link(&page.document.plain_text(id), address).then(|| address.to_owned())
    });
    leads.collect()
}

const ASSESSED: &[&str] = &["bedömd", "bedömning", "granska", "utvärder", "testa"];
const UPDATED: &[&str] = &["uppdaterad", "reviderad", "redogörelsen"];
const METHOD: &[&str] = &[
    "självskattning",
    "intern kontroll",
    "internt test",
    "extern granskning",
    "oberoende",
    "tredje part",
    "har gjort en",
    "har granskat",
    "har testat",
    "manuell",
    "automatis",
];
const DEFECTS: &[&str] = &[
    "inte är tillgänglig",
    "är inte tillgänglig",
    "brister",
    "uppfyller inte",
    "ej tillgänglig",
    "inte fullt tillgänglig",
    "wcag 1",
    "wcag 2",
    "wcag 3",
    "wcag 4",
];
const FEEDBACK: &[&str] = &[
    "kontakta oss",
    "meddela oss",
    "hör av dig",
    "rapportera brist",
    "anmäl brist",
    "meddela",
    "lämna synpunkt",
];
const BURDEN: &[&str] = &["oskäligt betungande", "oskälig betungande", "oskäligt betungade"];
const OUTSIDE: &[&str] = &["omfattas inte av", "undantas från lagen", "omfattas ej", "undantaget från lag"];

/// Reads a page as a statement; none when it is not one.
pub fn read_statement(page: &Page, expected: &Expected<'_>) -> Option<Statement> {
    let sentences = sentences(page);
    let whole = sentences.join("\n").to_lowercase();
    let marks = ["tillgänglighetsredogörelse", "2018:1937", "lagen om tillgänglighet"];
    if !marks.iter().any(|mark| whole.contains(mark)) {
        return None;
    }
    let claimed = sentences.iter().find_map(|sentence| Some((claim(sentence)?, sentence.clone())));
    let dated = sentences.iter().filter(|one| has(one, ASSESSED) || has(one, UPDATED));
    let updated = dated.filter_map(|one| day(one)).max();
    let items = items(page, expected, &sentences, claimed.clone());
    Some(Statement { claim: claimed.map(|(claim, _)| claim), updated, items })
}

fn items(
    page: &Page,
    expected: &Expected<'_>,
    sentences: &[String],
    claimed: Option<(Claim, String)>,
) -> Vec<Item> {
    let find = |words: &[&str]| sentences.iter().find(|sentence| has(sentence, words)).cloned();
    let dated = |words: &[&str]| sentences.iter().find(|one| has(one, words) && day(one).is_some()).cloned();
    let named = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
        sentences.iter().find(|sentence| names.iter().any(|name| is_named(sentence, name))).cloned()
    };
    let links = links(page);
    let link = |parts: &[&str]| links.iter().find(|address| has(address, parts)).cloned();
    let reachable = link(&["mailto:", "tel:"]).is_some() || has_form(page) || find(&["@"]).is_some();
    let is_full = matches!(claimed, Some((Claim::Full, _)));
    vec![
        must("body", named(expected.bodies)),
        must("service", named(expected.services)),
        must("claim", claimed.map(|(_, sentence)| sentence)),
        if is_full { may("defects", find(DEFECTS)) } else { must("defects", find(DEFECTS)) },
        must("assessed", dated(ASSESSED)),
        must("updated", dated(UPDATED)),
        must("method", find(METHOD)),
        must("feedback", find(FEEDBACK).filter(|_| reachable)),
        must("report", link(expected.report_links)),
        may("burden", find(BURDEN)),
        may("outside", find(OUTSIDE)),
    ]
}

/// Whether a sentence names something whole: not as a part of another host, an address of mail, or a longer word.
fn is_named(sentence: &str, name: &str) -> bool {
    let lower = sentence.to_lowercase();
    let joins = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '@');
    !name.is_empty()
        && lower.match_indices(name).any(|(at, _)| {
            let before = lower[..at].strip_suffix("www.").unwrap_or(&lower[..at]);
            let mut after = lower[at + name.len()..].chars();
            let next = after.next();
            let goes_on = next.is_some_and(joins)
                || next == Some('.') && after.next().is_some_and(char::is_alphanumeric);
            !before.ends_with(|letter| joins(letter) || letter == '.') && !goes_on
        })
}

fn must(id: &'static str, quote: Option<String>) -> Item {
    let verdict = if quote.is_some() { Verdict::Found } else { Verdict::Missing };
    Item { id, verdict, quote: quote.unwrap_or_default() }
}

fn may(id: &'static str, quote: Option<String>) -> Item {
    let verdict = if quote.is_some() { Verdict::Found } else { Verdict::NotClaimed };
    Item { id, verdict, quote: quote.unwrap_or_default() }
}

fn has(sentence: &str, words: &[&str]) -> bool {
    let lower = sentence.to_lowercase();
    words.iter().any(|word| lower.contains(word))
}

fn claim(sentence: &str) -> Option<Claim> {
    let lower = sentence.to_lowercase();
    if !(lower.contains("förenlig") || lower.contains("uppfyller")) {
        return None;
    }
    if lower.contains("delvis") || lower.contains("inte helt") {
        Some(Claim::Partial)
    } else if lower.contains("inte förenlig") || lower.contains("ej förenlig") {
        Some(Claim::Not)
    } else if lower.contains("helt förenlig")
        || lower.contains("fullt förenlig")
        || lower.contains("uppfyller helt")
    {
        Some(Claim::Full)
    } else {
        None
    }
}

fn links(page: &Page) -> Vec<String> {
    let found = page.document.elements().filter(|&(id, _)| page.document.tag(id) == "a");
    found.filter_map(|(_, element)| element.attribute("href").map(str::to_owned)).collect()
}

fn has_form(page: &Page) -> bool {
    page.exposed().any(|id| page.document.tag(id) == "textarea")
}

/// The sentences of a page: blocks of text, cut at full stops.
fn sentences(page: &Page) -> Vec<String> {
    let (mut blocks, mut holder): (Vec<String>, _) = (Vec::new(), NodeId::ROOT);
    for node in page.document.all() {
        let Some(text) = page.document.text(node).filter(|_| page.presence(node).rendered) else { continue };
        let is_block = |&above: &NodeId| page.style(above).display != Display::Inline;
        let block = page.document.ancestors(node).find(is_block).unwrap_or(NodeId::ROOT);
        if block != holder || blocks.is_empty() {
            blocks.push(String::new());
            holder = block;
        }
        if let Some(last) = blocks.last_mut() {
            last.push_str(text);
        }
    }
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = blocks.iter().flat_map(|block| block.split(". ").map(tidy));
    cut.filter(|sentence| !sentence.is_empty()).collect()
}

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];

/// The first day that a sentence names: `2024-03-01`, `1 mars 2024`, or `mars 2024`.
fn day(sentence: &str) -> Option<Day> {
    let lower = sentence.to_lowercase();
    let words: Vec<&str> =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let year =
        |word: &str| word.parse::<u16>().ok().filter(|year| (2018..2100).contains(year) && word.len() == 4);
    let small = |word: &str, most: u8| word.parse::<u8>().ok().filter(|number| (1..=most).contains(number));
    words
        .windows(3)
        .find_map(|three| Some((year(three[0])?, small(three[1], 12)?, small(three[2], 31)?)))
        .or_else(|| {
            words.windows(2).enumerate().find_map(|(at, two)| {
                let month = MONTHS.iter().position(|month| *month == two[0])?;
                let before = at.checked_sub(1).and_then(|at| small(words[at], 31));
                Some((year(two[1])?, u8::try_from(month + 1).ok()?, before.unwrap_or(1)))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accessibility::load::{OwnSheets, read};

    fn statement(content: &str) -> Option<Statement> {
        let page = read(&format!("<!doctype html><html lang=sv><main>{content}</main>"), &OwnSheets);
        let expected =
            Expected { bodies: &["Havsnäs kommun"], services: &["havsnas.example"], report_links: &DIGG };
        read_statement(&page, &expected)
    }

    fn missing(statement: &Statement) -> Vec<&'static str> {
        statement.items.iter().filter(|item| item.verdict == Verdict::Missing).map(|item| item.id).collect()
    }

    #[test]
    fn a_whole_statement() {
        let read = statement(
            "<h1>Tillgänglighetsredogörelse för havsnas.example</h1>
             <p>Havsnäs kommun står bakom webbplatsen. Webbplatsen är <b>delvis förenlig</b> med lagen (2018:1937).</p>
             <p>Kontakta oss på <a href='mailto:a@havsnas.example'>a@havsnas.example</a>.</p>
             <p><a href='https://www.digg.se/tdosanmalan'>Anmäl till Digg</a></p>
             <h2>Innehåll som inte är tillgängligt</h2><ul><li>Filmer saknar text (WCAG 1.2.2).</ul>
             <p>Vi åberopar undantag för oskäligt betungande anpassning.</p>
             <p>Vi har gjort en självskattning. Webbplatsen bedömdes senast den 1 mars 2024.</p>
             <p>Redogörelsen uppdaterades 2024-05-02.</p>",
        )
        .unwrap();
        assert_eq!((read.claim, read.updated), (Some(Claim::Partial), Some((2024, 5, 2))));
        assert!(missing(&read).is_empty(), "{:?}", read.items);
    }

    #[test]
    fn what_is_missing() {
        let read =
            statement("<h1>Tillgänglighetsredogörelse</h1><p>Sidan är helt förenlig med lagen.</p>").unwrap();
        assert_eq!(read.claim, Some(Claim::Full));
        assert_eq!(
            missing(&read),
            ["body", "service", "assessed", "updated", "method", "feedback", "report"]
        );
        assert_eq!(statement("<h1>Förskola</h1>"), None);
    }

    #[test]
    fn another_service_is_not_this_one() {
        let check =
            |text: &str, expected: bool| assert_eq!(is_named(text, "havsnas.example"), expected, "{text}");
        check("Gäller www.havsnas.example.", true);
        check("Gäller https://havsnas.example/ och appen", true);
        check("Gäller sjalvservice.havsnas.example", false);
        check("Skriv till webb@havsnas.example", false);
        check("Gäller havsnas.example.org", false);
    }

    #[test]
    fn days_and_links() {
        let check = |text: &str, expected: Option<Day>| assert_eq!(day(text), expected, "{text}");
        check("uppdaterad 2023-01-09", Some((2023, 1, 9)));
        check("den 23 september 2020", Some((2020, 9, 23)));
        check("i maj 2022", Some((2022, 5, 1)));
        check("kl 12.30 den 1", None);
        assert!(is_statement_link("Tillgänglighetsredogörelse", "/x"));
        assert!(is_statement_link("Om", "/om/tillganglighetsredogorelse"));
        assert!(!is_statement_link("Tillgänglighet", "/om"));
    }
}
