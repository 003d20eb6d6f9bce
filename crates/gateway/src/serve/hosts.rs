//! Under which names the gateway answers. A page from elsewhere whose name is turned to the gateway's address after it was loaded
//! (DNS rebinding) counts as the gateway's own for the browser, and could read all that is served without a token; it asks
//! under its own name.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::header;

/// Under which names the gateway answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hosts {
    /// Those of this machine itself: `localhost` and loopback addresses.
    Own,
    /// Those and these, in small letters, without ports.
    Listed(Vec<String>),
    /// Any: others reach it, and tokens say who may see what.
    Any,
}

impl Hosts {
    /// The name under which a request came, where the gateway does not answer to it. A request without a name is no browser's.
    pub fn refused(&self, request: &Request) -> Option<String> {
        let in_head = request.headers().get_all(header::HOST).iter();
        let in_head = in_head.map(|host| String::from_utf8_lossy(host.as_bytes()).into_owned());
        let in_address = request.uri().authority().map(ToString::to_string);
        let mut names = in_head.chain(in_address).map(|name| without_port(&name));
        names.find(|name| !self.allow(name))
    }

    fn allow(&self, name: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Own => is_own(name),
            Self::Listed(names) => is_own(name) || names.iter().any(|known| known == name),
        }
    }
}

/// A name as it is compared: without port, user, dot at the end and capitals.
fn without_port(name: &str) -> String {
    let name = name.rsplit_once('@').map_or(name, |(_, name)| name);
    let is_port = |port: &str| port.chars().all(|c| c.is_ascii_digit());
    let name = match name.rsplit_once(':') {
        Some((name, port)) if is_port(port) && (!name.contains(':') || name.ends_with(']')) => name,
        _ => name,
    };
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

fn is_own(name: &str) -> bool {
    let inside = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'));
    let address = inside.unwrap_or(name).parse::<IpAddr>();
    name == "localhost"
        || name.ends_with(".localhost")
        || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

/// Whether a text is a name without a port: letters, digits, dots and hyphens, or an address, those of IPv6 in brackets.
pub fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
    let inside = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    match inside {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !text.is_empty() && !text.ends_with('.') && text.chars().all(plain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(hosts: &Hosts, host: &str) -> Option<String> {
        let request = Request::builder()
            .header("host", host)
            .body(axum::body::Body::empty());
        hosts.refused(&request.unwrap())
    }

    #[test]
    fn this_machine_has_many_names() {
        for own in [
            "localhost",
            "localhost:8088",
            "LOCALHOST.:80",
            "shop.localhost",
            "127.0.0.1:8088",
            "127.9.9.9",
            "[::1]",
            "[::1]:8088",
            "[::ffff:127.0.0.1]:1",
        ] {
            assert_eq!(refused(&Hosts::Own, own), None, "{own}");
        }
        for (other, name) in [
            ("evil.example:8088", "evil.example"),
            ("localhost.evil.example", "localhost.evil.example"),
            ("evil.example@10.0.0.1:1", "10.0.0.1"),
            ("localhost@evil.example", "evil.example"),
            ("127.0.0.1.evil.example", "127.0.0.1.evil.example"),
            ("[::2]:80", "[::2]"),
            ("::1:80", "::1:80"),
            ("", ""),
        ] {
            assert_eq!(
                refused(&Hosts::Own, other).as_deref(),
                Some(name),
                "{other}"
            );
        }
    }

    #[test]
    fn listed_names_stand_beside_those_of_this_machine() {
        let hosts = Hosts::Listed(vec!["clientele.example".to_owned()]);
        assert_eq!(refused(&hosts, "Clientele.example:443"), None);
        assert_eq!(refused(&hosts, "127.0.0.1"), None);
        assert!(refused(&hosts, "a.clientele.example").is_some());
        assert_eq!(refused(&Hosts::Any, "evil.example"), None);
        // Both places of a request are looked at.
        let request = Request::builder()
            .uri("http://evil.example/data/index.json")
            .header("host", "localhost")
            .body(axum::body::Body::empty());
        let name = Hosts::Own.refused(&request.unwrap());
        assert_eq!(name.as_deref(), Some("evil.example"));
    }

    #[test]
    fn names_in_a_configuration_have_no_port() {
        for name in ["clientele.example", "10.0.0.2", "[fd00::1]", "intranet"] {
            assert!(is_name(name), "{name}");
        }
        for other in [
            "",
            "https://a.example",
            "a.example:80",
            "A.example",
            "a.example.",
            "*.a.example",
            "[x]",
        ] {
            assert!(!is_name(other), "{other}");
        }
    }
}
