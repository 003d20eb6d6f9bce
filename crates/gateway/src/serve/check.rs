//! From the text of `clientele.toml` and the environment to a [`Config`]: every mistake is found,
//! each with a sentence of its own.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, header};
use ipnet::IpNet;
use toml::de::DeTable;

use super::check_data::{self, Defaults};
use super::check_tokens;
use super::config::{Config, FrameAncestors, LISTEN, ServeLimits, SignIn};
use super::hosts::{self, Hosts};
use super::packs;
use super::policy;
use super::toml_book::{Given, Mistake, Mistakes, Part, Place, line};

/// The variables of the environment.
pub type Variables<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Reads a configuration. Relative paths in it begin at `base`.
///
/// # Errors
/// Every mistake, in the order of the file.
pub fn check(text: &str, base: &Path, variables: Variables<'_>) -> Result<Config, Vec<Mistake>> {
    let mistakes = Mistakes::default();
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let place = Place::Key {
                line: line(text, error.span().map_or(0, |span| span.start)),
                key: "TOML".to_owned(),
            };
            let words = error.message().lines().collect::<Vec<_>>().join(", ");
            mistakes.add(
                place,
                format!("this cannot be read ({words}). Nothing after it was checked."),
            );
            return Err(mistakes.all());
        }
    };
    let config = {
        let reader = Reader {
            whole: Part::whole(text, table.get_ref(), &mistakes),
            base,
            variables,
            mistakes: &mistakes,
        };
        reader.read()
    };
    match mistakes.all() {
        none if none.is_empty() => Ok(config),
        all => Err(all),
    }
}

struct Reader<'a> {
    whole: Part<'a>,
    base: &'a Path,
    variables: Variables<'a>,
    mistakes: &'a Mistakes,
}

impl Reader<'_> {
    fn read(self) -> Config {
        let listen = self.listen(self.given("listen", "CLIENTELE_LISTEN"));
        let metrics = self.listen(self.whole.text("metrics"));
        let hosts = self.hosts();
        let dist = self.folder("dist", "CLIENTELE_DIST", Some("index.html"));
        let packs = self.folder("packs", "CLIENTELE_PACKS", None);
        let refresh = self
            .whole
            .whole_number("refresh", 1..=86_400)
            .unwrap_or(300);
        let origins = self.origins("origins", is_origin).unwrap_or_default();
        let frame_ancestors = self.origins("frame_ancestors", is_ancestor);
        let proxies = self.proxies();
        let headers = self.headers();
        let limits = self.whole.part("limits").map(limits).unwrap_or_default();
        let defaults = Defaults {
            url: self.variable("CLIENTELE_CLICKHOUSE_URL"),
            database: self.variable("CLIENTELE_CLICKHOUSE_DATABASE"),
            user: self.variable("CLIENTELE_CLICKHOUSE_USER"),
            key: self.variable("CLIENTELE_CLICKHOUSE_KEY"),
            base: self.base,
            variables: self.variables,
        };
        let listed = packs.iter().flat_map(|folder| packs::listed(folder));
        let mut known: BTreeSet<String> = listed.map(|pack| pack.slug).collect();
        let datasets = self.whole.parts("dataset");
        let datasets = check_data::datasets(datasets, &known, &defaults, self.mistakes);
        known.extend(datasets.iter().map(|dataset| dataset.about.slug.clone()));
        let tokens = self.whole.parts("token");
        let (has_tokens, listed) = (!tokens.is_empty(), tokens.len());
        let writing = datasets.iter().filter(|dataset| dataset.writer.is_some());
        let writable: BTreeSet<String> = writing.map(|of| of.about.slug.clone()).collect();
        let of = (&known, &writable);
        let tokens = check_tokens::tokens(tokens, of, self.variables, self.mistakes);
        let sign_in = self.sign_in(of, &proxies);
        // What was left out for a mistake might have said who may.
        if tokens.len() == listed && sign_in.is_some() == self.whole.has("sign_in") {
            let scopes = tokens.iter().map(|token| &token.writes);
            let scopes = scopes.chain(sign_in.iter().map(|by| &by.writes)).collect();
            check_tokens::somebody_writes(&writable, scopes, self.mistakes);
        }
        if let Some(Given { value, place }) = &listen
            && !value.ip().is_loopback()
            && !has_tokens
            && sign_in.is_none()
        {
            let sentence = format!(
                "{value} can be reached from other machines, and without tokens everybody there could see all data. Add a [[token]], or listen on 127.0.0.1 behind a proxy that asks who comes."
            );
            self.mistakes.add(place.clone(), sentence);
        }
        // What was named wrongly has a mistake of its own.
        let is_named = ["dataset", "dist", "packs"]
            .iter()
            .any(|key| self.whole.has(key));
        if datasets.is_empty() && dist.is_none() && packs.is_none() && !is_named {
            self.mistakes.add(
                Place::Whole,
                "there is nothing to serve. Add a [[dataset]], “packs” or “dist”.",
            );
        }
        self.whole.close();
        let listen = listen.map_or(LISTEN, |listen| listen.value);
        Config {
            listen,
            metrics: metrics.map(|metrics| metrics.value),
            hosts: match hosts {
                Some(names) => Hosts::Listed(names),
                None if listen.ip().is_loopback() => Hosts::Own,
                None => Hosts::Any,
            },
            dist,
            packs,
            datasets,
            limits,
            refresh: Duration::from_secs(refresh),
            tokens,
            origins,
            frame_ancestors: frame_ancestors.map_or(FrameAncestors::Own, FrameAncestors::Listed),
            headers,
            proxies,
            sign_in,
        }
    }

    /// How proxies say who has signed in to them.
    fn sign_in(
        &self,
        (known, writable): (&BTreeSet<String>, &BTreeSet<String>),
        proxies: &[IpNet],
    ) -> Option<SignIn> {
        let part = self.whole.part("sign_in")?;
        let Some(Given { value, place }) = part.text("header") else {
            part.missing(
                "header",
                "Name the header in which the proxy says who is signed in, such as header = \"Remote-User\".",
            );
            return None;
        };
        if proxies.is_empty() {
            self.mistakes.add(
                place.clone(),
                "nobody who sends it would be believed. List the addresses of the proxy under “proxies”.",
            );
        }
        let taken = [header::AUTHORIZATION, header::HOST, header::COOKIE];
        let name = value.parse::<HeaderName>().ok();
        let name = name.filter(|name| !taken.contains(name));
        let scope = check_tokens::scope(&part, known, self.mistakes);
        let writes = check_tokens::writes(&part, scope.as_ref(), writable, self.mistakes);
        part.close();
        let sentence =
            format!("“{value}” is not a header that can carry a name. Write it as Remote-User.");
        let header = name.or_else(|| self.whole.wrong(place, &sentence))?;
        Some(SignIn {
            header,
            scope: scope?,
            writes,
        })
    }

    /// Headers in place of the gateway's own.
    fn headers(&self) -> Vec<(HeaderName, HeaderValue)> {
        let Some(Given { value, place }) = self.whole.texts("headers") else {
            return vec![];
        };
        let header = |text: &String| {
            let parsed = text.split_once(':').and_then(|(name, value)| {
                let name = name.trim().parse::<HeaderName>().ok()?;
                let value = value.trim().parse::<HeaderValue>().ok()?;
                policy::OF_A_PORTAL
                    .contains(&name.as_str())
                    .then_some((name, value))
            });
            let wrong = format!(
                "“{text}” is not a header that can be set. Write it as Referrer-Policy: same-origin; these can be set: {}.",
                policy::OF_A_PORTAL.join(", ")
            );
            parsed.or_else(|| self.whole.wrong(place.clone(), &wrong))
        };
        value.iter().filter_map(header).collect()
    }

    fn variable(&self, name: &'static str) -> Option<Given<String>> {
        let value = (self.variables)(name).filter(|value| !value.is_empty())?;
        let place = Place::Variable(name);
        Some(Given { value, place })
    }

    /// From the environment, else from the file.
    fn given(&self, key: &'static str, variable: &'static str) -> Option<Given<String>> {
        let in_file = self.whole.text(key);
        self.variable(variable).or(in_file)
    }

    fn listen(&self, given: Option<Given<String>>) -> Option<Given<SocketAddr>> {
        let Given { value, place } = given?;
        match value.parse() {
            Ok(value) => Some(Given { value, place }),
            Err(_) => self.whole.wrong(
                place,
                &format!("“{value}” is not an address with a port. Write it as 127.0.0.1:8088."),
            ),
        }
    }

    fn hosts(&self) -> Option<Vec<String>> {
        let Given { value, place } = self.whole.texts("hosts")?;
        let names: Vec<String> = value.iter().map(|name| name.to_ascii_lowercase()).collect();
        for name in names.iter().filter(|name| !hosts::is_name(name)) {
            let sentence = format!(
                "“{name}” is not a host name. Write it as clientele.example, without https:// and without a port."
            );
            self.mistakes.add(place.clone(), sentence);
        }
        Some(names)
    }

    fn folder(
        &self,
        key: &'static str,
        variable: &'static str,
        with: Option<&str>,
    ) -> Option<PathBuf> {
        let Given { value, place } = self.given(key, variable)?;
        let folder = self.base.join(&value);
        if !folder.is_dir() {
            let sentence = format!("there is no folder “{value}”. Create it, or name another one.");
            return self.whole.wrong(place, &sentence);
        }
        match with.filter(|file| !folder.join(file).is_file()) {
            Some(file) => {
                let sentence = format!(
                    "the folder “{value}” has no {file} in it. Build the page with “cargo xtask build” and name its dist folder."
                );
                self.whole.wrong(place, &sentence)
            }
            None => Some(folder),
        }
    }

    fn origins(&self, key: &'static str, is_right: fn(&str) -> bool) -> Option<Vec<String>> {
        let Given { value, place } = self.whole.texts(key)?;
        for origin in value.iter().filter(|origin| !is_right(origin)) {
            let sentence = format!(
                "“{origin}” is not an origin. Write it as https://shop.example, with the port if it has one and no slash at the end."
            );
            self.mistakes.add(place.clone(), sentence);
        }
        Some(value)
    }

    fn proxies(&self) -> Vec<IpNet> {
        let Some(Given { value, place }) = self.whole.texts("proxies") else {
            return vec![];
        };
        let network = |text: &String| {
            let wrong = || {
                format!(
                    "“{text}” is neither an IP address nor a network. Write it as 10.0.0.2 or 10.0.0.0/8."
                )
            };
            let one = || text.parse::<IpAddr>().map(|one| one.to_canonical().into());
            let network = text.parse::<IpNet>().ok().or_else(|| one().ok());
            network.or_else(|| self.whole.wrong(place.clone(), &wrong()))
        };
        value.iter().filter_map(network).collect()
    }
}

/// A scheme, a host, perhaps a port, as browsers write them in `Origin`.
fn is_origin(text: &str) -> bool {
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.:[]".contains(c);
    host.is_some_and(|host| !host.is_empty() && host.chars().all(plain))
}

/// An origin, or all hosts below a domain: `https://*.example`.
fn is_ancestor(text: &str) -> bool {
    is_origin(&text.replacen("://*.", "://", 1))
}

fn limits(part: Part<'_>) -> ServeLimits {
    let usual = ServeLimits::default();
    let seconds = |key, most, usual: Duration| {
        let given = part.whole_number(key, 1..=most);
        given.map_or(usual, Duration::from_secs)
    };
    let count = |key, low, most, usual: usize| {
        let given = part.whole_number(key, low..=most);
        given
            .and_then(|count| usize::try_from(count).ok())
            .unwrap_or(usual)
    };
    let concurrent = count("concurrent", 1, 1_000, usual.concurrent);
    let limits = ServeLimits {
        concurrent,
        // One client never takes all turns, where there are several.
        per_client: count("per_client", 1, 1_000, (concurrent * 3 / 4).max(1)),
        wait: seconds("wait", 300, usual.wait),
        per_client_per_minute: part
            .whole_number("per_client_per_minute", 1..=1_000_000)
            .and_then(|count| u32::try_from(count).ok()?.try_into().ok())
            .unwrap_or(usual.per_client_per_minute),
        connections: count("connections", 1, 100_000, usual.connections),
        connect: seconds("connect", 60, usual.connect),
        time: seconds("time", 3_600, usual.time),
        bytes: part
            .whole_number("bytes", 1_024..=1 << 40)
            .unwrap_or(usual.bytes),
        head: count("head", 1_024, 65_536, usual.head),
        head_time: seconds("head_time", 300, usual.head_time),
        stall: seconds("stall", 3_600, usual.stall),
        answer: seconds("answer", 86_400, usual.answer),
        stop: seconds("stop", 3_600, usual.stop),
    };
    part.close();
    limits
}
