//! The tokens of a configuration.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::check::Variables;
use super::config::{Scope, Token};
use super::toml_book::{Given, Mistakes, Part, Place};

/// Bytes that a secret has at least: fewer could be guessed.
const SHORTEST: usize = 20;

/// Reads every `[[token]]`; one with mistakes is left out.
pub fn tokens(
    parts: Vec<Part<'_>>,
    (known, writable): (&BTreeSet<String>, &BTreeSet<String>),
    variables: Variables<'_>,
    mistakes: &Mistakes,
) -> Vec<Token> {
    let (mut found, mut names) = (vec![], BTreeSet::new());
    for part in parts {
        let name = part.text("name");
        if name.is_none() {
            part.missing(
                "name",
                "Write what the log should call its holder, such as name = \"marketing\".",
            );
        }
        let hash = hash(&part, variables);
        if let (Some(hash), Some(Given { place, .. })) = (&hash, &name)
            && let Some(first) = found.iter().find(|token: &&Token| token.hash == *hash)
        {
            let sentence = format!(
                "has the secret of “{}”, so nobody could tell their holders apart. Give each a secret of its own.",
                first.name
            );
            mistakes.add(place.clone(), sentence);
        }
        let scope = scope(&part, known, mistakes);
        let writes = writes(&part, scope.as_ref(), writable, mistakes);
        if let Some(Given { value, place }) = &name
            && !names.insert(value.clone())
        {
            let sentence = format!("there are two tokens “{value}”. Give each a name of its own.");
            mistakes.add(place.clone(), sentence);
        }
        part.close();
        if let (Some(name), Some(hash), Some(scope)) = (name, hash, scope) {
            found.push(Token {
                name: name.value,
                hash,
                scope,
                writes,
            });
        }
    }
    found
}

fn hash(part: &Part<'_>, variables: Variables<'_>) -> Option<[u8; 32]> {
    let given = [part.text("sha256"), part.text("secret"), part.text("env")];
    if given.iter().flatten().count() > 1 {
        let place = given.into_iter().flatten().next_back()?.place;
        return part.wrong(
            place,
            "only one of “sha256”, “secret” and “env” may be set. Remove the others.",
        );
    }
    let (secret, place) = match given {
        [Some(Given { value, place }), ..] => {
            let sentence = "must be 64 hexadecimal digits. Compute them with: printf %s 'the secret' | sha256sum";
            return digits(&value).or_else(|| part.wrong(place, sentence));
        }
        [_, Some(secret), _] => (secret.value, secret.place),
        [.., Some(Given { value, place })] => {
            let unset =
                format!("the environment variable {value} is not set. Set it to the secret.");
            let secret = variables(&value).or_else(|| part.wrong(place.clone(), &unset))?;
            (secret, place)
        }
        [None, None, None] => {
            part.missing("sha256", "Write the SHA-256 of the secret, or the secret itself as “secret”, or the variable that holds it as “env”.");
            return None;
        }
    };
    match secret.len() >= SHORTEST && secret.bytes().all(|b| b.is_ascii_graphic()) {
        true => Some(Sha256::digest(secret).into()),
        false => part.wrong(place, "a secret has at least 20 letters, digits or other characters, and no spaces. Make one with: openssl rand -hex 24"),
    }
}

fn digits(text: &str) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(hash)
}

/// Which data sets somebody may see.
pub fn scope(part: &Part<'_>, known: &BTreeSet<String>, mistakes: &Mistakes) -> Option<Scope> {
    let Some(Given { value, place }) = part.texts("datasets") else {
        part.missing(
            "datasets",
            "List the data sets it opens, or [\"*\"] for all of them.",
        );
        return None;
    };
    if value == ["*"] {
        return Some(Scope::All);
    }
    for slug in value.iter().filter(|slug| !known.contains(*slug)) {
        let sentence = format!(
            "there is no data set “{slug}”. Name a [[dataset]] or a pack, or write [\"*\"] for all of them."
        );
        mistakes.add(place.clone(), sentence);
    }
    Some(Scope::Only(value.into_iter().collect()))
}

/// Of which data sets somebody may write audiences: none unless this is said.
pub fn writes(
    part: &Part<'_>,
    scope: Option<&Scope>,
    writable: &BTreeSet<String>,
    mistakes: &Mistakes,
) -> Scope {
    let Some(Given { value, place }) = part.texts("writes") else {
        return Scope::nothing();
    };
    for slug in &value {
        let sentence = match scope {
            _ if !writable.contains(slug) => format!(
                "audiences of “{slug}” are not written anywhere. Give that [[dataset]] a [dataset.audiences], or take it out of “writes”."
            ),
            Some(scope) if !scope.allows(slug) => format!(
                "“{slug}” may be written and not seen. Add it to “datasets”, or take it out of “writes”."
            ),
            _ => continue,
        };
        mistakes.add(place.clone(), sentence);
    }
    Scope::Only(value.into_iter().collect())
}

/// Says of which data sets nobody may write the audiences, though they could be written.
pub fn somebody_writes(writable: &BTreeSet<String>, scopes: Vec<&Scope>, mistakes: &Mistakes) {
    for slug in writable {
        if !scopes.iter().any(|scope| scope.allows(slug)) {
            let sentence = format!(
                "nobody may write audiences of “{slug}”. Add it to “writes” of a [[token]] or of [sign_in], or remove its [dataset.audiences]."
            );
            mistakes.add(Place::Whole, sentence);
        }
    }
}
