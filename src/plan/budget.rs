//! How much of a site is visited: plain numbers, all in one place.

/// Bounds of one site's crawl, in pages unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// Requests for pages in all, those outside the site included; sitemaps and robots.txt are not counted.
    pub max_pages: u32,
    /// Pages of one platform host outside the site's own domain.
    pub per_platform_host: u32,
    /// Pages of one neighbouring body's host.
    pub per_neighbour_host: u32,
    /// Sitemap files read.
    pub sitemap_files: u32,
    /// Documents of the site itself, besides the pages.
    pub documents: u32,
    /// Questions asked of the site's own search.
    pub probes: u32,
    /// Pages that a browser draws.
    pub drawn: u32,
    /// Stylesheets that pages of the site name.
    pub style_sheets: u32,
    /// Addresses waiting at any time; further ones are dropped.
    pub pending: usize,
    /// Different queries of one path that are taken; calendars and facets have no end.
    pub queries_per_path: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            max_pages: 1500,
            per_platform_host: 40,
            per_neighbour_host: 15,
            sitemap_files: 50,
            documents: 150,
            probes: 60,
            drawn: 300,
            style_sheets: 40,
            pending: 60_000,
            queries_per_path: 30,
        }
    }
}

impl Budget {
    /// The default bounds with another number of pages.
    pub fn of_pages(max_pages: u32) -> Self {
        Self { max_pages, documents: max_pages / 10, ..Self::default() }
    }

    /// Pages outside the site's own ground: a quarter of all, at least 20.
    pub fn off_site(&self) -> u32 {
        (self.max_pages / 4).max(20)
    }

    /// Pages under one path prefix before the rest of that prefix must wait until nothing else is left: half of
    /// all for a first path segment, a quarter for the first two, at least 20. Bounds traps of every shape.
    pub fn under_prefix(&self, segments: usize) -> u32 {
        let share = if segments <= 1 { self.max_pages / 2 } else { self.max_pages / 4 };
        share.max(20)
    }
}
