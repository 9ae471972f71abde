//! How an invented host behaves: the system that it is made with, and its manners. Knows no page.

use serde::Deserialize;

/// The content management system that a host looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Sitevision: portlets, addresses that end in an identifier.
    Sitevision,
    /// Optimizely (formerly Episerver): clean addresses, global assets.
    Optimizely,
    /// WordPress with Helsingborg's theme Municipio.
    Municipio,
    /// An e-service portal on Open ePlatform.
    OpenEplatform,
    /// A site of the old kind: tables and a menu on the left.
    Plain,
}

impl Shape {
    /// The name of its style sheet.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sitevision => "sitevision",
            Self::Optimizely => "optimizely",
            Self::Municipio => "municipio",
            Self::OpenEplatform => "open-eplatform",
            Self::Plain => "plain",
        }
    }

    pub(super) fn style(self) -> &'static str {
        match self {
            Self::Sitevision => include_str!("assets/sitevision.css"),
            Self::Optimizely => include_str!("assets/optimizely.css"),
            Self::Municipio => include_str!("assets/municipio.css"),
            Self::OpenEplatform => include_str!("assets/open-eplatform.css"),
            Self::Plain => include_str!("assets/plain.css"),
        }
    }

    /// Path and parameter of the site's own search.
    pub(super) fn search(self) -> (&'static str, &'static str) {
        match self {
            Self::Sitevision | Self::Plain => ("/sok", "query"),
            Self::Optimizely => ("/sok/", "q"),
            Self::Municipio => ("/", "s"),
            Self::OpenEplatform => ("/search", "q"),
        }
    }
}

/// What a host answers where it has no page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotFound {
    /// 404 with an apology.
    #[default]
    #[serde(rename = "404")]
    Honest,
    /// 200 with an apology.
    #[serde(rename = "soft-404")]
    Soft,
    /// 200 with the start page.
    CatchAll,
}

/// The pages on which a host has a search box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SearchBox {
    /// Every page.
    All,
    /// The start page only.
    Start,
    /// None.
    #[default]
    None,
}

/// How a host's own search finds pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SearchEngine {
    /// Every word must stand on the page as it was written.
    #[default]
    Exact,
    /// Other forms, typing errors and the editors' synonyms are found too; hits can be filtered and sorted.
    Kind,
}

/// How a host encodes its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub enum Charset {
    /// UTF-8.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// Latin-1, which browsers read as windows-1252.
    #[serde(rename = "iso-8859-1")]
    Latin1,
}

impl Charset {
    /// Its name in headers and pages.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Latin1 => "iso-8859-1",
        }
    }

    pub(super) fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Latin1 => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
        }
    }
}
