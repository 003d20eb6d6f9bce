//! Who gets the offer and who is held out: a split that anybody can repeat.
//!
//! The point of a customer is the first 32 bits of SHA-256 of `salt:customer` (UTF-8), read as a number and divided by 2³²:
//!
//! ```sql
//! -- ClickHouse
//! reinterpretAsUInt32(reverse(substring(SHA256(concat({salt:String}, ':', customer)), 1, 4))) / 4294967296
//! -- PostgreSQL
//! ('x' || left(encode(sha256(convert_to(salt || ':' || customer, 'UTF8')), 'hex'), 8))::bit(32)::bigint / 4294967296.0
//! -- BigQuery
//! CAST(CONCAT('0x', LEFT(TO_HEX(SHA256(CONCAT(salt, ':', customer))), 8)) AS INT64) / 4294967296
//! -- MySQL
//! CONV(LEFT(SHA2(CONCAT(salt, ':', customer), 256), 8), 16, 10) / 4294967296
//! ```
//!
//! In a spreadsheet it is `HEX2DEC(LEFT(hash; 8)) / 4294967296`; the hash itself none of them has built in, so lists carry it.
//!
//! Within a segment customers stand in the order of their points. Of `n` customers the one at place `r` (from 0) is at
//! `(r + u) / n`, where `u` is the point of the segment's name, and the arm is the one in whose share that falls. So each arm
//! has its share of every segment up to one customer, and small segments do not all fall to the same arm.

use sha2::{Digest, Sha256};

use super::unable::Setting;
use super::{Arm, Sums, Unable};

/// Where a customer stands under a salt: from 0, below 1.
pub fn point(salt: &str, customer: &str) -> f64 {
    f64::from(word(salt, customer)) / 4_294_967_296.0
}

fn word(salt: &str, customer: &str) -> u32 {
    let mut hash = Sha256::new();
    hash.update(salt.as_bytes());
    hash.update(b":");
    hash.update(customer.as_bytes());
    let hash = hash.finalize();
    hash.iter()
        .take(4)
        .fold(0, |word, &byte| word << 8 | u32::from(byte))
}

/// The arm in whose share a place falls. `shares` need not add up to one; at least one is above zero.
fn arm(place: f64, shares: &[f64]) -> u8 {
    let whole: f64 = shares.iter().sum();
    let mut sum = 0.0;
    let mut last = 0;
    for (at, share) in (0u8..).zip(shares) {
        if *share <= 0.0 {
            continue;
        }
        sum += share;
        last = at;
        if place * whole < sum {
            break;
        }
    }
    last
}

/// Customers to be split.
#[derive(Clone, Copy)]
pub struct Customers<'a> {
    /// Who they are, each once.
    pub ids: &'a [&'a str],
    /// The segment of each, a position in `names`.
    pub segments: &'a [u32],
    /// Names of the segments.
    pub names: &'a [&'a str],
}

/// The arm of each customer, in the order given, stratified by segment. The same whatever that order is.
///
/// # Errors
/// [`Unable::Nothing`] without customers; [`Unable::Setting`] of shares that are none; [`Unable::Impossible`] when segments
/// do not fit the customers.
pub fn split(customers: Customers<'_>, shares: &[f64], salt: &str) -> Result<Vec<u8>, Unable> {
    let Customers {
        ids,
        segments,
        names,
    } = customers;
    let valid = |share: &f64| share.is_finite() && *share >= 0.0;
    let some = shares.iter().any(|share| *share > 0.0) && shares.len() <= 256;
    if !(some && shares.iter().all(valid)) {
        return Err(Unable::Setting(Setting::Shares));
    }
    if ids.is_empty() {
        return Err(Unable::Nothing);
    }
    if ids.len() != segments.len() || segments.iter().any(|&at| at as usize >= names.len()) {
        return Err(Unable::Impossible);
    }
    let words: Vec<u32> = ids.iter().map(|id| word(salt, id)).collect();
    let mut order: Vec<u32> = (0..ids.len() as u32).collect();
    order.sort_unstable_by_key(|&row| {
        let row = row as usize;
        (segments[row], words[row], ids[row])
    });
    let mut arms = vec![0; ids.len()];
    for members in order.chunk_by(|&a, &b| segments[a as usize] == segments[b as usize]) {
        let segment = segments[members[0] as usize] as usize;
        let start = point(salt, names[segment]);
        for (rank, &row) in (0u32..).zip(members) {
            let place = (f64::from(rank) + start) / members.len() as f64;
            arms[row as usize] = arm(place, shares);
        }
    }
    Ok(arms)
}

/// How two arms compare before launch, in one figure of customers (or 0 and 1 for yes and no).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Balance {
    /// Mean of the control.
    pub control: f64,
    /// Mean of the treated.
    pub treated: f64,
    /// The difference in deviations: treated less control, over the root of the mean variance.
    pub difference: f64,
}

/// The largest difference in deviations that is let through. Austin, Balance diagnostics for comparing the distribution of
/// baseline covariates (2009).
pub const BALANCED: f64 = 0.1;

/// How often a split is drawn at most.
pub const DRAWS: u32 = 20;

/// How two arms compare.
///
/// # Errors
/// As [`Arm::mean`].
pub fn balance(control: Sums, treated: Sums) -> Result<Balance, Unable> {
    let (a, b) = (Arm::mean(control)?, Arm::mean(treated)?);
    let difference = b.mean - a.mean;
    let deviation = (0.5 * (a.variance + b.variance)).sqrt();
    Ok(Balance {
        control: a.mean,
        treated: b.mean,
        difference: match deviation > 0.0 {
            true => difference / deviation,
            // Both arms are of one value each: the same, or as different as can be.
            false if difference == 0.0 => 0.0,
            false => difference.signum() * f64::INFINITY,
        },
    })
}

/// A split that was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// The arm of each customer.
    pub arms: Vec<u8>,
    /// The salt it was drawn with.
    pub salt: String,
    /// Which draw it is, from 1.
    pub number: u32,
    /// The largest difference in deviations between the control (arm 0) and any other arm.
    pub largest: f64,
}

/// The salt of a draw: the salt itself, then `salt#2`, `salt#3`…
pub fn salt_of(salt: &str, number: u32) -> String {
    match number {
        0 | 1 => salt.to_owned(),
        number => format!("{salt}#{number}"),
    }
}

/// The first draw in which no figure of customers differs by more than [`BALANCED`] between the control and another arm, or
/// the best of [`DRAWS`]: in small groups chance alone differs by more. `figures` hold a value per customer each.
///
/// # Errors
/// As [`split`] and [`balance`]; [`Unable::Impossible`] when figures do not fit the customers.
pub fn draw(
    customers: Customers<'_>,
    shares: &[f64],
    salt: &str,
    figures: &[&[f64]],
) -> Result<Draw, Unable> {
    if figures
        .iter()
        .any(|figure| figure.len() != customers.ids.len())
    {
        return Err(Unable::Impossible);
    }
    let mut best: Option<Draw> = None;
    for number in 1..=DRAWS {
        let salt = salt_of(salt, number);
        let arms = split(customers, shares, &salt)?;
        let mut largest = 0.0_f64;
        for figure in figures {
            let mut sums = vec![Sums::default(); shares.len()];
            for (&arm, &value) in arms.iter().zip(*figure) {
                sums[arm as usize].push(value);
            }
            for (at, &treated) in sums.iter().enumerate().skip(1) {
                if shares[at] > 0.0 && shares[0] > 0.0 {
                    largest = largest.max(balance(sums[0], treated)?.difference.abs());
                }
            }
        }
        if best.as_ref().is_none_or(|best| largest < best.largest) {
            best = Some(Draw {
                arms,
                salt,
                number,
                largest,
            });
        }
        if largest <= BALANCED {
            break;
        }
    }
    best.ok_or(Unable::Impossible)
}
