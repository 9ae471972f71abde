//! Whether the nation hangs together: every link between its pages leads somewhere, every page has its place,
//! every truth file answers the same questions. Knows not what the questions ask.

use std::collections::BTreeSet;

use url::Url;

use super::{Host, Nation, Page, Place, Reachability, document, links};

impl Nation {
    /// Everything that does not hang together, each a sentence; empty for a sound nation.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut names = BTreeSet::new();
        for place in self.places() {
            faults.extend(truth_faults(place, self.places()));
            for host in &place.hosts {
                if !names.insert(&host.name) {
                    faults.push(format!("{}: the host {} stands twice", place.slug, host.name));
                }
                faults.extend(page_faults(host));
                if host.page("/").is_none() && place.reachability == Reachability::Up {
                    faults.push(format!("{} has no start page", host.name));
                }
                faults.extend(self.link_faults(place, host));
            }
        }
        faults
    }

    fn link_faults(&self, place: &Place, host: &Host) -> Vec<String> {
        let shell = [("_header.html", &host.header), ("_footer.html", &host.footer)];
        let fragments =
            shell.map(|(file, html)| (format!("{}/{}/{file}", place.slug, host.name), host.url("/"), html));
        let pages = host.pages.iter().map(|page| (page.file.clone(), host.url(&page.path), &page.body));
        let linked = fragments.into_iter().chain(pages).flat_map(|(file, base, html)| {
            links::links(html, &base).into_iter().map(move |url| (file.clone(), url))
        });
        linked
            .filter(|(_, url)| !self.leads_somewhere(url))
            .map(|(file, url)| format!("{file}: the link to {url} leads nowhere"))
            .collect()
    }

    /// Addresses outside the nation are taken on trust, and so are documents on hosts that it does not serve.
    fn leads_somewhere(&self, url: &Url) -> bool {
        let name = url.host_str().unwrap_or_default();
        let Some((_, host)) = self.host(name) else {
            return !name.ends_with(".example") || document::document(url.path()).is_some();
        };
        host.found(&links::target(url)).is_some()
    }
}

fn truth_faults(place: &Place, places: &[Place]) -> Option<String> {
    let questions =
        |place: &Place| place.truths.iter().map(|truth| truth.question.clone()).collect::<Vec<_>>();
    let first = places.iter().find(|other| !other.truths.is_empty())?;
    let differs = !place.truths.is_empty() && questions(place) != questions(first);
    differs.then(|| {
        format!("{}/truth.tsv: not the questions of {}/truth.tsv in their order", place.slug, first.slug)
    })
}

fn page_faults(host: &Host) -> Vec<String> {
    let mut faults = Vec::new();
    let mut paths = BTreeSet::new();
    for page in &host.pages {
        if !paths.insert(&page.path) {
            faults.push(format!("{}: the path {} stands twice on {}", page.file, page.path, host.name));
        }
        faults.extend(parent_fault(host, page));
    }
    faults
}

fn parent_fault(host: &Host, page: &Page) -> Option<String> {
    let reached = host.ancestors(page).first().map(|page| page.path.as_str()) == Some("/");
    match &page.parent {
        Some(_) if reached => None,
        None if page.path == "/" => None,
        Some(parent) => Some(format!("{}: its parent {parent} does not lead to the start page", page.file)),
        None => Some(format!("{}: it has no parent", page.file)),
    }
}
