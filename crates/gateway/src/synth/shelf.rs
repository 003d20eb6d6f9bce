//! The made-up shelf: products with a category, a price, a cost, a life and companions.

use rand::Rng;
use rand_distr::{Distribution, LogNormal};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::{DAYS, Size};

/// Categories: name, typical price, spread of prices, share of lines returned, most bought in
/// which month (0 is January), how strongly, and what the things are called.
pub const CATEGORIES: [Category; 8] = [
    Category {
        name: "Home",
        price: 22.0,
        spread: 0.6,
        returned: 0.035,
        peak: 10,
        season: 0.25,
        nouns: [
            "lamp", "cushion", "throw", "vase", "mirror", "rug", "clock", "frame",
        ],
    },
    Category {
        name: "Kitchen",
        price: 16.0,
        spread: 0.7,
        returned: 0.02,
        peak: 11,
        season: 0.3,
        nouns: [
            "teapot", "pan", "mug", "board", "knife", "bowl", "tray", "jar",
        ],
    },
    Category {
        name: "Garden",
        price: 19.0,
        spread: 0.7,
        returned: 0.03,
        peak: 4,
        season: 0.85,
        nouns: [
            "planter", "trowel", "lantern", "bench", "hose", "glove", "feeder", "parasol",
        ],
    },
    Category {
        name: "Toys",
        price: 17.0,
        spread: 0.5,
        returned: 0.03,
        peak: 11,
        season: 0.9,
        nouns: [
            "puzzle", "kite", "train", "doll", "bricks", "game", "robot", "drum",
        ],
    },
    Category {
        name: "Beauty",
        price: 13.0,
        spread: 0.5,
        returned: 0.015,
        peak: 11,
        season: 0.2,
        nouns: [
            "serum", "soap", "balm", "oil", "mask", "scrub", "brush", "candle",
        ],
    },
    Category {
        name: "Fashion",
        price: 38.0,
        spread: 0.6,
        returned: 0.13,
        peak: 9,
        season: 0.25,
        nouns: [
            "scarf", "jumper", "tote", "shirt", "socks", "coat", "hat", "belt",
        ],
    },
    Category {
        name: "Paper",
        price: 6.0,
        spread: 0.5,
        returned: 0.01,
        peak: 11,
        season: 0.55,
        nouns: [
            "notebook", "card", "planner", "ribbon", "wrap", "pen", "poster", "album",
        ],
    },
    Category {
        name: "Pantry",
        price: 7.5,
        spread: 0.4,
        returned: 0.004,
        peak: 11,
        season: 0.2,
        nouns: [
            "coffee",
            "tea",
            "jam",
            "honey",
            "pasta",
            "biscuits",
            "spice",
            "chocolate",
        ],
    },
];

const MAKES: [&str; 20] = [
    "Linen", "Oak", "Copper", "Nordic", "Striped", "Garden", "Velvet", "Stone", "Amber", "Little",
    "Sea", "Forest", "Paper", "Silver", "Folded", "Morning", "Wool", "Quiet", "Berry", "Round",
];

/// One category.
#[derive(Debug)]
pub struct Category {
    /// Name.
    pub name: &'static str,
    /// Typical price.
    pub price: f64,
    /// Spread of the logarithm of prices.
    pub spread: f64,
    /// Share of lines that come back.
    pub returned: f64,
    /// Month of most sales, 0 is January.
    pub peak: u32,
    /// How much more in that month, how much less half a year away.
    pub season: f64,
    /// What the things are called.
    pub nouns: [&'static str; 8],
}

/// A made-up product.
#[derive(Clone, Debug)]
pub struct Product {
    /// Product code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Position in [`CATEGORIES`].
    pub category: u8,
    /// Price in cents.
    pub cents: u32,
    /// Unit cost in cents.
    pub cost_cents: u32,
    /// First day on the shelf.
    pub from: u32,
    /// Last day on the shelf.
    pub to: u32,
    /// How much it is wanted, relative to the others of the category.
    pub pull: f64,
    /// A product that often goes into the same basket, and how often.
    pub companion: Option<(u32, f64)>,
}

/// Stocks the shelf.
pub fn stock(size: Size, rng: &mut Xoshiro256PlusPlus) -> Vec<Product> {
    let count = size.products.max(CATEGORIES.len() as u32);
    let mut products: Vec<Product> = (0..count).map(|at| product(at, rng)).collect();
    for at in 0..count {
        // One in four has a companion: mostly a neighbour on the same shelf, or anything.
        if rng.gen_bool(0.25) {
            let step = CATEGORIES.len() as u32;
            let other = if rng.gen_bool(0.7) {
                at + step
            } else {
                rng.gen_range(0..count)
            };
            if other < count && other != at {
                products[at as usize].companion = Some((other, rng.gen_range(0.12..0.55)));
            }
        }
    }
    products
}

fn product(at: u32, rng: &mut Xoshiro256PlusPlus) -> Product {
    let category = (at as usize) % CATEGORIES.len();
    let rank = at as usize / CATEGORIES.len();
    let kind = &CATEGORIES[category];
    let noun = kind.nouns[rank % 8];
    let make = MAKES[(rank / 8) % MAKES.len()];
    let edition = rank / (8 * MAKES.len());
    let name = if edition == 0 {
        format!("{make} {noun}")
    } else {
        format!("{make} {noun} no. {}", edition + 1)
    };
    // The spread is a constant above zero, so the distribution exists.
    let price = LogNormal::new(kind.price.ln(), kind.spread).map_or(kind.price, |d| d.sample(rng));
    // Prices end in .95 or .50, as on a shelf.
    let cents = ((price.floor() as u32) * 100 + if rng.gen_bool(0.7) { 95 } else { 50 }).max(95);
    let cost_cents = (f64::from(cents) * rng.gen_range(0.32..0.68)) as u32;
    let from = if rng.gen_bool(0.22) {
        rng.gen_range(0..DAYS - 60)
    } else {
        0
    };
    let to = if rng.gen_bool(0.12) {
        rng.gen_range(from + 30..DAYS)
    } else {
        DAYS - 1
    };
    // Popularity falls with rank, as it does on every shelf.
    let pull = 1.0 / (rank as f64 + 3.0).powf(0.85) * rng.gen_range(0.6..1.6);
    let code = format!("{}{:05}", &kind.name[..3].to_uppercase(), rank + 1);
    Product {
        code,
        name,
        category: category as u8,
        cents,
        cost_cents,
        from,
        to,
        pull,
        companion: None,
    }
}
