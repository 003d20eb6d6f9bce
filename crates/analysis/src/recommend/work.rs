//! A recommendation on its way: baskets first, then the lists that are counted from them.

use clientele_model::baskets::LeftOut;
use clientele_model::failure::Failure;
use clientele_model::filters::{Level, USUAL_WITHIN};
use clientele_model::recommend::{Offers, Whom};
use clientele_model::wire::Stage;
use clientele_model::words::Sentence;

use super::{Asked, Basis, customer, group, not_sent, only_sent, product, report};
use crate::baskets::{Baskets, Looked, Made, Making, PER_STEP, Sizes, giants};
use crate::dataset::coded;
use crate::engine::{Step, Work, over};

/// A recommendation on its way.
pub struct Recommending {
    asked: Asked,
    remarks: Vec<Sentence>,
    kept: Baskets,
    /// The most items of an order that was kept.
    largest: u32,
    /// For whom or what, by name.
    subject: String,
    phase: Phase,
}

enum Phase {
    Begin,
    Making(Box<Making>),
    Listing(Listing),
    Over,
}

enum Listing {
    Product(product::Listing),
    Customer(customer::Listing),
    Group(group::Listing),
}

impl Recommending {
    /// Begins.
    pub fn new(asked: Asked) -> Self {
        Self {
            asked,
            remarks: Vec::new(),
            kept: Baskets::default(),
            largest: u32::MAX,
            subject: String::new(),
            phase: Phase::Begin,
        }
    }

    fn begin(&mut self) -> Result<Phase, Failure> {
        let Some(sent) = &self.asked.sent else {
            let making = Making::new(&looked(&self.asked), Level::Product, None);
            return Ok(Phase::Making(Box::new(making)));
        };
        let opened = sent.open(
            &self.asked.dataset,
            Level::Product,
            self.asked.params.largest,
        );
        let giants = opened.giants.map(|left| left.words);
        self.remarks.extend(giants);
        self.remarks.push(only_sent(sent.table.least));
        self.kept = opened.baskets;
        self.list()
    }

    /// The baskets are made.
    fn made(&mut self, made: Made) -> Result<Phase, Failure> {
        let sizes = Sizes::of(&made.baskets);
        let is_of_product = matches!(self.asked.whom, Whom::Product(_));
        self.kept = match self.asked.params.largest.or_else(|| sizes.giant()) {
            // What a customer bought counts whatever the size of the order.
            Some(largest) if sizes.above(largest) > 0 && is_of_product => {
                let left: LeftOut = giants(&sizes, made.baskets.len(), largest, Level::Product);
                self.remarks.push(left.words);
                self.largest = largest;
                made.baskets.without_giants(largest)
            }
            _ => made.baskets,
        };
        self.list()
    }

    /// To the lists.
    fn list(&mut self) -> Result<Phase, Failure> {
        if self.kept.is_empty() {
            return Err(Failure::Nothing);
        }
        let dataset = &self.asked.dataset;
        let (subject, listing) = match &self.asked.whom {
            Whom::Product(id) => {
                let at = dataset.product(id);
                let product = at.ok_or_else(|| Failure::NoProduct { id: id.clone() })? as u32;
                let name = dataset.product_name(product);
                if let Some(sent) = &self.asked.sent
                    && let code = &dataset.products.id[product as usize]
                    && !sent.table.item.iter().any(|sent| sent == code)
                {
                    return Err(not_sent(&name, sent.table.least));
                }
                (name, Listing::Product(product::Listing::new(product)))
            }
            Whom::Customer(id) => {
                let at = coded(&dataset.customers.id, id);
                let customer = at.map(|at| at as u32);
                let within = &self.asked.within;
                let is_meant = |at: &u32| within.as_ref().is_none_or(|set| set.contains(*at));
                let customer = customer.filter(is_meant);
                let customer = customer.ok_or_else(|| Failure::NoCustomer { id: id.clone() })?;
                let listing = customer::Listing::new(customer);
                (format!("customer {id}"), Listing::Customer(listing))
            }
            Whom::Group(_) => {
                let group = self.asked.group.clone();
                let (name, set) = group.ok_or_else(|| Failure::defect("no group was chosen"))?;
                (name, Listing::Group(group::Listing::new(set)))
            }
        };
        self.subject = subject;
        Ok(Phase::Listing(listing))
    }

    /// Goes on with the lists; they, when they are there.
    fn go_on(&mut self, listing: &mut Listing) -> Option<Vec<Offers>> {
        let asked = &self.asked;
        let basis = Basis {
            dataset: &asked.dataset,
            window: &asked.window,
            baskets: &self.kept,
            customers: asked.within.as_ref(),
            largest: self.largest,
            within: asked.params.within.unwrap_or(USUAL_WITHIN),
            is_sent: asked.sent.is_some(),
        };
        match listing {
            Listing::Product(listing) => listing.step(&basis),
            Listing::Customer(listing) => listing.step(&basis, &mut self.remarks),
            Listing::Group(listing) => listing.step(&basis),
        }
    }
}

impl Work for Recommending {
    fn step(&mut self) -> Result<Step, Failure> {
        self.phase = match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::Begin => self.begin()?,
            Phase::Making(mut making) => match making.step(&looked(&self.asked), PER_STEP) {
                true => self.made(making.done())?,
                false => Phase::Making(making),
            },
            Phase::Listing(mut listing) => match self.go_on(&mut listing) {
                None => Phase::Listing(listing),
                Some(lists) => {
                    let remarks = std::mem::take(&mut self.remarks);
                    let (orders, subject) = (self.kept.len(), &self.subject);
                    let report = report(&self.asked, subject, orders, lists, remarks);
                    return Ok(Step::Done(Box::new(report)));
                }
            },
            Phase::Over => return Err(over()),
        };
        Ok(Step::More {
            stage: Stage::Mining,
            done: 0,
            of: 0,
        })
    }
}

fn looked(asked: &Asked) -> Looked<'_> {
    Looked {
        dataset: &asked.dataset,
        window: &asked.window,
        within: asked.within.as_ref(),
    }
}
