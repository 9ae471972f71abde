//! One page drawn: shown with its scripts until it rests, then read as the document that came of it. Knows requests and
//! replies; not whether a page needs to be drawn.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use url::Url;

use super::page::{Browser, Source, answer};
use super::pipe::BrowserError;
use super::watch::{Next, Watch};

/// Longest time for reading the document.
const READING: Duration = Duration::from_secs(10);
/// Longest document that is read, in UTF-16 units.
const LONGEST: u32 = 4_000_000;
/// Pages after which a browser is replaced: it grows.
const PAGES: u32 = 40;
/// By which a changed document is known. A clock that ticks changes no page.
const MARK: &str = "document.documentElement.outerHTML.length";

/// A page as a browser drew it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn {
    /// The document, as HTML.
    pub html: String,
    /// Requests that were answered, the page itself included.
    pub answered: u32,
    /// Requests that were refused.
    pub refused: u32,
    /// Whether a script without end had to be stopped.
    pub was_stopped: bool,
    /// Where its scripts sent the reader, instead of showing the page that was asked for.
    pub leads_to: Option<Url>,
}

/// A page while it is drawn.
struct Sitting<'a> {
    address: &'a Url,
    source: &'a dyn Source,
    began: Instant,
    /// How long it waited for answers.
    waited: Duration,
    /// The frame of the page itself.
    frame: Option<String>,
    /// The number of the look that was not answered yet.
    look: Option<u64>,
    watch: Watch,
    drawn: Drawn,
}

impl<'a> Sitting<'a> {
    fn new(address: &'a Url, source: &'a dyn Source) -> Self {
        let (began, waited, watch) = (Instant::now(), Duration::ZERO, Watch::default());
        Self { address, source, began, waited, frame: None, look: None, watch, drawn: Drawn::default() }
    }

    /// The browser's own time until now.
    fn now(&self) -> Duration {
        self.began.elapsed().saturating_sub(self.waited)
    }

    fn is_over(&self) -> bool {
        self.drawn.leads_to.is_some() || self.source.is_over()
    }

    /// The message that answers a request.
    fn answer(&mut self, paused: &Value) -> (&'static str, Value) {
        if let Some(elsewhere) = self.elsewhere(paused) {
            self.drawn.leads_to = Some(elsewhere);
            let refusal = json!({ "requestId": paused["requestId"], "errorReason": "Aborted" });
            return ("Fetch.failRequest", refusal);
        }
        let asked = Instant::now();
        let (method, parameters) = answer(paused, self.source);
        self.waited += asked.elapsed();
        let is_refused = method == "Fetch.failRequest";
        *if is_refused { &mut self.drawn.refused } else { &mut self.drawn.answered } += 1;
        (method, parameters)
    }

    /// The other page that the page's own frame asks for, if it does. The first document in it is the page itself.
    fn elsewhere(&mut self, paused: &Value) -> Option<Url> {
        let frame = paused["frameId"].as_str().filter(|_| paused["resourceType"] == "Document")?;
        if *self.frame.get_or_insert_with(|| frame.to_owned()) != frame {
            return None;
        }
        let plain = |mut url: Url| {
            url.set_fragment(None);
            url
        };
        let url = Url::parse(paused["request"]["url"].as_str()?).ok().map(plain)?;
        (url != plain(self.address.clone())).then_some(url)
    }
}

impl Browser {
    /// Shows a page with its scripts and reads what came of it. Takes at most some two minutes, and what its answers take.
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
        let mut sitting = Sitting::new(address, source);
        let is_silent = loop {
            if sitting.is_over() {
                return Ok(sitting.drawn);
            }
            match sitting.watch.next(sitting.now()) {
                Next::Read => break false,
                Next::Stop => break true,
                Next::Look => self.look_at(session, &mut sitting)?,
                Next::Listen(patience) => {
                    if let Some(message) = self.pipe.next(Instant::now() + patience)? {
                        self.attend(session, &message, &mut sitting)?;
                    }
                }
            }
        };
        let mut drawn = sitting.drawn;
        (drawn.html, drawn.was_stopped) = self.read(session, is_silent)?;
        Ok(drawn)
    }

    fn look_at(&mut self, session: &str, sitting: &mut Sitting<'_>) -> Result<(), BrowserError> {
        let code = json!({ "expression": MARK, "returnByValue": true });
        sitting.look = Some(self.pipe.send(Some(session), "Runtime.evaluate", &code)?);
        sitting.watch.looks(sitting.now());
        Ok(())
    }

    /// The document, and whether its scripts had to be stopped for it.
    fn read(&mut self, session: &str, is_silent: bool) -> Result<(String, bool), BrowserError> {
        let code = format!("('<!doctype html>' + document.documentElement.outerHTML).slice(0, {LONGEST})");
        let html = |told: Value| told["result"]["value"].as_str().unwrap_or_default().to_owned();
        if !is_silent {
            match self.evaluate(session, &code, READING) {
                Err(BrowserError::Slow(_)) => {}
                told => return Ok((html(told?), false)),
            }
        }
        self.pipe.send(Some(session), "Runtime.terminateExecution", &json!({}))?;
        Ok((html(self.evaluate(session, &code, READING)?), true))
    }

    fn attend(
        &mut self,
        session: &str,
        message: &Value,
        sitting: &mut Sitting<'_>,
    ) -> Result<(), BrowserError> {
        if message["id"].is_u64() && message["id"].as_u64() == sitting.look {
            sitting.watch.saw(sitting.now(), message["result"]["result"]["value"].as_u64());
        }
        if message["sessionId"] != session || !message["method"].is_string() {
            return Ok(());
        }
        match message["method"].as_str() {
            Some("Page.loadEventFired") => sitting.watch.loaded(sitting.now()),
            Some("Page.javascriptDialogOpening") => {
                let closing = json!({ "accept": false });
                self.pipe.send(Some(session), "Page.handleJavaScriptDialog", &closing)?;
            }
            Some("Fetch.requestPaused") => {
                let (method, parameters) = sitting.answer(&message["params"]);
                self.pipe.send(Some(session), method, &parameters)?;
            }
            _ => {}
        }
        sitting.watch.heard(sitting.now());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::net::UdpSocket;

    use super::super::page::{Kind, Reply, Request};
    use super::*;

    const PAGE: &str =
        "<!doctype html><title>T</title><div id=root></div><img src=/bild.png><script src=/app.js></script>";
    const APP: &str = "fetch('/data').then(a => a.json()).then(d => { setTimeout(() => {\
         document.getElementById('root').innerHTML = '<h1>' + d.rubrik + '</h1>' }, 200) });\
         fetch('https://annan.example/').catch(() => {})";

    /// Answers with a page, this script of it, and data.
    struct Kept(String);

    impl Source for Kept {
        fn reply(&self, request: &Request) -> Option<Reply> {
            let Request { address, kind, is_get } = request;
            let (content_type, body) = match address.path() {
                _ if address.host_str() != Some("x.example") || !is_get || *kind == Kind::Looks => {
                    return None;
                }
                "/" => ("text/html", PAGE),
                "/app.js" => ("text/javascript", self.0.as_str()),
                "/data" => ("application/json", "{\"rubrik\": \"Öppettider\"}"),
                other => panic!("{other} is not wanted"),
            };
            Some(Reply { status: 200, content_type: content_type.to_owned(), body: body.into() })
        }
    }

    /// The page with this script, where there is a browser.
    fn drawn(test: &str, script: &str) -> Option<Drawn> {
        let program = super::super::pipe::program_for(test)?;
        let mut browser = Browser::start(&program).unwrap();
        Some(browser.draw(&Url::parse("http://x.example/").unwrap(), &Kept(script.to_owned())).unwrap())
    }

    #[test]
    fn a_page_is_drawn_where_there_is_a_browser() {
        let Some(drawn) = drawn("a_page_is_drawn", APP) else { return };
        assert!(drawn.html.contains("<h1>Öppettider</h1>"), "{}", drawn.html);
        assert_eq!(drawn.answered, 3);
        assert!(drawn.refused >= 2, "the picture and the stranger");
        assert!(!drawn.was_stopped && drawn.leads_to.is_none());
    }

    #[test]
    fn a_script_without_end_is_stopped_and_what_is_there_is_read() {
        let endless = "document.getElementById('root').innerHTML = '<h1>Hej</h1>'; setTimeout(() => { while (1) {} }, 50)";
        let Some(drawn) = drawn("a_script_without_end", endless) else { return };
        assert!(drawn.was_stopped && drawn.html.contains("<h1>Hej</h1>"), "{drawn:?}");
    }

    #[test]
    fn a_page_that_sends_its_reader_elsewhere_is_not_the_page_that_was_asked_for() {
        let Some(drawn) = drawn("a_page_that_sends_its_reader_elsewhere", "location.href = '/ny?a=1#b'")
        else {
            return;
        };
        assert_eq!(drawn.leads_to.unwrap().as_str(), "http://x.example/ny?a=1");
    }

    #[test]
    fn a_page_that_asks_questions_gets_no_answer_and_is_drawn() {
        let asks = "setInterval(() => { alert('x'); confirm('y'); prompt('z') }, 10); print();\
                    document.getElementById('root').innerHTML = '<h1>Hej</h1>'";
        let Some(drawn) = drawn("a_page_that_asks_questions", asks) else { return };
        assert!(!drawn.was_stopped && drawn.html.contains("<h1>Hej</h1>"), "{drawn:?}");
    }

    #[test]
    fn calls_of_page_scripts_reach_nobody() {
        let listener = UdpSocket::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let at = listener.local_addr().unwrap();
        let calls = format!(
            "const call = new RTCPeerConnection({{ iceServers: [{{ urls: 'stun:{at}' }}] }});\
             call.createDataChannel('x');\
             call.createOffer().then(offer => call.setLocalDescription(offer));\
             let left = 6; const timer = setInterval(() => {{ fetch('/data'); if (!--left) clearInterval(timer) }}, 500)"
        );
        if drawn("calls_of_page_scripts", &calls).is_some() {
            assert!(listener.recv(&mut [0; 2000]).is_err(), "a call left the browser");
        }
    }
}
