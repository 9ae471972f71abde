//! What the success criteria of WCAG 2.2 are called. It must not know what fails them.

use crate::report::tongue::Tongue;

/// Number, Swedish and English name of the criteria that a rule is about.
const NAMES: [(&str, &str, &str); 31] = [
    ("1.1.1", "Icke-textuellt innehåll", "Non-text content"),
    ("1.2.2", "Undertexter", "Captions"),
    ("1.3.1", "Information och relationer", "Info and relationships"),
    ("1.3.2", "Meningsfull ordning", "Meaningful sequence"),
    ("1.3.4", "Visningsriktning", "Orientation"),
    ("1.3.5", "Fälts syfte", "Identify input purpose"),
    ("1.4.1", "Användning av färg", "Use of color"),
    ("1.4.2", "Styrning av ljud", "Audio control"),
    ("1.4.3", "Kontrast", "Contrast (minimum)"),
    ("1.4.4", "Förstoring av text", "Resize text"),
    ("1.4.10", "Omflöde", "Reflow"),
    ("1.4.11", "Kontrast för det som inte är text", "Non-text contrast"),
    ("1.4.12", "Textavstånd", "Text spacing"),
    ("2.1.1", "Tangentbord", "Keyboard"),
    ("2.2.1", "Tid som räcker", "Timing adjustable"),
    ("2.2.2", "Paus, stopp och dölj", "Pause, stop, hide"),
    ("2.4.1", "Hoppa över block", "Bypass blocks"),
    ("2.4.2", "Sidtitel", "Page titled"),
    ("2.4.3", "Fokusordning", "Focus order"),
    ("2.4.4", "Länkars syfte", "Link purpose (in context)"),
    ("2.4.6", "Rubriker och etiketter", "Headings and labels"),
    ("2.4.7", "Synligt fokus", "Focus visible"),
    ("2.5.3", "Etikett i namn", "Label in name"),
    ("2.5.8", "Målens storlek", "Target size (minimum)"),
    ("3.1.1", "Sidans språk", "Language of page"),
    ("3.1.2", "Språk i delar av sidan", "Language of parts"),
    ("3.2.3", "Likadan navigering", "Consistent navigation"),
    ("3.2.6", "Hjälp på samma ställe", "Consistent help"),
    ("3.3.2", "Etiketter och instruktioner", "Labels or instructions"),
    ("4.1.2", "Namn, roll och värde", "Name, role, value"),
    ("4.1.3", "Statusmeddelanden", "Status messages"),
];

/// The name of a criterion; empty of one that no rule is about.
pub(super) fn name(criterion: &str, tongue: Tongue) -> &'static str {
    let known = NAMES.iter().find(|(number, ..)| *number == criterion);
    known.map_or("", |(_, swedish, english)| tongue.say(swedish, english))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criteria_have_their_names() {
        let names = |criterion| Tongue::ALL.map(|tongue| name(criterion, tongue));
        assert_eq!(names("2.4.2"), ["Sidtitel", "Page titled"]);
        assert_eq!(names("9.9.9"), ["", ""]);
        assert!(NAMES.is_sorted_by_key(|(number, ..)| {
            number.split('.').map(|part| part.parse::<u32>().unwrap()).collect::<Vec<_>>()
        }));
    }
}
