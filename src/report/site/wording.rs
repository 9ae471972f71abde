//! How a place is told: its interval, its level, its change, the e-service index, and why there is none. It must not
//! know pages.

use crate::report::tongue::{Level, Tongue};
use crate::standing::{Benchmark, Entry, Group, GroupKind, Interval, Measure, Quarter, Unranked};

/// A change of a total.
pub(super) struct Shift {
    /// In tenths of a percentage point; 0 within the noise, `None` without an earlier total.
    pub(super) tenths: Option<i32>,
    pub(super) words: String,
}

/// `3–7`, or the one place that it can only be.
pub(super) fn interval(interval: Option<Interval>) -> String {
    match interval {
        None => "–".to_owned(),
        Some(Interval { best, worst, .. }) if best == worst => best.to_string(),
        Some(Interval { best, worst, .. }) => format!("{best}–{worst}"),
    }
}

/// The change since the measurement before in percentage points, when it exceeds the noise; else words for none.
pub(super) fn change(benchmark: &Benchmark, entry: &Entry, tongue: Tongue) -> Shift {
    let changes = benchmark.changes.as_ref().and_then(|changes| changes.of(&entry.body.code));
    let (tenths, words) =
        match changes.and_then(|own| own.before.zip(own.now).map(|totals| (own.beyond_noise, totals))) {
            Some((true, (before, now))) => {
                let tenths = i32::from(now.permille()) - i32::from(before.permille());
                (Some(tenths), tongue.change(before, now))
            }
            Some((false, _)) => {
                (Some(0), tongue.say("inom felmarginalen", "within the margin of error").to_owned())
            }
            None => (None, "–".to_owned()),
        };
    Shift { tenths, words }
}

/// Which quarter of its group an entry belongs to, and whether it is among the 40 highest of the nation.
pub(super) fn level(
    tongue: Tongue,
    (entry, group): (&Entry, &Group),
    (measure, quarter): (&Measure, Option<Quarter>),
) -> Level {
    let mut level = tongue.level(quarter);
    if group.kind == GroupKind::Nation && entry.top_40.contains(measure) {
        level.words.push_str(tongue.say(", topp\u{a0}40", ", top\u{a0}40"));
    }
    level
}

/// The e-service index as readers know it: `21 av 36`; of less when some could not be judged.
pub(super) fn eservices(entry: &Entry, tongue: Tongue) -> String {
    let index = entry.scorecard.eservice_index;
    if index.judged == 0 {
        return tongue.say("ej bedömd", "not judged").to_owned();
    }
    format!("{} {} {}", index.points, tongue.say("av", "of"), index.maximum)
}

/// Why an entry has no place.
pub(super) fn why(entry: &Entry, tongue: Tongue) -> String {
    let reason = match entry.unranked {
        Some(Unranked::NothingJudged) => {
            tongue.say("Ingen fråga kunde bedömas", "No question could be judged")
        }
        Some(Unranked::LowCoverage) => tongue.say(
            "Mindre än hälften av frågorna kunde bedömas",
            "Less than half of the questions could be judged",
        ),
        Some(Unranked::CutOff) => {
            tongue.say("Webbplatsen lästes inte till slut", "The site was not read to its end")
        }
        None => tongue.say(
            "Mindre än hälften av frågorna här kunde bedömas",
            "Less than half of the questions here could be judged",
        ),
    };
    match tongue.of(&entry.site.reason).trim_end_matches('.') {
        "" => reason.to_owned(),
        site => format!("{reason}: {site}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standing::sample;

    #[test]
    fn the_forty_highest_of_the_nation_say_so() {
        let mut benchmark = sample::benchmark();
        benchmark.entries[0].top_40 = vec![Measure::Total];
        let level = |measure: &Measure, group: &Group| {
            level(Tongue::Swedish, (&benchmark.entries[0], group), (measure, Some(Quarter::Best))).words
        };
        assert_eq!(level(&Measure::Total, benchmark.everybody()), "Bästa 25\u{a0}%, topp\u{a0}40");
        assert_eq!(level(&Measure::Eservices, benchmark.everybody()), "Bästa 25\u{a0}%");
        assert_eq!(level(&Measure::Total, &benchmark.groups[1]), "Bästa 25\u{a0}%");
    }

    #[test]
    fn a_change_is_told_and_sorted_by_its_size() {
        let benchmark = sample::benchmark();
        let shift = change(&benchmark, &benchmark.entries[0], Tongue::Swedish);
        assert_eq!((shift.tenths, shift.words.as_str()), (None, "–"));
    }
}
