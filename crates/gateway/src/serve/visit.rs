//! Who a request comes from, found before anything of it is answered.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use super::auth::{Visitor, visitor};
use super::facts::Note;
use super::gateway::Gateway;
use super::rate::{Caller, address};
use super::refusal::Refusal;

/// The other end of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// A visitor who may see something.
pub struct Visit(pub Visitor);

impl FromRequestParts<Arc<Gateway>> for Visit {
    type Rejection = Refusal;

    /// Trying tokens takes turns of the address, so that they cannot be guessed quickly.
    async fn from_request_parts(
        parts: &mut Parts,
        gateway: &Arc<Gateway>,
    ) -> Result<Self, Refusal> {
        let Some(visitor) = visitor(&gateway.tokens, &parts.headers) else {
            let peer = parts.extensions.get::<Peer>().copied();
            take(gateway, by_address(gateway, peer, &parts.headers))?;
            return Err(Refusal::NoToken);
        };
        if let Some(note) = parts.extensions.get::<Note>() {
            note.set(|facts| facts.token.clone_from(&visitor.token));
        }
        Ok(Self(visitor))
    }
}

/// Takes a turn of whoever asks.
///
/// # Errors
/// [`Refusal::TooOften`].
pub fn take_turn(gateway: &Gateway, visitor: &Visitor, request: &Parts) -> Result<(), Refusal> {
    let caller = match &visitor.token {
        Some(name) => Caller::Token(name.clone()),
        None => {
            let peer = request.extensions.get::<Peer>().copied();
            by_address(gateway, peer, &request.headers)
        }
    };
    take(gateway, caller)
}

fn by_address(gateway: &Gateway, peer: Option<Peer>, headers: &HeaderMap) -> Caller {
    let Peer(peer) = peer.unwrap_or(Peer(IpAddr::from([0, 0, 0, 0])));
    Caller::Address(address(peer, headers, &gateway.proxies))
}

fn take(gateway: &Gateway, caller: Caller) -> Result<(), Refusal> {
    gateway.rate.take(&caller).map_err(Refusal::TooOften)
}
