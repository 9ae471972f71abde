//! How long a crawl may still take: by the pace of the sites under way and what they still have to ask for.
//!
//! Pure; times count from the beginning of the crawl.

use std::collections::BTreeMap;
use std::time::Duration;

/// The sites under way, and how long those took that are over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ahead {
    under_way: BTreeMap<String, UnderWay>,
    over: u32,
    took: Duration,
}

/// A site under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct UnderWay {
    began: Duration,
    answers: u64,
    /// Addresses that it still has to ask for.
    left: u64,
}

impl Ahead {
    pub(super) fn began(&mut self, site: &str, at: Duration) {
        self.under_way.insert(site.to_owned(), UnderWay { began: at, answers: 0, left: 0 });
    }

    /// A site was answered, and knows of so many addresses that it still has to ask for.
    pub(super) fn answered(&mut self, site: &str, left: u64) {
        if let Some(site) = self.under_way.get_mut(site) {
            site.answers += 1;
            site.left = left;
        }
    }

    pub(super) fn ended(&mut self, site: &str, at: Duration) {
        if let Some(site) = self.under_way.remove(site) {
            self.over += 1;
            self.took += at.saturating_sub(site.began);
        }
    }

    /// Sites that have begun and are not over.
    pub(super) fn under_way(&self) -> usize {
        self.under_way.len()
    }

    /// How long it still takes at a time, if so many sites have not begun: as long as the slowest site under way, or as all
    /// take that share the places. Nothing is known before the first answer.
    pub(super) fn time(&self, not_begun: usize, at: Duration) -> Option<Duration> {
        let known: Vec<(Duration, Duration)> =
            self.under_way.values().filter_map(|site| site.times(at)).collect();
        let begun = self.over + u32::try_from(known.len()).expect("sites are few");
        let left: Duration = known.iter().map(|(_, left)| *left).sum();
        let slowest = known.iter().map(|(_, left)| *left).max().unwrap_or_default();
        let so_far: Duration = self.took + known.iter().map(|(so_far, _)| *so_far).sum::<Duration>();
        let of_one = (so_far + left).checked_div(begun)?;
        let all = left + of_one.mul_f64(not_begun as f64);
        Some(slowest.max(all.div_f64(self.under_way().max(1) as f64)))
    }
}

impl UnderWay {
    /// How long it has taken, and will still take at that pace.
    fn times(&self, at: Duration) -> Option<(Duration, Duration)> {
        let so_far = at.saturating_sub(self.began);
        (self.answers > 0).then(|| (so_far, so_far.mul_f64(self.left as f64 / self.answers as f64)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn answered(ahead: &mut Ahead, site: &str, answers: u64, left: u64) {
        ahead.began(site, Duration::ZERO);
        (0..answers).for_each(|_| ahead.answered(site, left));
    }

    #[test]
    fn the_slowest_site_decides_when_all_are_under_way() {
        let mut ahead = Ahead::default();
        assert_eq!(ahead.time(2, SECOND), None);
        ahead.began("c", Duration::ZERO);
        assert_eq!(ahead.time(1, SECOND), None);
        answered(&mut ahead, "a", 10, 5);
        answered(&mut ahead, "b", 10, 90);
        assert_eq!(ahead.time(0, 10 * SECOND), Some(90 * SECOND));
        ahead.ended("b", 20 * SECOND);
        assert_eq!(ahead.time(0, 20 * SECOND), Some(10 * SECOND));
    }

    #[test]
    fn who_waits_for_a_place_takes_as_long_as_the_others() {
        let mut ahead = Ahead::default();
        answered(&mut ahead, "a", 10, 0);
        ahead.ended("a", 10 * SECOND);
        answered(&mut ahead, "b", 10, 10);
        answered(&mut ahead, "c", 10, 10);
        // Ten seconds for a, twenty for each of the others: 16 2/3 for each of six, beside the twenty that are left.
        let time = ahead.time(6, 10 * SECOND).unwrap().as_secs_f64();
        assert!((time - 60.0).abs() < 0.01, "{time}");
    }

    #[test]
    fn an_archive_that_was_over_before_says_nothing_of_the_pace() {
        let mut ahead = Ahead::default();
        ahead.ended("a", SECOND);
        assert_eq!(ahead, Ahead::default());
    }
}
