//! The winning values with their origins, for those who wonder why. Writes text and JSON, prints nothing.

use serde::Serialize;

use super::key::Form;
use super::{Key, Layers};

/// One key as it stands after merging.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The key's name.
    pub key: &'static str,
    /// Its value, as it would be written in a `kommunspegel.toml`.
    pub value: String,
    /// Where the value was given.
    pub origin: String,
    /// What the key means.
    pub meaning: &'static str,
}

impl Layers {
    /// Every key, in the order of the table of keys. As lines of `key = value  # origin` they are TOML again.
    pub fn rows(&self) -> Vec<Row> {
        Key::ALL.into_iter().map(|key| self.row(key)).collect()
    }

    fn row(&self, key: Key) -> Row {
        let given = self.winner(key);
        let value = match key.form() {
            Form::One => written(&given.texts.concat()),
            Form::Many => {
                let items: Vec<String> = given.texts.iter().map(|text| quoted(text)).collect();
                format!("[{}]", items.join(", "))
            }
        };
        Row { key: key.name(), value, origin: given.origin.to_string(), meaning: key.meaning() }
    }
}

/// Numbers stand bare, texts in quotes.
fn written(text: &str) -> String {
    let number = text.parse::<f64>().is_ok_and(f64::is_finite) && !text.starts_with(['.', '+', '0']);
    if number || text == "0" { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn what_is_shown_can_be_read_again() {
        let layers = Layers::default().with_flags([
            (Key::Pace, vec!["0.5".to_owned()]),
            (Key::Contact, vec!["a \"quoted\" name".to_owned()]),
            (Key::Only, vec!["0127,Uppsala".to_owned()]),
        ]);
        let lines: Vec<String> = layers
            .rows()
            .iter()
            .map(|row| format!("{} = {}  # {}", row.key, row.value, row.origin))
            .collect();
        assert!(lines.contains(&"only = [\"0127\", \"Uppsala\"]  # --only".to_owned()), "{lines:?}");
        assert!(lines.contains(&"max_pages = 1500  # default".to_owned()));
        let again = Layers::default().with_file(Path::new("k.toml"), &lines.join("\n"));
        assert_eq!(again.settings().unwrap(), layers.settings().unwrap());
    }
}
