//! The nation of a simulated night: 290 sites, how many pages each has, what a request is answered, and how late. Always
//! the same; knows nothing of connections.

use std::fmt::Write as _;
use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

/// As many as there are in Sweden.
pub(crate) const SITES: usize = 290;
/// Links from a page to the pages below it.
const BELOW: usize = 9;
/// Texts that pages share.
const TEXTS: usize = 8;
/// Size of a page, in bytes: the mean of real ones.
const PAGE: usize = 85_000;
/// Addresses in one file of a sitemap; larger sites have an index of such files.
const NAMED: usize = 10_000;
/// Pages of real sites, as their sitemaps name them: the smallest, every tenth part of the nation, and the largest.
const SIZES: [usize; 11] = [200, 700, 1_200, 1_700, 2_300, 3_000, 3_900, 5_200, 7_500, 12_000, 44_000];

/// What a request is answered.
pub(crate) enum Said {
    Page(&'static [u8]),
    Text(String),
    /// A sitemap, and whether it is pressed by gzip.
    Map(String, bool),
    Status(u16),
    /// 429 with a wait of so many seconds.
    Later(u32),
}

/// The pages of all sites, packed beforehand: pages with as many pages below them show the same, since links are
/// relative.
pub(crate) struct Nation {
    pages: Vec<&'static [u8]>,
}

/// The name of a site's host.
pub(crate) fn host(site: usize) -> String {
    format!("www.kommun{site}.example")
}

/// Pages of a site.
pub(crate) fn size(site: usize) -> usize {
    // Large and small ones in no order.
    let rank = (site * 131) % SITES;
    let (tenth, within) = (rank * 10 / SITES, rank * 10 % SITES);
    let (low, high) = (SIZES[tenth], SIZES[tenth + 1]);
    low + (high - low) * within / SITES
}

impl Nation {
    pub(crate) fn new() -> Self {
        let page = |below, text| packed(page(below, text).as_bytes()).leak();
        Self {
            pages: (0..=BELOW).flat_map(|below| (0..TEXTS).map(move |text| &*page(below, text))).collect(),
        }
    }

    /// The answer to a request that is the `count`-th of its site.
    pub(crate) fn said(&self, site: usize, path: &str, count: usize) -> Said {
        match (path, site) {
            ("/robots.txt", 3) => return Said::Status(503),
            ("/robots.txt", 5) => return Said::Text("User-agent: *\nDisallow: /\n".to_owned()),
            ("/robots.txt", _) => return Said::Text("User-agent: *\nDisallow: /hemligt\n".to_owned()),
            _ if path.starts_with("/sitemap") => return map(site, path),
            (_, 7..10) if count % 40 == 20 => return Said::Later(1),
            _ => {}
        }
        let Some(number) = number(path) else { return Said::Status(404) };
        let pages = size(site);
        let chance = mixed(site * 1_000_003 + number);
        match chance % 1000 {
            _ if number >= pages => Said::Status(404),
            _ if number == 0 => self.page(number, pages),
            0..10 => Said::Status(500),
            10..30 => Said::Status(404),
            _ => self.page(number, pages),
        }
    }

    fn page(&self, number: usize, pages: usize) -> Said {
        let first = number * BELOW + 1;
        let below = pages.saturating_sub(first).min(BELOW);
        Said::Page(self.pages[below * TEXTS + number % TEXTS])
    }

    /// How late an answer comes, with times shortened by a factor: some 150 ms for most, up to 2 s for one of a hundred.
    pub(crate) fn lateness(site: usize, count: usize, shortened: f64) -> Duration {
        let chance = mixed(site * 7919 + count);
        let milliseconds = match chance % 100 {
            0 => 2000.0,
            1..10 => 500.0,
            _ => 60.0 + (chance % 180) as f64,
        };
        Duration::from_secs_f64(milliseconds / 1000.0 / shortened)
    }
}

/// `/3/1/` is the first page below the third page below the start page.
fn number(path: &str) -> Option<usize> {
    path.split('/').filter(|part| !part.is_empty()).try_fold(0_usize, |number, part| {
        let child: usize = part.parse().ok().filter(|child| (1..=BELOW).contains(child))?;
        number.checked_mul(BELOW)?.checked_add(child)
    })
}

/// The path of a page, which [`number`] reads.
fn path(mut number: usize) -> String {
    let mut children = Vec::new();
    while number > 0 {
        children.push((number - 1) % BELOW + 1);
        number = (number - 1) / BELOW;
    }
    children.iter().rev().fold("/".to_owned(), |path, child| format!("{path}{child}/"))
}

/// What a site answers where its sitemap may lie: some have none, one of three presses it, and large ones have an index.
fn map(site: usize, path: &str) -> Said {
    let part: Option<usize> =
        path.strip_prefix("/sitemap-").and_then(|rest| rest.split('.').next()?.parse().ok());
    match (path, part) {
        _ if site % 30 == 29 => Said::Status(404),
        ("/sitemap.xml", _) if size(site) > NAMED => Said::Map(index(site), false),
        ("/sitemap.xml", _) => Said::Map(named(site, 0), site.is_multiple_of(3)),
        (_, Some(part)) if part * NAMED < size(site) => Said::Map(named(site, part), site.is_multiple_of(3)),
        _ => Said::Status(404),
    }
}

const PROTOCOL: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The index of a sitemap.
fn index(site: usize) -> String {
    let host = host(site);
    let parts = 0..size(site).div_ceil(NAMED);
    let named = parts.map(|part| format!("<sitemap><loc>http://{host}/sitemap-{part}.xml</loc></sitemap>"));
    format!("<sitemapindex xmlns=\"{PROTOCOL}\">{}</sitemapindex>", named.collect::<String>())
}

/// A file of a sitemap.
fn named(site: usize, part: usize) -> String {
    let (host, first) = (host(site), part * NAMED);
    let mut file = format!("<urlset xmlns=\"{PROTOCOL}\">");
    for number in first..(first + NAMED).min(size(site)) {
        let path = path(number);
        writeln!(file, "<url><loc>http://{host}{path}</loc><lastmod>2026-10-01</lastmod></url>")
            .expect("text takes text");
    }
    file.push_str("</urlset>");
    file
}

/// A number without rhyme or reason, always the same (splitmix64).
fn mixed(number: usize) -> usize {
    let mut bits = (number as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (bits >> 33) as usize
}

fn page(below: usize, text: usize) -> String {
    let links =
        (1..=below).map(|child| format!("<li><a href=\"{child}/\">Avsnitt {child} om verksamheten</a></li>"));
    let menu = (1..=BELOW)
        .map(|child| format!("<li><a href=\"/{child}/\" class=\"menu__link\">Område {child}</a></li>"));
    let head = format!(
        "<!doctype html><html lang=\"sv\"><head><title>Sida {text}</title></head><body><nav><ul>{}</ul></nav><main><h1>Sida \
         {text}</h1><ul>{}</ul>",
        menu.collect::<String>(),
        links.collect::<String>()
    );
    let words =
        ["kommunen", "ansökan", "förskolan", "avgiften", "tillstånd", "öppettider", "handläggare", "beslut"];
    let mut html = head;
    let mut at = text;
    while html.len() < PAGE {
        at = mixed(at);
        html.push_str(if at.is_multiple_of(23) { "</p><p class=\"brodtext__stycke\">" } else { " " });
        html.push_str(words[at % words.len()]);
    }
    html.push_str("</main></body></html>");
    html
}

/// What gzip makes of it.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes all bytes");
    encoder.finish().expect("memory takes all bytes")
}
