//! One page drawn: shown with its scripts until it rests, then read as the document that came of it. Knows requests and
//! replies; not whether a page needs to be drawn.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use url::Url;

use super::page::{Browser, Source, answer};
use super::pipe::BrowserError;

/// Longest time for a page to be drawn. At a request a second that is some forty scripts and answers.
const DRAWING: Duration = Duration::from_mins(1);
/// A page that was loaded rests when it has asked for nothing so long.
const REST: Duration = Duration::from_millis(700);
/// Longest time for reading the document.
const READING: Duration = Duration::from_secs(20);
/// Longest document that is read, in UTF-16 units.
const LONGEST: u32 = 4_000_000;
/// Pages after which a browser is replaced: it grows.
const PAGES: u32 = 40;

/// A page as a browser drew it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The document, as HTML.
    pub html: String,
    /// Requests that were answered, the page itself included.
    pub answered: u32,
    /// Requests that were refused.
    pub refused: u32,
}

impl Browser {
    /// Shows a page with its scripts and reads what came of it. Takes at most some two minutes.
    pub fn draw(&mut self, address: &Url, source: &dyn Source) -> Result<Drawn, BrowserError> {
        self.drawn += 1;
        self.in_tab(|browser, session| browser.draw_in(session, address, source))
    }

    /// Whether it has drawn so much that a fresh one is better.
    pub fn is_worn(&self) -> bool {
        self.drawn >= PAGES
    }

    fn draw_in(&mut self, session: &str, address: &Url, source: &dyn Source) -> Result<Drawn, BrowserError> {
        self.prepare(session)?;
        self.pipe.send(Some(session), "Page.navigate", &json!({ "url": address.as_str() }))?;
        let (mut drawn, mut loaded) = (Drawn { html: String::new(), answered: 0, refused: 0 }, false);
        let until = Instant::now() + DRAWING;
        while Instant::now() < until {
            let patience = if loaded { until.min(Instant::now() + REST) } else { until };
            let Some(event) = self.pipe.next(patience)? else { break };
            if event["sessionId"] == session {
                loaded |= event["method"] == "Page.loadEventFired";
                self.attend(session, &event, (source, &mut drawn))?;
            }
        }
        let code = format!("('<!doctype html>' + document.documentElement.outerHTML).slice(0, {LONGEST})");
        let told = self.evaluate(session, &code, READING)?;
        told["result"]["value"].as_str().unwrap_or_default().clone_into(&mut drawn.html);
        Ok(drawn)
    }

    fn attend(
        &mut self,
        session: &str,
        event: &Value,
        (source, drawn): (&dyn Source, &mut Drawn),
    ) -> Result<(), BrowserError> {
        match event["method"].as_str() {
            Some("Page.javascriptDialogOpening") => {
                let closing = json!({ "accept": false });
                self.pipe.send(Some(session), "Page.handleJavaScriptDialog", &closing)?;
            }
            Some("Fetch.requestPaused") => {
                let (method, parameters) = answer(&event["params"], source);
                let count =
                    if method == "Fetch.failRequest" { &mut drawn.refused } else { &mut drawn.answered };
                *count += 1;
                self.pipe.send(Some(session), method, &parameters)?;
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::page::{Kind, Reply};
    use super::*;

    const PAGE: &str =
        "<!doctype html><title>T</title><div id=root></div><img src=/bild.png><script src=/app.js></script>";
    const APP: &str = "fetch('/data').then(a => a.json()).then(d => { setTimeout(() => {\
         document.getElementById('root').innerHTML = '<h1>' + d.rubrik + '</h1>' }, 200) });\
         fetch('https://annan.example/').catch(() => {})";

    struct Kept;

    impl Source for Kept {
        fn reply(&self, address: &Url) -> Option<Reply> {
            let (content_type, body) = match address.path() {
                _ if address.host_str() != Some("x.example") => return None,
                "/" => ("text/html", PAGE),
                "/app.js" => ("text/javascript", APP),
                "/data" => ("application/json", "{\"rubrik\": \"Öppettider\"}"),
                other => panic!("{other} is not wanted"),
            };
            Some(Reply { status: 200, content_type: content_type.to_owned(), body: body.into() })
        }

        fn wants(&self, kind: Kind) -> bool {
            kind == Kind::Meaning
        }
    }

    #[test]
    fn a_page_is_drawn_where_there_is_a_browser() {
        let Some(program) = super::super::pipe::program_for("a_page_is_drawn") else { return };
        let mut browser = Browser::start(&program).unwrap();
        let drawn = browser.draw(&Url::parse("http://x.example/").unwrap(), &Kept).unwrap();
        assert!(drawn.html.contains("<h1>Öppettider</h1>"), "{}", drawn.html);
        assert_eq!(drawn.answered, 3);
        assert!(drawn.refused >= 2, "the picture and the stranger");
    }
}
