//! Who is behind a mark: what the side sheet and the download take, and their answers.

use clientele_model::failure::Failure;
use clientele_model::filters::Filters;
use clientele_model::question::{AnyQuestion, AnyReport};
use clientele_model::selection::Only;

use super::behind::behind;
use super::{export, report};
use crate::engine::{Needs, Next, Plan, Scope, Shop, Study, Tables, then};
use crate::narrowing::{Chosen, Marking};
use crate::selection::{Heading, heading};

/// Who is behind this mark, on the screen or as a spreadsheet?
pub struct Audiences;

impl Study for Audiences {
    fn plan(&self, question: &AnyQuestion, shop: &Shop) -> Option<Result<Plan, Failure>> {
        match question {
            AnyQuestion::Audience(asked) => Some(plan(&asked.filters, &asked.of, shop, sheet)),
            AnyQuestion::Export(asked) => Some(plan(&asked.filters, &asked.of, shop, download)),
            _ => None,
        }
    }
}

/// Everything known when the customers are.
struct Found {
    scope: Scope,
    of: Only,
    tables: Tables,
    chosen: Chosen,
}

type Answer = fn(&Found) -> AnyReport;

fn plan(filters: &Filters, of: &Only, shop: &Shop, answer: Answer) -> Result<Plan, Failure> {
    let scope = Scope::new(filters, shop)?;
    let mut needs = Needs::default();
    let customers = needs.customers(&scope);
    let mark = needs.choice(of, &scope);
    // They say what was bought, and who may be written to.
    needs.orders_welcome();
    let of = of.clone();
    Ok(Plan::new(needs, move |tables| {
        let marking = Marking::new(&tables, &customers, mark)?;
        Ok(then(marking, move |chosen| {
            Ok(Next::Answer(answer(&Found {
                scope,
                of,
                tables,
                chosen,
            })))
        }))
    }))
}

fn sheet(found: &Found) -> AnyReport {
    let Found { chosen, scope, .. } = found;
    let lines = found.tables.lines().map(AsRef::as_ref);
    let heading = named(&found.of, chosen, &found.tables);
    let (of, window) = (&found.of, &scope.window);
    let mut report = report(heading, of, &chosen.among, &chosen.set, window, lines);
    let within = scope.is_narrowed().then(|| chosen.among.set());
    report.behind = lines.and_then(|lines| behind(of, lines, window, within.as_ref()));
    AnyReport::Audience(Box::new(report))
}

fn download(found: &Found) -> AnyReport {
    let Found { chosen, scope, .. } = found;
    let lines = found.tables.lines().map(AsRef::as_ref);
    let title = named(&found.of, chosen, &found.tables).title;
    AnyReport::Export(Box::new(export(
        &title,
        &chosen.among,
        &chosen.set,
        &scope.window,
        lines,
    )))
}

/// What the customers of a mark are called; a segment as its report calls it.
pub(crate) fn named(of: &Only, chosen: &Chosen, tables: &Tables) -> Heading {
    let segment = match (of, &chosen.model) {
        (Only::Segment(slug), Some(model)) => {
            let at = model.found.segment(slug);
            at.and_then(|at| model.report.segments.get(at))
        }
        _ => None,
    };
    match segment {
        Some(segment) => Heading {
            title: segment.name.clone(),
            about: segment.about.clone(),
            colour: Some(segment.colour),
        },
        None => heading(of, tables.lines().map(AsRef::as_ref)),
    }
}
