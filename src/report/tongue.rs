//! The two languages of the site and how each writes numbers and places: decimal comma and "delad 12:a", decimal
//! point and "joint 12th". It must not know pages.

use crate::index::Share;
use crate::measured::Grade;
use crate::rubric::Bilingual;
use crate::standing::{Group, GroupKind, Place, Quarter};

/// Keeps a number and its unit on one line.
const NO_BREAK_SPACE: char = '\u{a0}';

/// A part of the ranked, in words and in the order that a table sorts it by.
pub(super) struct Level {
    /// 1 is the best.
    pub(super) order: u8,
    pub(super) words: String,
}

/// A language of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    /// The site itself.
    Swedish,
    /// The same below `en/`.
    English,
}

impl Tongue {
    /// Both, the first first.
    pub(super) const ALL: [Self; 2] = [Self::Swedish, Self::English];

    /// The words in this language.
    pub(super) fn say<'a>(self, sv: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Swedish => sv,
            Self::English => en,
        }
    }

    /// The text in this language.
    pub(super) fn of(self, text: &Bilingual) -> &str {
        self.say(&text.sv, &text.en)
    }

    /// Language tag.
    pub(super) fn code(self) -> &'static str {
        self.say("sv", "en")
    }

    /// Where its pages lie.
    pub(super) fn prefix(self) -> &'static str {
        self.say("", "en/")
    }

    /// One decimal, without the sign: `84,4`.
    pub(super) fn decimal(self, share: Share) -> String {
        self.tenths(share.permille().into())
    }

    /// One decimal: `84,4 %`.
    pub(super) fn percent(self, share: Share) -> String {
        match self {
            Self::Swedish => format!("{}{NO_BREAK_SPACE}%", self.decimal(share)),
            Self::English => format!("{}%", self.decimal(share)),
        }
    }

    /// Percentage, or a dash where nothing was judged: never 0.
    pub(super) fn percent_or_dash(self, share: Option<Share>) -> String {
        share.map_or_else(|| "–".to_owned(), |share| self.percent(share))
    }

    /// A difference in percentage points with its sign: `+1,2`, `−0,4`.
    pub(super) fn change(self, before: Share, now: Share) -> String {
        let difference = i32::from(now.permille()) - i32::from(before.permille());
        let sign = match difference {
            0 => "±",
            more if more > 0 => "+",
            _ => "−",
        };
        format!("{sign}{}", self.tenths(difference.unsigned_abs()))
    }

    /// A number of tenths: `1,2`.
    pub(super) fn tenths(self, tenths: u32) -> String {
        format!("{}{}{}", tenths / 10, self.say(",", "."), tenths % 10)
    }

    /// This share of `whole` with two decimals, or none where it is whole: `12,47`, `36`.
    pub(super) fn points_of(self, share: Share, whole: u32) -> String {
        let hundredths = share.hundredths_of(whole);
        if hundredths.is_multiple_of(100) {
            return (hundredths / 100).to_string();
        }
        format!("{}{}{:02}", hundredths / 100, self.say(",", "."), hundredths % 100)
    }

    /// Digits in groups of three: `14 750`.
    pub(super) fn grouped(self, number: u32) -> String {
        let digits = number.to_string();
        let mut shown = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                shown.push(if self == Self::Swedish { NO_BREAK_SPACE } else { ',' });
            }
            shown.push(digit);
        }
        shown
    }

    /// `12:a`, or `delad 12:a` when others have the same.
    pub(super) fn place(self, place: Place) -> String {
        let shared = if place.sharing > 1 { self.say("delad ", "joint ") } else { "" };
        format!("{shared}{}", self.ordinal(place.rank))
    }

    /// `12:a`, `12th`.
    pub(super) fn ordinal(self, number: usize) -> String {
        let english = match (number % 10, number % 100) {
            (_, 11..=13) => "th",
            (1, _) => "st",
            (2, _) => "nd",
            (3, _) => "rd",
            _ => "th",
        };
        format!("{number}{}", self.say(":a", english))
    }

    /// Which part of the ranked; a dash where they are too few to be divided.
    pub(super) fn level(self, quarter: Option<Quarter>) -> Level {
        let (order, words) = match quarter {
            Some(Quarter::Best) => (1, self.say("Bästa 25\u{a0}%", "Top\u{a0}25%")),
            Some(Quarter::Middle) => (2, self.say("Mittersta 50\u{a0}%", "Middle\u{a0}50%")),
            Some(Quarter::Worst) => (3, self.say("Lägsta 25\u{a0}%", "Bottom\u{a0}25%")),
            None => (4, "–"),
        };
        Level { order, words: words.to_owned() }
    }

    /// How far a question may be left to the machine, in short.
    pub(super) fn grade(self, grade: Grade) -> &'static str {
        match grade {
            Grade::Auto => self.say("maskinens poäng räcker", "the machine's points will do"),
            Grade::Assisted => {
                self.say("maskinens poäng bör ses över", "the machine's points are to be looked over")
            }
            Grade::Manual => self.say("bör läsas av en människa", "to be read by a person"),
        }
    }

    /// What a grade means.
    pub(super) fn meaning(self, grade: Grade) -> &'static str {
        match grade {
            Grade::Auto => self.say(
                "Maskinen och läsaren gav lika poäng i minst nio fall av tio. Poängen gäller som de är.",
                "The machine and the reader gave equal points in at least nine cases of ten. The points stand as they are.",
            ),
            Grade::Assisted => self.say(
                "Maskinen och läsaren gav lika poäng i minst sju fall av tio, eller jämförelserna är för få för mer. Se över svaret där det avgör något.",
                "The machine and the reader gave equal points in at least seven cases of ten, or there are too few comparisons for more. Look the answer over where it matters.",
            ),
            Grade::Manual => self.say(
                "Maskinen och läsaren gav lika poäng i färre än sju fall av tio. En människa bör läsa svaret.",
                "The machine and the reader gave equal points in fewer than seven cases of ten. A person should read the answer.",
            ),
        }
    }

    /// The name of a group; size classes are spelled out.
    pub(super) fn group(self, group: &Group) -> String {
        if group.kind == GroupKind::Nation {
            return self.say("Riket", "The nation").to_owned();
        }
        let bounds = group.name.split_once('-').filter(|_| group.kind == GroupKind::Size);
        match bounds.map(|(least, most)| (least.parse::<u32>(), most.parse::<u32>())) {
            Some((Err(_), Ok(most))) => {
                let limit = self.grouped(most.saturating_add(1));
                format!(
                    "{} {limit} {}",
                    self.say("Färre än", "Fewer than"),
                    self.say("invånare", "inhabitants")
                )
            }
            Some((Ok(least), Ok(most))) => {
                let inhabitants = self.say("invånare", "inhabitants");
                format!("{}–{} {inhabitants}", self.grouped(least), self.grouped(most))
            }
            Some((Ok(least), Err(_))) => {
                format!("{} {}", self.grouped(least), self.say("invånare eller fler", "inhabitants or more"))
            }
            _ => group.name.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Tongue::{English, Swedish};
    use std::collections::BTreeMap;

    #[test]
    fn numbers_follow_the_language() {
        let share = Share::of(27, 32).unwrap();
        assert_eq!(Tongue::ALL.map(|tongue| tongue.percent(share)), ["84,4\u{a0}%", "84.4%"]);
        let mean = Share::of(1247, 3600).unwrap();
        assert_eq!(Tongue::ALL.map(|tongue| tongue.points_of(mean, 36)), ["12,47", "12.47"]);
        assert_eq!(Swedish.points_of(Share::of(1, 2).unwrap(), 36), "18");
        assert_eq!(Swedish.percent_or_dash(None), "–");
        let shown = [0, 999, 9_200, 1_002_003].map(|number| Swedish.grouped(number));
        assert_eq!(shown, ["0", "999", "9\u{a0}200", "1\u{a0}002\u{a0}003"]);
        assert_eq!(English.grouped(1_002_003), "1,002,003");
    }

    #[test]
    fn changes_have_a_sign() {
        let shares = [500, 512, 496].map(|permille| Share::of(permille, 1000).unwrap());
        let shown = shares.map(|now| Swedish.change(shares[0], now));
        assert_eq!(shown, ["±0,0", "+1,2", "−0,4"]);
    }

    #[test]
    fn shared_places_say_so() {
        let place = |rank, sharing| Place { rank, sharing, of: 290 };
        assert_eq!(Swedish.place(place(12, 1)), "12:a");
        assert_eq!(Swedish.place(place(12, 3)), "delad 12:a");
        assert_eq!(English.place(place(12, 3)), "joint 12th");
        assert_eq!([1, 2, 3, 21, 113].map(|n| English.ordinal(n)), ["1st", "2nd", "3rd", "21st", "113th"]);
    }

    #[test]
    fn size_classes_are_spelled_out() {
        let name = |name: &str| {
            let (id, name, members) = (String::new(), name.to_owned(), Vec::new());
            Swedish.group(&Group { id, kind: GroupKind::Size, name, members, statistics: BTreeMap::new() })
        };
        assert_eq!(name("-14999"), "Färre än 15\u{a0}000 invånare");
        assert_eq!(name("15000-29999"), "15\u{a0}000–29\u{a0}999 invånare");
        assert_eq!(name("200000-"), "200\u{a0}000 invånare eller fler");
        assert_eq!(name("mellan"), "mellan");
    }
}
