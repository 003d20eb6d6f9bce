//! Three randomised campaigns with effects that are known, because they are made here: one that works most
//! where it costs most, one that works without an offer, and one that does nothing.

use clientele_analysis::dataset::Campaigns;
use clientele_analysis::days::from_date;
use clientele_intake::campaigns::History;
use clientele_model::Date;
use clientele_model::catalogue::ExposureLedger;
use rand::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::habits::{BARGAIN, FAITHFUL};
use super::people::Person;
use super::{FIRST, Retailer};

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

/// All campaigns. A new one goes to the end, so that the arms of the others stay as they were drawn.
pub const CAMPAIGNS: [Campaign; 3] = [
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
    Campaign {
        id: "summer-reminder",
        name: "Summer reminder, no discount",
        day: 540,
        effect: [0.0, 0.0, 0.0],
        discount: 0.0,
    },
];

impl Campaign {
    /// What it offered, in words.
    fn offer(&self) -> String {
        match self.discount > 0.0 {
            true => format!("{:.0}% off the next order", self.discount * 100.0),
            false => "a message without a discount".to_owned(),
        }
    }

    /// Day of sending.
    pub fn sent(&self) -> Date {
        // The campaigns lie inside the two years of the data, far from the end of the calendar.
        FIRST.plus_days(self.day as i32)
    }

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

impl Retailer {
    /// The campaigns, and who was in which arm, as any shop could tell them: whom a campaign moved is not
    /// among it.
    pub fn history(&self) -> History {
        let mut places: Vec<usize> = (0..CAMPAIGNS.len()).collect();
        places.sort_by_key(|&at| CAMPAIGNS[at].id);
        let mut all = Campaigns::default();
        let to = &mut all.exposures;
        to.arms = ["control", "treated"].map(str::to_owned).to_vec();
        for (place, &at) in places.iter().enumerate() {
            let campaign = &CAMPAIGNS[at];
            all.id.push(campaign.id.to_owned());
            all.name.push(campaign.name.to_owned());
            all.day.push(from_date(campaign.sent()));
            all.window.push(WINDOW);
            all.offer.push(campaign.offer());
            let own = self.exposures.iter();
            for exposure in own.filter(|exposure| usize::from(exposure.campaign) == at) {
                let person = &self.people[exposure.person as usize];
                to.campaign.push(place as u32);
                to.customer.push(&person.number.to_string());
                to.arm.push(u32::from(exposure.treated));
                to.exposed.push(from_date(campaign.sent()));
            }
        }
        let kept = to.exposed.len() as u64;
        History {
            campaigns: all,
            ledger: ExposureLedger {
                read: kept,
                kept,
                ..ExposureLedger::default()
            },
        }
    }
}
