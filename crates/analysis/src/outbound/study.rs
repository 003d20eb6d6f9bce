//! The customers behind a mark as a file for a destination: what it takes, and its answer.

use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::groups::RfmGroup;
use clientele_model::outbound::{AudienceFile, Field};
use clientele_model::question::AnyQuestion;
use clientele_model::selection::Only;
use clientele_model::words::Sentence;

use super::contact::{Contact, People};
use super::destination::{Must, Terms, terms};
use super::export::Export;
use super::fingerprint::fingerprint;
use super::holdout::{Holdout, hold};
use super::list::read_list;
use super::manifest::Origin;
use super::normalise::{Countries, has_numbering};
use super::report::report;
use crate::audience::named;
use crate::dataset::Dataset;
use crate::days;
use crate::engine::{Needs, Next, Plan, ReadList, Scope, Shop, Study, Tables, then};
use crate::experiments::figures;
use crate::experiments::moves::{self, Moved, Moving};
use crate::inference::assignment::Customers;
use crate::narrowing::{Chosen, Marking};
use crate::pack::contacts::{self, Contacts};
use crate::rfm::Scores;
use crate::tables::CustomersTable;
use crate::texts::Texts;

/// The program that writes files, for their manifest.
const BUILD: &str = concat!("clientele ", env!("CARGO_PKG_VERSION"));

/// The customers behind a mark as a file for the tool they are written to with.
pub struct Outbound;

impl Study for Outbound {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        match question {
            AnyQuestion::AudienceFile(asked) => Some(plan(asked, shop)),
            _ => None,
        }
    }

    fn reads_lists(&self) -> Option<ReadList> {
        Some(read_list)
    }
}

fn plan(asked: &AudienceFile, shop: &Shop) -> Result<Plan, Failure> {
    let scope = Scope::new(&asked.filters, shop)?;
    shop.names_customers()?;
    let mut needs = Needs::default();
    let customers = needs.customers(&scope);
    let mark = needs.choice(&asked.of, &scope);
    let names = needs.names_in(&asked.of, &scope);
    // They know addresses, and who may be written to.
    needs.orders_welcome();
    needs.contacts();
    // Groups of chosen customers cannot be asked of a day before.
    let tells_moves = terms(asked.choices.to).tells_moves() && !scope.is_narrowed();
    let moves = match tells_moves {
        true => Some(moves::Asked::new(&scope, shop, &mut needs)?),
        false => None,
    };
    let asked = asked.clone();
    Ok(Plan::new(needs, move |tables| {
        let marking = Marking::new(&tables, &customers, mark)?;
        Ok(then(marking, move |chosen| {
            let heading = named(&asked.of, &chosen, &tables, names.as_ref())?;
            let people = Behind::of(&asked, &tables, &chosen, &heading.title)?;
            let Some(moves) = moves else {
                return write(&asked, &scope, people, heading.title);
            };
            let moving = Moving::new(moves, &tables, &chosen, people.groups.clone())?;
            Ok(then(moving, move |moved| {
                let people = people.moved(&moved);
                write(&asked, &scope, people, heading.title)
            }))
        }))
    }))
}

/// Begins to write.
fn write(
    asked: &AudienceFile,
    scope: &Scope,
    people: Behind,
    title: String,
) -> Result<Next, Failure> {
    let choices = asked.choices.clone();
    let to = terms(choices.to);
    let remarks = remarks(asked, to, &people)?;
    let holdout = held_out(asked, &people)?;
    let catalogue = &scope.catalogue;
    let question = AnyQuestion::from(asked.clone()).to_string();
    let origin = Origin {
        title,
        definition: asked.of.to_string(),
        dataset: catalogue.slug.clone(),
        data_until: Some(catalogue.last),
        as_of: Some(days::to_date(people.table.as_of)),
        question,
    };
    let customers = u32::try_from(people.len()).unwrap_or(u32::MAX);
    let export = Export::new(
        people,
        to,
        holdout.clone(),
        choices.consent,
        &choices.home,
        &file_name(&origin, to),
    );
    Ok(then(export, move |exported| {
        let mut report = report(exported, to, &holdout, &choices, &origin, customers, BUILD);
        report.remarks = remarks;
        Ok(Next::Answer(Box::new(report)))
    }))
}

/// A neutral name that tells audiences apart: "audience-1f3a9c-meta".
fn file_name(origin: &Origin, to: &Terms) -> String {
    let of = fingerprint(&format!("{}?{}", origin.dataset, origin.definition));
    let short = of.get(..6).unwrap_or_default();
    format!("audience-{short}-{}", to.to.word())
}

/// Draws those held out, alike in every RFM group.
fn held_out(asked: &AudienceFile, people: &Behind) -> Result<Holdout, Failure> {
    let table = &people.table;
    let ids: Vec<&str> = (0..table.len())
        .map(|row| table.customer.get(row))
        .collect();
    let segments: Vec<u32> = people.groups.iter().map(|&group| group as u32).collect();
    let names: Vec<&str> = RfmGroup::ALL.iter().map(|group| group.name()).collect();
    let figures = match asked.choices.hold {
        0 => Vec::new(),
        _ => figures(table),
    };
    let columns: Vec<&[f64]> = figures.iter().map(|(_, values)| &values[..]).collect();
    let customers = Customers {
        ids: &ids,
        segments: &segments,
        names: &names,
    };
    let share = f64::from(asked.choices.hold) / 100.0;
    hold(customers, share, &asked.choices.salt, &columns)
        .map_err(|_| Failure::defect("customers could not be held out"))
}

/// What is to be known before anything is sent.
///
/// # Errors
/// A sentence when the data have nothing by which the destination could recognise anybody.
fn remarks(asked: &AudienceFile, to: &Terms, people: &Behind) -> Result<Vec<Sentence>, Failure> {
    let refused = |what: &str| Failure::Refused {
        sentence: format!(
            "The data have {what}, so {} could recognise nobody and no file was made. Add a file of customers with them when the data are read, or take the customer numbers alone.",
            to.name
        ),
    };
    match to.must {
        Must::Email if !people.has(Field::Email) => return Err(refused("no e-mail addresses")),
        Must::EmailOrPhone if !people.has(Field::Email) && !people.has(Field::Phone) => {
            return Err(refused("no e-mail addresses and no phone numbers"));
        }
        _ => {}
    }
    let mut remarks = Vec::new();
    if to.asks_consent && !people.has_opt_in() {
        remarks.push(
            "The data name nobody who has agreed to be written to: make sure of that before the file is sent."
                .into(),
        );
    }
    let home = &asked.choices.home;
    if !home.is_empty() && Countries::new().find(home).is_none() {
        let words = Sentence::from("No country “")
            .text(home.clone())
            .text("” is known, so phone numbers without a country code belong to their customer’s own country alone. Say it as two letters, such as DE.");
        remarks.push(words);
    }
    if people.has(Field::Phone) && !has_numbering() {
        remarks.push(
            "Phone numbers are read by country code and length alone, as the tables of all numbering plans are not here."
                .into(),
        );
    }
    Ok(remarks)
}

/// The customers behind a mark, in the order of their numbers.
struct Behind {
    table: CustomersTable,
    groups: Vec<RfmGroup>,
    lines: Option<Arc<Dataset>>,
    contacts: Contacts,
    /// Whether the data say who may be written to: a column in which nobody has agreed says nothing.
    has_opt_in: bool,
    /// Their segment, where all of them are of one.
    segment: Option<String>,
    /// The group before the last change and the day of it; nothing where it is not known of anybody.
    moved: Vec<Option<(&'static str, String)>>,
}

impl Behind {
    fn of(
        asked: &AudienceFile,
        tables: &Tables,
        chosen: &Chosen,
        title: &str,
    ) -> Result<Self, Failure> {
        let Chosen { among, set, .. } = chosen;
        let contacts = match (tables.shop().contacts(), tables.lines()) {
            (Some(bytes), Some(lines)) => contacts::read(bytes, lines.customers.id.len())?,
            _ => Contacts::default(),
        };
        let scores = Scores::of(among);
        let rows = (0..among.len()).filter(|&row| set.contains(among.position[row]));
        Ok(Self {
            groups: rows.map(|row| scores.group(row)).collect(),
            table: among.narrowed(set),
            has_opt_in: tables.lines().is_some_and(|lines| {
                let mut agreed = lines.customers.email_opt_in.iter();
                agreed.any(|&agreed| agreed)
            }),
            lines: tables.lines().map(Arc::clone),
            contacts,
            segment: matches!(asked.of, Only::Segment(_)).then(|| title.to_owned()),
            moved: Vec::new(),
        })
    }

    /// With what is known of their changes of group.
    fn moved(mut self, moved: &[Option<Moved>]) -> Self {
        let words = |moved: &Option<Moved>| {
            let Moved { from, day } = (*moved)?;
            Some((
                from.map_or("", |group| group.name()),
                days::to_date(day).to_string(),
            ))
        };
        self.moved = moved.iter().map(words).collect();
        self
    }

    /// A detail that stands in the file of contacts.
    fn texts(&self, field: Field) -> Option<&Texts> {
        let contacts = &self.contacts;
        match field {
            Field::Phone => Some(&contacts.phone),
            Field::FirstName => Some(&contacts.first_name),
            Field::LastName => Some(&contacts.last_name),
            Field::City => Some(&contacts.city),
            Field::Region => Some(&contacts.region),
            Field::PostalCode => Some(&contacts.postal_code),
            Field::Email | Field::Country => None,
        }
    }
}

impl People for Behind {
    fn len(&self) -> usize {
        self.table.len()
    }

    fn contact(&self, row: usize) -> Contact<'_> {
        let mut contact = Contact {
            customer: self.table.customer.get(row),
            ..Contact::default()
        };
        if !self.table.country.list.is_empty() {
            contact = contact.with(Field::Country, self.table.country.get(row));
        }
        if let (Some(lines), Some(&at)) = (&self.lines, self.table.position.get(row)) {
            let known = &lines.customers;
            let email = known.email.get(at as usize);
            contact = contact.with(Field::Email, email.map_or("", String::as_str));
            let opt_in = known.email_opt_in.get(at as usize).copied();
            contact.opt_in = opt_in.filter(|_| self.has_opt_in);
            for &field in Field::ALL {
                if let Some(texts) = self.texts(field) {
                    contact = contact.with(field, texts.get(at as usize));
                }
            }
        }
        contact
    }

    fn has(&self, field: Field) -> bool {
        match field {
            Field::Email => {
                let lines = self.lines.as_ref();
                lines.is_some_and(|lines| !lines.customers.email.is_empty())
            }
            Field::Country => !self.table.country.list.is_empty(),
            _ => self.texts(field).is_some_and(|texts| !texts.is_empty()),
        }
    }

    fn has_opt_in(&self) -> bool {
        self.has_opt_in
    }

    fn adds(&self, column: usize) -> bool {
        match column {
            0 => self.segment.is_some(),
            1 => true,
            _ => !self.moved.is_empty(),
        }
    }

    fn added(&self, column: usize, row: usize) -> &str {
        match column {
            0 => self.segment.as_deref().unwrap_or(""),
            1 => self.groups.get(row).map_or("", |group| group.name()),
            _ => {
                let moved = self.moved.get(row).and_then(Option::as_ref);
                moved.map_or("", |(from, day)| if column == 2 { from } else { day })
            }
        }
    }
}
