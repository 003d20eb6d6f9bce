//! From a question about baskets to its report, step by step.

mod asked;
mod making;
mod sent;
mod writing;

use clientele_model::baskets::{BasketsReport, LeftOut, Reason};
use clientele_model::failure::Failure;
use clientele_model::filters::USUAL_WITHIN;
use clientele_model::words::Sentence;

use super::floors::{self, Chosen};
use super::report::{self, FirstReport};
use super::rules::{self, Found};
use super::{
    Baskets, Budget, Follow, Gathering, Making, Miner, Mining, NextSearch, Rare, Sizes, Valuable,
    Weighing, frequent,
};

pub use asked::Asked;

/// What a step came to.
pub enum Worked {
    /// There is more to do: steps done, and how many there are; 0 when unknown.
    More(u32, u32),
    /// A report that stands; what is bought next and which sets bring in most follow.
    Partial(Box<BasketsReport>),
    /// The report.
    Done(Box<BasketsReport>),
}

/// A question about baskets under way.
pub struct Work {
    asked: Asked,
    phase: Phase,
    left_out: Vec<LeftOut>,
    sizes: Sizes,
    /// The most items of a basket that was kept.
    largest: u32,
    /// How many baskets were kept.
    orders: u32,
    /// Orders with each item.
    orders_with: Vec<u32>,
    /// All items until they are mined; then those of frequent ones, with values, until they are
    /// weighed. Whoever needs all again makes them again: that is quick, and kept they would take
    /// as much as all the rest. Those that a database sent stay until they are weighed.
    baskets: Baskets,
    /// The orders behind the baskets that are mined.
    behind: Vec<u32>,
    /// What was paid for each item, giants included.
    revenue: Vec<f64>,
    support: Option<Chosen>,
    floor: u32,
    /// The confidence floor as it was asked for or chosen, and as it is used.
    first_confidence: f64,
    confidence: f64,
    /// Where no rule is found: the confidence at which some would be, if there are any.
    would_find: Option<f64>,
    mining: Mining,
    rules: Vec<Found>,
    first: Option<FirstReport>,
    valuable: Vec<Valuable>,
    next: Vec<Follow>,
}

enum Phase {
    Beginning,
    Making(Box<Making>),
    Choosing,
    Mining(Box<Miner>),
    Ruling,
    Telling,
    Weighing(Box<Weighing>),
    Gathering(Box<Gathering>),
    Following(Box<NextSearch>),
    Reporting,
}

/// Pairs below chance are looked for where chance alone would give so many orders: with fewer, no
/// test could tell a few missing ones from bad luck (ten expected and one found has p = 0.0005,
/// which is what it takes among thousands of pairs).
const RARE: Rare = Rare {
    lift: 0.8,
    expected: 10.0,
};

/// How many sets of most value a report lists.
const VALUABLE: usize = 50;
/// How many next purchases a report lists.
const NEXT: usize = 200;
/// So many customers must have bought one after the other.
const NEXT_CUSTOMERS: u32 = 10;
/// More rules than these raise the confidence floor.
const MOST_RULES: usize = 1_500_000;

impl Work {
    /// Begins.
    pub fn new(asked: Asked) -> Self {
        Self {
            asked,
            phase: Phase::Beginning,
            left_out: Vec::new(),
            sizes: Sizes::default(),
            largest: u32::MAX,
            orders: 0,
            orders_with: Vec::new(),
            baskets: Baskets::default(),
            behind: Vec::new(),
            revenue: Vec::new(),
            support: None,
            floor: 1,
            first_confidence: 0.0,
            confidence: 0.0,
            would_find: None,
            mining: Mining::default(),
            rules: Vec::new(),
            first: None,
            valuable: Vec::new(),
            next: Vec::new(),
        }
    }

    /// Goes on for a while.
    ///
    /// # Errors
    /// [`Failure::Nothing`] when the filters leave no basket.
    pub fn go_on(&mut self) -> Result<Worked, Failure> {
        let progress = match &self.phase {
            Phase::Mining(miner) => miner.progress(),
            Phase::Following(search) => search.progress(),
            _ => (0, 0),
        };
        self.phase = match std::mem::replace(&mut self.phase, Phase::Reporting) {
            Phase::Beginning => self.begin()?,
            Phase::Making(making) => self.make(making)?,
            Phase::Choosing => self.choose(),
            Phase::Mining(miner) => self.mine(miner),
            Phase::Ruling => self.rule(),
            Phase::Weighing(search) => self.weigh(search),
            Phase::Gathering(gathering) => self.gather(gathering),
            Phase::Following(search) => self.follow(search),
            Phase::Telling => {
                let so_far = self.tell();
                self.phase = self.weighing();
                return Ok(Worked::Partial(so_far));
            }
            Phase::Reporting => return Ok(Worked::Done(Box::new(self.report()?))),
        };
        Ok(Worked::More(progress.0, progress.1))
    }

    fn choose(&mut self) -> Phase {
        let params = &self.asked.params;
        self.floor = match params.support {
            Some(floor) => floor.orders(self.orders),
            None => {
                let chosen = floors::support(&self.baskets, self.asked.length());
                self.support = Some(chosen);
                chosen.floor
            }
        };
        self.keep_to_sent();
        self.confidence = match self.asked.params.confidence {
            Some(confidence) => confidence,
            None => floors::confidence(&self.baskets),
        };
        self.miner()
    }

    fn miner(&mut self) -> Phase {
        let length = self.asked.length();
        let miner = Miner::new(&self.baskets, self.floor, length, Budget::default());
        if self.asked.sent.is_none() {
            self.behind = std::mem::take(&mut self.baskets).order;
        }
        Phase::Mining(Box::new(miner.with_rare(RARE)))
    }

    fn mine(&mut self, mut miner: Box<Miner>) -> Phase {
        match miner.step() {
            Ok(false) => Phase::Mining(miner),
            Ok(true) => {
                self.mining = miner.found();
                Phase::Ruling
            }
            Err(_) => {
                // What was asked for does not fit: a higher floor, and it is said.
                let asked = self.floor;
                self.floor = floors::raised(self.floor);
                self.over_budget(asked);
                if self.asked.sent.is_none() {
                    return self.all();
                }
                self.miner()
            }
        }
    }

    fn over_budget(&mut self, asked: u32) {
        let first = self
            .asked
            .params
            .support
            .map(|floor| floor.orders(self.orders));
        let asked = first.unwrap_or(asked);
        self.left_out
            .retain(|left| left.reason != Reason::OverBudget);
        let words = Sentence::new()
            .text("More than ")
            .count(Budget::default().itemsets as u64)
            .text(" sets stand together in at least ")
            .counted(asked, "order")
            .text(", which is more than fits into memory; only those in at least ")
            .counted(self.floor, "order")
            .text(" were looked at.");
        self.left_out.push(LeftOut {
            reason: Reason::OverBudget,
            count: 0,
            words,
        });
    }

    fn rule(&mut self) -> Phase {
        let first = self.confidence;
        self.first_confidence = first;
        self.rules = rules::rules(&self.mining, first);
        if !self.rules.iter().any(Found::is_telling) {
            let all = rules::rules(&self.mining, 0.0);
            let telling = all.iter().filter(|rule| rule.is_telling());
            let surest = telling.map(Found::confidence).reduce(f64::max);
            match surest.filter(|_| self.asked.params.confidence.is_none()) {
                // Where nobody names a floor, one at which something is found.
                Some(surest) => {
                    self.confidence = surest.min(floors::LEAST_CONFIDENCE);
                    self.rules = all;
                    let floor = self.confidence;
                    self.rules.retain(|rule| rule.confidence() >= floor);
                }
                None => self.would_find = surest,
            }
        }
        let used = rules::at_most(&mut self.rules, self.confidence, MOST_RULES);
        if used > self.confidence {
            self.left_out
                .push(report::too_many_rules(MOST_RULES, self.confidence, used));
            self.confidence = used;
        }
        // A database sends frequent items only, with values.
        if self.asked.sent.is_none() {
            self.cut();
        }
        Phase::Telling
    }

    fn weighing(&mut self) -> Phase {
        let (length, least) = (self.asked.length(), f64::MIN_POSITIVE);
        let baskets = std::mem::take(&mut self.baskets);
        let search = Weighing::new(&baskets, self.floor, length, least, VALUABLE);
        Phase::Weighing(Box::new(search))
    }

    /// Only frequent items are weighed: values of all would take twice the memory of all items.
    fn cut(&mut self) {
        let asked = &self.asked;
        let (dataset, window, worth) = (&asked.dataset, &asked.window, asked.worth());
        let of = (&self.behind[..], &self.orders_with[..], self.floor);
        let cut = frequent(dataset, window, asked.params.level, worth, of);
        (self.baskets, self.behind) = (cut, Vec::new());
    }

    fn weigh(&mut self, mut search: Box<Weighing>) -> Phase {
        if !search.step() {
            return Phase::Weighing(search);
        }
        self.valuable = search.found();
        if self.asked.sent.is_some() {
            return Phase::Reporting;
        }
        Phase::Gathering(Box::new(Gathering::new(&self.followed())))
    }

    fn gather(&self, mut gathering: Box<Gathering>) -> Phase {
        if !gathering.step(&self.followed()) {
            return Phase::Gathering(gathering);
        }
        let within = self.asked.params.within.unwrap_or(USUAL_WITHIN);
        let last = self.asked.window.days.last;
        let search = NextSearch::new(*gathering, last, within, NEXT_CUSTOMERS);
        Phase::Following(Box::new(search))
    }

    fn follow(&mut self, mut search: Box<NextSearch>) -> Phase {
        if !search.step() {
            return Phase::Following(search);
        }
        self.next = search.found();
        self.next.truncate(NEXT);
        search.gaps(&mut self.next);
        Phase::Reporting
    }
}
