//! A loopback server below HTTP's manners: it can reset, hang and lie, and keeps the time line of its requests.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long a server that says nothing keeps silent.
const SILENCE: Duration = Duration::from_mins(1);

/// What the server does about a request.
pub(crate) enum Reply {
    /// Answers with status, header lines and body, and closes.
    Answer(u16, &'static str, Vec<u8>),
    /// Sends these bytes and closes.
    Raw(Vec<u8>),
    /// Closes without a word.
    Reset,
    /// Says nothing for a long time.
    Hang,
    /// Sends these bytes, then says nothing for a long time.
    Stall(Vec<u8>),
    /// Sends these bytes, then more and more of the others, as long as they are taken, with a pause between.
    Endless(&'static str, &'static [u8], Duration),
}

impl Reply {
    /// An HTML page.
    pub(crate) fn page(html: impl Into<String>) -> Self {
        Self::Answer(200, "Content-Type: text/html; charset=utf-8\r\n", html.into().into_bytes())
    }

    /// A plain text file.
    pub(crate) fn text(text: &str) -> Self {
        Self::Answer(200, "Content-Type: text/plain\r\n", text.as_bytes().to_vec())
    }

    /// Nothing there.
    pub(crate) fn not_found() -> Self {
        Self::Answer(404, "Content-Type: text/html\r\n", b"<p>404</p>".to_vec())
    }
}

/// One request: the target as asked, and when it came.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub(crate) target: String,
    pub(crate) at: Instant,
    pub(crate) head: String,
}

/// A server on loopback.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    hits: Arc<Mutex<Vec<Hit>>>,
}

impl Server {
    /// Serves what `reply` says about a target that has been asked for so many times before.
    pub(crate) fn start(reply: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        Self::asked(move |target, before, _| reply(target, before))
    }

    /// The same at an address of this machine.
    pub(crate) fn at(address: &str, reply: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        Self::on(TcpListener::bind(address).unwrap(), move |target, before, _| reply(target, before))
    }

    /// Serves what `reply` says about a target, how often it has been asked for, and the request's head.
    pub(crate) fn asked(reply: impl Fn(&str, usize, &str) -> Reply + Send + Sync + 'static) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").unwrap(), reply)
    }

    fn on(listener: TcpListener, reply: impl Fn(&str, usize, &str) -> Reply + Send + Sync + 'static) -> Self {
        let address = listener.local_addr().unwrap();
        let hits = Arc::new(Mutex::new(Vec::new()));
        let (reply, log) = (Arc::new(reply), Arc::clone(&hits));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (reply, log) = (Arc::clone(&reply), Arc::clone(&log));
                std::thread::spawn(move || answer(stream, &log, &*reply));
            }
        });
        Self { address, hits }
    }

    /// An address on this server.
    pub(crate) fn url(&self, path: &str) -> url::Url {
        format!("http://{}{path}", self.address).parse().unwrap()
    }

    /// Everything that was asked for, in order.
    pub(crate) fn hits(&self) -> Vec<Hit> {
        self.hits.lock().unwrap().clone()
    }

    /// The targets that were asked for, in order.
    pub(crate) fn targets(&self) -> Vec<String> {
        self.hits().into_iter().map(|hit| hit.target).collect()
    }

    /// When a target was asked for.
    pub(crate) fn times(&self, target: &str) -> Vec<Instant> {
        self.hits().into_iter().filter(|hit| hit.target == target).map(|hit| hit.at).collect()
    }
}

fn answer(mut stream: TcpStream, log: &Mutex<Vec<Hit>>, reply: &dyn Fn(&str, usize, &str) -> Reply) {
    let Some(head) = read_head(&stream) else { return };
    let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let before = {
        let mut log = log.lock().unwrap();
        let before = log.iter().filter(|hit| hit.target == target).count();
        log.push(Hit { target: target.clone(), at: Instant::now(), head: head.clone() });
        before
    };
    let bytes = match reply(&target, before, &head) {
        Reply::Answer(status, fields, body) => {
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status} X\r\n{fields}Content-Length: {length}\r\nConnection: close\r\n\r\n"
            );
            [head.into_bytes(), body].concat()
        }
        Reply::Raw(bytes) => bytes,
        Reply::Reset => return,
        Reply::Hang => return std::thread::sleep(SILENCE),
        Reply::Stall(bytes) => {
            let _ = stream.write_all(&bytes);
            return std::thread::sleep(SILENCE);
        }
        Reply::Endless(head, more, pause) => return endless(stream, head, (more, pause)),
    };
    // The other side may have gone away, which is its right.
    let _ = stream.write_all(&bytes);
}

fn endless(mut stream: TcpStream, head: &str, (more, pause): (&[u8], Duration)) {
    let mut taken = stream.write_all(head.as_bytes());
    while taken.is_ok() {
        std::thread::sleep(pause);
        taken = stream.write_all(more);
    }
}

fn read_head(stream: &TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    Some(head)
}
