//! The values of a `kommunspegel.toml`, located by line. Knows the keys' names and forms, not their meaning.

use std::ops::Range;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::key::Form;
use super::{Given, Key, Origin, Problem};
use crate::spelling;

/// Every entry of the file, or what is wrong with it.
pub(super) fn entries(path: &Path, text: &str) -> Vec<Result<(Key, Given), Problem>> {
    let origin = |span: Range<usize>| Origin::File { path: path.to_owned(), line: line(text, span.start) };
    match DeTable::parse(text) {
        Ok(table) => {
            let mut entries: Vec<_> = table.get_ref().iter().collect();
            entries.sort_by_key(|(name, _)| name.span().start);
            let read = entries.into_iter().map(|(name, value)| {
                let origin = origin(name.span());
                let read = entry(name.get_ref(), value.get_ref());
                read.map(|(key, texts)| (key, Given { texts, origin: origin.clone() }))
                    .map_err(|message| Problem { origin, message })
            });
            read.collect()
        }
        Err(error) => {
            let origin = origin(error.span().unwrap_or_default());
            vec![Err(Problem { origin, message: error.message().to_owned() })]
        }
    }
}

fn line(text: &str, offset: usize) -> usize {
    text[..offset.min(text.len())].matches('\n').count() + 1
}

fn entry(name: &str, value: &DeValue<'_>) -> Result<(Key, Vec<String>), String> {
    let key = Key::named(name).ok_or_else(|| {
        format!("there is no setting \"{name}\"{}", spelling::suggestion(name, Key::names()))
    })?;
    let wrong = || {
        let wanted = if key.form() == Form::Many { "a list of texts" } else { "a text or a number" };
        format!("{name} must be {wanted}, not {}", value.type_str())
    };
    let texts = match (key.form(), value) {
        (Form::Many, DeValue::Array(items)) => {
            items.iter().map(|item| scalar(item.get_ref())).collect::<Option<Vec<_>>>().ok_or_else(wrong)?
        }
        (form, value) => {
            let text = scalar(value).ok_or_else(wrong)?;
            let parts = if form == Form::Many { text.split(',').collect() } else { vec![text.as_str()] };
            let kept = |part: &&str| form == Form::One || !part.is_empty();
            parts.into_iter().map(str::trim).filter(kept).map(str::to_owned).collect()
        }
    };
    Ok((key, texts))
}

fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        _ => None,
    }
}
