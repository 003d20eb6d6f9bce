//! How the made-up people buy: six habits, as a table.

/// Channels, by position.
pub const CHANNELS: [&str; 4] = ["Web", "App", "Store", "Phone"];

/// Position of the channel that is a shop in the street.
pub const STORE: usize = 2;

/// Tiers, by position.
pub const TIERS: [&str; 3] = ["Bronze", "Silver", "Gold"];

/// Countries and how many of a hundred people live there.
pub const COUNTRIES: [(&str, u32); 10] = [
    ("Germany", 34),
    ("France", 17),
    ("Austria", 11),
    ("Netherlands", 10),
    ("Italy", 8),
    ("Belgium", 6),
    ("Spain", 5),
    ("Switzerland", 4),
    ("Denmark", 3),
    ("Sweden", 2),
];

/// How a kind of person buys.
#[derive(Debug)]
pub struct Habit {
    /// How many of a hundred people have it.
    pub weight: u32,
    /// Orders in a month, relative to the others.
    pub pace: f64,
    /// Mean lines in a basket, relative to the others.
    pub basket: f64,
    /// How much dearer than usual the products are that they choose, as a factor on price rank.
    pub taste: f64,
    /// Mean days until they lapse.
    pub stays: f64,
    /// Weights of the channels.
    pub channels: [f64; 4],
    /// Weights of the categories, in the order of the shelf.
    pub categories: [f64; 8],
    /// Share of orders made with a coupon outside sales.
    pub coupon: f64,
    /// How much more they buy while there is a sale.
    pub sale_pull: f64,
    /// How much more they buy before Christmas.
    pub gift_pull: f64,
}

/// Regulars, big spenders, bargain hunters, app natives, gift buyers, and people who drop in once.
pub const HABITS: [Habit; 6] = [
    Habit {
        weight: 18,
        pace: 1.3,
        basket: 1.1,
        taste: 1.0,
        stays: 1400.0,
        channels: [4.0, 2.0, 3.0, 0.3],
        categories: [3.0, 4.0, 1.0, 1.0, 1.5, 1.0, 1.0, 3.0],
        coupon: 0.10,
        sale_pull: 1.1,
        gift_pull: 1.2,
    },
    Habit {
        weight: 6,
        pace: 1.5,
        basket: 2.2,
        taste: 1.6,
        stays: 1800.0,
        channels: [5.0, 1.0, 2.0, 1.5],
        categories: [4.0, 3.0, 2.0, 1.0, 2.0, 2.5, 0.5, 1.0],
        coupon: 0.04,
        sale_pull: 1.0,
        gift_pull: 1.4,
    },
    Habit {
        weight: 22,
        pace: 0.7,
        basket: 1.0,
        taste: 0.8,
        stays: 700.0,
        channels: [4.0, 3.0, 2.0, 0.1],
        categories: [1.0, 1.0, 1.0, 1.5, 2.0, 4.0, 1.0, 1.0],
        coupon: 0.55,
        sale_pull: 3.2,
        gift_pull: 1.1,
    },
    Habit {
        weight: 16,
        pace: 0.9,
        basket: 0.7,
        taste: 0.9,
        stays: 600.0,
        channels: [1.0, 9.0, 0.5, 0.0],
        categories: [0.7, 0.7, 0.3, 1.5, 4.0, 4.0, 1.0, 0.7],
        coupon: 0.22,
        sale_pull: 1.5,
        gift_pull: 1.2,
    },
    Habit {
        weight: 16,
        pace: 0.28,
        basket: 1.4,
        taste: 1.1,
        stays: 1500.0,
        channels: [4.0, 1.0, 3.0, 0.5],
        categories: [2.0, 1.5, 0.5, 4.0, 1.5, 0.8, 3.0, 1.0],
        coupon: 0.12,
        sale_pull: 1.2,
        gift_pull: 5.0,
    },
    Habit {
        weight: 22,
        pace: 0.30,
        basket: 0.8,
        taste: 0.9,
        stays: 110.0,
        channels: [3.0, 1.0, 4.0, 0.2],
        categories: [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
        coupon: 0.20,
        sale_pull: 1.4,
        gift_pull: 1.3,
    },
];

/// Position of the habit of bargain hunters.
pub const BARGAIN: usize = 2;

/// Positions of the habits of regulars and big spenders.
pub const FAITHFUL: [usize; 2] = [0, 1];
