//! Connections: taking them in, and letting the last answers end.

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
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, (stream, peer)) = tokio::select! {
            () = &mut stop => break,
            (place, Ok(accepted)) = next => (place, accepted),
            else => {
                // No more files may be opened, or the visitor has gone already.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
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
