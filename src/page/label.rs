//! Texts of links and headings, cleaned of what content management systems glue to them.

use regex::Regex;
use std::sync::LazyLock;

/// "Länk till annan webbplats, öppnas i nytt fönster.", "Pdf, 527 kB, öppnas i nytt fönster." and the like.
static GLUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)[,.;]?\s*\(?(?:",
        r"(?:extern\s+)?länk till (?:annan|extern) (?:webbplats|webbsida|sida)|öppnas i (?:ett )?nytt? (?:fönster|flik|ny flik)|",
        r"öppnas i ny flik|extern länk|(?:pdf|word|excel|docx?|xlsx?)(?:-fil|-dokument)?,?\s*[\d.,]+\s*(?:kb|mb|byte)",
        r")\)?\.?"
    ))
    .expect("the pattern is a constant")
});

/// The text without the glue; the text itself when nothing else is left.
pub(super) fn clean(text: String) -> String {
    if !may_have_glue(&text) {
        return text;
    }
    let cleaned = GLUE.replace_all(&text, "").trim().to_owned();
    if cleaned.is_empty() { text } else { cleaned }
}

fn may_have_glue(text: &str) -> bool {
    text.contains("nytt") || text.contains("ny flik") || text.contains("änk") || text.contains('B')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn glue_goes_and_words_stay() {
        let check = |given: &str, expected: &str| assert_eq!(clean(given.to_owned()), expected);
        check(
            "E-tjänst för bygglov Länk till annan webbplats, öppnas i nytt fönster.",
            "E-tjänst för bygglov",
        );
        check("Taxa 2026 Pdf, 527 kB, öppnas i nytt fönster.", "Taxa 2026");
        check("Om ansökan i pdf-format Pdf, 261.4 kB.", "Om ansökan i pdf-format");
        check("Länk till annan webbplats", "Länk till annan webbplats");
        check("Ansök om plats", "Ansök om plats");
    }
}
