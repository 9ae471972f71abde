//! How long a host that says "not now" is left alone.
//!
//! Pure arithmetic over times that the caller gives; knows no clock and no request.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;
use url::Url;

/// The first wait after a 429 or 503 without `Retry-After`; it doubles with every further one in a row.
const FIRST: Duration = Duration::from_mins(1);
/// The shortest wait that doubles, where `Retry-After` asks for less.
const SHORTEST: Duration = Duration::from_secs(1);
/// The longest wait, asked for or not.
pub(super) const LONGEST: Duration = Duration::from_hours(24);
/// After so long without a new push-back the host is forgiven.
pub(super) const FORGIVEN: Duration = Duration::from_mins(30);

/// A host asked to be left alone (429 or 503).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushBack {
    /// What it was asked for.
    pub url: Url,
    /// When, to the second.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// What `Retry-After` said, if it was there.
    pub retry_after: Option<String>,
}

impl PushBack {
    /// How long ago it was, and how long the host wanted to be left alone. A clock that was set back counts as now; a
    /// moment that is known to the second only counts as the end of that second.
    pub(super) fn ago(&self, now: OffsetDateTime) -> (Duration, Option<Duration>) {
        let ago = Duration::try_from(now - self.at).unwrap_or_default();
        let wait = self.retry_after.as_deref().and_then(|value| retry_after(value, self.at));
        (ago.saturating_sub(Duration::from_secs(1)), wait)
    }
}

/// The wait that a `Retry-After` header asks for (RFC 9110, 10.2.3): seconds, or a date against `now`, in any of the three
/// forms that are read (5.6.7) or with a zone as in mails. At most a day.
pub(super) fn retry_after(value: &str, now: OffsetDateTime) -> Option<Duration> {
    let value = value.trim();
    if value.bytes().all(|byte| byte.is_ascii_digit()) && !value.is_empty() {
        let seconds = value.parse().unwrap_or(u64::MAX);
        return Some(Duration::from_secs(seconds).min(LONGEST));
    }
    let mailed = || OffsetDateTime::parse(&value.replace("GMT", "+0000"), &Rfc2822).ok();
    let date = httpdate::parse_http_date(value).ok().map(OffsetDateTime::from).or_else(mailed)?;
    Some(Duration::try_from(date - now).unwrap_or(Duration::ZERO).min(LONGEST))
}

/// The wait after the `strikes`-th push-back in a row (counted from 1). The first one is what `Retry-After` asks for. Every
/// further one is twice as long, from what it asks for or a minute on, up to a day and never less than it asks for: who
/// says "in a second" again and again has not got rid of us. What we chose ourselves is lengthened by up to a tenth;
/// `jitter` is any number, whose rest by 1000 says how much.
pub(super) fn wait(asked: Option<Duration>, strikes: u32, jitter: u64) -> Duration {
    if let Some(asked) = asked.filter(|_| strikes <= 1) {
        return asked.min(LONGEST);
    }
    let first = asked.map_or(FIRST, |asked| asked.clamp(SHORTEST, FIRST));
    let plain = first.saturating_mul(1 << strikes.saturating_sub(1).min(17));
    let share = u32::try_from(jitter % 1000).expect("a rest by 1000 is small");
    let longer = plain + plain.mul_f64(f64::from(share) / 10_000.0);
    longer.max(asked.unwrap_or_default()).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    fn check(value: &str, expected: Option<u64>) {
        let now = datetime!(2026-11-21 12:00:00 UTC);
        assert_eq!(retry_after(value, now), expected.map(Duration::from_secs), "{value}");
    }

    #[test]
    fn retry_after_in_seconds_or_as_a_date() {
        check("4", Some(4));
        check(" 120 ", Some(120));
        check("99999999999999999999999", Some(24 * 3600));
        check("Sat, 21 Nov 2026 12:00:30 GMT", Some(30));
        check("Sat, 21 Nov 2026 11:00:00 GMT", Some(0));
        check("Saturday, 21-Nov-26 12:00:30 GMT", Some(30));
        check("Sat Nov 21 12:00:30 2026", Some(30));
        check("Sat, 21 Nov 2026 13:00:30 +0100", Some(30));
        check("soon", None);
        check("-3", None);
        check("", None);
    }

    #[test]
    fn a_push_back_of_a_run_before() {
        let at = datetime!(2026-11-21 12:00:00 UTC);
        let check = |retry_after: Option<&str>, now, ago: u64, wait: Option<u64>| {
            let url = Url::parse("https://x.example/").unwrap();
            let push = PushBack { url, at, retry_after: retry_after.map(str::to_owned) };
            let expected = (Duration::from_secs(ago), wait.map(Duration::from_secs));
            assert_eq!(push.ago(now), expected, "{retry_after:?}");
        };
        check(Some("60"), datetime!(2026-11-21 12:00:05 UTC), 4, Some(60));
        check(Some("Sat, 21 Nov 2026 12:00:30 GMT"), datetime!(2026-11-21 12:00:05 UTC), 4, Some(30));
        check(None, datetime!(2026-11-21 11:00:00 UTC), 0, None);
    }

    #[test]
    fn without_it_a_minute_doubling_to_a_day() {
        for (strikes, seconds) in [(1, 60), (2, 120), (5, 960), (12, 24 * 3600), (40, 24 * 3600)] {
            assert_eq!(wait(None, strikes, 0), Duration::from_secs(seconds), "{strikes}");
        }
        assert_eq!(wait(None, 1, 500), Duration::from_secs(63));
    }

    #[test]
    fn what_is_asked_for_again_and_again_doubles_too() {
        for (asked, expected) in [
            (0, [0, 2, 4, 8, 16]),
            (1, [1, 2, 4, 8, 16]),
            (30, [30, 60, 120, 240, 480]),
            (300, [300, 300, 300, 480, 960]),
        ] {
            let waits = [1, 2, 3, 4, 5].map(|strikes| wait(Some(Duration::from_secs(asked)), strikes, 0));
            assert_eq!(waits, expected.map(Duration::from_secs), "{asked}");
        }
        assert_eq!(wait(Some(Duration::from_secs(1)), 40, 999), LONGEST);
    }
}
