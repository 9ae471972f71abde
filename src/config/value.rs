//! From the text of a value to what it means, or to the sentence that tells what to write instead.

use std::time::Duration;

use super::Rendering;

/// Seconds as a number with or without decimals, at most a day.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let number = text.parse::<f64>().ok().filter(|number| (0.0..=86_400.0).contains(number));
    number
        .map(Duration::from_secs_f64)
        .ok_or_else(|| format!("\"{text}\" is no number of seconds; write a number from 0 to 86400"))
}

/// Hours as a number with or without decimals, more than none and at most a day.
pub(super) fn hours(text: &str) -> Result<Duration, String> {
    let number = text.parse::<f64>().ok().filter(|number| *number > 0.0 && *number <= 24.0);
    number
        .map(|number| Duration::from_secs_f64(number * 3600.0))
        .ok_or_else(|| format!("\"{text}\" is no number of hours; write a number above 0, at most 24"))
}

/// A whole number from 1.
pub(super) fn count(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|&number| number > 0);
    number.ok_or_else(|| format!("\"{text}\" is no count; write a whole number from 1"))
}

/// A number from 0 to `most`.
pub(super) fn up_to(most: f64, text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| (0.0..=most).contains(number));
    number.ok_or_else(|| format!("\"{text}\" is not in range; write a number from 0 to {most}"))
}

/// Which pages a browser draws.
pub(super) fn rendering(text: &str) -> Result<Rendering, String> {
    match text {
        "auto" => Ok(Rendering::Auto),
        "never" => Ok(Rendering::Never),
        "always" => Ok(Rendering::Always),
        _ => Err(format!("\"{text}\" is none of auto, never and always")),
    }
}

/// A product token: RFC 9309 section 2.2.1 allows letters, hyphens and underscores only.
pub(super) fn product_token(text: &str) -> Result<String, String> {
    let allowed = |letter: char| letter.is_ascii_alphabetic() || matches!(letter, '-' | '_');
    if !text.is_empty() && text.chars().all(allowed) {
        Ok(text.to_owned())
    } else {
        Err(format!("\"{text}\" is no product token; write letters a-z, hyphens and underscores only"))
    }
}

/// Text that may stand in a header: one line of printable ASCII.
pub(super) fn header_text(text: &str) -> Result<String, String> {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        Ok(text.to_owned())
    } else {
        Err(format!("{text:?} cannot be sent; write an address or e-mail in plain letters"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_their_ranges() {
        let check = |read: bool, expected: bool, what: &str| assert_eq!(read, expected, "{what}");
        for (text, expected) in
            [("0", true), ("0.25", true), ("-1", false), ("NaN", false), ("1e9", false), ("", false)]
        {
            check(seconds(text).is_ok(), expected, text);
        }
        for (text, expected) in [("6", true), ("0.5", true), ("0", false), ("25", false), ("six", false)] {
            check(hours(text).is_ok(), expected, text);
        }
        for (text, expected) in [("1", true), ("0", false), ("1.5", false), ("many", false)] {
            check(count(text).is_ok(), expected, text);
        }
        for (text, expected) in [("1", true), ("0.05", true), ("1.01", false), ("inf", false)] {
            check(up_to(1.0, text).is_ok(), expected, text);
        }
        for (text, expected) in [("Kommunspegel", true), ("my-bot_a", true), ("bot/1.0", false), ("", false)]
        {
            check(product_token(text).is_ok(), expected, text);
        }
        check(rendering("always").is_ok(), true, "always");
        check(rendering("yes").is_ok(), false, "yes");
        check(header_text("https://a.example/").is_ok(), true, "address");
        check(header_text("a\r\nHost: b").is_ok(), false, "line break");
    }
}
