//! Why a pack could not be made: one sentence each, saying what happened and what to do.

use clientele_model::words::counted;

use crate::fields::Field;

/// Why a pack could not be made. Nothing is written in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// There is nothing in a file.
    #[error("The file {file} is empty. Nothing was written; export it again.")]
    Empty {
        /// The file.
        file: String,
    },
    /// There are headings and nothing below them.
    #[error("The file {file} has headings but no lines. Nothing was written; export it again.")]
    NoLines {
        /// The file.
        file: String,
    },
    /// The kind of file is not read.
    #[error(
        "The file {file} is {what}, which is not supported. Nothing was written; save it as CSV or Parquet."
    )]
    Kind {
        /// The file.
        file: String,
        /// What it seems to be.
        what: &'static str,
    },
    /// An archive cannot be unpacked.
    #[error(transparent)]
    Archive(#[from] crate::archives::NotUnpacked),
    /// A Parquet file is cut or damaged.
    #[error(
        "The file {file} is not a complete Parquet file ({detail}). Nothing was written; copy or export it again."
    )]
    NotParquet {
        /// The file.
        file: String,
        /// What the reader met.
        detail: String,
    },
    /// A workbook is cut or damaged.
    #[error(
        "The file {file} is not a complete workbook: it was cut off or damaged. Nothing was written; copy or export it again."
    )]
    NotAWorkbook {
        /// The file.
        file: String,
    },
    /// A workbook is encrypted.
    #[error(
        "The workbook {file} is protected with a password. Nothing was written; open it in a spreadsheet program, remove the password and save it again."
    )]
    Locked {
        /// The file.
        file: String,
    },
    /// No sheet of a workbook has headings.
    #[error(
        "No sheet of {file} has a row of headings. Nothing was written; add one above the lines, such as order_id, date, sku, qty, unit_price, customer_id."
    )]
    NoHeadedSheet {
        /// The file.
        file: String,
    },
    /// Formulas that no spreadsheet program has worked out yet.
    #[error(
        "The formulas in column “{column}” of {file} have no saved results. Nothing was written; open the workbook in a spreadsheet program and save it, so that the results are stored with it."
    )]
    NoResults {
        /// The file.
        file: String,
        /// The heading.
        column: String,
    },
    /// A quotation mark is never closed.
    #[error(
        "The quotation mark opened on line {line} of {file} is never closed. Nothing was written; close or remove it, or export the file again."
    )]
    OpenQuote {
        /// The file.
        file: String,
        /// Line of the file.
        line: u64,
    },
    /// Two columns have the same heading and say different things, so that a name cannot tell them apart.
    #[error(
        "The heading {} in {file}, and the two columns hold different values. Nothing was written; rename or remove one of them.",
        if column == other { format!("“{column}” appears twice") } else { format!("“{column}” appears twice, also as “{other}”,") }
    )]
    Twice {
        /// The file.
        file: String,
        /// The heading.
        column: String,
        /// The heading of the other column, which may differ in case and punctuation.
        other: String,
    },
    /// There are no headings.
    #[error(
        "The file {file} has no headings that are recognised: its first line is “{first}”. Nothing was written; add a line of headings at the top, such as order_id, date, sku, qty, unit_price, customer_id."
    )]
    NoHeadings {
        /// The file.
        file: String,
        /// The first line.
        first: String,
    },
    /// There is no column of customers.
    #[error(
        "No column of {file} is recognised as the customer. Nothing was written; say which does with --map customer=COLUMN, or go on without customers with --anonymous. Its columns are: {columns}."
    )]
    NoCustomers {
        /// The file.
        file: String,
        /// The headings.
        columns: String,
    },
    /// There is no column of pieces, and one that may be.
    #[error(
        "The file {file} has no quantity column that is recognised, but “{column}” may be one. Nothing was written; say so with --map quantity={column}, or rename the column if it is something else."
    )]
    MaybeQuantity {
        /// The file.
        file: String,
        /// The heading.
        column: String,
    },
    /// The decimal sign of a column cannot be told.
    #[error(
        "The numbers in column “{column}” of {file}, such as {example}, may be written with a decimal or a thousands separator. Nothing was written; say which sign is the decimal separator with --decimal . or --decimal ,"
    )]
    EitherSign {
        /// The file.
        file: String,
        /// The heading.
        column: String,
        /// A number that reads both ways.
        example: String,
    },
    /// Amounts of several currencies.
    #[error(
        "The amounts in {file} are in several currencies: {found}. They cannot be added up, so nothing was written; choose one with --currency {example}. Lines in other currencies are then left out, unless --rate CODE=RATE says what one unit is worth."
    )]
    Currencies {
        /// The file.
        file: String,
        /// Signs and codes, with their lines.
        found: String,
        /// One of them.
        example: String,
    },
    /// The currency that was told is another than that of the file.
    #[error(
        "The amounts in column “{column}” of {file} are in {mark}, but --currency says {told}. Nothing was written; leave --currency out, or correct it."
    )]
    OtherCurrency {
        /// The file.
        file: String,
        /// The heading.
        column: String,
        /// Sign or code in the file.
        mark: String,
        /// What was told.
        told: String,
    },
    /// A required field was not found.
    #[error("The file {file} has no {field} column. Nothing was written; say which column holds it with --map {key}=COLUMN{or}. Its columns are: {columns}.", field = field.plain(), key = field.key(), or = field.or())]
    MissingField {
        /// The file.
        file: String,
        /// What is missing.
        field: Field,
        /// The headings.
        columns: String,
    },
    /// A customer or product file has no column that says whom a line is about.
    #[error("The file {file} has no {field} column. Nothing was written; rename one of its columns to {looked_for}. Its columns are: {columns}.", field = field.plain())]
    NoKey {
        /// The file.
        file: String,
        /// What is missing.
        field: Field,
        /// Headings that would do.
        looked_for: String,
        /// The headings.
        columns: String,
    },
    /// `--map` names a column that is not there.
    #[error("--map {key}={column} names a column that {file} does not have. Nothing was written; its columns are: {columns}.", key = field.key())]
    NoSuchColumn {
        /// The file.
        file: String,
        /// The field.
        field: Field,
        /// The column asked for.
        column: String,
        /// The headings.
        columns: String,
    },
    /// `--map` gives a field two columns.
    #[error("--map names two columns for {key}: {first} and {second}. Nothing was written; keep one of them (only discount may have several, which are added up).", key = field.key())]
    MappedTwice {
        /// The field.
        field: Field,
        /// The column named first.
        first: String,
        /// The column named after it.
        second: String,
    },
    /// A column has the wrong type.
    #[error("Column “{column}” of {file} should be the {field}, but it holds {holds}. Nothing was written; choose another column with --map {key}=COLUMN.", field = field.plain(), key = field.key())]
    WrongType {
        /// The file.
        file: String,
        /// The heading.
        column: String,
        /// What the column holds.
        holds: String,
        /// What it should be.
        field: Field,
    },
    /// A column of a file beside that of the orders has the wrong type.
    #[error("Column “{column}” of {file} should be the {field}, but it holds {holds}. Nothing was written; write {form}.", field = field.plain())]
    WrongBeside {
        /// The file.
        file: String,
        /// The heading.
        column: String,
        /// What the column holds.
        holds: String,
        /// What it should be.
        field: Field,
        /// How its values are written.
        form: &'static str,
    },
    /// A campaign cannot be read.
    #[error("Line {line} of {file} cannot be read: {why}. Nothing was written; correct it.")]
    BadCampaign {
        /// The file.
        file: String,
        /// Line of the file.
        line: u64,
        /// Why.
        why: String,
    },
    /// Not one exposure could be read.
    #[error(
        "None of the exposures in {file} can be read; line {line}: {why}. Nothing was written; correct the file."
    )]
    NoExposure {
        /// The file.
        file: String,
        /// The first line.
        line: u64,
        /// Why.
        why: String,
    },
    /// Day and month cannot be told apart.
    #[error(
        "The dates in column “{column}” of {file}, such as {example}, may have the day{} first. Nothing was written; say which with --dates dmy{}.",
        if *or_year { ", the month or the year" } else { " or the month" },
        if *or_year { ", --dates mdy or --dates ymd" } else { " or --dates mdy" }
    )]
    Ambiguous {
        /// The file.
        file: String,
        /// The heading.
        column: String,
        /// A date that reads both ways.
        example: String,
        /// Whether the year may stand first, too.
        or_year: bool,
    },
    /// Some dates have the day first, others the month.
    #[error(
        "The dates in column “{column}” of {file} are written in two ways: {day_first} has the day first, {month_first} the month. Nothing was written; write every date as YYYY-MM-DD."
    )]
    TwoOrders {
        /// The file.
        file: String,
        /// The heading.
        column: String,
        /// A date that only reads day first.
        day_first: String,
        /// A date that only reads month first.
        month_first: String,
    },
    /// Not one line could be read.
    #[error(
        "{none} be read; line {first}: {why}. Nothing was written; say with --map which column is which.",
        none = match lines {
            1 => format!("The only line of {file} cannot"),
            lines => format!("None of the {} of {file} can", counted(*lines, "line")),
        }
    )]
    NothingReadable {
        /// The file.
        file: String,
        /// How many lines.
        lines: u64,
        /// The first line that cannot be read.
        first: u64,
        /// Why.
        why: String,
    },
    /// Everything was read and nothing is a sale.
    #[error(
        "No line of {file} is a sale: {none} a quantity and a price above zero. Nothing was written; say with --map which columns hold quantity and price.",
        none = match lines {
            1 => "the only one does not have".to_owned(),
            lines => format!("of {} read, none has", counted(*lines, "line")),
        }
    )]
    NoSale {
        /// The file.
        file: String,
        /// How many lines.
        lines: u64,
    },
    /// Every order was cancelled, failed, never finished or paid back.
    #[error(
        "Every order of {file} was cancelled before it became a sale, or was returned (lines: {lines}). Nothing was written; say which column holds the order's status with --map status=COLUMN."
    )]
    AllCancelled {
        /// The file.
        file: String,
        /// How many lines.
        lines: u64,
    },
    /// Tables of orders and their products without a day and without money.
    #[error(
        "The files {files} say which products are in which order, but none of their columns holds dates or amounts, and sales cannot be counted without both. Nothing was written; add the date of each order and the price of each line."
    )]
    NoDaysNoMoney {
        /// The files.
        files: String,
    },
    /// More than positions can count.
    #[error(
        "{file} holds more than 4,294,967,294 lines, which is more than one pack can hold. Nothing was written; split the file by year."
    )]
    TooMany {
        /// The file.
        file: String,
    },
}
