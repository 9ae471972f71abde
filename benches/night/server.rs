//! Serves the nation on loopback, each site on a network address of its own, until its standard input closes.

use std::error::Error;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Response, header};
use tokio::net::TcpListener;

use super::nation::{Nation, SITES, Said, packed};

/// The port that every site listens on.
pub(crate) const PORT: u16 = 18_290;
/// The site that nobody serves.
const DOWN: usize = 11;

/// The address of a site.
pub(crate) fn address(site: usize) -> SocketAddr {
    let [high, low] = u16::try_from(site + 1).expect("there are 290").to_be_bytes();
    SocketAddr::from((Ipv4Addr::new(127, 9, high, low), PORT))
}

struct Site {
    number: usize,
    nation: Arc<Nation>,
    asked: AtomicUsize,
    shortened: f64,
}

/// Serves until nobody listens any more.
pub(crate) async fn serve(shortened: f64) -> Result<(), Box<dyn Error>> {
    let nation = Arc::new(Nation::new());
    for number in (0..SITES).filter(|number| *number != DOWN) {
        let site = Site { number, nation: Arc::clone(&nation), asked: AtomicUsize::new(0), shortened };
        let listener = TcpListener::bind(address(number)).await?;
        let app = Router::new().fallback(answer).with_state(Arc::new(site));
        tokio::spawn(async { axum::serve(listener, app).await });
    }
    std::io::stdout().write_all(b"ready\n")?;
    let ended = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    ended.await??;
    Ok(())
}

async fn answer(State(site): State<Arc<Site>>, request: Request) -> Response<Body> {
    let count = site.asked.fetch_add(1, Ordering::Relaxed);
    tokio::time::sleep(Nation::lateness(site.number, count, site.shortened)).await;
    let answer = Response::builder();
    let built = match site.nation.said(site.number, request.uri().path(), count) {
        Said::Page(packed) => answer
            .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
            .header(header::CONTENT_ENCODING, "gzip")
            .body(Body::from(packed)),
        Said::Text(text) => answer.header(header::CONTENT_TYPE, "text/plain").body(Body::from(text)),
        Said::Map(file, is_packed) => {
            let file = if is_packed { packed(file.as_bytes()) } else { file.into_bytes() };
            answer.header(header::CONTENT_TYPE, "application/xml").body(Body::from(file))
        }
        Said::Status(status) => answer.status(status).body(Body::empty()),
        Said::Later(seconds) => answer.status(429).header(header::RETRY_AFTER, seconds).body(Body::empty()),
    };
    built.expect("the answers have plain headers")
}
