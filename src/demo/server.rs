//! Serves the demo nation on loopback: one listener for all hosts that are up, told apart by their `Host`
//! header, and a port that refuses for those that are down. Knows HTTP; what is answered is `answer`'s matter.

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::{Answer, Nation, Reachability};

/// A running demo nation.
#[derive(Debug)]
pub struct DemoServer {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where each of its hosts is found, as for `--resolve`.
    pub routes: Vec<Route>,
    /// Bound and never listening: connections to it are refused.
    _refusing: TcpSocket,
    shutdown: oneshot::Sender<()>,
    task: JoinHandle<io::Result<()>>,
}

/// Where a host and port of the nation are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Host name.
    pub host: String,
    /// The port that its addresses imply.
    pub port: u16,
    /// Where to connect instead.
    pub address: SocketAddr,
}

/// Smaller answers are sent as they are, in bytes.
const WORTH_PRESSING: usize = 1000;

/// Begins to serve; an error means that loopback has no free port.
pub async fn serve(nation: Arc<Nation>) -> io::Result<DemoServer> {
    let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let listener = TcpListener::bind(any_port).await?;
    let refusing = TcpSocket::new_v4()?;
    refusing.bind(any_port)?;
    let address = listener.local_addr()?;
    let routes = routes(&nation, address, refusing.local_addr()?);
    let (shutdown, stopped) = oneshot::channel();
    let app = Router::new().fallback(respond).with_state(nation);
    let serving = axum::serve(listener, app).with_graceful_shutdown(async {
        let _ = stopped.await;
    });
    let task = tokio::spawn(async { serving.await });
    Ok(DemoServer { address, routes, _refusing: refusing, shutdown, task })
}

impl DemoServer {
    /// Ends serving, after the answers under way.
    pub async fn stop(self) -> io::Result<()> {
        let _ = self.shutdown.send(());
        self.task.await.map_err(io::Error::other)?
    }
}

fn routes(nation: &Nation, up: SocketAddr, down: SocketAddr) -> Vec<Route> {
    let route = |host: &str, address| Route { host: host.to_owned(), port: 80, address };
    let mut routes = Vec::new();
    for place in nation.places() {
        let hosts = place.hosts.iter().map(|host| host.name.as_str());
        match place.reachability {
            Reachability::Up => routes.extend(hosts.map(|host| route(host, up))),
            Reachability::Down => {
                let website = nation.register().get(&place.code).and_then(|listed| listed.website.host_str());
                let unlisted = website.filter(|&name| nation.host(name).is_none());
                routes.extend(hosts.chain(unlisted).map(|host| route(host, down)));
            }
        }
    }
    routes
}

async fn respond(State(nation): State<Arc<Nation>>, request: Request) -> Response<Body> {
    let named = request.headers().get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = named.split(':').next().unwrap_or_default();
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return plain(StatusCode::METHOD_NOT_ALLOWED);
    }
    match nation.host(name) {
        Some((_, host)) => response(host.answer(target), request.headers()),
        None => plain(StatusCode::MISDIRECTED_REQUEST),
    }
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::from(status.to_string()));
    *response.status_mut() = status;
    response
}

fn response(answer: Answer, asked: &HeaderMap) -> Response<Body> {
    let value = |text: &str| HeaderValue::from_str(text).expect("the nation's answers have plain headers");
    let pressed = may_be_pressed(&answer, asked).then(|| pressed(&answer.body));
    let is_pressed = pressed.is_some();
    let mut response = Response::new(Body::from(pressed.unwrap_or(answer.body)));
    if is_pressed {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    *response.status_mut() =
        StatusCode::from_u16(answer.status).expect("the nation's answers have known statuses");
    response.headers_mut().insert(header::CONTENT_TYPE, value(&answer.content_type));
    if let Some(location) = &answer.location {
        response.headers_mut().insert(header::LOCATION, value(location));
    }
    response
}

/// Whether an answer is sent as nearly all real sites send it: pressed by gzip, to those who say that they can read it.
fn may_be_pressed(answer: &Answer, asked: &HeaderMap) -> bool {
    let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let is_text = answer.content_type.starts_with("text/") || answer.content_type.contains("xml");
    is_text && answer.body.len() >= WORTH_PRESSING && accepted.is_some_and(|codings| codings.contains("gzip"))
}

fn pressed(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).and_then(|()| encoder.finish()).expect("memory takes everything")
}
