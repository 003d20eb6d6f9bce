//! The made-up sales: who orders when, what is in the basket, and what comes back.

use rand::Rng;
use rand_distr::{Distribution, Poisson};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::aisle::Aisle;
use super::campaigns::{CAMPAIGNS, Exposure, WINDOW};
use super::habits::{HABITS, STORE};
use super::pace::{BASKET, arrival_lines, busy, expected_lines, months, orders_in, sale_on};
use super::people::{Person, pick};
use super::shelf::{CATEGORIES, Product};
use super::{DAYS, Size};

/// An order or a return.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// Minutes since the first day, 00:00.
    pub minute: u32,
    /// Position of the person; none for a sale over the counter without a card.
    pub person: Option<u32>,
    /// Position of the country.
    pub country: u8,
    /// Position of the channel.
    pub channel: u8,
    /// Whether the lines came back.
    pub is_return: bool,
    /// Position of its first line, and how many there are.
    pub lines: (u32, u32),
    /// Postage in cents; 0 for none.
    pub postage: u32,
}

/// A line of an order.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Position of the product.
    pub product: u32,
    /// Pieces, above zero.
    pub pieces: u32,
    /// Price of one piece in cents.
    pub cents: u32,
    /// Discount on the line in cents.
    pub discount: u32,
}

struct Counter<'a> {
    products: &'a [Product],
    people: &'a [Person],
    aisles: Vec<Aisle>,
    orders: Vec<Order>,
    lines: Vec<Line>,
    basket: Vec<u32>,
}

/// Sells for two years.
pub fn sell(
    size: Size,
    products: &[Product],
    people: &[Person],
    exposures: &[Exposure],
    rng: &mut Xoshiro256PlusPlus,
) -> (Vec<Order>, Vec<Line>) {
    let aisles = (0..CATEGORIES.len())
        .map(|category| Aisle::of(products, category))
        .collect();
    let mut counter = Counter {
        products,
        people,
        aisles,
        orders: vec![],
        lines: vec![],
        basket: vec![],
    };
    // Eight in a hundred orders are made over the counter without a card.
    // Companions add about a tenth, and who arrives brings a first order whatever the pace.
    let wanted = size.lines as f64 * 0.92 / 1.08 - arrival_lines(people);
    let scale = wanted.max(0.0) / expected_lines(people).max(1.0);
    for (at, person) in people.iter().enumerate() {
        counter.visits(at as u32, person, scale, rng);
    }
    for exposure in exposures.iter().filter(|exposure| exposure.moved) {
        let campaign = &CAMPAIGNS[usize::from(exposure.campaign)];
        let day = campaign.day + rng.gen_range(1..WINDOW);
        counter.order(Some(exposure.person), day, Some(campaign.discount), rng);
    }
    for _ in 0..(size.lines as f64 * 0.08 / (BASKET * 0.8)) as u64 {
        counter.order(None, rng.gen_range(0..DAYS), None, rng);
    }
    counter.bring_back(rng);
    counter.in_order()
}

impl Counter<'_> {
    fn visits(&mut self, at: u32, person: &Person, scale: f64, rng: &mut Xoshiro256PlusPlus) {
        let Some((first, last)) = person.active() else {
            return;
        };
        // Who arrives inside the data arrives with an order.
        if person.arrives >= 0 {
            self.order(Some(at), first, None, rng);
        }
        for (from, to) in months(first, last) {
            let expected = orders_in(person, from, to, scale);
            let count = Poisson::new(expected.max(1e-9)).map_or(0.0, |orders| orders.sample(rng));
            let habit = &HABITS[person.habit_on(from)];
            let weights = |day: u32| busy(day, habit.gift_pull, habit.sale_pull);
            for _ in 0..count as u32 {
                let day = from + pick(rng, (from..=to).map(weights)) as u32;
                self.order(Some(at), day, None, rng);
            }
        }
    }

    fn order(
        &mut self,
        person: Option<u32>,
        day: u32,
        offer: Option<f64>,
        rng: &mut Xoshiro256PlusPlus,
    ) {
        let who = person.map(|at| &self.people[at as usize]);
        // A stranger at the counter buys like somebody who drops in.
        let habit = &HABITS[who.map_or(HABITS.len() - 1, |person| person.habit_on(day))];
        let channel = match who {
            Some(_) => pick(rng, habit.channels.into_iter()),
            None => STORE,
        };
        let off = offer
            .or_else(|| sale_on(day))
            .filter(|off| *off > 0.0)
            .or_else(|| {
                let coupons = [0.10, 0.15, 0.20];
                rng.gen_bool(habit.coupon)
                    .then(|| coupons[rng.gen_range(0..coupons.len())])
            });
        let mean = (BASKET * habit.basket - 1.0).max(0.2);
        let wanted = 1 + Poisson::new(mean).map_or(0.0, |lines| lines.sample(rng)) as usize;
        self.fill(wanted, day, habit.categories, habit.taste, rng);
        let first = self.lines.len() as u32;
        let mut total = 0;
        for at in 0..self.basket.len() {
            let product = &self.products[self.basket[at] as usize];
            let dear = product.cents > 4000;
            let pieces = if dear || rng.gen_bool(0.7) {
                1
            } else {
                rng.gen_range(2..=4)
            };
            // Inside a sale, not everything is reduced.
            let reduced = off.filter(|_| rng.gen_bool(0.8));
            let value = product.cents * pieces;
            let discount = reduced.map_or(0, |off| (f64::from(value) * off).round() as u32);
            total += value - discount;
            let product = self.basket[at];
            let cents = self.products[product as usize].cents;
            self.lines.push(Line {
                product,
                pieces,
                cents,
                discount,
            });
        }
        let count = self.lines.len() as u32 - first;
        if count == 0 {
            return;
        }
        let ships = channel != STORE;
        let country = who.map_or(0, |person| person.country);
        let minute = day * 1440 + rng.gen_range(8 * 60..21 * 60);
        let postage = if ships && total < 5000 { 490 } else { 0 };
        self.orders.push(Order {
            minute,
            person,
            country,
            channel: channel as u8,
            is_return: false,
            lines: (first, count),
            postage,
        });
    }

    /// Puts products into the basket: by category, season and taste, with their companions.
    fn fill(
        &mut self,
        wanted: usize,
        day: u32,
        likes: [f64; 8],
        taste: f64,
        rng: &mut Xoshiro256PlusPlus,
    ) {
        self.basket.clear();
        let month = (day % 366) * 12 / 366;
        let season = |category: usize| {
            let kind = &CATEGORIES[category];
            let away = (month + 12 - kind.peak) % 12;
            let turn = f64::from(away) / 12.0 * std::f64::consts::TAU;
            likes[category] * (1.0 + kind.season * turn.cos())
        };
        // A visit is about one or two categories, not about the whole shop.
        let first = pick(rng, (0..CATEGORIES.len()).map(season));
        let second = pick(rng, (0..CATEGORIES.len()).map(season));
        let mut tries = 0;
        while self.basket.len() < wanted && tries < wanted * 6 {
            tries += 1;
            let category = if rng.gen_bool(0.65) { first } else { second };
            let Some(product) = self.aisles[category].draw(rng) else {
                continue;
            };
            let found = &self.products[product as usize];
            let on_shelf = (found.from..=found.to).contains(&day);
            // Dear things are left by those who look at the price, and the other way round.
            let dear = f64::from(found.cents) / 100.0 / CATEGORIES[category].price;
            let keep = (1.0 + (taste - 1.0) * (dear - 1.0).clamp(-1.0, 1.0)).clamp(0.15, 1.0);
            if !on_shelf || self.basket.contains(&product) || !rng.gen_bool(keep) {
                continue;
            }
            self.basket.push(product);
            if let Some((other, chance)) = found.companion {
                let companion = &self.products[other as usize];
                let there = (companion.from..=companion.to).contains(&day);
                if there && !self.basket.contains(&other) && rng.gen_bool(chance) {
                    self.basket.push(other);
                }
            }
        }
    }

    /// Some lines come back within four weeks, as orders of their own.
    fn bring_back(&mut self, rng: &mut Xoshiro256PlusPlus) {
        for at in 0..self.orders.len() {
            let order = self.orders[at];
            let first = self.lines.len() as u32;
            for line in order.lines.0..order.lines.0 + order.lines.1 {
                let line = self.lines[line as usize];
                let category = usize::from(self.products[line.product as usize].category);
                if rng.gen_bool(CATEGORIES[category].returned) {
                    self.lines.push(line);
                }
            }
            let count = self.lines.len() as u32 - first;
            let minute = order.minute + rng.gen_range(2..28) * 1440;
            if count > 0 && minute < DAYS * 1440 {
                self.orders.push(Order {
                    minute,
                    is_return: true,
                    lines: (first, count),
                    postage: 0,
                    ..order
                });
            } else {
                self.lines.truncate(first as usize);
            }
        }
    }

    /// Orders by time, lines by order.
    fn in_order(mut self) -> (Vec<Order>, Vec<Line>) {
        self.orders
            .sort_by_key(|order| (order.minute, order.person, order.lines.0));
        let mut lines = Vec::with_capacity(self.lines.len());
        for order in &mut self.orders {
            let (first, count) = order.lines;
            order.lines.0 = lines.len() as u32;
            lines.extend_from_slice(&self.lines[first as usize..(first + count) as usize]);
        }
        (self.orders, lines)
    }
}
