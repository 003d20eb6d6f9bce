//! What an audience takes, and its answer, condition by condition.

use clientele_model::audience::CustomerRow;
use clientele_model::audiences::{
    AudiencesReport, BuildAudience, Choices, LineRow, Member, SendRule,
};
use clientele_model::failure::Failure;
use clientele_model::filters::Lens;
use clientele_model::question::AnyQuestion;
use clientele_model::selection::{Join, Only};
use clientele_model::words::Sentence;

use super::bought::bought_more;
use super::overlap::overlap;
use super::profile::profile;
use super::rules::{Rule, offered, said};
use super::words;
use crate::audience::{by_spend, typical};
use crate::days::to_date;
use crate::engine::{
    Choice, Customers, FindDealings, Needs, Next, Plan, Scope, Shop, Step, Study, Tables, Work,
    counting, dealt, over, then,
};
use crate::features::measures;
use crate::narrowing::{Chosen, Marking, members};
use crate::rfm::{Scores, share};
use crate::selection::{Meaning, heading};
use crate::set::CustomerSet;

/// Who is in this audience, what are they like, and whom of them may one write to?
pub struct Building;

/// How many customers are shown.
const PREVIEW: usize = 10;

impl Study for Building {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        match question {
            AnyQuestion::BuildAudience(asked) => Some(plan(asked, shop)),
            _ => None,
        }
    }

    fn dealings(&self) -> Option<FindDealings> {
        Some(dealt)
    }
}

fn plan(asked: &BuildAudience, shop: &Shop) -> Result<Plan, Failure> {
    let scope = Scope::new(&asked.filters, shop)?;
    shop.names_customers()?;
    let mut needs = Needs::default();
    let customers = needs.customers(&scope);
    let mark = needs.choice(&asked.of, &scope);
    let send = needs.choice(&asked.send, &scope);
    // How lately they bought stands in a rule that is always offered.
    let quiet = offered(&asked.send, &Default::default(), scope.window.as_of);
    let quiet = Only::all(quiet.into_iter().filter_map(|rule| rule.keeps).collect());
    let quiet = needs.choice(&quiet, &scope);
    needs.orders_welcome();
    needs.campaigns();
    let asked = asked.clone();
    Ok(Plan::new(needs, move |tables| {
        let marking = Marking::new(&tables, &customers, mark.clone())?;
        Ok(then(marking, move |chosen| {
            let parts = Parts {
                send: said(&asked.send),
                lines: asked.of.lines(),
                asked,
                scope,
                customers,
                mark,
                choices: [send, quiet],
                tables,
                chosen,
            };
            Ok(Next::Work(Box::new(Assembling::new(parts)?)))
        }))
    }))
}

/// Everything known when the customers are.
struct Parts {
    asked: BuildAudience,
    scope: Scope,
    customers: Customers,
    mark: Choice,
    /// What the rules for a send take.
    choices: [Choice; 2],
    tables: Tables,
    chosen: Chosen,
    lines: Vec<(Join, Only)>,
    send: Vec<Only>,
}

impl Parts {
    /// Whom a part of the audience, or a rule, means.
    fn find(&self, only: &Only, choice: &Choice) -> Result<CustomerSet, Failure> {
        let model = self.chosen.model.as_deref();
        self.tables.find(
            &Meaning::of(only),
            choice,
            &self.chosen.among,
            &self.customers,
            &|slug| members(model, slug),
        )
    }

    /// What a part is called.
    fn title(&self, only: &Only) -> String {
        if let (Only::Segment(slug), Some(model)) = (only, &self.chosen.model)
            && let Some(at) = model.found.segment(slug)
            && let Some(segment) = model.report.segments.get(at)
        {
            return segment.name.clone();
        }
        let lines = self.tables.lines();
        let name = |id: &str| {
            let lines = lines?;
            Some(lines.product_name(lines.product(id)? as u32))
        };
        heading(only, &name).title
    }
}

/// The answer, part by part: each step finds whom one condition or rule means, and the last one puts it together.
struct Assembling {
    parts: Parts,
    rules: Vec<Rule>,
    found: Vec<(LineRow, CustomerSet)>,
    left: CustomerSet,
    counted: Vec<SendRule>,
    sendable: CustomerSet,
}

impl Assembling {
    fn new(parts: Parts) -> Result<Self, Failure> {
        let campaigns = parts.tables.campaigns()?;
        let mut rules = offered(&parts.asked.send, &campaigns, parts.scope.window.as_of);
        rules.reverse();
        Ok(Self {
            rules,
            found: Vec::new(),
            left: CustomerSet::default(),
            counted: Vec::new(),
            sendable: parts.chosen.set.clone(),
            parts,
        })
    }

    /// The next condition.
    fn line(&mut self, join: Join, of: Only) -> Result<(), Failure> {
        let set = self.parts.find(&of, &self.parts.mark)?;
        match join {
            _ if self.found.is_empty() => self.left = set.clone(),
            Join::And => self.left.keep(&set),
            Join::Or => self.left.add(&set),
            Join::Minus => self.left.remove(&set),
        }
        let row = LineRow {
            join,
            title: self.parts.title(&of),
            of,
            fit: set.len() as u32,
            left: self.left.len() as u32,
        };
        self.found.push((row, set));
        Ok(())
    }

    /// The next rule.
    fn rule(&mut self, rule: Rule) {
        let Some(keeps) = rule.keeps.clone() else {
            let about = rule.about.clone();
            self.counted.push(rule.unknown(about));
            return;
        };
        let is_on = self.parts.send.contains(&keeps);
        let [send, quiet] = &self.parts.choices;
        let found = self.parts.find(&keeps, send);
        match found.or_else(|_| self.parts.find(&keeps, quiet)) {
            Ok(set) => {
                let mut out = self.parts.chosen.set.clone();
                out.remove(&set);
                if is_on {
                    self.sendable.keep(&set);
                }
                self.counted.push(rule.counted(out.len() as u32, is_on));
            }
            Err(why) => self.counted.push(rule.unknown(why.to_string().into())),
        }
    }

    fn report(&mut self) -> AudiencesReport {
        let (parts, found) = (&self.parts, std::mem::take(&mut self.found));
        let Chosen { among, set, .. } = &parts.chosen;
        let these = among.narrowed(set);
        let lines = parts.tables.lines().map(AsRef::as_ref);
        let may = parts.find(&Only::MayEmail, &parts.mark).ok();
        let may_email = may.as_ref().map(|may| {
            let mut both = may.clone();
            both.keep(set);
            both.len() as u32
        });
        let sendable = self.sendable.len() as u32;
        let scores = Scores::of(among);
        let rows = by_spend(&these).into_iter().take(PREVIEW);
        let preview = rows.map(|row| {
            let position = these.position[row];
            // Both are in the order of positions.
            let at = among.position.partition_point(|&other| other < position);
            Member {
                row: CustomerRow {
                    id: these.customer.get(row).to_owned(),
                    country: these.country.get(row).to_owned(),
                    recency: these.recency(row),
                    orders: these.orders[row],
                    spend: these.monetary(row),
                },
                group: scores.group(at),
                may_email: may.as_ref().map(|may| may.contains(position)),
            }
        });
        let revenue = these.revenue();
        let mut report = AudiencesReport {
            headline: Sentence::new(),
            context: Sentence::new(),
            remarks: Vec::new(),
            period: parts.scope.window.days.dates(),
            as_of: to_date(parts.scope.window.as_of),
            title: parts.title(&parts.asked.of),
            customers: these.len() as u32,
            everybody: among.len() as u32,
            revenue,
            revenue_share: share(revenue, among.revenue()),
            typical: typical(&these),
            overlap: overlap(among, set, &found),
            profile: profile(among, set),
            bought_more: lines.map_or_else(Vec::new, |lines| {
                bought_more(lines, &parts.scope.window, among, set)
            }),
            preview: preview.collect(),
            lines: found.into_iter().map(|(row, _)| row).collect(),
            reach: words::reach(parts.scope.catalogue.has.email, may_email, sendable),
            rules: std::mem::take(&mut self.counted),
            sendable,
            choices: Choices {
                measures: measures(among, Lens::Behaviour)
                    .into_iter()
                    .map(|measure| (measure.key, measure.label, measure.unit))
                    .collect(),
                campaigns: parts.campaigns(),
            },
        };
        let of_whom = report
            .rules
            .iter()
            .any(|rule| rule.is_on)
            .then_some(sendable);
        report.headline = words::headline(&report, of_whom);
        report.context = words::context(&report);
        report.remarks = words::remarks(&report);
        let lists = [&parts.asked.of, &parts.asked.send]
            .into_iter()
            .flat_map(Only::lists);
        let told = lists.filter_map(|listed| {
            let found = parts.tables.on_the_list(listed, among).ok()?;
            words::of_list(&listed.name, &found)
        });
        report.remarks.extend(told);
        report
    }
}

impl Parts {
    fn campaigns(&self) -> Vec<(String, String, Vec<String>)> {
        let Ok(campaigns) = self.tables.campaigns() else {
            return Vec::new();
        };
        let one = |at: usize| {
            let exposures = &campaigns.exposures;
            let mut arms = exposures.arm[exposures.rows(at as u32)].to_vec();
            arms.sort_unstable();
            arms.dedup();
            let arms = arms.into_iter();
            let arms = arms.map(|arm| exposures.arms[arm as usize].clone());
            (
                campaigns.id[at].clone(),
                campaigns.name[at].clone(),
                arms.collect(),
            )
        };
        (0..campaigns.id.len()).map(one).collect()
    }
}

impl Work for Assembling {
    fn step(&mut self) -> Result<Step, Failure> {
        if let Some((join, of)) = self.parts.lines.get(self.found.len()).cloned() {
            self.line(join, of)?;
        } else if let Some(rule) = self.rules.pop() {
            self.rule(rule);
        } else if self.parts.lines.is_empty() {
            return Err(over());
        } else {
            let report = self.report();
            self.parts.lines.clear();
            return Ok(Step::Done(Box::new(report)));
        }
        Ok(counting())
    }
}
