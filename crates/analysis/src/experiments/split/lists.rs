//! The lists of a test: its arms as CSV, how alike they are, and what is needed to repeat the draw.

use std::fmt::Write;

use clientele_model::Date;
use clientele_model::experiments::{BalanceRow, SplitArm};
use clientele_model::groups::{RfmGroup, slug};
use clientele_model::spreadsheet::cell as text;
use serde::Serialize;

use crate::inference::assignment::{Customers, Draw, draw, point};
use crate::inference::{Sums, Unable, assignment};
use crate::tables::CustomersTable;

/// The arms, the one held back first, as they are called in files.
pub const ARMS: [&str; 2] = ["control", "treatment"];

/// A draw and what it is of.
pub struct Drawn<'a> {
    table: &'a CustomersTable,
    groups: &'a [RfmGroup],
    /// The draw that was kept.
    pub draw: Draw,
    figures: Vec<(&'static str, Vec<f64>)>,
}

/// Draws the arms, balanced by RFM group. `groups` has the group of each row of the table; `held` is the share of the
/// first arm.
///
/// # Errors
/// As [`draw`].
pub fn drawn<'a>(
    table: &'a CustomersTable,
    groups: &'a [RfmGroup],
    held: f64,
    salt: &str,
) -> Result<Drawn<'a>, Unable> {
    let rows = 0..table.len();
    let ids: Vec<&str> = rows.clone().map(|row| table.customer.get(row)).collect();
    let segments: Vec<u32> = groups.iter().map(|&group| group as u32).collect();
    let names: Vec<&str> = RfmGroup::ALL.iter().map(|group| group.name()).collect();
    let figures = figures(table);
    let columns: Vec<&[f64]> = figures.iter().map(|(_, values)| &values[..]).collect();
    let customers = Customers {
        ids: &ids,
        segments: &segments,
        names: &names,
    };
    Ok(Drawn {
        draw: draw(customers, &[held, 1.0 - held], salt, &columns)?,
        table,
        groups,
        figures,
    })
}

/// What is to be alike in both arms, a value per customer each.
pub(crate) fn figures(table: &CustomersTable) -> Vec<(&'static str, Vec<f64>)> {
    let column = |value: &dyn Fn(usize) -> f64| (0..table.len()).map(value).collect();
    let mut figures = vec![
        (
            "Days since the last order",
            column(&|row| f64::from(table.recency(row))),
        ),
        ("Orders", column(&|row| f64::from(table.orders[row]))),
        ("Spend", column(&|row| table.monetary(row))),
        ("Average order", column(&|row| table.aov(row))),
        (
            "Days since the first order",
            column(&|row| f64::from(table.as_of - table.first_ever[row])),
        ),
    ];
    if table.has_discounts {
        let share = |row: usize| {
            let lines = f64::from(table.lines[row]);
            f64::from(table.discounted_lines[row]) / lines.max(1.0)
        };
        figures.push(("Lines with a discount", column(&share)));
    }
    figures
}

impl Drawn<'_> {
    /// How alike the arms are.
    ///
    /// # Errors
    /// As [`assignment::balance`].
    pub fn balance(&self) -> Result<Vec<BalanceRow>, Unable> {
        let row = |(name, values): &(&'static str, Vec<f64>)| {
            let mut sums = [Sums::default(); 2];
            for (&arm, &value) in self.draw.arms.iter().zip(values) {
                sums[usize::from(arm)].push(value);
            }
            let balance = assignment::balance(sums[0], sums[1])?;
            Ok(BalanceRow {
                name: (*name).to_owned(),
                control: balance.control,
                treated: balance.treated,
                difference: balance.difference,
            })
        };
        self.figures.iter().map(row).collect()
    }

    /// How many groups the draw is balanced by.
    pub fn strata(&self) -> u32 {
        let has = |of: &&RfmGroup| self.groups.contains(of);
        RfmGroup::ALL.iter().filter(has).count() as u32
    }

    /// Both lists. CSV as everywhere (RFC 4180, UTF-8 with a byte-order mark), customers in the order of their numbers;
    /// `point` is what they were drawn by, so that a spreadsheet can repeat the rest.
    pub fn arms(&self, label: &str, held: f64) -> Vec<SplitArm> {
        let named = slug(label);
        let named = if named.is_empty() { "test" } else { &named };
        let arms = ARMS.iter().zip([held, 1.0 - held]).enumerate();
        let arm = |(at, (name, share)): (usize, (&&'static str, f64))| {
            let mut csv = String::from("\u{feff}customer,arm,segment,point\r\n");
            let mut customers = 0;
            for (row, &arm) in self.draw.arms.iter().enumerate() {
                if usize::from(arm) == at {
                    customers += 1;
                    self.row(&mut csv, row, name);
                }
            }
            SplitArm {
                name: (*name).to_owned(),
                customers,
                share,
                file: format!("{named}-{name}.csv"),
                csv,
            }
        };
        arms.map(arm).collect()
    }

    fn row(&self, csv: &mut String, row: usize, arm: &str) {
        let customer = self.table.customer.get(row);
        text(csv, customer);
        let point = point(&self.draw.salt, customer);
        // Writing to a string cannot fail.
        let _ = write!(csv, ",{arm},{},{point}\r\n", self.groups[row].name());
    }
}

/// Everything that is needed to repeat a draw.
#[derive(Serialize)]
pub struct Manifest<'a> {
    /// What the test is called.
    pub label: &'a str,
    /// The data set.
    pub dataset: &'a str,
    /// Last day of the data.
    pub data_until: Date,
    /// Day of the send.
    pub send: Date,
    /// The question that gives the same lists.
    pub question: String,
    /// What customers were drawn by.
    pub salt: &'a str,
    /// Which draw it is, from 1.
    pub draw: u32,
    /// The rule, in words.
    pub rule: &'static str,
    /// The segmentation that the draw is balanced by.
    pub segments: &'static str,
    /// Arms, with their planned share and customers.
    pub arms: Vec<ManifestArm<'a>>,
    /// Whom the rules leave out.
    pub left_out: Vec<LeftOut>,
    /// The largest difference between the arms, in deviations.
    pub largest_difference: f64,
}

/// An arm of a manifest.
#[derive(Serialize)]
pub struct ManifestArm<'a> {
    name: &'a str,
    file: &'a str,
    share: f64,
    customers: u32,
}

/// Customers whom a rule leaves out.
#[derive(Serialize)]
pub struct LeftOut {
    /// How many.
    pub customers: u32,
    /// Why.
    pub why: String,
}

/// The rule of the draw, for whoever reads the manifest alone.
pub const RULE: &str = "point = first 32 bits of SHA-256(\"salt:customer\") / 2^32; within a segment customers stand in the order of their points (equal points: of their numbers); the one at place r of n, counted from 0, is at (r + point of the segment's name) / n; the arm is the first whose share, added to those before it, is above that";

impl<'a> ManifestArm<'a> {
    /// Of an arm's list.
    pub fn of(arm: &'a SplitArm) -> Self {
        Self {
            name: &arm.name,
            file: &arm.file,
            share: arm.share,
            customers: arm.customers,
        }
    }
}
