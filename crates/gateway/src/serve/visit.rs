//! Who a request comes from, found before anything of it is answered.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use super::auth::{Visitor, signed_in, visitor};
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
        let Some(visitor) = who(gateway, parts) else {
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

/// Whom a proxy names, where one is believed; else who holds the token that came along.
pub fn who(gateway: &Gateway, request: &Parts) -> Option<Visitor> {
    let headers = &request.headers;
    let Some(by) = &gateway.sign_in else {
        return visitor(&gateway.tokens, headers);
    };
    let peer = request.extensions.get::<Peer>();
    let is_proxy = peer.is_some_and(|Peer(peer)| {
        let peer = peer.to_canonical();
        gateway.proxies.iter().any(|proxy| proxy.contains(&peer))
    });
    let named = Some(by).filter(|_| is_proxy);
    let named = named.and_then(|by| signed_in(by, headers));
    // Without tokens nobody else is known.
    named.or_else(|| match &gateway.tokens[..] {
        [] => None,
        tokens => visitor(tokens, headers),
    })
}

/// Takes a turn of whoever asks, and says who it is.
///
/// # Errors
/// [`Refusal::TooOften`].
pub fn take_turn(gateway: &Gateway, visitor: &Visitor, request: &Parts) -> Result<Caller, Refusal> {
    let caller = match (&visitor.token, &visitor.user) {
        (Some(name), _) => Caller::Token(name.clone()),
        (None, Some(name)) => Caller::User(name.clone()),
        (None, None) => {
            let peer = request.extensions.get::<Peer>().copied();
            by_address(gateway, peer, &request.headers)
        }
    };
    take(gateway, caller.clone())?;
    Ok(caller)
}

fn by_address(gateway: &Gateway, peer: Option<Peer>, headers: &HeaderMap) -> Caller {
    let Peer(peer) = peer.unwrap_or(Peer(IpAddr::from([0, 0, 0, 0])));
    Caller::Address(address(peer, headers, &gateway.proxies))
}

fn take(gateway: &Gateway, caller: Caller) -> Result<(), Refusal> {
    gateway.rate.take(&caller).map_err(Refusal::TooOften)
}
