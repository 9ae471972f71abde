//! How many files and connections the program may hold open at once: as many as the system lets it.

/// What a site under way holds open at most: its archive, the one before, connections to its hosts and platforms.
const OF_A_SITE: u64 = 8;
/// What is open beside the sites.
const BESIDE: u64 = 64;

/// Raises the limit to what the system allows.
pub(crate) fn raised() -> std::io::Result<u64> {
    rlimit::increase_nofile_limit(u64::MAX)
}

/// How many sites may be under way at once by such a limit; at least one.
pub(crate) fn sites(limit: u64) -> usize {
    usize::try_from(limit.saturating_sub(BESIDE) / OF_A_SITE).unwrap_or(usize::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_share_what_may_be_open() {
        for (limit, expected) in [(0, 1), (1024, 120), (524_288, 65_528)] {
            assert_eq!(sites(limit), expected, "{limit}");
        }
    }

    #[test]
    fn a_limit_that_is_raised_stays() {
        let limit = raised().unwrap();
        assert_eq!(raised().unwrap(), limit);
    }
}
