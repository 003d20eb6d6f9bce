//! `clientele synth`: a made-up omnichannel retailer, the same for the same seed.
//!
//! Two years of sales through four channels, with seasons, discounts, returns, unit costs, tiers
//! and opt-ins, customers who arrive, lapse and change their habits, products that sell together,
//! and three randomised campaigns whose true effects are known. No person in it exists; every
//! address ends in `example.com`.

mod aisle;
mod campaigns;
pub mod command;
mod habits;
mod pace;
mod people;
mod rows;
mod sales;
mod shelf;
#[cfg(test)]
mod tests;

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

use campaigns::{CAMPAIGNS, Exposure};
use people::Person;
use sales::{Line, Order};
use shelf::Product;

use clientele_model::{Date, date};

/// First day of the made-up data.
pub const FIRST: Date = date(2024, 1, 1);

/// How many days the made-up data cover: 24 full months.
pub const DAYS: u32 = 731;

/// How large the retailer is to be.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// People with a customer number.
    pub customers: u32,
    /// Products on the shelf.
    pub products: u32,
    /// Lines sold, approximately.
    pub lines: u64,
    /// Seed of everything.
    pub seed: u64,
}

/// The made-up retailer.
#[derive(Debug)]
pub struct Retailer {
    /// Products, by position.
    pub products: Vec<Product>,
    /// People with a customer number, by position.
    pub people: Vec<Person>,
    /// Orders and returns, in order of time.
    pub orders: Vec<Order>,
    /// Lines, by order.
    pub lines: Vec<Line>,
    /// Who was in which arm of which campaign.
    pub exposures: Vec<Exposure>,
}

impl Retailer {
    /// Makes the retailer. The same size and seed give the same retailer.
    pub fn new(size: Size) -> Self {
        let products = shelf::stock(size, &mut stream(size.seed, 1));
        let people = people::invite(size, &mut stream(size.seed, 2));
        let exposures = campaigns::randomise(&people, &mut stream(size.seed, 3));
        let (orders, lines) = sales::sell(
            size,
            &products,
            &people,
            &exposures,
            &mut stream(size.seed, 4),
        );
        Self {
            products,
            people,
            orders,
            lines,
            exposures,
        }
    }
}

/// Every stage draws from its own stream, so that one can change without the others.
fn stream(seed: u64, stage: u64) -> Xoshiro256PlusPlus {
    Xoshiro256PlusPlus::seed_from_u64(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ stage)
}
