//! What a card takes, and how it is put together.

use clientele_model::failure::Failure;
use clientele_model::playbook::{PlaybookReport, WritePlaybook};
use clientele_model::question::AnyQuestion;
use clientele_model::segments::Play;
use clientele_model::selection::Only;
use clientele_model::words::{Sentence, agreeing};

use super::entries::{Card, entries};
use super::focus::Focus;
use super::hybrid::hybrids;
use crate::days::to_date;
use crate::engine::{Needs, Next, Plan, Scope, Shop, Study, Tables, then};
use crate::experiments::outlook::{Asked, Outlook, Outlooking};
use crate::narrowing::Chosen;
use crate::plays::{Figures, Plays};
use crate::rfm::{Typical, figures, share};
use crate::tables::CustomersTable;

/// What is to be done with these customers?
pub struct Playbooks;

impl Study for Playbooks {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        match question {
            AnyQuestion::WritePlaybook(asked) => Some(plan(asked, shop)),
            _ => None,
        }
    }
}

fn plan(asked: &WritePlaybook, shop: &Shop) -> Result<Plan, Failure> {
    let scope = Scope::new(&asked.filters, shop)?;
    shop.names_customers()?;
    let mut needs = Needs::default();
    let customers = needs.customers(&scope);
    let outlook = Asked::new(&asked.of, &scope, shop, &mut needs)?;
    // Plays are given by what is typical of the shop as a whole.
    needs.segments(&scope);
    needs.orders_welcome();
    let asked = asked.clone();
    Ok(Plan::new(needs, move |tables| {
        let outlooking = Outlooking::new(outlook, &tables)?;
        Ok(then(outlooking, move |(outlook, chosen)| {
            let counting = tables.shop_as_a_whole(&customers)?;
            Ok(then(counting, move |whole| {
                let parts = Parts {
                    asked,
                    scope,
                    tables,
                    outlook,
                    chosen,
                    typical: Typical::of(&whole),
                };
                Ok(Next::Answer(Box::new(parts.report()?)))
            }))
        }))
    }))
}

/// Everything known when the customers are.
struct Parts {
    asked: WritePlaybook,
    scope: Scope,
    tables: Tables,
    outlook: Outlook,
    chosen: Chosen,
    typical: Typical,
}

impl Parts {
    fn report(self) -> Result<PlaybookReport, Failure> {
        let Chosen { among, set, .. } = &self.chosen;
        let rows: Vec<u32> = (0u32..)
            .zip(&among.position)
            .filter(|(_, position)| set.contains(**position))
            .map(|(row, _)| row)
            .collect();
        if rows.is_empty() {
            return Err(nobody());
        }
        let plays = self.tables.shop().plays();
        let own = figures(among, &rows, among.revenue(), &self.typical);
        let play = self.play(&own, &plays);
        let all: Vec<u32> = (0..among.len() as u32).collect();
        let everybody = figures(among, &all, among.revenue(), &self.typical);
        let dataset = self.tables.lines();
        let focus = Focus::of(dataset.map(AsRef::as_ref), &self.scope.window, among, set);
        let title = crate::audience::named(&self.asked.of, &self.chosen, &self.tables, None)?.title;
        let as_of = to_date(self.scope.window.as_of);
        let card = Card {
            play: &play,
            own: &own,
            everybody: &everybody,
            outlook: &self.outlook,
            focus: &focus,
            as_of,
            online: online(among, &rows),
        };
        let these = among.narrowed(set);
        let hybrids = match (&self.asked.of, &self.chosen.model) {
            (Only::Segment(slug), Some(model)) => hybrids(model, slug),
            _ => Vec::new(),
        };
        Ok(PlaybookReport {
            headline: headline(&play, &title),
            context: context(&title, &own, &these, among, &self.outlook),
            remarks: self.remarks(dataset.is_some()),
            customers: these.len() as u32,
            revenue: these.revenue(),
            reached: self.outlook.reached,
            as_of,
            table: plays.name.clone(),
            entries: entries(&card),
            hybrids,
            title,
        })
    }

    /// What to do with them: as their segment has it, else as the table says for their figures.
    fn play(&self, own: &Figures, plays: &Plays) -> Play {
        let of_segment = match (&self.asked.of, &self.chosen.model) {
            (Only::Segment(slug), Some(model)) => {
                let at = model.found.segment(slug);
                at.and_then(|at| model.found.segments.get(at))
            }
            _ => None,
        };
        of_segment.map_or_else(|| plays.of(own), |group| group.play.clone())
    }

    fn remarks(&self, has_lines: bool) -> Vec<Sentence> {
        let mut remarks = Vec::new();
        remarks.extend(self.tables.shop().without_plays());
        if !has_lines {
            remarks.push("Products and bundles are not on this card: what these customers buy more than others is counted from orders, which a database does not send.".into());
        }
        if self.outlook.rate.is_some() && !self.outlook.is_by_rule {
            remarks.push("Who buys without a campaign is told by those who are among them today: on earlier days others were, so it may be somewhat off. For RFM groups and all customers it is told by the rule.".into());
        }
        remarks
    }
}

/// That a card has nobody to speak of.
fn nobody() -> Failure {
    Failure::Refused {
        sentence: "Nobody is in this audience under these filters, so there is no card for it. Take a condition out, or widen the period or the filters.".to_owned(),
    }
}

/// Share of these customers' orders that came online; none where the data have no channels.
fn online(among: &CustomersTable, rows: &[u32]) -> Option<f64> {
    if !among.has_channels {
        return None;
    }
    let sum = |column: &[u32]| -> f64 {
        let known = rows.iter().filter_map(|&row| column.get(row as usize));
        known.map(|&count| f64::from(count)).sum()
    };
    Some(share(sum(&among.online_orders), sum(&among.orders)))
}

fn headline(play: &Play, title: &str) -> Sentence {
    match play.summary.is_empty() {
        true => Sentence::from("What the figures say of ").name(title),
        false => play.summary.as_str().into(),
    }
}

/// Who they are: how many, what they bring, how long ago they came, who of them buys anyway.
fn context(
    title: &str,
    own: &Figures,
    these: &CustomersTable,
    among: &CustomersTable,
    outlook: &Outlook,
) -> Sentence {
    let count = these.len() as u32;
    let words = Sentence::new()
        .name(title)
        .text(": ")
        .counted(count, "customer")
        .text(agreeing(count, " brings ", " bring "))
        .share(share(these.revenue(), among.revenue()))
        .text(" of the revenue. They last bought ")
        .days(own.days)
        .text(" ago");
    match outlook.rate {
        Some(rate) => words
            .text(", and ")
            .number(rate * 100.0, 1)
            .text(" in 100 of them buy within ")
            .days(f64::from(outlook.window))
            .text(" without any campaign."),
        None => words.text("."),
    }
}
