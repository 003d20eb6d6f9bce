//! What browsers hold the page and its threads to: `Content-Security-Policy`, in headers. The page says it of itself in a
//! `<meta>` element too; a thread is held only to what comes with its own script.

use std::path::Path;

use axum::http::HeaderValue;
use serde::Deserialize;

use super::config::{Config, FrameAncestors};

/// Before and after the policy that a page says of itself.
const META: (&str, &str) = ("http-equiv=\"Content-Security-Policy\" content=\"", "\"");

/// The policies, made once from the built page and the configuration.
pub struct Policies {
    framing: HeaderValue,
    page: HeaderValue,
    thread: HeaderValue,
}

impl Policies {
    /// From the page in `dist`, its `config.json` and whose pages may frame it.
    pub fn of(config: &Config) -> Self {
        let framing = config.frame_ancestors.policy();
        let read = |name: &str| {
            let folder = config.dist.as_deref().unwrap_or(Path::new(""));
            std::fs::read_to_string(folder.join(name)).unwrap_or_default()
        };
        let own = read("index.html");
        let own = own
            .split_once(META.0)
            .and_then(|(_, rest)| rest.split_once(META.1));
        let own = own.map_or("", |(policy, _)| policy);
        let others = gateways(&read("config.json"));
        let thread = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self' blob:{others}; {framing}"
        );
        // What is no header would name no origin either: then nobody may.
        let value = |text: &str| {
            HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(
                "default-src 'none'; frame-ancestors 'none'",
            ))
        };
        let page = [own, &framing].map(str::trim);
        let page: Vec<&str> = page.into_iter().filter(|part| !part.is_empty()).collect();
        Self {
            page: value(&page.join("; ")),
            thread: value(&thread),
            framing: value(&framing),
        }
    }

    /// The policy for a file of the page.
    pub fn for_file(&self, name: &str) -> &HeaderValue {
        match name.rsplit_once('.').map(|(_, ending)| ending) {
            // What stands for the page has its policy.
            None => &self.page,
            Some("html") if matches!(name, "index.html" | "404.html") => &self.page,
            Some("js") => &self.thread,
            _ => &self.framing,
        }
    }
}

impl FrameAncestors {
    /// As `Content-Security-Policy` says it.
    fn policy(&self) -> String {
        match self {
            Self::Own => "frame-ancestors 'self'".to_owned(),
            Self::Listed(origins) if origins.is_empty() => "frame-ancestors 'none'".to_owned(),
            Self::Listed(origins) => format!("frame-ancestors 'self' {}", origins.join(" ")),
        }
    }
}

/// The origins of the gateways that a page may ask beside its own, each behind a space.
fn gateways(settings: &str) -> String {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Settings {
        gateways: Vec<Gateway>,
        allowed: Vec<String>,
    }
    #[derive(Deserialize)]
    struct Gateway {
        address: String,
    }
    // Without settings there are none; the page says what is wrong with those that cannot be read.
    let Settings { gateways, allowed } = serde_json::from_str(settings).unwrap_or_default();
    let addresses = gateways.into_iter().map(|gateway| gateway.address);
    let mut origins: Vec<String> = addresses
        .chain(allowed)
        .filter_map(|of| origin(&of))
        .collect();
    origins.sort();
    origins.dedup();
    origins.iter().map(|origin| format!(" {origin}")).collect()
}

/// The origin of an address, where it has one that can stand in a policy.
fn origin(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?.to_ascii_lowercase();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
    let is_right =
        matches!(scheme, "http" | "https") && !host.is_empty() && host.chars().all(plain);
    is_right.then(|| format!("{scheme}://{host}"))
}

/// Headers that whoever runs a portal may want otherwise. What an answer is, and who may read it, is said elsewhere.
pub const OF_A_PORTAL: [&str; 6] = [
    "referrer-policy",
    "strict-transport-security",
    "permissions-policy",
    "cross-origin-opener-policy",
    "cross-origin-embedder-policy",
    "cross-origin-resource-policy",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_origins_of_gateways_stand_in_a_policy() {
        let settings = r#"{
            "gateways": [{"address": "https://b.example:8443/data/", "key": "k"}, {"address": "https://b.example:8443/x"}],
            "allowed": ["http://A.example/data", "https://c.example; script-src *", "data/", "ftp://d.example/"],
            "fresh": 1
        }"#;
        assert_eq!(
            gateways(settings),
            " http://a.example https://b.example:8443"
        );
        assert_eq!(gateways("{"), "");
    }
}
