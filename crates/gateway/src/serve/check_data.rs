//! The data sets of a configuration.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::check::Variables;
use super::config::DatasetSettings;
use super::toml_book::{Given, Mistakes, Part, Place};
use crate::clickhouse::{Client, Limits, Server, Views};
use clientele_intake::assemble::About;
use clientele_model::catalogue::MOST_TEXT;

/// What a data set has that does not say it itself.
pub struct Defaults<'a> {
    /// Address of ClickHouse.
    pub url: Option<Given<String>>,
    /// Database of the views.
    pub database: Option<Given<String>>,
    /// The read-only user.
    pub user: Option<Given<String>>,
    /// Their key.
    pub key: Option<Given<String>>,
    /// Where relative paths begin.
    pub base: &'a Path,
    /// The variables of the environment.
    pub variables: Variables<'a>,
}

/// Reads every `[[dataset]]`; one with mistakes is left out.
pub fn datasets(
    parts: Vec<Part<'_>>,
    packs: &BTreeSet<String>,
    defaults: &Defaults<'_>,
    mistakes: &Mistakes,
) -> Vec<DatasetSettings> {
    let (mut found, mut slugs) = (vec![], BTreeSet::new());
    for part in parts {
        let slug = slug(&part);
        if let Some(Given { value, place }) = &slug
            && !slugs.insert(value.clone())
        {
            let sentence =
                format!("there are two data sets “{value}”. Give each a name of its own.");
            mistakes.add(place.clone(), sentence);
        }
        if let Some(Given { value, place }) = &slug
            && packs.contains(value)
        {
            let sentence = format!(
                "there is a pack “{value}” as well, which nobody would ever see. Give one of them another name."
            );
            mistakes.add(place.clone(), sentence);
        }
        let server = server(&part, defaults);
        let about = about(&part, slug.map(|slug| slug.value));
        let views = views(&part);
        let writer = writer(&part, server.as_ref(), defaults);
        part.close();
        if let (Some(about), Some(server)) = (about, server) {
            found.push(DatasetSettings {
                about,
                server,
                views,
                writer,
            });
        }
    }
    found
}

fn slug(part: &Part<'_>) -> Option<Given<String>> {
    let Some(slug) = part.text("slug") else {
        part.missing(
            "slug",
            "Write the name the data set has in links, such as slug = \"shop\".",
        );
        return None;
    };
    let fine = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    match slug.value.len() <= 64 && slug.value.chars().all(fine) {
        true => Some(slug),
        false => part.wrong(
            slug.place,
            "a name in links has up to 64 letters (a to z), digits, - and _.",
        ),
    }
}

fn about(part: &Part<'_>, slug: Option<String>) -> Option<About> {
    let text = |key| {
        let Given { value, place } = part.text(key)?;
        let length = value.chars().count();
        let sentence = format!(
            "it has {length} characters, but only {MOST_TEXT} are shown. Say it in fewer words."
        );
        match length <= MOST_TEXT {
            true => Some(value),
            false => part.wrong(place, &sentence),
        }
    };
    let (title, about) = (text("title"), text("about"));
    let (attribution, licence) = (text("attribution"), text("licence"));
    let zone = part
        .text("zone")
        .and_then(|zone| match jiff::tz::TimeZone::get(&zone.value) {
            Ok(_) => Some(zone.value),
            Err(_) => {
                let sentence = format!(
                    "there is no time zone “{}”. Write it as Europe/Berlin or UTC.",
                    zone.value
                );
                part.wrong(zone.place, &sentence)
            }
        });
    let currency = part.text("currency").and_then(|currency| {
        let letters = currency.value.chars().all(|c| c.is_ascii_alphabetic());
        match letters && currency.value.len() == 3 {
            true => Some(currency.value.to_uppercase()),
            false => part.wrong(
                currency.place,
                "a currency is written as three letters, such as EUR.",
            ),
        }
    });
    let slug = slug?;
    Some(About {
        title: title.unwrap_or_else(|| slug.clone()),
        slug,
        about: about.unwrap_or_default(),
        attribution: attribution.unwrap_or_default(),
        licence: licence.unwrap_or_default(),
        currency: currency.unwrap_or_else(|| "EUR".to_owned()),
        zone: zone.unwrap_or_else(|| "UTC".to_owned()),
    })
}

fn server(part: &Part<'_>, defaults: &Defaults<'_>) -> Option<Server> {
    let url = part.text("url").or_else(|| defaults.url.clone());
    let database = part.text("database").or_else(|| defaults.database.clone());
    let user = part.text("user").or_else(|| defaults.user.clone());
    let usual = defaults.key.as_ref();
    let usual = usual.map_or_else(String::new, |key| key.value.clone());
    let key = key(part, defaults, usual);
    let authority = authority(part, defaults);
    if database.is_none() {
        part.missing(
            "database",
            "Name the database that holds the view clientele_lines.",
        );
    }
    let Some(url) = url else {
        part.missing(
            "url",
            "Write the address of ClickHouse, such as url = \"http://127.0.0.1:8123\".",
        );
        return None;
    };
    let server = Server {
        url: url.value,
        database: database?.value,
        user: user.map_or_else(|| "default".to_owned(), |user| user.value),
        key: key?,
        authority: authority.ok()?,
    };
    match Client::new(&server, Limits::default()) {
        Ok(_) => Some(server),
        Err(trouble) => part.wrong(url.place, &format!("{}.", trouble.detail)),
    }
}

/// As whom audiences are written into the database of a data set, where that is said. None after a mistake, too.
fn writer(part: &Part<'_>, reader: Option<&Server>, defaults: &Defaults<'_>) -> Option<Server> {
    let audiences = part.part("audiences")?;
    let user = audiences.text("user");
    if user.is_none() {
        audiences.missing("user", "Name the database user who may write them.");
    }
    let key = key(&audiences, defaults, String::new());
    audiences.close();
    let (Given { value, place }, reader) = (user?, reader?);
    if value == reader.user {
        let sentence = "is the user who reads, and who may write nothing. Create another one, as docs/clickhouse.md says.";
        return part.wrong(place, sentence);
    }
    Some(Server {
        user: value,
        key: key?,
        ..reader.clone()
    })
}

/// The key, from one of three places; the usual one when there is none. `None` after a mistake.
fn key(part: &Part<'_>, defaults: &Defaults<'_>, usual: String) -> Option<String> {
    let keys = [
        part.text("key"),
        part.text("key_env"),
        part.text("key_file"),
    ];
    if keys.iter().flatten().count() > 1 {
        let place = keys.into_iter().flatten().next_back()?.place;
        return part.wrong(
            place,
            "only one of “key”, “key_env” and “key_file” may be set. Remove the others.",
        );
    }
    match keys {
        [Some(key), ..] => Some(key.value),
        [_, Some(Given { value, place }), _] => {
            let unset = format!(
                "the environment variable {value} is not set. Set it to the key of the database user."
            );
            (defaults.variables)(&value).or_else(|| part.wrong(place, &unset))
        }
        [.., Some(Given { value, place })] => {
            let text = fs::read_to_string(defaults.base.join(&value));
            let unread = format!(
                "the file “{value}” cannot be read. Write the key into it and let the gateway's user read it."
            );
            let text = text.ok().or_else(|| part.wrong(place, &unread))?;
            Some(text.trim_end_matches(['\r', '\n']).to_owned())
        }
        [None, None, None] => Some(usual),
    }
}

/// Certificates of a private authority, where a file of them is named. `Err` after a mistake.
fn authority(part: &Part<'_>, defaults: &Defaults<'_>) -> Result<Option<String>, ()> {
    let Some(Given { value, place }) = part.text("ca_file") else {
        return Ok(None);
    };
    fs::read_to_string(defaults.base.join(&value))
        .map(Some)
        .map_err(|_| {
            let sentence = format!(
                "the file “{value}” cannot be read. Put the certificate of your authority into it, in PEM, and let the gateway's user read it."
            );
            let _: Option<Place> = part.wrong(place, &sentence);
        })
}

fn views(part: &Part<'_>) -> Views {
    let mut views = Views::default();
    let Some(Given { value, place }) = part.texts("views") else {
        return views;
    };
    for name in value {
        match name.as_str() {
            "products" => views.products = true,
            "campaigns" => views.campaigns = true,
            name => {
                let sentence = format!(
                    "“{name}” is not an optional view that the gateway reads. It reads “products” and “campaigns”."
                );
                let _: Option<Place> = part.wrong(place.clone(), &sentence);
            }
        }
    }
    views
}
