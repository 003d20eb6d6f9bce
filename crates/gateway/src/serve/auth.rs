//! Who asks: bearer tokens, and what their holders may see.

use axum::http::{HeaderMap, header};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::config::{Scope, SignIn, Token};

/// Bytes of a name that a proxy may say.
const LONGEST_NAME: usize = 256;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// Name of the token; none where none are needed, or a proxy knows who it is.
    pub token: Option<String>,
    /// Whom a proxy says it is.
    pub user: Option<String>,
    /// What they may see.
    pub scope: Scope,
    /// Of which data sets they may write audiences.
    pub writes: Scope,
}

/// Whom a request comes from; `None` when a token is needed and none that is known came along.
///
/// Every token is compared, each in constant time, so that the time says nothing about secrets.
pub fn visitor(tokens: &[Token], headers: &HeaderMap) -> Option<Visitor> {
    if tokens.is_empty() {
        return Some(Visitor {
            token: None,
            user: None,
            scope: Scope::All,
            // Who that is nobody knows.
            writes: Scope::nothing(),
        });
    }
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (value, None) = (values.next()?, values.next()) else {
        return None;
    };
    let (scheme, secret) = value.as_bytes().split_at_checked(7)?;
    if !scheme.eq_ignore_ascii_case(b"bearer ") {
        return None;
    }
    let hash: [u8; 32] = Sha256::digest(secret.trim_ascii()).into();
    let mut found = None;
    for token in tokens {
        if bool::from(token.hash.ct_eq(&hash)) {
            found = Some(token);
        }
    }
    found.map(|token| Visitor {
        token: Some(token.name.clone()),
        user: None,
        scope: token.scope.clone(),
        writes: token.writes.clone(),
    })
}

/// Whom a proxy says a request comes from; the caller knows that it came from a proxy. A name that is empty, or twice there, is
/// none.
pub fn signed_in(by: &SignIn, headers: &HeaderMap) -> Option<Visitor> {
    let mut values = headers.get_all(&by.header).iter();
    let (value, None) = (values.next()?, values.next()) else {
        return None;
    };
    let name = value.as_bytes().trim_ascii();
    (!name.is_empty() && name.len() <= LONGEST_NAME).then(|| Visitor {
        token: None,
        user: Some(String::from_utf8_lossy(name).into_owned()),
        scope: by.scope.clone(),
        writes: by.writes.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_a_whole_token_is_one() {
        let tokens = [Token {
            name: "crm".to_owned(),
            hash: Sha256::digest("a long enough secret").into(),
            scope: Scope::Only(["shop".to_owned()].into()),
            writes: Scope::nothing(),
        }];
        let asks = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, HeaderValue::from_str(value).unwrap());
            visitor(&tokens, &headers)
        };
        let known = asks("Bearer a long enough secret").unwrap();
        assert_eq!(known.token.as_deref(), Some("crm"));
        assert!(known.scope.allows("shop") && !known.scope.allows("other"));
        assert!(asks("bearer a long enough secret").is_some());
        for wrong in [
            "Bearer a long enough secre",
            "Bearer a long enough secret!",
            "Bearer ",
            "Bearer",
            "Basic a long enough secret",
            "",
        ] {
            assert_eq!(asks(wrong), None, "{wrong}");
        }
        assert_eq!(visitor(&tokens, &HeaderMap::new()), None);
        assert_eq!(visitor(&[], &HeaderMap::new()).unwrap().scope, Scope::All);
    }

    #[test]
    fn two_tokens_at_once_are_none() {
        let tokens = [Token {
            name: "crm".to_owned(),
            hash: Sha256::digest("secret").into(),
            scope: Scope::All,
            writes: Scope::nothing(),
        }];
        let mut headers = HeaderMap::new();
        let value = HeaderValue::from_static("Bearer secret");
        headers.append(header::AUTHORIZATION, value.clone());
        headers.append(header::AUTHORIZATION, value);
        assert_eq!(visitor(&tokens, &headers), None);
    }
}
