//! One planned request: an address and how the crawl came to it.

use serde::{Deserialize, Serialize};
use url::Url;

use super::scope::Ground;

/// The click depth of a page that only a sitemap names: no click path to it is known.
pub const UNKNOWN_DEPTH: u16 = u16::MAX;

/// How an address became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// The register names it.
    Start,
    /// A link.
    Link,
    /// A link with `rel=nofollow`. It is followed (the mark speaks of endorsement, not of permission) and noted.
    NofollowLink,
    /// The answer to another address pointed here.
    Redirect,
    /// `<meta http-equiv=refresh>`.
    Refresh,
    /// `<link rel=canonical>`.
    Canonical,
    /// `<link rel=alternate hreflang>`.
    Alternate,
    /// `<iframe src>` or `<frame src>`.
    Frame,
    /// A sitemap names it.
    Sitemap,
    /// It is itself a sitemap.
    SitemapFile,
    /// A page shows itself by it: `<link rel=stylesheet>`, or a stylesheet imports it.
    StyleSheet,
    /// A page says that it tells how the site's search is asked: `<link rel=search>`.
    SearchDescription,
    /// It cannot exist: the answer shows what the host says of pages that are gone.
    Nonsense,
    /// The site's own search was asked; the text of the link is the query.
    Probe,
}

impl Found {
    /// Whether it is for people to read, and no aid of the crawl's.
    pub fn is_page(self) -> bool {
        !matches!(
            self,
            Self::SitemapFile | Self::StyleSheet | Self::SearchDescription | Self::Nonsense | Self::Probe
        )
    }
}

/// One planned request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// What is asked for.
    pub url: Url,
    /// Clicks from the start page, or [`UNKNOWN_DEPTH`].
    pub depth: u16,
    /// The page that named the address.
    pub via: Option<Url>,
    /// The text of the link, white space collapsed.
    pub anchor: String,
    /// How the address became known.
    pub found: Found,
    /// Whose ground the address lies on.
    pub ground: Ground,
    /// How often the address has been asked for before.
    pub attempt: u8,
    /// Redirects followed to come here.
    pub hops: u8,
    /// What is sent as a form; nothing for a plain request.
    pub form: Option<String>,
    /// What its coming sooner or later is worth, beside its clicks: lower comes sooner.
    pub turn: i8,
}

impl Visit {
    /// The visit that begins a site.
    pub fn start(url: Url) -> Self {
        Self {
            url,
            depth: 0,
            via: None,
            anchor: String::new(),
            found: Found::Start,
            ground: Ground::Own,
            attempt: 0,
            hops: 0,
            form: None,
            turn: 0,
        }
    }

    /// A visit to what this one's page names: same depth, this page as the referrer.
    #[must_use]
    pub fn onward(&self, url: Url, found: Found) -> Self {
        Self { url, via: Some(self.url.clone()), found, attempt: 0, form: None, ..self.clone() }
    }
}
