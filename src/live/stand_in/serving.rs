//! Connections and requests over HTTP/1.1, in bounded numbers and of bounded size.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::{Builder as Thread, JoinHandle};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::AUTHORIZATION;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::runtime::{Builder as Runtime, Handle};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;

use super::play::{Arrived, BASE_PATH, Play};
use super::played_answer::PlayedAnswer;

/// So many connections are served at once; further ones wait to be taken.
const MOST_CONNECTIONS: usize = 256;
/// The largest body of a request.
const MOST_BYTES: usize = 8 * 1024 * 1024;
/// The largest head of a request.
const MOST_HEAD_BYTES: usize = 64 * 1024;
const MOST_HEADERS: usize = 64;
/// Within this time after the answer before the head of a request is to be there: a client may keep a connection through its pauses.
const HEAD_ARRIVES: Duration = Duration::from_secs(600);
/// Within this time after the head its body is to be there.
const BODY_ARRIVES: Duration = Duration::from_secs(60);

/// The connection is to be closed without an answer.
#[derive(Debug, thiserror::Error)]
#[error("closed as the scenario has it")]
struct Closed;

/// Serves on a thread of its own until it is told to stop.
pub(super) fn start(
    listener: TcpListener,
    play: Arc<Play>,
    stopped: oneshot::Receiver<()>,
) -> io::Result<JoinHandle<()>> {
    let runtime = Runtime::new_current_thread()
        .enable_io()
        .enable_time()
        // One for each request at most.
        .max_blocking_threads(MOST_CONNECTIONS)
        .build()?;
    let serve = move || {
        runtime.block_on(async {
            tokio::spawn(accept(listener, play));
            // Told, or left alone: either way it is over.
            let _ = stopped.await;
        });
        // Whoever waits for a moment wakes up soon and finds that all is over.
        runtime.shutdown_timeout(Duration::from_millis(200));
    };
    Thread::new().name("stand-in".to_owned()).spawn(serve)
}

async fn accept(listener: TcpListener, play: Arc<Play>) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return Ok(());
        };
        match listener.accept().await {
            Ok((stream, _)) => {
                // Answers are small, and wait for nothing.
                let _ = stream.set_nodelay(true);
                tokio::spawn(connection(stream, Arc::clone(&play), Arc::new(place)));
            }
            // Too many open files, for example: the next moment may be better.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn connection(stream: TcpStream, play: Arc<Play>, place: Arc<OwnedSemaphorePermit>) {
    let service = service_fn(|request| {
        // A request keeps the place of its connection, also when nobody waits for its answer any more.
        let (play, place) = (Arc::clone(&play), Arc::clone(&place));
        async move { answer(request, play, place).await }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_ARRIVES)
        .max_buf_size(MOST_HEAD_BYTES)
        .max_headers(MOST_HEADERS)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    // A client that goes away, or an answer that the scenario withholds: neither is a fault.
    drop(served);
}

async fn answer(
    request: Request<Incoming>,
    play: Arc<Play>,
    place: Arc<OwnedSemaphorePermit>,
) -> Result<Response<Full<Bytes>>, Closed> {
    let at = Instant::now();
    let (head, body) = request.into_parts();
    let body = match timeout(BODY_ARRIVES, Limited::new(body, MOST_BYTES).collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let large = PlayedAnswer::error(413, "the body has more than 8 MiB");
            return large.response().ok_or(Closed);
        }
        Ok(Err(_)) | Err(_) => return Err(Closed),
    };
    let authorization = head.headers.get(AUTHORIZATION);
    let path = head.uri.path().strip_prefix(BASE_PATH);
    let arrived = Arrived {
        at,
        method: head.method.as_str().to_owned(),
        path: path
            .filter(|path| path.is_empty() || path.starts_with('/'))
            .map(str::to_owned),
        query: head.uri.query().unwrap_or_default().to_owned(),
        authorization: authorization
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned),
        body: body.to_vec(),
    };
    let played = Handle::current().spawn_blocking(move || {
        let answer = play.serve(&arrived);
        drop(place);
        answer
    });
    let answer = played.await.map_err(|_| Closed)?;
    answer.response().ok_or(Closed)
}
