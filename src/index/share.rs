//! An exact part of a whole. It must not know what it is a part of.

use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::{cmp::Ordering, fmt};

/// Part of a whole, 0 to 1, as a reduced fraction. Compared and averaged exactly, rounded only when
/// printed.
///
/// In files: `{"percent": 84.4, "exact": "27/32"}`; `exact` is text because its numbers can pass 2^53.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share {
    numerator: u128,
    denominator: u128,
}

/// Denominators stay below this, so that no product with 2 000 (printing) can overflow.
const DENOMINATOR_LIMIT: u128 = 10_u128.pow(34);

/// When a mean has no common denominator below the limit, its terms are first rounded to this grid. The
/// survey's areas (at most 35 questions) never come near it.
const GRID: u128 = 10_u128.pow(18);

impl Share {
    /// Nothing of the whole.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// `part` of `whole`; `None` when there is no whole. A part larger than the whole counts as the whole.
    pub fn of(part: u64, whole: u64) -> Option<Self> {
        (whole > 0).then(|| Self::reduced(part.min(whole).into(), whole.into()))
    }

    /// The unweighted mean; `None` of nothing. The order of the shares does not matter.
    pub fn mean(shares: &[Self]) -> Option<Self> {
        let count = u128::try_from(shares.len()).expect("a length fits in 128 bits");
        if count == 0 {
            return None;
        }
        let common = shares.iter().try_fold(1, |common, share| least_common(common, share.denominator));
        let whole = common.and_then(|common| common.checked_mul(count));
        match (common, whole) {
            (Some(common), Some(whole)) if whole < DENOMINATOR_LIMIT => {
                let sum = shares.iter().map(|share| share.numerator * (common / share.denominator)).sum();
                Some(Self::reduced(sum, whole))
            }
            _ => {
                let sum = shares.iter().map(|share| share.times(GRID)).sum();
                Some(Self::reduced(sum, GRID * count))
            }
        }
    }

    /// Whole per cent, halves rounded up.
    pub fn percent(self) -> u8 {
        u8::try_from(self.times(100)).expect("a share is at most the whole")
    }

    /// Tenths of a per cent, halves rounded up: 844 is 84.4 %.
    pub fn permille(self) -> u16 {
        u16::try_from(self.times(1000)).expect("a share is at most the whole")
    }

    /// This share of `whole`, in hundredths, halves rounded up: the mean of the e-service index, 12.47 of
    /// 36, is 1247.
    pub fn hundredths_of(self, whole: u32) -> u64 {
        let hundredths = u128::from(whole) * 100;
        u64::try_from(self.times(hundredths)).expect("a part of a u32 in hundredths fits in 64 bits")
    }

    /// This share of `whole`, halves rounded up. Long division keeps every product below 2^128.
    fn times(self, whole: u128) -> u128 {
        let Some(product) = self.numerator.checked_mul(whole) else {
            let coarse = self.denominator / GRID + 1;
            return (self.numerator / coarse * whole + self.denominator / coarse / 2)
                / (self.denominator / coarse);
        };
        let (quotient, rest) = (product / self.denominator, product % self.denominator);
        quotient + u128::from(rest >= self.denominator - rest)
    }

    fn reduced(numerator: u128, denominator: u128) -> Self {
        let divisor = greatest_common(numerator, denominator);
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }
}

impl Ord for Share {
    /// Compares by continued fractions: exact, and no product can overflow.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b) = (*self, *other);
        let mut flipped = false;
        loop {
            let order = (a.numerator / a.denominator).cmp(&(b.numerator / b.denominator));
            let (a_rest, b_rest) = (a.numerator % a.denominator, b.numerator % b.denominator);
            let order = order.then_with(|| match (a_rest, b_rest) {
                (0, 0) => Ordering::Equal,
                (0, _) => Ordering::Less,
                (_, 0) => Ordering::Greater,
                _ => {
                    a = Self { numerator: a.denominator, denominator: a_rest };
                    b = Self { numerator: b.denominator, denominator: b_rest };
                    Ordering::Equal
                }
            });
            if order != Ordering::Equal || a_rest == 0 {
                return if flipped { order.reverse() } else { order };
            }
            flipped = !flipped;
        }
    }
}

impl PartialOrd for Share {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Share {
    /// The exact fraction: `27/32`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut share = serializer.serialize_struct("Share", 2)?;
        share.serialize_field("percent", &(f64::from(self.permille()) / 10.0))?;
        share.serialize_field("exact", &self.to_string())?;
        share.end()
    }
}

fn greatest_common(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn least_common(a: u128, b: u128) -> Option<u128> {
    (a / greatest_common(a, b)).checked_mul(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn share(part: u64, whole: u64) -> Share {
        Share::of(part, whole).unwrap()
    }

    /// The published area percentages of one body and year give the published total (survey of SKL).
    fn check_published(areas: [u64; 12], total: u8) {
        let shares: Vec<_> = areas.iter().map(|percent| share(*percent, 100)).collect();
        assert_eq!(Share::mean(&shares).unwrap().percent(), total, "{areas:?}");
    }

    #[test]
    fn the_published_totals_are_the_mean_of_the_published_areas() {
        check_published([83, 78, 88, 88, 87, 92, 64, 84, 95, 100, 88, 100], 87); // Luleå 2013
        check_published([86, 94, 88, 88, 87, 92, 62, 88, 100, 100, 88, 74], 87); // Luleå 2015
        check_published([68, 78, 80, 72, 83, 84, 62, 83, 83, 95, 77, 78], 79); // the nation 2013
        check_published([72, 83, 83, 75, 86, 87, 64, 85, 85, 96, 80, 63], 80); // the nation 2015
    }

    #[test]
    fn halves_are_rounded_up_only_when_printed() {
        for (part, whole, percent, permille) in [
            (0, 3, 0, 0),
            (1, 3, 33, 333),
            (2, 3, 67, 667),
            (1, 200, 1, 5),
            (1, 1, 100, 1000),
            (995, 1000, 100, 995),
        ] {
            let share = share(part, whole);
            assert_eq!((share.percent(), share.permille()), (percent, permille), "{part}/{whole}");
        }
        assert_eq!(share(1247, 3600).hundredths_of(36), 1247);
    }

    #[test]
    fn no_whole_no_share() {
        assert_eq!(Share::of(0, 0), None);
        assert_eq!(Share::mean(&[]), None);
    }

    #[test]
    fn files_carry_the_percentage_and_the_exact_fraction() {
        let json = serde_json::to_string(&share(81, 96)).unwrap();
        assert_eq!(json, r#"{"percent":84.4,"exact":"27/32"}"#);
    }

    #[test]
    fn a_mean_without_a_small_common_denominator_is_still_a_mean() {
        let primes = [9973, 9967, 9949, 9941, 9931, 9929, 9923, 9907, 9901, 9887, 9883, 9871];
        let shares: Vec<_> = primes.iter().map(|prime| share(1, *prime)).collect();
        let mean = Share::mean(&shares).unwrap();
        assert!(shares.iter().min().unwrap() < &mean && &mean < shares.iter().max().unwrap());
        assert_eq!((mean.percent(), mean.permille()), (0, 0));
    }

    fn any_share() -> impl Strategy<Value = Share> {
        (1_u64..400)
            .prop_flat_map(|whole| (0..=whole, Just(whole)))
            .prop_map(|(part, whole)| share(part, whole))
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_cross_multiplication(a in any_share(), b in any_share()) {
            let cross = (a.numerator * b.denominator).cmp(&(b.numerator * a.denominator));
            prop_assert_eq!(a.cmp(&b), cross);
        }

        #[test]
        fn the_mean_lies_between_and_ignores_order(mut shares in prop::collection::vec(any_share(), 1..300)) {
            let mean = Share::mean(&shares).unwrap();
            shares.sort();
            prop_assert_eq!(Share::mean(&shares).unwrap(), mean);
            prop_assert!(shares[0] <= mean && mean <= shares[shares.len() - 1]);
        }
    }
}
