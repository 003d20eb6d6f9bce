//! Everything the report is made from, put together when the customers are added up.

use clientele_model::experiments::{CampaignLine, Judged};
use clientele_model::failure::Failure;

use super::exposed::{Account, Fate};
use super::gathering::Gathering;
use super::groups::{self, Cut};
use super::impact::Today;
use super::ledger::Told;
use super::refused;
use super::report::report;
use super::settled::Settled;
use super::study::Judgement;
use super::totals::Value;
use crate::dataset::{Campaigns, NONE};
use crate::days;
use crate::engine::{Reply, Shop};

/// What is known; nothing in it is about single customers.
pub struct Found {
    /// As asked.
    pub choices: Judged,
    /// Every campaign, the latest first.
    pub campaigns: Vec<CampaignLine>,
    /// The one that is judged.
    pub campaign: CampaignLine,
    /// Which arms are compared over which days.
    pub settled: Settled,
    /// Names of the arms.
    pub names: Vec<String>,
    /// Arms that are written in more than one way.
    pub same_arms: Vec<String>,
    /// Sums.
    pub sums: Gathering,
    /// Cuts that say something.
    pub cuts: Vec<Cut>,
    /// Whether discounts are known.
    pub has_discount: bool,
    /// Whether anybody had an order in the year before.
    pub has_past: bool,
    /// Customers of today.
    pub today: Option<Today>,
    /// The whole shop's revenue in the days judged.
    pub shop_revenue: Option<f64>,
    /// Whether what returns took off is known.
    pub has_gross: bool,
    /// Customers of the file with less than nothing.
    pub negative: u32,
    /// Columns of the file that count more than what is computed.
    pub told_by_file: Vec<&'static str>,
    /// Where the file alone tells what came of it, of how many customers it tells nothing.
    pub silent: Option<u32>,
    /// What is left out of a live data set.
    pub left_out: Vec<&'static str>,
    /// Whether there was no room to ask who is there today.
    pub asks_no_today: bool,
    /// Whether there was no room to ask whom the data know.
    pub asks_no_everybody: bool,
}

impl Found {
    /// Customers judged, in all arms.
    pub fn judged(&self) -> u32 {
        self.sums.arms.iter().map(|arm| arm.customers).sum()
    }

    /// Whether profit can be told.
    pub fn has_margin(&self) -> bool {
        self.sums.costs.are_known()
    }

    /// Whether the file alone tells what came of it.
    pub fn file_alone(&self) -> bool {
        self.silent.is_some()
    }

    /// What cannot be told.
    pub fn untold(&self) -> Vec<Value> {
        let margin = (!self.has_margin()).then_some(Value::Margin);
        let orders = self.file_alone().then_some(Value::Orders);
        margin.into_iter().chain(orders).collect()
    }
}

impl Judgement {
    /// The report.
    ///
    /// # Errors
    /// When an arm has too few customers.
    pub fn report(&mut self) -> Result<Box<dyn Reply>, Failure> {
        self.check()?;
        let told = self.told();
        let exposures = &self.campaigns.exposures;
        let mut campaigns: Vec<CampaignLine> = (0..self.campaigns.id.len())
            .map(|at| line(&self.campaigns, at, self.tables.shop()))
            .collect();
        campaigns.sort_by(|a, b| (b.day, &a.id).cmp(&(a.day, &b.id)));
        let has = self.tables.shop().catalogue.has;
        let spans = self.settled.spans;
        let columns = [
            ("converted", self.tells(&exposures.converted)),
            ("revenue", self.tells_amount(&exposures.revenue)),
            ("margin", self.tells_amount(&exposures.margin)),
            ("discount", self.tells_amount(&exposures.discount)),
        ];
        let told_by_file = columns
            .into_iter()
            .filter(|(_, told)| spans.from_file && *told && self.file_alone.is_none());
        let found = Found {
            choices: self.asked.judged.clone(),
            campaigns,
            campaign: line(&self.campaigns, self.campaign as usize, self.tables.shop()),
            settled: self.settled,
            names: self.exposed.arms.clone(),
            same_arms: std::mem::take(&mut self.exposed.same_arms),
            sums: std::mem::take(&mut self.gathering),
            cuts: groups::cuts(self.before.as_deref()),
            has_discount: match self.file_alone {
                None => has.discount || !exposures.discount.is_empty(),
                // Shares of sales take both.
                Some(_) => {
                    self.tells_amount(&exposures.discount) && self.tells_amount(&exposures.revenue)
                }
            },
            has_past: self.doings.ordered.iter().any(|orders| *orders > 0),
            today: self.today.take(),
            shop_revenue: self.shop_revenue,
            has_gross: !self.gross.is_empty(),
            negative: told.negative.rows,
            told_by_file: told_by_file.map(|(name, _)| name).collect(),
            silent: self.file_alone,
            left_out: self.left_out(),
            asks_no_today: self.is_live() && self.looked.today.is_none(),
            asks_no_everybody: self.is_live() && self.looked.everybody.is_none(),
        };
        let report = report(&found, super::ledger::ledger(&self.exposed, &told));
        Ok(Box::new(report))
    }

    /// What a pack tells and a live data set does not: who may be written to, and what takes every order.
    fn left_out(&self) -> Vec<&'static str> {
        if !self.is_live() {
            return Vec::new();
        }
        let whole_shop = self.file_alone.is_none() && self.has_one_day();
        let returned = self.doings.returned.iter().any(|back| *back > 0.0);
        let left_out = [
            (true, "who agreed to get e-mails"),
            (whole_shop, "what it did to the revenue of the whole shop"),
            (returned, "the answer with returns not taken off"),
        ];
        let left_out = left_out.into_iter().filter(|(is, _)| *is);
        left_out.map(|(_, what)| what).collect()
    }

    /// Whether the file says something of a customer here.
    fn tells(&self, column: &[u32]) -> bool {
        let mut told = self
            .exposed
            .row
            .iter()
            .filter_map(|&row| column.get(row as usize));
        told.any(|&value| value != NONE)
    }

    /// The same of an amount.
    fn tells_amount(&self, column: &[f64]) -> bool {
        let mut told = self
            .exposed
            .row
            .iter()
            .filter_map(|&row| column.get(row as usize));
        told.any(|value| value.is_finite())
    }

    fn check(&self) -> Result<(), Failure> {
        /// Fewer have no spread.
        const FEWEST: u32 = 2;
        let sizes = self.exposed.sizes();
        let all: u32 = sizes.iter().sum();
        if all == 0 {
            return Err(refused::nobody_left(self.name()));
        }
        let control = self.settled.control;
        let (name, treated) = match self.settled.compared {
            Some(at) => (self.exposed.arms[at].as_str(), sizes[at]),
            None => (super::report::TOGETHER, all - sizes[control]),
        };
        for (name, size) in [
            (self.exposed.arms[control].as_str(), sizes[control]),
            (name, treated),
        ] {
            if size < FEWEST {
                return Err(refused::too_few(name, size, FEWEST));
            }
        }
        Ok(())
    }

    fn told(&self) -> Told {
        let exposures = &self.campaigns.exposures;
        let exposed = &self.exposed;
        let Settled {
            control, compared, ..
        } = self.settled;
        let is_compared = |at: usize| {
            let arm = usize::from(exposed.arm[at]);
            compared.is_none_or(|compared| arm == compared || arm == control)
        };
        let mut told = Told {
            control,
            file_tells: self.settled.spans.from_file && self.tells(&exposures.converted),
            ..Told::default()
        };
        let (mut filtered, mut aside) = (Account::default(), Account::default());
        for at in 0..exposed.len() {
            let note = |account: &mut Account| exposed.note(account, exposures, at);
            match exposed.fate[at] {
                Fate::Both => {}
                Fate::Late => note(&mut told.late),
                Fate::Early => note(&mut told.early),
                Fate::Filtered => note(&mut filtered),
                Fate::Judged if !is_compared(at) => note(&mut aside),
                Fate::Judged => {
                    note(&mut told.judged);
                    let revenue = exposures.revenue.get(exposed.row[at] as usize);
                    if revenue.is_some_and(|amount| *amount < 0.0) {
                        note(&mut told.negative);
                    }
                    if !self.doings.is_known[at] {
                        note(&mut told.unknown);
                    }
                }
            }
        }
        told.filtered = self.is_narrowed().then_some(filtered);
        told.aside = (exposed.arms.len() > 2 && compared.is_some()).then_some(aside);
        told
    }
}

fn line(campaigns: &Campaigns, at: usize, shop: &Shop) -> CampaignLine {
    let mine = campaigns.exposures.campaign.iter();
    CampaignLine {
        id: campaigns.id[at].clone(),
        name: campaigns.name[at].clone(),
        day: days::to_date(campaigns.day[at]),
        window: campaigns.window[at],
        offer: campaigns.offer[at].clone(),
        customers: mine.filter(|&&of| of as usize == at).count() as u32,
        dropped: shop.is_brought(&campaigns.id[at]),
    }
}
