//! Hosts that give out, hosts by IPv6, hosts by TLS and HTTP/2: over real connections on loopback.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use kommunspegel::archive::{SiteState, read_outcome, read_pages};
use kommunspegel::evidence::{CompiledRubric, Fetched};
use kommunspegel::fetch::{CertificateFault, Unreachable};
use kommunspegel::judgement::State;
use kommunspegel::score;

use crate::support::{CrawlOf, Data, Reply, Server, builtin_rubric, files};

/// A site of forty pages whose server gives out after so many.
fn dying(after: usize, last: fn() -> Reply) -> Server {
    let answered = std::sync::atomic::AtomicUsize::new(0);
    Server::start(move |target, _| match target {
        "/robots.txt" | "/sitemap.xml" => Reply::text(""),
        _ if answered.fetch_add(1, std::sync::atomic::Ordering::SeqCst) >= after => last(),
        "/" => {
            Reply::page((0..40).map(|n| format!("<a href=/{n}>Sida {n}</a>")).collect::<Vec<_>>().concat())
        }
        _ => Reply::page("<p>En sida om ingenting."),
    })
}

#[tokio::test]
async fn a_host_that_gives_out_is_left_alone_and_leaves_no_zeros() {
    let server = dying(10, || Reply::Reset);
    let crawl = CrawlOf::new(server.url("/"));
    let outcome = crawl.run().await.unwrap();
    assert_eq!(outcome.state, SiteState::BrokenOff { cause: Unreachable::Protocol });
    assert_eq!((outcome.counts.pages, outcome.counts.left), (10, 26));
    assert_eq!(server.hits().len(), 2 + 10 + 5, "the breaker opens after five failures");
    assert_eq!(outcome.counts.hosts[&server.address.to_string()].failed, 5);

    let rubric = builtin_rubric();
    let fetched = Fetched { year: 2026, month: 11 };
    let scored = score::site(&crawl.file(), &rubric, &CompiledRubric::new(&rubric), fetched).unwrap();
    assert_eq!(scored.site.state, "incomplete");
    assert!(scored.answers.iter().all(|answer| answer.state != State::NotFound));
}

#[tokio::test]
async fn errors_without_end_open_the_breaker_too() {
    let server = dying(10, || Reply::Answer(500, "", Vec::new()));
    let outcome = CrawlOf::new(server.url("/")).run().await.unwrap();
    assert_eq!(outcome.state, SiteState::BrokenOff { cause: Unreachable::Status(500) });
    assert_eq!(server.hits().len(), 2 + 10 + 20);
}

#[tokio::test]
async fn a_host_beside_the_site_that_gives_out_ends_nothing() {
    let server = Server::start(|target, _| match target {
        "/robots.txt" | "/sitemap.xml" => Reply::text(""),
        "/" => Reply::page(
            (0..20)
                .map(|n| format!("<a href=http://bib.felberga.example/dod{n}>B</a><a href=/{n}>A</a>"))
                .collect::<Vec<_>>()
                .concat(),
        ),
        other if other.starts_with("/dod") => Reply::Reset,
        _ => Reply::page("<p>x"),
    });
    let mut crawl = CrawlOf::new("http://www.felberga.example/".parse().unwrap());
    crawl.settings.resolve = vec![format!("*:80:127.0.0.1:{}", server.address.port()).parse().unwrap()];
    let outcome = crawl.run().await.unwrap();
    assert_eq!((outcome.state, outcome.counts.pages), (SiteState::Complete, 21));
    let dead = &outcome.counts.hosts["bib.felberga.example"];
    assert_eq!((dead.requests, dead.failed, outcome.counts.left), (5, 5, 15), "fifteen were not asked for");
}

#[tokio::test]
async fn hosts_are_spoken_to_by_ipv6() {
    if std::net::TcpListener::bind("[::1]:0").is_err() {
        return;
    }
    let server = Server::at("[::1]:0", |target, _| match target {
        "/" => Reply::page("<a href=/a>A</a>"),
        "/a" => Reply::page("<p>x"),
        _ => Reply::not_found(),
    });
    let outcome = CrawlOf::new(server.url("/")).run().await.unwrap();
    assert_eq!((outcome.state, outcome.counts.pages), (SiteState::Complete, 2));
    let mut named = CrawlOf::new("http://www.felberga.example/".parse().unwrap());
    named.settings.resolve = vec![format!("*:80:[::1]:{}", server.address.port()).parse().unwrap()];
    assert_eq!(named.run().await.unwrap().counts.pages, 2);
}

/// Answers with the version of HTTP that it was asked by.
const SERVER: &str = "const fs = require('fs'); const [, key, cert] = process.argv;\
    const server = require('http2').createSecureServer({key: fs.readFileSync(key), cert: fs.readFileSync(cert), \
    allowHTTP1: true}, (asked, answer) => { answer.setHeader('content-type', 'text/html'); \
    answer.end(asked.url === '/' ? `<p>HTTP/${asked.httpVersion}</p><a href=/a>A</a>` : '<p>x') });\
    server.listen(0, '127.0.0.1', () => console.log(server.address().port));";

/// A key and a certificate for www.tls.example, signed by an authority of our own: `ca.pem`, `key.pem`, `cert.pem`.
const CERTIFICATES: &str = "set -e; openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=Prov\n\
    openssl req -newkey rsa:2048 -nodes -keyout key.pem -out leaf.csr -subj /CN=www.tls.example\n\
    printf 'subjectAltName=DNS:www.tls.example\\nbasicConstraints=CA:FALSE\\n' > leaf.ext\n\
    openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile leaf.ext -out cert.pem";

/// A server that speaks TLS, where there are the programs for it; ended when dropped.
struct Secure(Child, u16);

impl Secure {
    fn start(directory: &Path) -> Option<Self> {
        let made = Command::new("sh").args(["-c", CERTIFICATES]).current_dir(directory).output().ok()?;
        let mut node = Command::new("node");
        let node =
            node.args(["-e", SERVER, "key.pem", "cert.pem"]).current_dir(directory).stdout(Stdio::piped());
        let mut child = node.spawn().ok().filter(|_| made.status.success())?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Some(Self(child, line.trim().parse().unwrap()))
    }
}

impl Drop for Secure {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Checks an address on that server; how the crawl of it ended, and its pages.
fn checked(server: &Secure, host: &str, trusted: Option<&Path>) -> (SiteState, Vec<String>) {
    let data = Data::empty();
    let (address, route) = (format!("https://{host}/"), format!("{host}:443:127.0.0.1:{}", server.1));
    let words =
        ["check", &address, "--resolve", &route, "--contact", "robot@ort.example", "--quiet", "--pace", "0"];
    let mut command = data.command(&words);
    if let Some(trusted) = trusted {
        command.env("SSL_CERT_FILE", trusted);
    }
    let output = command.output().unwrap();
    let archive = files(data.path()).into_keys().find(|name| name.ends_with(".warc.gz"));
    let archive =
        data.path().join(archive.unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr))));
    let bodies = read_pages(&archive).unwrap().map(|page| String::from_utf8(page.unwrap().body).unwrap());
    (read_outcome(&archive).unwrap().state, bodies.collect())
}

#[test]
fn tls_is_spoken_with_http_2_and_certificates_are_looked_at() {
    let directory = tempfile::tempdir().unwrap();
    let Some(server) = Secure::start(directory.path()) else { return };
    std::thread::sleep(Duration::from_millis(100));
    let authority = directory.path().join("ca.pem");
    assert!(fs::read(&authority).is_ok());
    let (state, bodies) = checked(&server, "www.tls.example", Some(&authority));
    assert_eq!(state, SiteState::Complete);
    assert!(bodies.iter().any(|body| body.contains("<p>HTTP/2.0</p>")), "{bodies:?}");
    for (host, trusted, fault) in [
        ("www.annan.example", Some(authority.as_path()), CertificateFault::WrongName),
        ("www.tls.example", None, CertificateFault::Untrusted),
    ] {
        let (state, _) = checked(&server, host, trusted);
        assert_eq!(state, SiteState::Unreachable { cause: Unreachable::Certificate(fault) });
    }
}
