//! Two randomised campaigns with effects that are known, because they are made here.

use rand::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::habits::{BARGAIN, FAITHFUL};
use super::people::Person;

/// Days after exposure in which an effect shows.
pub const WINDOW: u32 = 28;

/// A campaign and the truth about it.
#[derive(Debug)]
pub struct Campaign {
    /// Stable id.
    pub id: &'static str,
    /// Name.
    pub name: &'static str,
    /// Day of sending, counted from the first day.
    pub day: u32,
    /// Share of the treated that place one extra order because of it: bargain hunters, regulars
    /// and big spenders, everybody else.
    pub effect: [f64; 3],
    /// Discount on the extra orders, as a share.
    pub discount: f64,
}

/// Both campaigns.
pub const CAMPAIGNS: [Campaign; 2] = [
    Campaign {
        id: "spring-coupon",
        name: "Spring coupon, 15% off",
        day: 470,
        effect: [0.09, 0.005, 0.03],
        discount: 0.15,
    },
    Campaign {
        id: "autumn-preview",
        name: "Autumn preview, no discount",
        day: 620,
        effect: [0.0, 0.07, 0.01],
        discount: 0.0,
    },
];

impl Campaign {
    /// The true share of people of this habit who place an extra order.
    pub fn effect_on(&self, habit: usize) -> f64 {
        if habit == BARGAIN {
            self.effect[0]
        } else if FAITHFUL.contains(&habit) {
            self.effect[1]
        } else {
            self.effect[2]
        }
    }
}

/// Who was in which arm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// Position in [`CAMPAIGNS`].
    pub campaign: u8,
    /// Position of the person.
    pub person: u32,
    /// Treated, or held back.
    pub treated: bool,
    /// Whether the campaign itself made them order.
    pub moved: bool,
}

/// Draws the arms: half of those with an opt-in who have arrived by then are treated.
pub fn randomise(people: &[Person], rng: &mut Xoshiro256PlusPlus) -> Vec<Exposure> {
    let mut exposures = Vec::new();
    for (at, campaign) in CAMPAIGNS.iter().enumerate() {
        for (person, who) in people.iter().enumerate() {
            if !who.email_opt_in || who.arrives >= campaign.day as i32 {
                continue;
            }
            let treated = rng.gen_bool(0.5);
            let would = rng.gen_bool(campaign.effect_on(who.habit_on(campaign.day)));
            exposures.push(Exposure {
                campaign: at as u8,
                person: person as u32,
                treated,
                moved: treated && would,
            });
        }
    }
    exposures
}
