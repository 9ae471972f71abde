//! Plan, fetch and archive, put to work: many sites side by side, each strictly in the order of its plan.
//!
//! The state of a crawl is its archive and nothing else: resuming replays the archive through the same plan. Does
//! not know what is being measured.

mod again;
mod answer;
mod blocking;
mod described;
mod edition;
mod entities;
mod forms;
mod hosts;
mod job;
mod later;
mod ledger;
mod links;
mod looks;
mod observer;
mod opening;
mod progress;
mod region;
mod render;
mod replay;
mod searches;
mod sheets;
mod site;
mod sitemap;
mod sitemaps;
mod strain;
mod supplier;
mod supplies;
mod text;

pub use described::described_search;
pub use edition::edition;
pub use forms::search_forms;
pub use job::{CrawlError, EarlierEdition, EditionJob, Existing, SiteReport, SiteTarget};
pub use links::extract as links;
pub use observer::{Event, Mishap, Observer, Silent};
pub use progress::class as failure_class;
pub use render::{Render, Renderer};
pub use sitemap::{Sitemap, read as sitemap};
