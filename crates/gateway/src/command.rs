//! `clientele pack` on the command line.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use clientele_model::Date;
use clientele_model::catalogue::{Catalogue, ColumnUse, DECIDED, LineClass};
use clientele_model::date;
use clientele_model::groups;
use clientele_model::words::counted;

use crate::pack::trouble::Trouble;
use crate::pack::{mapping, open, open_all, progress, write};
use clientele_analysis::pack::contacts::Contacts;
use clientele_intake::assemble::About;
use clientele_intake::contacts;
use clientele_intake::currency::Rate;
use clientele_intake::dates::date_of;
use clientele_intake::day_month::DayMonth;
use clientele_intake::encoding::{Encoding, named};
use clientele_intake::fields::Mapped;
use clientele_intake::lines::Manner;
use clientele_intake::mapping::Mapping;
use clientele_intake::separator::Decimal;
use clientele_intake::services::Entry;
use clientele_intake::{Request, make_from};

/// `clientele pack`.
#[derive(Args)]
pub struct Pack {
    /// Files of transactions: CSV, Parquet or spreadsheet workbooks, also in gzip, Zstandard or ZIP
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Folder to write the pack to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Which column holds a field, when its heading is not recognised; may be repeated
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<Mapped>,
    /// Read the files by a mapping that --save-mapping wrote; options take precedence over it
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Save how the files were read, for those of next month
    #[arg(long, value_name = "FILE")]
    save_mapping: Option<PathBuf>,
    /// File of customers: number, e-mail, opt-in, tier
    #[arg(long, value_name = "FILE")]
    customers: Option<PathBuf>,
    /// Also keep phone number, name and address from the file of customers, for files of audiences: personal data, in a file of
    /// its own that belongs on this machine or behind a token
    #[arg(long, requires = "customers")]
    contacts: bool,
    /// File of products: code, category, unit cost
    #[arg(long, value_name = "FILE")]
    products: Option<PathBuf>,
    /// File of campaigns: code, name, day, window in days, what was offered
    #[arg(long, value_name = "FILE", requires = "exposures")]
    campaigns: Option<PathBuf>,
    /// File of who was in which arm of a campaign: campaign, customer, arm, when, and the outcome if it is known
    #[arg(long, value_name = "FILE", requires = "campaigns")]
    exposures: Option<PathBuf>,
    /// A product code that stands for a service, such as postage; may be repeated
    #[arg(long, value_name = "CODE=NAME")]
    service: Vec<Entry>,
    /// Whether dates such as 1/2/10 have the day first (dmy), the month (mdy) or the year (ymd)
    #[arg(long, value_name = "ORDER")]
    dates: Option<DayMonth>,
    /// The day that day number 1 stands for, in files without dates [default: 2016-01-01]
    #[arg(long, value_name = "DATE", value_parser = day)]
    day_one: Option<Date>,
    /// The decimal sign of numbers such as 1,234, where nothing in the file says which: , or .
    #[arg(long, value_name = "SIGN")]
    decimal: Option<Decimal>,
    /// The encoding of text files that are not UTF-8, such as windows-1250
    #[arg(long, value_name = "NAME", value_parser = named)]
    encoding: Option<&'static Encoding>,
    /// Read files that name no customers
    #[arg(long)]
    anonymous: bool,
    /// Name that is shown [default: the folder's name]
    #[arg(long)]
    title: Option<String>,
    /// Name in links [default: the folder's name]
    #[arg(long, value_parser = slug)]
    slug: Option<String>,
    /// One sentence about the shop
    #[arg(long, default_value = "")]
    about: String,
    /// ISO 4217 code of the currency [default: that of the files, else EUR]
    #[arg(long, value_parser = currency)]
    currency: Option<String>,
    /// What one unit of another currency is worth in the currency that is counted, such as USD=0.92; may be repeated
    #[arg(long, value_name = "CODE=RATE")]
    rate: Vec<Rate>,
    /// IANA name of the time zone in which the times are local [default: UTC]
    #[arg(long)]
    zone: Option<String>,
    /// Who made the data and where they are found
    #[arg(long, default_value = "")]
    attribution: String,
    /// Licence of the data
    #[arg(long, default_value = "")]
    licence: String,
    /// Also list the pack in index.json in the folder above
    #[arg(long)]
    index: bool,
}

/// There is nothing to keep.
const NO_CONTACTS: &str = "The file of customers has no column of phone numbers, names or addresses, so none are kept. The pack was written without them.";

impl Pack {
    /// Makes the pack and says what became of the lines.
    pub fn run(self) -> ExitCode {
        let (out, index) = (self.out.clone(), self.index);
        match self.make(&out, index) {
            Ok(catalogue) => {
                eprintln!("{}", summary(&catalogue));
                ExitCode::SUCCESS
            }
            Err(trouble) => {
                eprintln!("{trouble}");
                ExitCode::FAILURE
            }
        }
    }

    fn make(self, out: &Path, index: bool) -> Result<Catalogue, Trouble> {
        let folder = folder_name(out);
        let slug = self.slug.unwrap_or_else(|| slug_of(&folder));
        if index && slug != folder {
            return Err(Trouble::OtherFolder { slug, folder });
        }
        let mapping = match &self.mapping {
            Some(path) => mapping::open(path)?,
            None => Mapping::default(),
        };
        let mut request = Request {
            files: open_all(&self.files)?,
            customers: self.customers.as_deref().map(open).transpose()?,
            products: self.products.as_deref().map(open).transpose()?,
            campaigns: match (&self.campaigns, &self.exposures) {
                (Some(campaigns), Some(exposures)) => Some((open(campaigns)?, open(exposures)?)),
                _ => None,
            },
            mapped: self.map,
            services: self.service,
            manner: Manner {
                dates: self.dates,
                day_one: self.day_one.or(mapping.day_one).unwrap_or(date(2016, 1, 1)),
                today: today(),
                decimal: self.decimal,
                currency: self.currency.clone(),
                rates: self.rate,
                encoding: self.encoding,
                anonymous: self.anonymous,
            },
            about: About {
                title: self.title.unwrap_or_else(|| slug.clone()),
                slug,
                about: self.about,
                attribution: self.attribution,
                licence: self.licence,
                currency: self
                    .currency
                    .or_else(|| mapping.currency.clone())
                    .unwrap_or_else(|| "EUR".to_owned()),
                zone: self
                    .zone
                    .or_else(|| mapping.zone.clone())
                    .unwrap_or_else(|| "UTC".to_owned()),
            },
        };
        mapping.place(&mut request);
        let mut bar = progress::Bar::default();
        let mut made = make_from(request, &mapping, &mut |progress| bar.show(progress))?;
        bar.end();
        let contacts = match (&self.customers, self.contacts) {
            (Some(path), true) => {
                let ids = &made.dataset.customers.id;
                let read = contacts::read(open(path)?, self.encoding, ids)?;
                read.tell(&mut made.dataset.catalogue.columns);
                Some(read.contacts)
            }
            _ => None,
        };
        if contacts.as_ref().is_some_and(Contacts::is_empty) {
            eprintln!("{NO_CONTACTS}");
        }
        let contacts = contacts.filter(|contacts| !contacts.is_empty());
        let catalogue = write::write_with(&made.dataset, contacts.as_ref(), out)?;
        if let Some(path) = &self.save_mapping {
            mapping::save(&made.mapping, path)?;
        }
        if index {
            write::list(&catalogue, out)?;
        }
        Ok(catalogue)
    }
}

/// What became of the lines, for the terminal.
pub fn summary(catalogue: &Catalogue) -> String {
    let ledger = &catalogue.ledger;
    let mut text = format!(
        "{}: {} read, {}, {}, {}, {} to {}.\n",
        catalogue.title,
        counted(ledger.read, "line"),
        counted(catalogue.orders, "order"),
        counted(catalogue.customers, "customer"),
        counted(catalogue.products, "product"),
        catalogue.first,
        catalogue.last
    );
    for row in ledger.classes.iter().rev() {
        text.push_str(&format!("{:>12}  {}\n", row.lines, plain(row.class)));
    }
    for (line, why) in ledger.unreadable.iter().take(5) {
        text.push_str(&format!("  line {line}: {why}\n"));
    }
    for column in catalogue
        .columns
        .iter()
        .filter(|column| column.read_as == DECIDED)
    {
        text.push_str(&format!("{}\n", column.note));
    }
    text.push_str(&unused(catalogue));
    let bytes: u64 = catalogue.files.iter().map(|file| file.bytes).sum();
    text.push_str(&format!(
        "{}, {:.1} MB.",
        counted(catalogue.files.len() as u64, "file"),
        bytes as f64 / 1e6
    ));
    text
}

/// Columns that nothing was read from, for the terminal; nothing when all were used.
fn unused(catalogue: &Catalogue) -> String {
    const MOST: usize = 20;
    let used = |c: &&ColumnUse| !c.read_as.is_empty() || !c.note.is_empty();
    let idle = catalogue.columns.iter().filter(|c| !used(c));
    let names: Vec<&str> = idle.map(|c| &*c.column).collect();
    match names.len() {
        0 => String::new(),
        1..=MOST => format!("Columns not used: {}.\n", names.join(", ")),
        all => format!(
            "Columns not used: {} and {} more.\n",
            names[..MOST].join(", "),
            all - MOST
        ),
    }
}

fn plain(class: LineClass) -> &'static str {
    match class {
        LineClass::Unreadable => "cannot be read",
        LineClass::NotSold => "of orders that never became a sale, or were returned whole",
        LineClass::Overlap => "appear in two sheets or files, counted once",
        LineClass::NoPrice => "without a price above zero",
        LineClass::Service => "postage, fees and adjustments",
        LineClass::ReturnKnown => "returns by known customers",
        LineClass::ReturnAnonymous => "returns without a customer",
        LineClass::SaleAnonymous => "sales without a customer",
        LineClass::SaleKnown => "sales to known customers",
    }
}

/// The name of a folder, which need not be there yet.
pub fn folder_name(out: &Path) -> String {
    let whole = out.canonicalize().or_else(|_| std::path::absolute(out));
    let whole = whole.unwrap_or_else(|_| out.to_owned());
    let name = whole.file_name().map(|name| name.to_string_lossy());
    name.map_or_else(|| "pack".to_owned(), |name| name.into_owned())
}

/// Today, with a day to spare for shops east of here.
pub fn today() -> Date {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    date_of(since as i64 / 60 + 1440)
}

fn day(text: &str) -> Result<Date, &'static str> {
    text.parse().map_err(|_| "a day is written YYYY-MM-DD")
}

/// The name of a folder as a link takes it; the same where it does.
pub fn slug_of(folder: &str) -> String {
    let plain: String = groups::slug(folder)
        .chars()
        .filter(char::is_ascii)
        .take(64)
        .collect();
    match (slug(folder), plain.trim_matches('-')) {
        (Ok(same), _) => same,
        (Err(_), "") => "pack".to_owned(),
        (Err(_), plain) => plain.to_owned(),
    }
}

/// A name that a link takes.
fn slug(text: &str) -> Result<String, &'static str> {
    let fine = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    match (1..=64).contains(&text.len()) && text.chars().all(fine) {
        true => Ok(text.to_owned()),
        false => Err("a name in links has up to 64 letters (a to z), digits, - and _"),
    }
}

fn currency(text: &str) -> Result<String, &'static str> {
    match text.len() == 3 && text.chars().all(|c| c.is_ascii_alphabetic()) {
        true => Ok(text.to_uppercase()),
        false => Err("a currency is written as three letters, such as EUR"),
    }
}
