//! The page's own settings, `config.json` beside it.
//!
//! ```json
//! {
//!   "gateways": [{ "address": "https://data.example.com/data/", "key": "…" }],
//!   "allowed": ["https://other.example.com/data/"],
//!   "fresh": 300,
//!   "embed": { "origins": ["https://portal.example"], "export": false }
//! }
//! ```
//!
//! Data sets of the `gateways` are offered beside those of the page's own folder; those of
//! `allowed` are used when a link names one. No other address is ever asked. `embed` is read by the page (`src/embed/host.rs`).

use clientele_model::failure::Failure;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// Seconds for which an answer of a gateway is used without asking again.
const FRESH: f64 = 300.0;

/// What `config.json` says; everything has a default.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    gateways: Vec<Gateway>,
    allowed: Vec<String>,
    fresh: Option<f64>,
    #[serde(rename = "embed")]
    _embed: IgnoredAny,
}

/// A data folder elsewhere.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Gateway {
    address: String,
    /// Sent as a bearer token. Whoever can open the page can read it.
    key: Option<String>,
}

impl Config {
    /// Reads the file.
    ///
    /// # Errors
    /// [`Failure::Refused`].
    pub fn read(bytes: &[u8]) -> Result<Self, Failure> {
        serde_json::from_slice(bytes).map_err(|error| Failure::Refused {
            sentence: format!(
                "The settings of this page cannot be read: config.json, {error}. Ask whoever runs the page to fix it."
            ),
        })
    }

    /// Data folders whose data sets are offered, each with a slash at its end.
    pub fn gateways(&self) -> impl Iterator<Item = String> + '_ {
        self.gateways.iter().map(|of| slashed(&of.address))
    }

    /// Folder and slug of a data set that a link names by its address.
    ///
    /// # Errors
    /// [`Failure::NotListed`] when the folder is not among those that may be asked.
    pub fn named(&self, address: &str) -> Result<(String, String), Failure> {
        let (folder, slug) = address.rsplit_once('/').unwrap_or((address, ""));
        let folder = slashed(folder);
        let allowed = self.allowed.iter().map(|of| slashed(of));
        match self.gateways().chain(allowed).any(|of| of == folder) {
            true => Ok((folder, slug.to_owned())),
            false => Err(Failure::NotListed {
                address: address.to_owned(),
            }),
        }
    }

    /// The token for whatever lies in a gateway's folder.
    pub fn key(&self, url: &str) -> Option<&str> {
        let of = |of: &&Gateway| url.starts_with(&slashed(&of.address));
        self.gateways.iter().find(of)?.key.as_deref()
    }

    /// Milliseconds for which an answer is used without asking again.
    pub fn fresh(&self) -> f64 {
        self.fresh.unwrap_or(FRESH) * 1000.0
    }
}

fn slashed(address: &str) -> String {
    format!("{}/", address.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &[u8] = br#"{
        "gateways": [{"address": "https://a.example/data", "key": "k"}, {"address": "https://b.example/"}],
        "allowed": ["https://c.example/data/"],
        "embed": {"origins": ["https://portal.example"], "export": true}
    }"#;

    #[test]
    fn only_listed_folders_are_asked() {
        let config = Config::read(TEXT).unwrap();
        let folders: Vec<String> = config.gateways().collect();
        assert_eq!(folders, ["https://a.example/data/", "https://b.example/"]);
        for (address, folder) in [
            ("https://a.example/data/shop", "https://a.example/data/"),
            ("https://c.example/data/shop", "https://c.example/data/"),
        ] {
            let named = (folder.to_owned(), "shop".to_owned());
            assert_eq!(config.named(address), Ok(named));
        }
        for address in [
            "https://a.example/shop",
            "https://evil.example/data/shop",
            "/",
        ] {
            let why = config.named(address).unwrap_err().to_string();
            assert_eq!(
                why,
                format!(
                    "This link asks for data at {address}, which is not among the addresses this \
                     page may use. Ask whoever runs the page to list it in config.json."
                )
            );
        }
        assert_eq!(config.key("https://a.example/data/x"), Some("k"));
        assert_eq!(config.key("https://a.example/database"), None);
        assert_eq!(config.key("https://b.example/x"), None);
        assert_eq!(config.fresh(), 300_000.0);
    }

    #[test]
    fn a_config_that_cannot_be_read_says_where() {
        let why = Config::read(br#"{"gateway": []}"#).unwrap_err().to_string();
        assert_eq!(
            why,
            "The settings of this page cannot be read: config.json, unknown field `gateway`, \
             expected one of `gateways`, `allowed`, `fresh`, `embed` at line 1 column 10. Ask whoever runs the page to fix it."
        );
    }
}
