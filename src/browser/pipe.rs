//! Chromium's DevTools protocol over two pipes: no port is opened, and no other program can speak to the browser.
//! Messages are JSON, each ended by a zero byte (<https://chromedevtools.github.io/devtools-protocol/>). Knows messages;
//! not what they ask for.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The browser cannot be started, or does not answer.
#[derive(Debug, thiserror::Error)]
pub enum BrowserError {
    /// There is none on the search path.
    #[error("no Chromium was found: install it (Debian and Ubuntu: apt-get install chromium), or do without")]
    Missing,
    /// The system refused.
    #[error("Chromium cannot be started: {0}")]
    Start(std::io::Error),
    /// It went away.
    #[error("Chromium ended of itself")]
    Gone,
    /// It took too long.
    #[error("Chromium did not answer in {} s", .0.as_secs())]
    Slow(Duration),
    /// It said no.
    #[error("Chromium refused {method}: {message}")]
    Refused {
        /// What it was asked.
        method: String,
        /// What it said.
        message: String,
    },
}

/// Names under which Chromium is installed.
const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// Chromium's program on the search path.
pub fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_else(|| "/usr/bin:/usr/local/bin".into());
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    NAMES.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}

/// Chromium for a test. Where there is none, that is said on standard error, whatever the harness does with a test's words;
/// it is a failure where the environment says that there must be one, as `tests/run.sh` does.
#[cfg(test)]
#[track_caller]
pub(super) fn program_for(test: &str) -> Option<PathBuf> {
    const NEEDED: &str = "KOMMUNSPEGEL_NEEDS_CHROMIUM";
    let found = program();
    if found.is_none() {
        assert!(std::env::var_os(NEEDED).is_none(), "{test}: no Chromium, and {NEEDED} is set");
        let told = format!("{test}: not tested, since there is no Chromium\n");
        std::io::stderr().write_all(told.as_bytes()).unwrap();
    }
    found
}

/// A running browser.
#[derive(Debug)]
pub(super) struct Pipe {
    child: Child,
    /// To a thread of its own: a browser that stops reading holds up that thread and nobody else.
    to: Sender<Vec<u8>>,
    from: Receiver<Value>,
    /// Events that came while an answer was waited for.
    events: VecDeque<Value>,
    asked: u64,
}

/// Moves the pipes to where the browser looks for them, and closes its own output.
const SCRIPT: &str = "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1";

impl Pipe {
    /// Starts a browser that knows no name and so reaches no host; its files lie in `profile`.
    pub(super) fn start(program: &Path, profile: &Path) -> Result<Self, BrowserError> {
        let mut command = Command::new("sh");
        command.arg("-c").arg(SCRIPT).arg(program).args([
            "--headless",
            "--remote-debugging-pipe",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-dev-shm-usage",
            "--disable-extensions",
            "--disable-gpu",
            "--disable-sync",
            // Page scripts' calls to each other (WebRTC) look up no name: they would send UDP to any address.
            "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
            "--hide-scrollbars",
            "--js-flags=--max-old-space-size=512",
            "--mute-audio",
            "--renderer-process-limit=2",
            "--webrtc-ip-handling-policy=disable_non_proxied_udp",
        ]);
        if is_root() {
            // Chromium has no sandbox for root and would not start.
            command.arg("--no-sandbox");
        }
        command.arg(format!("--user-data-dir={}", profile.display()));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(BrowserError::Start)?;
        let to = writer(child.stdin.take().expect("the pipe was asked for"));
        let from = reader(child.stdout.take().expect("the pipe was asked for"));
        Ok(Self { child, to, from, events: VecDeque::new(), asked: 0 })
    }

    /// Sends a message and does not wait, not even for its being read; its number.
    pub(super) fn send(
        &mut self,
        session: Option<&str>,
        method: &str,
        parameters: &Value,
    ) -> Result<u64, BrowserError> {
        self.asked += 1;
        let mut message = json!({ "id": self.asked, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = serde_json::to_vec(&message).expect("messages are plain data");
        bytes.push(0);
        self.to.send(bytes).map_err(|_| BrowserError::Gone)?;
        Ok(self.asked)
    }

    /// The next message before a moment: an event that waits, or what comes.
    pub(super) fn next(&mut self, until: Instant) -> Result<Option<Value>, BrowserError> {
        if let Some(event) = self.events.pop_front() {
            return Ok(Some(event));
        }
        self.receive(until)
    }

    fn receive(&mut self, until: Instant) -> Result<Option<Value>, BrowserError> {
        match self.from.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(message) => Ok(Some(message)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(BrowserError::Gone),
        }
    }

    /// Asks and waits for the answer; events that come before it wait.
    pub(super) fn ask(
        &mut self,
        session: Option<&str>,
        (method, parameters): (&str, &Value),
        patience: Duration,
    ) -> Result<Value, BrowserError> {
        let (id, until) = (self.send(session, method, parameters)?, Instant::now() + patience);
        loop {
            let Some(mut message) = self.receive(until)? else { return Err(BrowserError::Slow(patience)) };
            if message["id"] != id {
                if message.get("method").is_some() {
                    self.events.push_back(message);
                }
                continue;
            }
            return match message["error"]["message"].as_str() {
                Some(error) => {
                    Err(BrowserError::Refused { method: method.to_owned(), message: error.to_owned() })
                }
                None => Ok(message["result"].take()),
            };
        }
    }
}

/// Writes what is handed over, until the browser takes no more or nobody hands over anything.
fn writer(mut input: impl Write + Send + 'static) -> Sender<Vec<u8>> {
    let (to, messages) = channel::<Vec<u8>>();
    thread::spawn(move || {
        while let Ok(bytes) = messages.recv() {
            if input.write_all(&bytes).and_then(|()| input.flush()).is_err() {
                break;
            }
        }
    });
    to
}

/// Hands over what the browser says, until it says no more.
fn reader(output: impl Read + Send + 'static) -> Receiver<Value> {
    let (to, messages) = channel();
    thread::spawn(move || {
        let mut said = BufReader::new(output).split(0);
        while let Some(Ok(bytes)) = said.next() {
            let Ok(message) = serde_json::from_slice::<Value>(&bytes) else { continue };
            if to.send(message).is_err() {
                break;
            }
        }
    });
    messages
}

impl Drop for Pipe {
    fn drop(&mut self) {
        let _ = self.send(None, "Browser.close", &json!({}));
        let until = Instant::now() + Duration::from_secs(3);
        while Instant::now() < until {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(target_os = "linux")]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

#[cfg(not(target_os = "linux"))]
fn is_root() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_that_stops_reading_is_given_up() {
        let profile = tempfile::tempdir().unwrap();
        let deaf = profile.path().join("deaf");
        std::fs::write(&deaf, "#!/bin/sh\nexec sleep 600\n").unwrap();
        let mut allowed = std::fs::metadata(&deaf).unwrap().permissions();
        std::os::unix::fs::PermissionsExt::set_mode(&mut allowed, 0o755);
        std::fs::set_permissions(&deaf, allowed).unwrap();
        let mut pipe = Pipe::start(&deaf, profile.path()).unwrap();
        // More than a pipe of the system holds.
        let long = json!({ "body": "x".repeat(4_000_000) });
        let told = pipe.ask(None, ("Fetch.fulfillRequest", &long), Duration::from_millis(100));
        assert!(matches!(told, Err(BrowserError::Slow(_))), "{told:?}");
    }
}
