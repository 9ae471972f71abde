//! Lists of numbers by number: which sentences hold a concept, which questions ask for it. It must not know what the
//! numbers mean.

/// For each key below a limit, the numbers posted under it, ascending.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// Where the numbers of each key begin in `numbers`; one more than there are keys.
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Postings {
    /// From pairs of a key below `keys` and a number. The numbers of a key must ascend; repeated ones count once.
    pub(super) fn new(keys: usize, pairs: &[(u32, u32)]) -> Self {
        let mut starts = vec![0; keys + 1];
        for (key, _) in fresh(keys, pairs) {
            starts[key + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut numbers = vec![0; sum as usize];
        for (key, number) in fresh(keys, pairs) {
            numbers[next[key] as usize] = number;
            next[key] += 1;
        }
        Self { starts, numbers }
    }

    /// The numbers posted under a key, ascending.
    pub(super) fn of(&self, key: usize) -> &[u32] {
        &self.numbers[self.starts[key] as usize..self.starts[key + 1] as usize]
    }
}

/// The pairs whose number is not the one before it under the same key.
fn fresh(keys: usize, pairs: &[(u32, u32)]) -> impl Iterator<Item = (usize, u32)> {
    let mut last = vec![None; keys];
    pairs.iter().filter_map(move |&(key, number)| {
        let before = last[key as usize].replace(number);
        (before != Some(number)).then_some((key as usize, number))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_by_key() {
        let posted = Postings::new(4, &[(2, 1), (0, 1), (2, 3), (2, 3)]);
        assert_eq!([posted.of(0), posted.of(1), posted.of(2), posted.of(3)], [&[1][..], &[], &[1, 3], &[]]);
    }
}
