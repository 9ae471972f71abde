//! Hosts that one machine serves, over real HTTP on loopback.

use std::time::Duration;

use kommunspegel::crawl::SiteTarget;

use crate::politeness::site;
use crate::support::{CrawlOf, Reply};

#[tokio::test]
async fn hosts_of_one_machine_share_its_pace() {
    let server = site(|_| Reply::text(""));
    let mut crawl = CrawlOf::new("http://www.ort0.example/".parse().unwrap());
    crawl.settings.resolve = vec![format!("*:80:127.0.0.1:{}", server.address.port()).parse().unwrap()];
    crawl.settings.pace = Duration::from_millis(400);
    let more = (1..8).map(|number| SiteTarget {
        key: format!("1{number:03}"),
        start: format!("http://www.ort{number}.example/").parse().unwrap(),
        portals: Vec::new(),
    });
    crawl.job.sites.extend(more);
    crawl.run().await.unwrap();
    let hits = server.hits();
    assert!(hits.len() >= 8 * 4, "{}", hits.len());
    // Four within a pace; a little less where the machine was slow to note one.
    let spans = hits.windows(9).map(|part| part[8].at - part[0].at);
    assert!(spans.min().unwrap() >= Duration::from_millis(650));
}
