//! Languages of texts: which tags there are, and which language a text is written in. Knows words; no page.

use whatlang::{Detector, Lang};

/// Two-letter codes of ISO 639-1, as the IANA registry has them.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de \
dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is \
it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms \
mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn \
so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Codes of three letters that the registry does not have, since there is one of two.
const REPLACED: &str = "alb amh ara arm aze baq bel ben bos bre bul bur cat ces chi cym cze dan deu dut ell eng epo est eus \
fao fas fin fra fre ger gla gle glg gre guj hat heb hin hrv hun hye ice ind isl ita jav jpn kan kat kaz khm kir kor lao \
lat lav lit ltz mac mal mar mkd mlg mlt mon msa may mya nep nld nno nob nor pan per pol por pus ron rum rus san slk slo \
slv snd som spa sqi srp swa swe tam tel tgk tgl tha tuk tur ukr urd uzb vie wel yid yor zho zul";

/// Whether the first part of a tag is in the registry of languages (BCP 47, section 2.2.1). Of three letters all are
/// taken for registered but those that never were.
pub fn is_known(tag: &str) -> bool {
    let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let letters = primary.bytes().all(|byte| byte.is_ascii_lowercase());
    match primary.len() {
        2 if letters => CODES.split(' ').any(|code| code == primary),
        3 if letters => !REPLACED.split(' ').any(|code| code == primary),
        _ => false,
    }
}

/// How a text stands to the language that it is said to be in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guess {
    /// It is in it, as far as can be told.
    Same,
    /// It is certainly in another: its code.
    Other(&'static str),
    /// It may be in another: its code.
    Unlike(&'static str),
    /// Too short, or in a language that is not known here.
    Unknown,
}

/// Languages that are told apart: those of Swedish municipalities' readers and their neighbours.
const LANGUAGES: [(&str, Lang); 27] = [
    ("sv", Lang::Swe),
    ("en", Lang::Eng),
    ("fi", Lang::Fin),
    ("da", Lang::Dan),
    ("no", Lang::Nob),
    ("de", Lang::Deu),
    ("fr", Lang::Fra),
    ("es", Lang::Spa),
    ("it", Lang::Ita),
    ("nl", Lang::Nld),
    ("pt", Lang::Por),
    ("pl", Lang::Pol),
    ("ru", Lang::Rus),
    ("uk", Lang::Ukr),
    ("ar", Lang::Ara),
    ("fa", Lang::Pes),
    ("tr", Lang::Tur),
    ("el", Lang::Ell),
    ("he", Lang::Heb),
    ("ja", Lang::Jpn),
    ("zh", Lang::Cmn),
    ("ko", Lang::Kor),
    ("hu", Lang::Hun),
    ("cs", Lang::Ces),
    ("ro", Lang::Ron),
    ("th", Lang::Tha),
    ("hi", Lang::Hin),
];

/// Words that nearly every text of a language has: articles, pronouns, prepositions, auxiliaries. They tell languages
/// apart in texts that are too short for statistics of letters.
const COMMON: [(&str, &str); 10] = [
    (
        "sv",
        "och att det som en ett är för på med av till inte den har i om men var jag vi du ni kan från eller han hon de \
         dig oss vår din sig så när där här ska vill blir finns mer också under över efter utan alla",
    ),
    (
        "en",
        "the and of to in is that it for with as was on are by this be at from or an you we not have has he she they but \
         his her its our your their will would can which who what when where there no if about more all been were",
    ),
    (
        "de",
        "der die das und ist nicht ein eine einen mit von den dem zu auf für im sich des sie es er auch ich wir ihr als \
         aus bei nach wie oder aber wenn noch nur werden wird sind haben hat kann um über",
    ),
    (
        "fr",
        "le la les et des est une un dans pour que qui sur pas avec du au aux ne ce cette il elle nous vous ils ou mais \
         par plus son sa ses leur être sont ont fait comme tout de en",
    ),
    (
        "nl",
        "de het een en van ik te dat die in is niet op met voor zijn aan er hij ze wij naar bij ook maar om als dan nog \
         wordt worden door over uit heeft hebben kan deze dit was geen u",
    ),
    (
        "es",
        "el la los las y de que en un una es por con para no se del al lo como más su sus pero este esta ha son está \
         también fue muy o si",
    ),
    (
        "it",
        "il lo la gli e di che un una è per con non in del della dei sono si anche come ma al nel da più questo",
    ),
    ("fi", "ja on ei se että hän oli mutta kun niin voi tai ovat myös joka sekä jos kuin sen tämä olla mitä"),
    (
        "da",
        "og at det som en et er for på med af til ikke den har i om men jeg vi du kan fra eller hvor skal blive også",
    ),
    (
        "no",
        "og å det som en et er for på med av til ikke den har i om men jeg vi du kan fra eller hvor skal bli også",
    ),
];

/// Letters below which nothing is said.
const LEAST: usize = 8;
/// Words that are counted.
const MOST_WORDS: usize = 400;
/// Letters below which statistics of letters mean nothing.
const FEW: usize = 24;
/// Letters above which they are certain.
const MANY: usize = 120;

/// Compares a text with the language of a code.
pub fn guess(text: &str, code: &str) -> Guess {
    let code = if matches!(code, "nb" | "nn") { "no" } else { code };
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    if !LANGUAGES.iter().any(|(known, _)| *known == code) || letters < LEAST {
        return Guess::Unknown;
    }
    let words = words(text);
    let (rival, theirs, mine) = strongest_rival(&words, code);
    // The other language by its letters, and whether that is certain.
    let other = detect(text).filter(|(found, _)| *found != code && !are_kin(found, code));
    if theirs >= 2
        && theirs > mine * 2
        && other.map_or(mine == 0 && letters < FEW, |(found, _)| found == rival || mine == 0)
    {
        return Guess::Other(rival);
    }
    match other {
        Some((found, true)) if mine == 0 && letters >= FEW => Guess::Other(found),
        None if letters >= FEW => Guess::Same,
        _ if mine > theirs => Guess::Same,
        Some((found, _)) if letters >= MANY => Guess::Unlike(found),
        _ => Guess::Unknown,
    }
}

/// The language whose words the text has most of, beside the one it is said to be in: its code, how many words are
/// its own and how many are the other's own.
fn strongest_rival(words: &[String], code: &str) -> (&'static str, usize, usize) {
    let list = |code: &str| COMMON.iter().find(|(known, _)| *known == code).map_or("", |(_, list)| *list);
    let has = |list: &str, word: &str| list.split_ascii_whitespace().any(|known| known == word);
    let rivals =
        COMMON.iter().filter(|(rival, _)| *rival != code && !are_kin(rival, code)).map(|(rival, theirs)| {
            let own = words.iter().filter(|word| has(theirs, word) && !has(list(code), word)).count();
            let mine = words.iter().filter(|word| has(list(code), word) && !has(theirs, word)).count();
            (*rival, own, mine)
        });
    rivals.max_by_key(|(_, own, mine)| (*own, usize::MAX - *mine)).unwrap_or(("", 0, 0))
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    words.take(MOST_WORDS).map(str::to_owned).collect()
}

/// Languages that are too near to each other to be told apart with certainty.
fn are_kin(one: &str, other: &str) -> bool {
    let north = ["da", "no", "sv"];
    let slavic = ["ru", "uk"];
    [&north[..], &slavic[..]].iter().any(|kin| kin.contains(&one) && kin.contains(&other))
}

fn detect(text: &str) -> Option<(&'static str, bool)> {
    let detector = Detector::with_allowlist(LANGUAGES.iter().map(|(_, lang)| *lang).collect());
    let info = detector.detect(text)?;
    let (code, _) = LANGUAGES.iter().find(|(_, lang)| *lang == info.lang())?;
    Some((code, info.is_reliable()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        let check = |tag: &str, expected: bool| assert_eq!(is_known(tag), expected, "{tag}");
        check("sv", true);
        check("en-US", true);
        check("SV-SE", true);
        check("fit", true);
        check("em-US", false);
        check("eng", false);
        check("english", false);
        check(" ", false);
        check("i-lux", false);
    }

    #[test]
    fn guesses() {
        let check =
            |text: &str, code: &str, expected: Guess| assert_eq!(guess(text, code), expected, "{text}");
        let swedish =
            "Kommunen har ansvar för förskola och skola. Du som vårdnadshavare ansöker om plats i förskolan.";
        check(swedish, "sv", Guess::Same);
        check(swedish, "en", Guess::Other("sv"));
        check(
            "The municipality is responsible for the schools and for the care of the elderly.",
            "sv",
            Guess::Other("en"),
        );
        check("OK", "sv", Guess::Unknown);
        check("Pizza 42", "en", Guess::Unknown);
    }
}
