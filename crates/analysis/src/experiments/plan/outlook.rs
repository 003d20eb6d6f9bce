//! What some customers do without a campaign, and what a test with them can tell: the planner's figures without a plan, for
//! whoever advises on them.

use std::collections::BTreeMap;
use std::sync::Arc;

use clientele_model::experiments::Scenario;
use clientele_model::failure::Failure;
use clientele_model::selection::Only;

use super::audience::{Audience, Kept, Rule, kept_today};
use super::curves::sizes;
use super::ground::Ground;
use super::sketch::{Sketch, Sketching};
use super::sums::Sums;
use crate::days::{self, Day, Days};
use crate::engine::{
    Block, Choice, CountingMonths, Customers, Months, Needs, Scope, Shop, Tables, Went, counting,
    over,
};
use crate::inference::power::{self, Demand};
use crate::narrowing::{Chosen, Marking};
use crate::rfm::Scores;

/// Shares held back that are compared, the smallest first.
const SHARES: [f64; 4] = [0.1, 0.2, 0.3, 0.5];
/// Months after which it is looked who is still among them.
const LATER: i32 = -3;

/// What a test that holds back so many can tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// Share held back.
    pub held: f64,
    /// How many these are.
    pub customers: u32,
    /// The smallest lift that can be told; none where nothing can be.
    pub lift: Option<f64>,
}

/// What some customers do without a campaign, and what a test with them can tell.
pub struct Outlook {
    /// How many are reached by e-mail.
    pub reached: u32,
    /// How many have not agreed to e-mails.
    pub not_agreed: u32,
    /// How many who have are in a test that runs on the day after the data.
    pub tested: u32,
    /// Whether the data say who may be e-mailed.
    pub knows_opt_in: bool,
    /// Days in which an order counts.
    pub window: u32,
    /// Share who buy in them anyway; none where the history says nothing.
    pub rate: Option<f64>,
    /// How many windows of the past that is the mean of.
    pub windows: usize,
    /// Whether members of those days are known by the rule, not by who is among them today.
    pub is_by_rule: bool,
    /// Value of an order at list price, and what it leaves; none without orders.
    pub order: Option<(f64, f64)>,
    /// Whether what it leaves is known, not only what it is worth.
    pub knows_costs: bool,
    /// Share of the value given as discount.
    pub discount: f64,
    /// Share of goods sent back, by value.
    pub returned: f64,
    /// Expected lift, and whether a campaign of the data says so.
    pub lift: Option<(f64, bool)>,
    /// What tests can tell.
    pub tells: Vec<Told>,
    /// Share of those who were among them a quarter before and are not any more; none where that cannot be asked.
    pub left: Option<f64>,
}

/// What is asked of the tables.
#[derive(Clone)]
pub struct Asked {
    scope: Scope,
    of: Only,
    customers: Customers,
    mark: Choice,
    months: Months,
    days: Days,
}

impl Asked {
    /// Says what it takes.
    ///
    /// # Errors
    /// As [`Needs::months`].
    pub fn new(of: &Only, scope: &Scope, shop: &Shop, needs: &mut Needs) -> Result<Self, Failure> {
        let customers = needs.customers(scope);
        let mark = needs.choice(of, scope);
        let days = Days::of(shop.catalogue.main());
        let months = needs.months(days, scope)?;
        needs.campaigns();
        Ok(Self {
            scope: scope.clone(),
            of: of.clone(),
            customers,
            mark,
            months,
            days,
        })
    }
}

/// An outlook on its way.
pub struct Outlooking {
    asked: Asked,
    tables: Tables,
    ground: Option<Arc<Ground>>,
    /// Who is not reached, by why.
    kept: BTreeMap<Kept, u32>,
    state: State,
}

enum State {
    Months(CountingMonths),
    Choosing(Box<Marking>),
    Sketching(Box<Sketching>, Box<Chosen>),
    Over,
}

impl Outlooking {
    /// Begins.
    ///
    /// # Errors
    /// A defect when the tables are not those asked for.
    pub fn new(asked: Asked, tables: &Tables) -> Result<Self, Failure> {
        Ok(Self {
            state: State::Months(tables.months(&asked.months)?),
            asked,
            tables: tables.clone(),
            ground: None,
            kept: BTreeMap::new(),
        })
    }

    /// The campaign that is thought of: an e-mail without an offer, so that all is at list price.
    fn scenario(&self) -> Scenario {
        Scenario {
            who: (self.asked.of != Only::Everyone).then(|| self.asked.of.clone()),
            ..Scenario::default()
        }
    }

    fn not_reached(&self, why: Kept) -> u32 {
        self.kept.get(&why).copied().unwrap_or_default()
    }

    fn sketch(&mut self, chosen: Box<Chosen>) -> Result<State, Failure> {
        let ground = self.ground.clone().ok_or_else(over)?;
        let scenario = self.scenario();
        let rule = Rule::of(scenario.who.as_ref(), self.asked.scope.is_narrowed());
        let scores = Scores::of(&chosen.among);
        let has_lines = self.tables.lines().is_some();
        let today = ground.past.named(&chosen, &scores, has_lines);
        let day = self.asked.days.last + 1;
        let Ground { past, seen, .. } = &*ground;
        let kept = today
            .iter()
            .filter_map(|&(who, _)| kept_today(&scenario, past, seen, who, day));
        for why in kept {
            *self.kept.entry(why).or_default() += 1;
        }
        let audience = Audience::new(rule, today, ground.past.len());
        let sketching = Sketching::new(scenario, audience, ground, day);
        Ok(State::Sketching(Box::new(sketching), chosen))
    }

    fn outlook(&self, sketch: &Sketch) -> Result<Outlook, Failure> {
        let ground = self.ground.as_ref().ok_or_else(over)?;
        let scenario = self.scenario();
        let demand = Demand {
            alpha: 0.05,
            power: 0.8,
        };
        let figures = Sums::of(&scenario, sketch, demand);
        let (reached, sums) = (sketch.reach.reached(), &sketch.baseline.sums);
        let rate = sketch.baseline.rate();
        let tells = SHARES.map(|held| {
            let arms = sizes(reached, held);
            Told {
                held,
                customers: arms.control,
                lift: rate.and_then(|rate| power::detectable(rate, arms, demand).ok()),
            }
        });
        let part = |some: f64, all: f64| if all > 0.0 { some / all } else { 0.0 };
        let rule = Rule::of(scenario.who.as_ref(), self.asked.scope.is_narrowed());
        Ok(Outlook {
            reached,
            not_agreed: self.not_reached(Kept::OptIn),
            tested: self.not_reached(Kept::Tested),
            knows_opt_in: ground.seen.knows_opt_in(),
            window: scenario.window,
            rate,
            windows: sketch.baseline.seasons.len(),
            is_by_rule: sketch.is_by_rule,
            order: figures.as_ref().map(|sums| (sums.value, sums.order)),
            knows_costs: sums.known > 0.0 && sums.known >= sums.orders,
            discount: part(sums.discount, sums.gross + sums.discount),
            returned: part(sums.returned, sums.gross),
            lift: figures.map(|sums| (sums.lift, !sums.lifts.from.is_empty())),
            tells: tells.to_vec(),
            left: left(rule, ground, self.asked.days.last + 1),
        })
    }
}

/// Share of those who were among them a quarter before a day and are not on it.
fn left(rule: Rule, ground: &Ground, day: Day) -> Option<f64> {
    let before = days::add_months(day, LATER);
    let may_be_asked = matches!(rule, Rule::Group(_) | Rule::Scores(..));
    if !may_be_asked || before <= ground.past.days.first {
        return None;
    }
    let among = Audience::new(rule, Vec::new(), 0);
    let those = |day: Day| -> Vec<u32> {
        let standing = ground.standing(day);
        let held = standing.iter().filter(|stood| among.held(stood));
        held.map(|stood| stood.who).collect()
    };
    let (then, now) = (those(before), those(day));
    let gone = then.iter().filter(|who| now.binary_search(who).is_err());
    let gone = gone.count();
    (!then.is_empty()).then(|| gone as f64 / then.len() as f64)
}

impl Block for Outlooking {
    type Out = (Outlook, Chosen);

    fn step(&mut self) -> Result<Went<Self::Out>, Failure> {
        self.state = match std::mem::replace(&mut self.state, State::Over) {
            State::Months(mut months) => match months.step()? {
                Went::On(step) => {
                    self.state = State::Months(months);
                    return Ok(Went::On(step));
                }
                Went::There(table) => {
                    let Asked { days, scope, .. } = &self.asked;
                    self.ground = Some(Ground::of(table, *days, scope, &self.tables)?);
                    let Asked {
                        customers, mark, ..
                    } = &self.asked;
                    let marking = Marking::new(&self.tables, customers, mark.clone())?;
                    State::Choosing(Box::new(marking))
                }
            },
            State::Choosing(mut marking) => match marking.step()? {
                Went::On(step) => {
                    self.state = State::Choosing(marking);
                    return Ok(Went::On(step));
                }
                Went::There(chosen) => self.sketch(Box::new(chosen))?,
            },
            State::Sketching(mut sketching, chosen) => match sketching.step() {
                None => State::Sketching(sketching, chosen),
                Some(sketch) => return Ok(Went::There((self.outlook(&sketch)?, *chosen))),
            },
            State::Over => return Err(over()),
        };
        Ok(Went::On(counting()))
    }

    fn supply(&mut self, results: Vec<Vec<u8>>) {
        if let State::Choosing(marking) = &mut self.state {
            marking.supply(results);
        }
    }
}
