//! Connections: taking them in, and letting the last answers end.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use super::gateway::Gateway;
use super::log;
use super::visit::Peer;

/// What hyper needs at least to read a head.
const LEAST_BUFFER: usize = 8 << 10;

/// The first wait after a connection could not be taken in, and the longest: while no more files may be opened, the next try
/// fails as well.
const WAITS: (Duration, Duration) = (Duration::from_millis(10), Duration::from_secs(1));

/// Serves until `stop` is over, then lets answers under way end within the configured time.
pub async fn serve(
    listener: TcpListener,
    gateway: Arc<Gateway>,
    router: Router,
    stop: impl Future<Output = ()>,
) {
    let limits = gateway.limits;
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        // Heads somewhat too long are refused with a sentence, all others by hyper without one.
        .max_buf_size((4 * limits.head).max(LEAST_BUFFER));
    let places = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    let mut wait = WAITS.0;
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = &mut stop => break,
            next = next => next,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            // That visitor has gone; the next may be there already.
            Err(error) if is_gone(&error) => continue,
            Err(error) => {
                if wait == WAITS.0 {
                    log::event("no connection", &error.to_string());
                }
                tokio::select! {
                    () = &mut stop => break,
                    () = tokio::time::sleep(wait) => {}
                }
                wait = (2 * wait).min(WAITS.1);
                continue;
            }
        };
        wait = WAITS.0;
        // Small answers go out at once; without it they only come later.
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let mut request: Request = request.map(axum::body::Body::new);
            request.extensions_mut().insert(Peer(peer.ip()));
            router.clone().oneshot(request)
        });
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(limits.stall));
        let io = TokioIo::new(Box::pin(stream));
        let connection = graceful.watch(builder.serve_connection(io, service));
        tokio::spawn(async move {
            // How a connection ends is its visitor's affair; what was asked on it is in the log.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let ended = tokio::time::timeout(limits.stop, graceful.shutdown()).await;
    let how = match ended {
        Ok(()) => "all answers have ended",
        Err(_) => "some answers were broken off",
    };
    log::event("stopped", how);
}

/// Whether a connection failed by itself, so that another one can be taken in at once.
fn is_gone(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    )
}
