//! From people to the rows of a file, in steps of some milliseconds.

use std::collections::BTreeMap;

use clientele_model::failure::Failure;
use clientele_model::outbound::{Field, PreviewRow, Wrong};
use clientele_model::wire::Stage;

use super::contact::{ADDED, CHANGED_AT, Contact, DETAILS, People};
use super::destination::{Cell, Column, Must, Terms};
use super::fingerprint::digest;
use super::holdout::Holdout;
use super::normalise::{Countries, Country, Outcome, detail};
use super::seen::Seen;
use super::tally::{Kind, Reach, Tally};
use super::written::{Files, Part, Row};
use crate::engine::{Block, Step, Went};

/// People a step.
const PER_STEP: usize = 4_000;

/// Rows that are shown.
const PREVIEW: usize = 4;

/// The rows of a file on their way.
pub struct Export<P> {
    people: P,
    terms: &'static Terms,
    holdout: Holdout,
    consent: bool,
    countries: Countries,
    home: Option<Country>,
    columns: Vec<Column>,
    /// Details that its columns want.
    wanted: Vec<Field>,
    details: [Detail; DETAILS],
    places: Places,
    seen: Seen,
    at: usize,
    so_far: Exported,
    files: Files,
    combination: String,
}

/// What came of it.
#[derive(Default)]
pub struct Exported {
    /// Its columns.
    pub columns: Vec<Column>,
    /// The files.
    pub parts: Vec<Part>,
    /// Customers who are held out.
    pub held: u32,
    /// Customers who were read.
    pub read: u32,
    /// Rows whose details are as they were.
    pub as_they_were: u32,
    /// Rows that were tidied.
    pub tidied: u32,
    /// Details that are none of their kind.
    pub invalid: u32,
    /// Details that were fingerprints already.
    pub already_hashed: u32,
    /// What was done.
    pub tally: Tally,
    /// The first rows.
    pub preview: Vec<PreviewRow>,
    /// People by what their added columns say together.
    pub cells: BTreeMap<String, u32>,
}

/// One detail of the row at hand.
#[derive(Clone, Debug)]
pub(super) struct Detail {
    /// What became of it.
    pub outcome: Outcome,
    /// As the rule wants it.
    pub text: String,
    /// Its fingerprint, where it was needed.
    digest: Option<[u8; 32]>,
}

/// Countries come again and again.
type Places = BTreeMap<String, Place>;

/// A country as it is written: tidied, and which one it is.
struct Place {
    tidied: Detail,
    country: Option<Country>,
}

impl Detail {
    const NONE: Self = Self {
        outcome: Outcome::Empty,
        text: String::new(),
        digest: None,
    };

    /// Whether something stands in its cell.
    pub fn is_there(&self) -> bool {
        matches!(self.outcome, Outcome::Fine(_) | Outcome::Hashed)
    }

    /// Its fingerprint: that of the text, or itself where it is one.
    pub fn digest(&mut self) -> [u8; 32] {
        let (outcome, text) = (self.outcome, &self.text);
        *self.digest.get_or_insert_with(|| {
            let own = match outcome {
                Outcome::Hashed => super::fingerprint::parse(text),
                _ => None,
            };
            own.unwrap_or_else(|| digest(text.as_bytes()))
        })
    }
}

impl<P: People> Export<P> {
    /// Begins. `holdout` is of these people, in their order; `home` is the country of phone numbers without a country code,
    /// where a customer's own is not known; `consent` says whether those are left out who have not agreed to e-mails, for
    /// destinations that write to them.
    pub fn new(
        people: P,
        terms: &'static Terms,
        holdout: Holdout,
        consent: bool,
        home: &str,
        file: &str,
    ) -> Self {
        let is_there = |column: &&Column| {
            column.always
                || match column.cell {
                    Cell::Id | Cell::IdHashed => true,
                    Cell::Plain(field) | Cell::Hashed(field) => people.has(field),
                    Cell::OptIn => people.has_opt_in(),
                    Cell::Added(column) => people.adds(column),
                    Cell::Held => !holdout.held.is_empty(),
                }
        };
        let columns: Vec<Column> = terms.columns.iter().filter(is_there).copied().collect();
        let wanted = columns.iter().filter_map(|column| match column.cell {
            Cell::Plain(field) | Cell::Hashed(field) => Some(field),
            _ => None,
        });
        let countries = Countries::new();
        Self {
            wanted: wanted.collect(),
            home: countries.find(home).copied(),
            files: Files::new(terms, &columns, file),
            so_far: Exported {
                columns: columns.clone(),
                ..Exported::default()
            },
            people,
            terms,
            holdout,
            consent,
            countries,
            columns,
            details: [Detail::NONE; DETAILS],
            places: Places::new(),
            seen: Seen::default(),
            at: 0,
            combination: String::new(),
        }
    }

    fn person(&mut self, at: usize) {
        let Self {
            people,
            terms,
            holdout,
            consent,
            countries,
            home,
            columns,
            wanted,
            details,
            places,
            seen,
            so_far,
            files,
            combination,
            ..
        } = self;
        let held = holdout.holds(at);
        so_far.held += u32::from(held);
        if held && !terms.lists_held() {
            return;
        }
        let contact = people.contact(at);
        so_far.read += 1;
        if terms.asks_consent && *consent && contact.opt_in == Some(false) {
            let email = contact.get(Field::Email);
            return so_far
                .tally
                .add(Kind::NoConsent, contact.customer, email, "");
        }
        let raw = contact.get(Field::Country);
        if !places.contains_key(raw) {
            let mut tidied = Detail::NONE;
            let text = &mut tidied.text;
            tidied.outcome = detail(Field::Country, terms.rule, raw, countries, None, text);
            if tidied.is_there() {
                tidied.digest();
            }
            let country = countries.find(raw).copied();
            places.insert(raw.to_owned(), Place { tidied, country });
        }
        let place = places.get(raw);
        let own = place.and_then(|place| place.country.as_ref());
        let home = own.or(home.as_ref());
        for &field in wanted.iter() {
            let found = &mut details[field as usize];
            found.digest = None;
            found.text.clear();
            found.outcome = match (field, place) {
                (Field::Country, Some(Place { tidied, .. })) => {
                    found.text.push_str(&tidied.text);
                    found.digest = tidied.digest;
                    tidied.outcome
                }
                _ => {
                    let (raw, text) = (contact.get(field), &mut found.text);
                    detail(field, terms.rule, raw, countries, home, text)
                }
            };
            if found.outcome == Outcome::Hashed && terms.wants_text() {
                found.outcome = Outcome::Invalid(Wrong::AlreadyHashed);
                found.text.clear();
            }
            so_far.invalid += u32::from(matches!(found.outcome, Outcome::Invalid(_)));
            so_far.already_hashed += u32::from(found.outcome == Outcome::Hashed);
        }
        if let Some(reach) = out_of_reach(terms.must, details) {
            let was = contact.get(Field::Email);
            let kind = Kind::OutOfReach(reach);
            return so_far.tally.add(kind, contact.customer, was, "");
        }
        let reached = [Field::Email, Field::Phone].map(|field| field as usize);
        let reached = reached.into_iter().find(|&at| details[at].is_there());
        if let (Some(by), true) = (reached, terms.must != Must::Nothing)
            && seen.put(&details[by].digest())
        {
            let was = contact.details[by];
            return so_far.tally.add(Kind::Duplicate, contact.customer, was, "");
        }
        let tidied = told(&mut so_far.tally, &contact, wanted, details);
        so_far.tidied += u32::from(tidied);
        so_far.as_they_were += u32::from(!tidied);
        combination.clear();
        for column in columns.iter() {
            if let Cell::Added(column) = column.cell
                && column != CHANGED_AT
            {
                combination.push_str(people.added(column, at));
                combination.push('\u{1f}');
            }
        }
        if !combination.is_empty() {
            match so_far.cells.get_mut(combination) {
                Some(count) => *count += 1,
                None => drop(so_far.cells.insert(combination.clone(), 1)),
            }
        }
        let row = Row {
            contact: &contact,
            held,
            added: std::array::from_fn(|column| people.added(column, at)),
        };
        if so_far.preview.len() < PREVIEW {
            so_far.preview.push(row.covered(columns, details));
        }
        files.row(columns, &row, details);
    }
}

/// Why somebody cannot be in the file.
fn out_of_reach(must: Must, details: &[Detail; DETAILS]) -> Option<Reach> {
    let [email, phone] = [Field::Email, Field::Phone].map(|field| &details[field as usize]);
    let bad = matches!(email.outcome, Outcome::Invalid(_));
    match must {
        Must::Nothing => None,
        Must::Email if email.is_there() => None,
        Must::Email if bad => Some(Reach::BadEmail),
        Must::Email => Some(Reach::NoEmail),
        Must::EmailOrPhone if email.is_there() || phone.is_there() => None,
        Must::EmailOrPhone if bad => Some(Reach::BadEmailNoPhone),
        Must::EmailOrPhone => Some(Reach::Neither),
    }
}

/// Counts what was done to the details of a row; whether anything was.
fn told(
    tally: &mut Tally,
    contact: &Contact<'_>,
    wanted: &[Field],
    details: &[Detail; DETAILS],
) -> bool {
    let mut tidied = false;
    for &field in wanted {
        let (raw, found) = (contact.get(field), &details[field as usize]);
        let mut add = |kind| tally.add(kind, contact.customer, raw, &found.text);
        match found.outcome {
            Outcome::Empty => {}
            Outcome::Hashed => add(Kind::Hashed(field)),
            Outcome::Invalid(wrong) => {
                tidied = true;
                add(Kind::Emptied(field, wrong));
            }
            Outcome::Fine(changes) => {
                tidied |= !changes.is_empty();
                changes
                    .iter()
                    .for_each(|change| add(Kind::Tidied(field, change)));
            }
        }
    }
    tidied
}

impl<P: People> Block for Export<P> {
    type Out = Exported;

    fn step(&mut self) -> Result<Went<Exported>, Failure> {
        let all = self.people.len();
        let end = all.min(self.at + PER_STEP);
        for at in self.at..end {
            self.person(at);
        }
        self.at = end;
        self.files.fingerprint();
        if end < all {
            let steps = |people: usize| u32::try_from(people.div_ceil(PER_STEP)).unwrap_or(0);
            return Ok(Went::On(Step::More {
                stage: Stage::Counting,
                done: steps(end),
                of: steps(all),
            }));
        }
        let mut exported = std::mem::take(&mut self.so_far);
        exported.parts = self.files.end();
        Ok(Went::There(exported))
    }
}

/// Which added columns that may tell somebody apart a file has.
pub fn added(columns: &[Column]) -> impl Iterator<Item = &'static str> + '_ {
    columns.iter().filter_map(|column| match column.cell {
        Cell::Added(at) if at != CHANGED_AT => ADDED.get(at).copied(),
        _ => None,
    })
}
