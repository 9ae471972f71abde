//! The whole rule set and axe-core in Chromium, on one page: 1 000 elements with a stylesheet of 230 kB. Prints the
//! middle of several runs of each, and the ratio.

mod page;

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kommunspegel::accessibility::load::read;
use kommunspegel::accessibility::report::examine;
use kommunspegel::accessibility::style::Sheet;
use kommunspegel::browser::{Browser, Reply, Request, Source, program};
use url::Url;

use page::{One, page, sheet};

/// Elements of the page.
const ELEMENTS: usize = 1_000;
/// Runs of ours; of the browser a tenth.
const RUNS: usize = 50;

/// The page and its stylesheet, as the browser asks for them.
struct Held {
    markup: String,
    sheet: String,
}

impl Source for Held {
    fn reply(&self, request: &Request) -> Option<Reply> {
        let (content_type, body) = match request.address.path() {
            "/" => ("text/html; charset=utf-8", &self.markup),
            "/a.css" => ("text/css", &self.sheet),
            _ => return None,
        };
        Some(Reply { status: 200, content_type: content_type.to_owned(), body: body.clone().into_bytes() })
    }
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn timed(mut work: impl FnMut()) -> Duration {
    let once = |_| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    };
    middle((0..RUNS).map(once).collect())
}

fn main() {
    let held = Held { markup: page(ELEMENTS), sheet: sheet() };
    let known = One(Arc::new(Sheet::parse(&held.sheet)));
    let elements = examine("a", &read(&held.markup, &known)).elements;
    let parsed = timed(|| drop(examine("a", &read(&held.markup, &known))));
    let whole = timed(|| {
        let sheets = One(Arc::new(Sheet::parse(&held.sheet)));
        drop(examine("a", &read(&held.markup, &sheets)));
    });
    let mut out = std::io::stdout();
    let mut tell = |line: String| writeln!(out, "{line}").expect("the output is there");
    let milliseconds = |time: Duration| time.as_secs_f64() * 1_000.0;
    tell(format!(
        "page of {elements} elements, {} kB; stylesheet of {} kB",
        held.markup.len() / 1_000,
        held.sheet.len() / 1_000
    ));
    tell(format!("ours, stylesheet parsed before: {:.2} ms", milliseconds(parsed)));
    tell(format!("ours, stylesheet parsed each time: {:.2} ms", milliseconds(whole)));
    let Some(program) = program() else { return tell("no Chromium: nothing to compare with".to_owned()) };
    let mut browser = Browser::start(&program).expect("Chromium starts");
    let address = Url::parse("http://page.example/").expect("a constant address");
    let looks = (0..RUNS / 10).map(|_| browser.look(&address, &held).expect("the page is shown").looked);
    let theirs = middle(looks.collect());
    tell(format!("axe-core in Chromium, the page loaded before: {:.0} ms", milliseconds(theirs)));
    for (name, ours) in [("parsed before", parsed), ("parsed each time", whole)] {
        tell(format!("ratio, stylesheet {name}: {:.0}", theirs.as_secs_f64() / ours.as_secs_f64()));
    }
}
