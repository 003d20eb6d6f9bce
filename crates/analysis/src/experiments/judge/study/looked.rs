//! The tables that a judgement looks at, once it is known whom the campaign reached, and when. From lines they are counted;
//! of a live data set they are what is asked for.

use std::sync::Arc;

use clientele_model::experiments::JudgeTest;
use clientele_model::failure::Failure;
use clientele_model::filters::{Against, Filters, Period, Spend};

use super::super::brought;
use super::super::exposed::Exposed;
use super::super::settled::{Settled, settled};
use super::PER_STEP;
use crate::dataset::Campaigns;
use crate::days;
use crate::engine::{Customers, Need, Needs, Responses, Scope, Shop, unnarrowed};
use crate::tables::CustomersTable;

/// What is looked at.
#[derive(Default)]
pub struct Looked {
    /// Customers of the year before the send; none where the data have no day of it.
    pub before: Option<Side>,
    /// Those of today; none where the data have no such days, or where there is no room for this table.
    pub today: Option<Side>,
    /// What they did; none where there are lines to count it from, and where the file alone tells.
    pub responses: Option<Responses>,
    /// Everybody the data know, where there are no lines and there is room for this table.
    pub everybody: Option<Need<CustomersTable>>,
}

/// Customers of some days.
pub struct Side {
    /// All of them: groups do not depend on whom one looks at.
    pub whole: Customers,
    /// Those whom the filters leave; none where no filter chooses customers.
    pub left: Option<Customers>,
}

impl Looked {
    /// Adds the tables to the needs of the question. Of a live data set those that the verdict can do without are left
    /// out where there is no room for them.
    ///
    /// # Errors
    /// As [`Scope::new`].
    pub fn new(
        asked: &JudgeTest,
        shop: &Shop,
        code: &str,
        settled: &Settled,
        needs: &mut Needs,
    ) -> Result<Self, Failure> {
        let today = |needs: &mut Needs| Side::new(asked, shop, Period::Usual, needs);
        let mut looked = Self::least(asked, shop, code, settled, needs)?;
        if !shop.is_live() {
            looked.today = today(needs)?;
            return Ok(looked);
        }
        let mut tried = Needs::default();
        Self::least(asked, shop, code, settled, &mut tried)?;
        today(&mut tried)?;
        if tried.has_room(0, shop) {
            looked.today = today(needs)?;
        }
        if needs.has_room(1, shop) {
            looked.everybody = Some(needs.everybody(shop)?);
        }
        Ok(looked)
    }

    /// What no verdict can do without.
    fn least(
        asked: &JudgeTest,
        shop: &Shop,
        code: &str,
        settled: &Settled,
        needs: &mut Needs,
    ) -> Result<Self, Failure> {
        needs.campaigns();
        let year = Period::Range {
            from: Some(days::to_date(settled.sent - 365)),
            to: Some(days::to_date(settled.sent - 1)),
        };
        let before = Side::new(asked, shop, year, needs)?;
        let mut responses = None;
        if shop.is_live() && !shop.is_brought(code) {
            let scope = Scope::new(&of_orders(&asked.filters), shop)?;
            let days = 2 * settled.spans.window;
            responses = Some(needs.responses(code, days, &scope)?);
        }
        Ok(Self {
            before,
            responses,
            ..Self::default()
        })
    }
}

impl Side {
    fn new(
        asked: &JudgeTest,
        shop: &Shop,
        period: Period,
        needs: &mut Needs,
    ) -> Result<Option<Self>, Failure> {
        let filters = Filters {
            period,
            as_of: None,
            against: Against::Nothing,
            ..asked.filters.clone()
        };
        let scope = match Scope::new(&filters, shop) {
            Ok(scope) => scope,
            Err(Failure::NoSales { .. }) => return Ok(None),
            Err(other) => return Err(other),
        };
        let whole = Scope::new(&unnarrowed(&filters), shop)?;
        Ok(Some(Self {
            whole: needs.customers(&whole),
            left: is_narrowed(&asked.filters).then(|| needs.customers(&scope)),
        }))
    }
}

/// Whether filters choose customers.
pub fn is_narrowed(filters: &Filters) -> bool {
    let lists = [
        &filters.countries,
        &filters.channels,
        &filters.categories,
        &filters.tiers,
    ];
    lists.iter().any(|list| !list.is_empty())
        || filters.spend != Spend::default()
        || !filters.only.is_empty()
}

/// The filters of the lines in which outcomes are counted: the others choose customers, not what they bought.
pub fn of_orders(asked: &Filters) -> Filters {
    Filters {
        period: Period::All,
        returns: asked.returns,
        goods: asked.goods.clone(),
        copies: asked.copies,
        ..Filters::default()
    }
}

/// What is compared over which days, as the rows of the campaign say.
struct Sent {
    campaigns: Arc<Campaigns>,
    settled: Settled,
}

/// What is settled of so many questions is kept.
const SENT: usize = 4;

/// Settles a question of a live data set before its tables are here: which days they are of depends on the send. A plan is
/// made again whenever something comes, so this is kept.
///
/// # Errors
/// As [`settled`] and [`brought::check`].
pub fn sent(
    asked: &JudgeTest,
    shop: &Shop,
    campaigns: &Arc<Campaigns>,
    campaign: u32,
) -> Result<Settled, Failure> {
    let kept = shop.kept::<Sent, SENT>();
    let key = format!("{campaign} {:?}", asked.judged);
    if let Some(sent) = kept.get(&key)
        && Arc::ptr_eq(&sent.campaigns, campaigns)
    {
        return Ok(sent.settled);
    }
    let mut exposed = Exposed::new(campaigns, campaign);
    while !exposed.step(&campaigns.exposures, campaign, PER_STEP) {}
    let settled = settled(&mut exposed, campaigns, campaign, &asked.judged, shop)?;
    brought::check(asked, shop, campaigns, campaign, &settled)?;
    let sent = Sent {
        campaigns: Arc::clone(campaigns),
        settled,
    };
    kept.put(key, Arc::new(sent));
    Ok(settled)
}
