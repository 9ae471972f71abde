//! One page in the browser: shown with what was kept of it, then looked at by axe-core. Knows requests and replies; not
//! what axe-core's rules mean.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

use super::pipe::{BrowserError, Pipe};
use crate::accessibility::compare::AxeFinding;

/// axe-core 4.14.1 (MPL-2.0, vendor/axe-core), as its package on npm has it.
const AXE: &str = include_str!("../../vendor/axe-core/axe.min.js");
/// Runs it; what no rule is about and what passes is left out.
const RUN: &str = "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'], \
     resultTypes: ['violations','incomplete']}).then(found => JSON.stringify(['violations','incomplete'].flatMap(kind => \
     found[kind].map(one => ({rule: one.id, certain: kind === 'violations', impact: one.impact || '', \
     nodes: one.nodes.length, target: String(one.nodes[0].target), snippet: one.nodes[0].html.slice(0, 200)})))))";

/// Longest time for a page to be shown.
const SHOWING: Duration = Duration::from_secs(15);
/// Longest time for axe-core on a page.
const LOOKING: Duration = Duration::from_mins(1);
/// Longest time for anything else.
const ANSWERING: Duration = Duration::from_secs(20);
/// What would wait for somebody at the screen is as if that one had turned it down.
const UNATTENDED: &str =
    "window.alert = window.print = () => {}; window.confirm = () => false; window.prompt = () => null";
/// The screen, as the static engine takes it to be.
const WIDTH: u32 = 1_280;
const HEIGHT: u32 = 800;

/// What was kept of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Value of `Content-Type`.
    pub content_type: String,
    /// The decoded body.
    pub body: Vec<u8>,
}

/// What for a page asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Documents, in frames too, and scripts.
    Program,
    /// What scripts ask for and wait for (XHR, Fetch).
    Data,
    /// Everything else: stylesheets, pictures, fonts, films, icons; and what scripts only report.
    Looks,
}

/// What a page asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The address.
    pub address: Url,
    /// What for.
    pub kind: Kind,
    /// Whether it only asks (GET), and sends nothing.
    pub is_get: bool,
}

/// Answers the browser in the network's stead.
pub trait Source {
    /// What is to be had; without an answer, it is refused to the page.
    fn reply(&self, request: &Request) -> Option<Reply>;

    /// Whether whoever shows the page has no more use for it.
    fn is_over(&self) -> bool {
        false
    }
}

/// What the browser saw of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What axe-core found.
    pub findings: Vec<AxeFinding>,
    /// Requests of the page that were refused because nothing was kept.
    pub refused: usize,
    /// How long axe-core looked.
    pub looked: Duration,
}

/// A browser that shows one page after the other.
#[derive(Debug)]
pub struct Browser {
    pub(super) pipe: Pipe,
    /// Pages drawn so far.
    pub(super) drawn: u32,
    _profile: TempDir,
}

impl Browser {
    /// Starts Chromium.
    pub fn start(program: &Path) -> Result<Self, BrowserError> {
        let profile = tempfile::tempdir().map_err(BrowserError::Start)?;
        let pipe = Pipe::start(program, profile.path())?;
        let mut browser = Self { pipe, drawn: 0, _profile: profile };
        // A page may hand over files without being asked for them.
        browser.ask(None, "Browser.setDownloadBehavior", &json!({ "behavior": "deny" }))?;
        Ok(browser)
    }

    /// Shows a page and lets axe-core look at it.
    pub fn look(&mut self, address: &Url, source: &dyn Source) -> Result<Seen, BrowserError> {
        self.in_tab(|browser, session| browser.look_in(session, address, source))
    }

    /// Does something in a tab of its own.
    pub(super) fn in_tab<T>(
        &mut self,
        work: impl FnOnce(&mut Self, &str) -> Result<T, BrowserError>,
    ) -> Result<T, BrowserError> {
        let created = self.ask(None, "Target.createTarget", &json!({ "url": "about:blank" }))?;
        let target = created["targetId"].clone();
        let attached =
            self.ask(None, "Target.attachToTarget", &json!({ "targetId": target, "flatten": true }))?;
        let session = attached["sessionId"].as_str().unwrap_or_default().to_owned();
        let done = work(self, &session);
        // One that is gone or silent would not answer this either.
        if !matches!(done, Err(BrowserError::Gone | BrowserError::Slow(_))) {
            let _ = self.ask(None, "Target.closeTarget", &json!({ "targetId": target }));
        }
        done
    }

    /// Makes a tab ready: its screen is known, and every request waits for an answer.
    pub(super) fn prepare(&mut self, session: &str) -> Result<(), BrowserError> {
        let screen = json!({ "width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": false });
        self.ask(Some(session), "Emulation.setDeviceMetricsOverride", &screen)?;
        self.ask(Some(session), "Page.enable", &json!({}))?;
        self.ask(Some(session), "Page.setBypassCSP", &json!({ "enabled": true }))?;
        self.ask(Some(session), "Page.addScriptToEvaluateOnNewDocument", &json!({ "source": UNATTENDED }))?;
        self.ask(Some(session), "Fetch.enable", &json!({ "patterns": [{ "urlPattern": "*" }] }))?;
        Ok(())
    }

    fn look_in(&mut self, session: &str, address: &Url, source: &dyn Source) -> Result<Seen, BrowserError> {
        self.prepare(session)?;
        self.pipe.send(Some(session), "Page.navigate", &json!({ "url": address.as_str() }))?;
        let refused = self.show(session, source)?;
        self.evaluate(session, AXE, ANSWERING)?;
        let began = Instant::now();
        let told = self.evaluate(session, RUN, LOOKING)?;
        let findings = serde_json::from_str(told["result"]["value"].as_str().unwrap_or("[]"));
        Ok(Seen { findings: findings.unwrap_or_default(), refused, looked: began.elapsed() })
    }

    /// Answers the page's requests until it is shown, or for as long as it may take; how many were refused.
    fn show(&mut self, session: &str, source: &dyn Source) -> Result<usize, BrowserError> {
        let (until, mut refused) = (Instant::now() + SHOWING, BTreeSet::new());
        while let Some(event) = self.pipe.next(until)? {
            if event["sessionId"] != session {
                continue;
            }
            match event["method"].as_str() {
                Some("Page.loadEventFired") => break,
                Some("Page.javascriptDialogOpening") => {
                    let closing = json!({ "accept": false });
                    self.pipe.send(Some(session), "Page.handleJavaScriptDialog", &closing)?;
                }
                Some("Fetch.requestPaused") => {
                    let request = &event["params"];
                    let (method, parameters) = answer(request, source);
                    if method == "Fetch.failRequest" {
                        refused.insert(request["request"]["url"].to_string());
                    }
                    self.pipe.send(Some(session), method, &parameters)?;
                }
                _ => {}
            }
        }
        // Requests of scripts that run on are not answered any more; the page stays as it is shown.
        self.ask(Some(session), "Fetch.disable", &json!({}))?;
        Ok(refused.len())
    }

    pub(super) fn evaluate(
        &mut self,
        session: &str,
        code: &str,
        patience: Duration,
    ) -> Result<Value, BrowserError> {
        let parameters = json!({ "expression": code, "awaitPromise": true, "returnByValue": true });
        self.pipe.ask(Some(session), ("Runtime.evaluate", &parameters), patience)
    }

    fn ask(
        &mut self,
        session: Option<&str>,
        method: &str,
        parameters: &Value,
    ) -> Result<Value, BrowserError> {
        self.pipe.ask(session, (method, parameters), ANSWERING)
    }
}

/// The message that answers a request: from what was kept, or a refusal.
pub(super) fn answer(paused: &Value, source: &dyn Source) -> (&'static str, Value) {
    let id = &paused["requestId"];
    match request(paused).and_then(|request| source.reply(&request)) {
        Some(reply) => (
            "Fetch.fulfillRequest",
            json!({
                "requestId": id,
                "responseCode": reply.status,
                "responseHeaders": [
                    { "name": "Content-Type", "value": reply.content_type },
                    // A page may speak to the hosts of its site; which they are is the source's to say.
                    { "name": "Access-Control-Allow-Origin", "value": "*" },
                ],
                "body": base64(&reply.body),
            }),
        ),
        None => ("Fetch.failRequest", json!({ "requestId": id, "errorReason": "BlockedByClient" })),
    }
}

/// What a paused request asks for.
fn request(paused: &Value) -> Option<Request> {
    let address = Url::parse(paused["request"]["url"].as_str()?).ok()?;
    let kind = match paused["resourceType"].as_str() {
        Some("Document" | "Script") => Kind::Program,
        Some("XHR" | "Fetch") => Kind::Data,
        _ => Kind::Looks,
    };
    Some(Request { address, kind, is_get: paused["request"]["method"] == "GET" })
}

/// Base64 (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let [a, b, c] = [0, 1, 2].map(|at| u32::from(three.get(at).copied().unwrap_or(0)));
        let joined = a << 16 | b << 8 | c;
        for place in 0..4 {
            let letter = LETTERS[(joined >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Kept;

    impl Source for Kept {
        fn reply(&self, request: &Request) -> Option<Reply> {
            let body = b"<!doctype html><html><title>T</title><main><h1>R</h1><img src=x></main>".to_vec();
            let is_kept = request.is_get && request.address.path() == "/";
            is_kept.then(|| Reply { status: 200, content_type: "text/html".to_owned(), body })
        }
    }

    #[test]
    fn base64_of_the_rfc() {
        for (plain, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn what_was_not_kept_is_refused() {
        let paused = |url: &str, method: &str| json!({ "requestId": "1", "request": { "url": url, "method": method } });
        let (method, reply) = answer(&paused("http://x.example/", "GET"), &Kept);
        assert_eq!((method, &reply["responseCode"]), ("Fetch.fulfillRequest", &json!(200)));
        assert_eq!(answer(&paused("http://x.example/a.js", "GET"), &Kept).0, "Fetch.failRequest");
        assert_eq!(answer(&paused("http://x.example/", "POST"), &Kept).0, "Fetch.failRequest");
    }

    #[test]
    fn a_page_is_looked_at_where_there_is_a_browser() {
        let Some(program) = super::super::pipe::program_for("a_page_is_looked_at") else { return };
        let mut browser = Browser::start(&program).unwrap();
        let seen = browser.look(&Url::parse("http://x.example/").unwrap(), &Kept).unwrap();
        let certain: Vec<&str> =
            seen.findings.iter().filter(|found| found.certain).map(|found| found.rule.as_str()).collect();
        assert!(certain.contains(&"image-alt") && certain.contains(&"html-has-lang"), "{certain:?}");
        assert!(seen.refused >= 1);
    }
}
