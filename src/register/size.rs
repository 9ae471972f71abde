//! Size classes of municipalities by population. Knows no municipality.

use std::fmt;
use std::ops::RangeInclusive;

/// A class of municipalities by population.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SizeClass {
    /// Fewest inhabitants.
    pub least: u32,
    /// Most inhabitants; `u32::MAX` in the class of the largest.
    pub most: u32,
}

/// The classes, smallest first, without gaps.
pub const SIZE_CLASSES: [SizeClass; 6] = [
    SizeClass { least: 0, most: 14_999 },
    SizeClass { least: 15_000, most: 29_999 },
    SizeClass { least: 30_000, most: 49_999 },
    SizeClass { least: 50_000, most: 99_999 },
    SizeClass { least: 100_000, most: 199_999 },
    SizeClass { least: 200_000, most: u32::MAX },
];

impl SizeClass {
    /// The class that a population falls in.
    pub fn of(population: u32) -> Self {
        let fitting = SIZE_CLASSES.into_iter().find(|class| class.range().contains(&population));
        fitting.expect("the classes leave no gap")
    }

    /// The populations of the class.
    pub fn range(self) -> RangeInclusive<u32> {
        self.least..=self.most
    }
}

/// As in a selection: `-14999`, `15000-29999`, `200000-`.
impl fmt::Display for SizeClass {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.least > 0 {
            write!(out, "{}", self.least)?;
        }
        out.write_str("-")?;
        if self.most < u32::MAX {
            write!(out, "{}", self.most)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_leave_no_gap() {
        assert_eq!((SIZE_CLASSES[0].least, SIZE_CLASSES[5].most), (0, u32::MAX));
        for pair in SIZE_CLASSES.windows(2) {
            assert_eq!(pair[0].most + 1, pair[1].least);
        }
    }

    #[test]
    fn a_population_falls_in_its_class() {
        let check = |population, expected| assert_eq!(SizeClass::of(population).to_string(), expected);
        check(0, "-14999");
        check(14_999, "-14999");
        check(15_000, "15000-29999");
        check(99_999, "50000-99999");
        check(1_000_000, "200000-");
    }
}
