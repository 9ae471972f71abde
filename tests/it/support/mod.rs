//! What the crawl's tests share: a raw loopback server that remembers who asked for what and when, and a crawl of it.

mod server;
mod site_crawl;

pub(crate) use server::{Reply, Server};
pub(crate) use site_crawl::{CrawlOf, fetcher, pages, quick};
