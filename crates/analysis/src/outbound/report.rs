//! The report about a file, in words.

use clientele_model::outbound::{
    AudienceFileReport, CellHint, Choices, FileColumn, HeldRow, OutFile,
};
use clientele_model::words::{Sentence, agreeing};

use super::contact::ADDED;
use super::destination::{Cell, DESTINATIONS, Must, Terms, differences};
use super::export::{Exported, added};
use super::holdout::Holdout;
use super::manifest::{Counts, Held, Manifest, Origin, Rule, Written, kinds};
use super::tally::Kind;
use super::written::GUARD;
use crate::inference::assignment::BALANCED;

/// Fewer people than this in one combination of the added columns are a hint to leave one out.
pub const SMALL: u32 = 10;

/// What a visitor can try on their own side: the text, and its fingerprint.
pub const CHECK: (&str, &str) = (
    "TEST@test.com ",
    "f660ab912ec121d1b1e928a0bb4bc61b15f5ad44d5efdc4e1c92a25e99b8e44a",
);

/// The report. `customers` are all of the audience; `build` says which program wrote it.
pub fn report(
    exported: Exported,
    terms: &'static Terms,
    holdout: &Holdout,
    choices: &Choices,
    origin: &Origin,
    customers: u32,
    build: &str,
) -> AudienceFileReport {
    let line = terms.line();
    let file = |part: super::written::Part| OutFile {
        name: part.name,
        rows: part.rows,
        size: part.text.len() as u64,
        sha256: part.sha256,
        text: part.text,
        held_at: String::new(),
    };
    let Exported {
        columns,
        parts,
        held,
        read,
        as_they_were,
        tidied,
        invalid,
        already_hashed,
        tally,
        preview,
        cells,
    } = exported;
    let files: Vec<OutFile> = parts.into_iter().map(file).collect();
    let duplicates = tally.count(|kind| kind == Kind::Duplicate);
    let rows = as_they_were + tidied;
    let counts = Counts {
        customers,
        held_out: held,
        read,
        as_they_were,
        tidied,
        left_out: read - rows,
        invalid,
        duplicates,
        already_hashed,
    };
    let (kind_rows, examples) = tally.told();
    let added: Vec<&str> = added(&columns).collect();
    let manifest = Manifest {
        title: &origin.title,
        definition: &origin.definition,
        question: &origin.question,
        dataset: &origin.dataset,
        data_until: origin.data_until,
        as_of: origin.as_of,
        to: terms.to.word(),
        rule: Rule::of(&line),
        spreadsheets: GUARD,
        consent: match (terms.asks_consent, choices.consent) {
            (false, _) => "everybody, with what they agreed to",
            (true, true) => "without those who have not agreed to e-mails",
            (true, false) => "everybody, whether they agreed to e-mails or not",
        },
        home: &choices.home,
        holdout: Held::of(holdout, choices),
        kinds: kinds(&kind_rows),
        columns: columns.iter().map(|column| column.heading).collect(),
        files: files.iter().map(Written::of).collect(),
        counts,
        build,
    }
    .text();
    let name = files.first().map_or("audience", |file| &file.name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = match files.len() {
        0 | 1 => stem,
        _ => stem.rsplit_once('-').map_or(stem, |(stem, _)| stem),
    };
    AudienceFileReport {
        headline: headline(terms, rows, as_they_were, tidied, read - rows),
        context: context(terms, holdout, held, customers),
        remarks: Vec::new(),
        title: origin.title.clone(),
        to: terms.to,
        destinations: DESTINATIONS.iter().map(Terms::line).collect(),
        customers,
        held,
        read,
        as_they_were,
        tidied,
        left_out: read - rows,
        invalid,
        duplicates,
        already_hashed,
        kinds: kind_rows,
        examples,
        hints: hints(terms, rows, held, customers, files.len()),
        cells: cell_hint(&added, cells.values().copied()),
        columns: columns
            .iter()
            .map(|column| FileColumn {
                heading: column.heading.to_owned(),
                hashed: matches!(column.cell, Cell::Hashed(_) | Cell::IdHashed),
            })
            .collect(),
        preview,
        manifest_name: format!("{stem}.json"),
        files,
        manifest,
        groups: holdout.groups.clone(),
        draw: drawn(holdout),
        differences: differences(),
        how: how(terms),
    }
}

/// "397 customers are ready for Meta: 167 as they were, 230 tidied; 9 are left out"
fn headline(terms: &Terms, rows: u32, as_they_were: u32, tidied: u32, left_out: u32) -> Sentence {
    let name = terms.name;
    let words = match rows {
        0 => Sentence::from("Nobody is ready for ").name(name),
        _ => {
            let words = Sentence::new()
                .counted(rows, "customer")
                .text(agreeing(rows, " is ready for ", " are ready for "))
                .name(name);
            match (as_they_were, tidied) {
                (_, 0) => words.text(agreeing(rows, ", as it was", ", all as they were")),
                (0, _) => words.text(agreeing(rows, ", tidied", ", all tidied")),
                (as_they_were, tidied) => words
                    .text(": ")
                    .count(u64::from(as_they_were))
                    .text(agreeing(as_they_were, " as it was, ", " as they were, "))
                    .count(u64::from(tidied))
                    .text(" tidied"),
            }
        }
    };
    match left_out {
        0 => words,
        left_out => words.text("; ").count(u64::from(left_out)).text(agreeing(
            left_out,
            " is left out",
            " are left out",
        )),
    }
}

fn context(terms: &Terms, holdout: &Holdout, held: u32, customers: u32) -> Sentence {
    let words = match (holdout.held.is_empty(), terms.lists_held()) {
        (true, _) => Sentence::new(),
        (false, true) => Sentence::new()
            .part_of(held, customers, "customer")
            .text(agreeing(held, " is", " are"))
            .text(" held out, and marked as such, so that the effect can be measured. "),
        (false, false) => Sentence::new()
            .part_of(held, customers, "customer")
            .text(agreeing(held, " is", " are"))
            .text(" held out and in no row, so that the effect can be measured. "),
    };
    match (terms.plain, terms.to) {
        (true, _) => {
            words.text("The file holds personal data in plain text: keep it as you keep those.")
        }
        (false, clientele_model::outbound::Destination::Ids) => {
            words.text("The file holds customer numbers and no contact details.")
        }
        (false, _) => words
            .text("Addresses are turned into fingerprints here; plain text of them never leaves."),
    }
}

fn hints(terms: &Terms, rows: u32, held: u32, customers: u32, files: usize) -> Vec<Sentence> {
    let mut hints = Vec::new();
    if customers == 0 {
        hints.push("Nobody is in this audience, so the file has its headings alone.".into());
    } else if held == customers && !terms.lists_held() {
        hints.push(
            "Everybody is held out, so the file has its headings alone. Hold out a smaller share."
                .into(),
        );
    } else if rows == 0 {
        hints.push(
            "No customer has what this file needs, so it has its headings alone. The list below says why."
                .into(),
        );
    }
    if let Some(fewest) = terms.fewest.filter(|&fewest| rows < fewest) {
        hints.push(
            Sentence::new()
                .name(terms.name)
                .text(" works from ")
                .counted(fewest, "recognised customer")
                .text("; this file has ")
                .counted(rows, "row")
                .text(". Take a larger audience, or use it as a start for similar people."),
        );
    }
    if files > 1 {
        hints.push(
            Sentence::new()
                .name(terms.name)
                .text(" takes no file above 50 MB, so there are ")
                .counted(files as u64, "part")
                .text(": import them one after the other into the same list."),
        );
    }
    if let Some(days) = terms.lapses {
        hints.push(
            Sentence::from("Members lapse after ")
                .counted(days, "day")
                .text(": export the audience anew before then."),
        );
    }
    hints
}

/// The hint about combinations of added columns that hold few people; none where no column is added.
fn cell_hint(added: &[&str], cells: impl Iterator<Item = u32> + Clone) -> Option<CellHint> {
    if added.is_empty() {
        return None;
    }
    let combinations = cells.clone().count();
    let small = cells.clone().filter(|&people| people < SMALL).count();
    let smallest = cells.min().unwrap_or(0);
    let all = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let named = added.join(", ");
    let words = match small {
        0 => Sentence::from("Every combination of the added columns (")
            .text(named)
            .text(") holds at least ")
            .count(u64::from(SMALL))
            .text(" people."),
        small => Sentence::new()
            .part_of(small as u64, combinations as u64, "combination")
            .text(" of the added columns (")
            .text(named)
            .text(agreeing(
                small as u64,
                ") holds fewer than ",
                ") hold fewer than ",
            ))
            .count(u64::from(SMALL))
            .text(" people; the smallest holds ")
            .count(u64::from(smallest))
            .text(". Leave a column out before the file goes to others."),
    };
    Some(CellHint {
        combinations: all(combinations),
        small: all(small),
        smallest,
        words,
    })
}

/// How those held out were drawn; nothing where nobody was to be.
fn drawn(holdout: &Holdout) -> Option<Sentence> {
    if holdout.held.is_empty() {
        return None;
    }
    let groups = holdout.groups.iter().filter(|row: &&HeldRow| row.held > 0);
    let words = Sentence::from("Drawn at random within ")
        .counted(holdout.groups.len() as u64, "group")
        .text(", ")
        .count(groups.count() as u64)
        .text(" of them with somebody held out; drawn by “")
        .text(holdout.salt.clone())
        .text("”: the same customers and word give the same draw anywhere.");
    Some(match holdout.largest {
        None => words.text(" There are too few customers to say how alike both are."),
        Some(largest) => words
            .text(" The largest difference between both is ")
            .number(largest, 2)
            .text(" standard deviations; up to ")
            .number(BALANCED, 1)
            .text(match largest <= BALANCED {
                true => " is let through.",
                false => " would be alike, but no draw was.",
            }),
    })
}

fn how(terms: &Terms) -> Vec<(String, Sentence)> {
    let line = terms.line();
    let source = Sentence::from(format!("{}: {}", line.version, line.source));
    let source = match line.of {
        Some(month) => source.text(", ").month(month),
        None => source,
    };
    let (text, hash) = CHECK;
    let duplicates = match terms.must {
        Must::Nothing => "Every customer has a row.",
        Must::Email => "By tidied e-mail address; the first row stays.",
        Must::EmailOrPhone => {
            "By tidied e-mail address, of those without one by phone number; the first row stays."
        }
    };
    let mut how = vec![
        ("Rule".to_owned(), source.text(".")),
        ("Duplicates".to_owned(), duplicates.into()),
        ("Order of rows".to_owned(), "By customer number.".into()),
        (
            "Fingerprint".to_owned(),
            Sentence::from("SHA-256 of the tidied text in hexadecimal. Check on your side: “")
                .text(text)
                .text("” must give ")
                .text(hash)
                .text(". What is a fingerprint already is never made one again."),
        ),
        ("Spreadsheets".to_owned(), GUARD.into()),
    ];
    if terms.plain {
        let columns = Sentence::from("Columns that flows may look at: ").text(ADDED.join(", "));
        how.push(("Added columns".to_owned(), columns.text(".")));
    }
    how
}
