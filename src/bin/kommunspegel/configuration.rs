//! Reads what the configuration names: its file, the environment, the register, the networks. How values are
//! merged and checked is the library's matter.

use std::path::Path;
use std::{env, fs, io};

use anyhow::Context;
use kommunspegel::config::{Key, Layers, Settings};
use kommunspegel::register::{Networks, Register};

use crate::args::Global;

/// The file that is read from the working directory where no other is named.
const FILE: &str = "kommunspegel.toml";

/// The layers of all values: file, environment, and the flags that were typed.
pub(crate) fn layers(global: &Global, typed: Vec<(Key, Vec<String>)>) -> anyhow::Result<Layers> {
    let variables =
        env::vars_os().filter_map(|(name, text)| Some((name.into_string().ok()?, text.into_string().ok()?)));
    let data = global.data.iter().map(|text| (Key::Data, vec![text.clone()]));
    let layers = match &global.config {
        Some(path) => Layers::default().with_file(path, &text(path)?),
        None => match fs::read_to_string(FILE) {
            Ok(text) => Layers::default().with_file(Path::new(FILE), &text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Layers::default(),
            Err(error) => return Err(error).context(format!("cannot read {FILE}")),
        },
    };
    Ok(layers.with_environment(variables).with_flags(data.chain(typed)))
}

/// The bodies that the settings choose.
pub(crate) fn register(settings: &Settings) -> anyhow::Result<Register> {
    let all = match &settings.register {
        Some(path) => text(path)?.parse::<Register>().with_context(|| path.display().to_string())?,
        None => Register::embedded(),
    };
    let chosen = all.select(&settings.only, &networks(settings)?)?;
    Ok(all.narrowed(&chosen))
}

/// The embedded networks and those that the settings name.
pub(crate) fn networks(settings: &Settings) -> anyhow::Result<Networks> {
    let own = settings
        .networks
        .as_ref()
        .map(|path| Networks::read(&text(path)?).with_context(|| path.display().to_string()));
    let embedded = Networks::embedded();
    Ok(match own {
        Some(own) => embedded.extended(own?),
        None => embedded,
    })
}

fn text(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
