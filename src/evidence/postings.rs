//! Lists of numbers by number: which sentences hold a concept, which questions ask for it. It must not know what the
//! numbers mean.

/// For each key below a limit, the numbers posted under it, ascending.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// For each key, the place of its list in `starts`; 0 when nothing is posted under it.
    places: Vec<u32>,
    /// Where the lists begin in `numbers`, and after them the end of the last. List 0 is empty.
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Postings {
    /// From pairs of a key below `keys` and a number. The numbers of a key must ascend; repeated ones count once.
    pub(super) fn new(keys: usize, pairs: &[(u32, u32)]) -> Self {
        let mut places = vec![0; keys];
        // For each list, how many numbers it holds and the last of them.
        let mut lists = vec![(0, u32::MAX)];
        for &(key, number) in pairs {
            let place = &mut places[key as usize];
            if *place == 0 {
                *place = u32::try_from(lists.len()).expect("there are no more lists than keys");
                lists.push((0, u32::MAX));
            }
            let (count, last) = &mut lists[*place as usize];
            *count += u32::from(*last != number);
            *last = number;
        }
        let sums = lists.iter().scan(0, |sum, (count, _)| Some(std::mem::replace(sum, *sum + count)));
        let mut starts: Vec<u32> = sums.collect();
        let all = starts.last().unwrap_or(&0) + lists.last().map_or(0, |(count, _)| *count);
        let (mut next, mut numbers) = (starts.clone(), vec![0; all as usize]);
        for &(key, number) in pairs {
            let place = places[key as usize] as usize;
            if next[place] == starts[place] || numbers[next[place] as usize - 1] != number {
                numbers[next[place] as usize] = number;
                next[place] += 1;
            }
        }
        starts.push(all);
        Self { places, starts, numbers }
    }

    /// The numbers posted under a key, ascending.
    pub(super) fn of(&self, key: usize) -> &[u32] {
        match self.places.get(key) {
            None | Some(0) => &[],
            Some(&place) => {
                let place = place as usize;
                &self.numbers[self.starts[place] as usize..self.starts[place + 1] as usize]
            }
        }
    }
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
