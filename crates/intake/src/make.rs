//! From files to a data set.

use clientele_analysis::dataset::Dataset;
use clientele_model::catalogue::LineClass;

use crate::assemble::{Origin, assemble};
use crate::classify::Verdict;
use crate::currency::Wanted;
use crate::fields::Field;
use crate::joined::{joined, refuse_undated};
use crate::known::Source;
use crate::lines::Lines;
use crate::mapping::Mapping;
use crate::open::open_one;
use crate::opening::{Nobody, Watch};
use crate::people::Extras;
use crate::progress::{Progress, Told, nobody};
use crate::read_csv::Hints;
use crate::reader::Reader;
use crate::recognise::Reading;
use crate::said::Said;
use crate::services::Services;
use crate::sought::Sought;
use crate::table::Table;
use crate::trouble::Trouble;
use crate::wrong::Wrong;
use crate::{
    File, Request, archives, campaigns, identity, open, overlap, people, signs, spread, sums, used,
};

/// A data set, and how its files were read.
#[derive(Debug)]
pub struct Made {
    /// The data set.
    pub dataset: Dataset,
    /// What to read next month's file by.
    pub mapping: Mapping,
    /// Orders that stand in several files, and are counted once.
    pub repeated: u64,
}

/// Reads the files and makes the data set.
///
/// # Errors
/// One sentence each, see [`Trouble`].
pub fn make(request: Request) -> Result<Dataset, Trouble> {
    let made = make_from(request, &Mapping::default(), &mut nobody())?;
    Ok(made.dataset)
}

/// The same, with what was decided about an earlier file; what the request itself says goes before that.
/// `told` hears how far it is.
///
/// # Errors
/// One sentence each, see [`Trouble`].
pub fn make_from(
    request: Request,
    mapping: &Mapping,
    told: &mut Told<'_>,
) -> Result<Made, Trouble> {
    make_watched(request, mapping, told, &mut Nobody)
}

/// The same, while somebody looks on.
///
/// # Errors
/// One sentence each, see [`Trouble`].
pub fn make_watched(
    mut request: Request,
    mapping: &Mapping,
    told: &mut Told<'_>,
    watch: &mut dyn Watch,
) -> Result<Made, Trouble> {
    let mut lines = Lines::default();
    let mut sources = Vec::new();
    let mut origin = Origin::default();
    request.services.extend(mapping.services());
    let mut next = mapping.begun(&request);
    let mut about = request.about;
    let mut names = Vec::new();
    let mut files = archives::unpacked(request.files, &mut lines.said)?;
    let twice = leave_out_copies(&mut files);
    let file = files
        .iter()
        .map(|file| file.name.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    let by_hand = request.mapped.iter().map(|mapped| mapped.column.as_str());
    let wanted: Vec<&str> = by_hand.chain(mapping.headings()).collect();
    let hints = Hints {
        encoding: request.manner.encoding.or(mapping.encoding()),
        wanted: &wanted,
        sought: Sought::Orders,
    };
    if request.manner.rates.is_empty() {
        request.manner.rates.extend(mapping.rates());
    }
    let currency = Wanted {
        told: request.manner.currency.as_deref(),
        before: mapping.currency.as_deref(),
        rates: &request.manner.rates,
    };
    let all: u64 = files.iter().map(|file| file.bytes.len() as u64).sum();
    let (mut bytes_before, mut lines_before) = (0, 0);
    let mut tables = vec![];
    for file in files {
        let bytes = file.bytes.len() as u64;
        let mut of_all = |progress: Progress<'_>| {
            told(Progress {
                bytes: bytes_before + progress.bytes.min(bytes),
                all,
                lines: lines_before + progress.lines,
                ..progress
            });
        };
        let opened = open_one(file, hints, Some(&about.zone), &mut of_all)?;
        bytes_before += bytes;
        lines_before += opened
            .iter()
            .map(|table| table.numbers.len() as u64)
            .sum::<u64>();
        tables.extend(opened);
    }
    told(Progress {
        file: "",
        bytes: all,
        all,
        lines: lines_before,
    });
    let tables = joined(tables, &mut lines.said);
    refuse_undated(&tables)?;
    let several = tables.len() > 1;
    for mut table in tables {
        sums::leave_out_notes(&mut table);
        let mut said = std::mem::take(&mut table.said);
        let (mapped, unread) = mapping.of_table(&table, &request.mapped, &mut said);
        let reading = Reading::without(&table, &mapped, &unread, &mut said);
        let reading = reading.inspect_err(|_| watch.unread(&table, &mapped))?;
        let mut manner = request.manner.clone();
        if mapping.currency.is_some() {
            let marks = Reader::new(&table, &reading, &manner).marks();
            manner.currency = marks.counted_in(currency).map(str::to_owned);
        }
        watch.read(&table, &reading, &mut manner);
        let anonymous = manner.anonymous || mapping.anonymous;
        refuse_nobody(&table, &reading, anonymous, &mut said)?;
        table.said = said;
        sums::leave_out(&mut table, &reading);
        sums::keep_goods(&mut table, &reading);
        let mut more = mapping.read(&table, &reading, &manner)?;
        refuse_nothing(&table, &more)?;
        next.learn(&table, &reading, &manner);
        if several {
            more.name_file(&table.file);
        }
        let parts = more.parts;
        match lines.len() {
            0 => {
                let mut said = std::mem::take(&mut lines.said);
                said.append(std::mem::take(&mut more.said));
                lines = more;
                lines.said = said;
            }
            _ => lines.append(more),
        }
        let decided = lines
            .marks
            .decide(currency, &table.file, &mut Said::default())?;
        about.currency = decided.code.unwrap_or(about.currency);
        let columns = used::columns(&table, &reading, &about, parts);
        let new = columns
            .into_iter()
            .filter(|column| origin.columns.iter().all(|o| o.column != column.column));
        origin.columns.extend(new.collect::<Vec<_>>());
        names.push(match reading.source.title() {
            Some(title) => format!("{}, recognised as {title}", table.file),
            None => table.file.clone(),
        });
        sources.push(reading.source);
    }
    next.currency = Some(about.currency.clone());
    twice
        .into_iter()
        .for_each(|sentence| lines.said.say(sentence));
    origin.source = names.join("; ");
    let mut beside = |file: Option<File>, sought| -> Result<Vec<Table>, Trouble> {
        let hints = Hints { sought, ..hints };
        let mut tables = file.map_or(Ok(vec![]), |file| open(file, hints, None))?;
        for table in &mut tables {
            lines.said.append(std::mem::take(&mut table.said));
        }
        Ok(tables)
    };
    let customers = beside(request.customers, Sought::Customers)?;
    let products = beside(request.products, Sought::Products)?;
    let mut extras = Extras {
        customers: people::people(&customers)?,
        products: people::shelf(&products)?,
        campaigns: None,
    };
    let of_customers = customers.iter().flat_map(people::columns_of_people);
    let of_products = products.iter().flat_map(people::columns_of_shelf);
    origin.columns.extend(of_customers.chain(of_products));
    if let Some((campaigns, exposures)) = request.campaigns {
        let both = campaigns::Tables {
            campaigns: beside(Some(campaigns), Sought::Campaigns)?,
            exposures: beside(Some(exposures), Sought::Exposures)?,
        };
        origin.columns.extend(both.columns());
        extras.campaigns = Some(both.history(&request.manner, &mut lines.said)?);
    }
    let services = Services::of(&sources, &request.services);
    let mut said = std::mem::take(&mut lines.said);
    let decided = lines.marks.decide(currency, &file, &mut said)?;
    if let (Some(wanted), Some(is)) = (currency.before, &decided.code)
        && currency.told.is_none()
        && wanted != is
    {
        said.say(format!(
            "The amounts are in {is} and are counted in it, though the mapping says {wanted}."
        ));
    }
    lines.said = said;
    lines.set_aside(&decided.aside);
    lines.convert(&decided);
    signs::settle(&mut lines, &services);
    identity::settle(&mut lines);
    let repeated = overlap::settle(&mut lines);
    spread::spread(&mut lines);
    origin.decided = lines.said.sentences().to_vec();
    origin.files.clone_from(&file);
    let verdict = Verdict::of(&lines, &services);
    watch.judged(&lines, &verdict);
    let read = lines.len() as u64;
    let none_became_a_sale = verdict.class.iter().all(|&c| c == LineClass::NotSold);
    let dataset = assemble(&lines, &verdict, &extras, about, origin);
    let dataset = dataset.ok_or(match none_became_a_sale {
        true => Trouble::AllCancelled { file, lines: read },
        false => Trouble::NoSale { file, lines: read },
    })?;
    Ok(Made {
        dataset,
        mapping: next,
        repeated,
    })
}

/// Takes files out that hold the same bytes as an earlier one; a sentence for each.
fn leave_out_copies(files: &mut Vec<File>) -> Vec<String> {
    let mut sentences = vec![];
    let mut at = 1;
    while at < files.len() {
        match files[..at]
            .iter()
            .find(|other| other.bytes == files[at].bytes)
        {
            Some(other) => {
                sentences.push(format!(
                    "{} holds the same as {} and was left out.",
                    files[at].name, other.name
                ));
                files.remove(at);
            }
            None => at += 1,
        }
    }
    sentences
}

/// A file that names no customers was read the wrong way, unless its kind never does or somebody said so.
fn refuse_nobody(
    table: &Table,
    reading: &Reading,
    anonymous: bool,
    said: &mut Said,
) -> Result<(), Trouble> {
    if [Field::Customer, Field::Email]
        .into_iter()
        .any(|field| reading.find(field).is_some())
    {
        return Ok(());
    }
    if anonymous || reading.source != Source::Other {
        said.say("No column identifies customers: every sale counts as one without a customer.");
        return Ok(());
    }
    Err(Trouble::NoCustomers {
        file: table.file.clone(),
        columns: table.listed(),
    })
}

/// A file of which not one line can be read was read the wrong way.
fn refuse_nothing(table: &Table, lines: &Lines) -> Result<(), Trouble> {
    let Some((line, why)) = lines.wrong.first() else {
        return Ok(());
    };
    // A quantity of zero was read well.
    let read = |(_, why): &(usize, Wrong)| matches!(why, Wrong::Zero);
    if lines.wrong.len() < lines.len() || lines.wrong.iter().any(read) {
        return Ok(());
    }
    Err(Trouble::NothingReadable {
        file: table.file.clone(),
        lines: lines.len() as u64,
        first: table.numbers[*line],
        why: why.to_string(),
    })
}
