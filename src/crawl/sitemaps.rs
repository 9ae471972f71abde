//! What robots.txt and sitemaps add to a site's progress: further sitemaps, and pages that no link may lead to.

use crate::plan::{Visit, normalise};

use super::answer::RobotsSeen;
use super::progress::Progress;
use super::sitemap;

impl Progress {
    /// Sitemaps that robots.txt names, and the usual place for the start page's host.
    pub(super) fn absorb_robots(&mut self, visit: &Visit, robots: Option<&RobotsSeen>) {
        let Some(robots) = robots else { return };
        self.counts.robots += u64::from(self.authorities.insert(robots.url.as_str().to_owned()));
        for sitemap in &robots.sitemaps {
            self.plan.found_sitemap_file(&robots.url, sitemap.clone());
        }
        if visit.depth == 0
            && let Ok(usual) = robots.url.join("/sitemap.xml")
        {
            self.plan.found_sitemap_file(&robots.url, usual);
        }
    }

    pub(super) fn absorb_sitemap(&mut self, visit: &Visit, body: &[u8]) {
        let sitemap = sitemap::read(body);
        self.counts.dropped += sitemap.beyond;
        if sitemap.is_cut {
            self.plan.sitemap_broke_off();
        }
        for file in sitemap.files.iter().filter_map(|file| normalise(file, &visit.url)) {
            self.plan.found_sitemap_file(&visit.url, file);
        }
        for (page, priority) in sitemap.pages {
            if let Some(page) = normalise(&page, &visit.url) {
                self.plan.found_in_sitemap(&visit.url, (page, priority));
            }
        }
    }
}
