//! The sitemap and robots.txt of a host. Knows the protocol of sitemaps.org and RFC 9309, no pages' content.

use askama::Template;

use super::{Host, Page};

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct Sitemap<'a> {
    host: &'a str,
    pages: &'a [Page],
}

/// Lists all pages.
pub(super) fn draw(host: &str, pages: &[Page]) -> String {
    Sitemap { host, pages }.render().expect("drawing to memory cannot fail")
}

/// The host's robots.txt with the address of its sitemap, if it has one.
pub(super) fn robots(host: &Host) -> String {
    let sitemap = host.sitemap.as_ref().map(|_| format!("\nSitemap: http://{}/sitemap.xml\n", host.name));
    format!("{}{}", host.robots, sitemap.unwrap_or_default())
}
