//! Who is behind a mark: what the side sheet and the download take, and their answers.

use clientele_model::failure::Failure;
use clientele_model::filters::Filters;
use clientele_model::question::AnyQuestion;
use clientele_model::selection::Only;

use super::behind::behind;
use super::{export, report};
use crate::assortment::Assortment;
use crate::engine::{Need, Needs, Next, Plan, Reply, Scope, Shop, Study, Tables, then};
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
    names: Option<Need<Assortment>>,
    tables: Tables,
    chosen: Chosen,
}

type Answer = fn(&Found) -> Result<Box<dyn Reply>, Failure>;

fn plan(filters: &Filters, of: &Only, shop: &Shop, answer: Answer) -> Result<Plan, Failure> {
    let scope = Scope::new(filters, shop)?;
    shop.names_customers()?;
    let mut needs = Needs::default();
    let customers = needs.customers(&scope);
    let mark = needs.choice(of, &scope);
    let names = needs.names_in(of, &scope);
    // They say what was bought, and who may be written to.
    needs.orders_welcome();
    let of = of.clone();
    Ok(Plan::new(needs, move |tables| {
        let marking = Marking::new(&tables, &customers, mark)?;
        Ok(then(marking, move |chosen| {
            let answered = answer(&Found {
                scope,
                of,
                names,
                tables,
                chosen,
            });
            answered.map(Next::Answer)
        }))
    }))
}

fn sheet(found: &Found) -> Result<Box<dyn Reply>, Failure> {
    let Found { chosen, scope, .. } = found;
    let lines = found.tables.lines().map(AsRef::as_ref);
    let heading = named(&found.of, chosen, &found.tables, found.names.as_ref())?;
    let (of, window) = (&found.of, &scope.window);
    let mut report = report(heading, of, &chosen.among, &chosen.set, window, lines);
    let within = scope.is_narrowed().then(|| chosen.among.set());
    report.behind = lines.and_then(|lines| behind(of, lines, window, within.as_ref()));
    Ok(Box::new(report))
}

fn download(found: &Found) -> Result<Box<dyn Reply>, Failure> {
    let Found { chosen, scope, .. } = found;
    let lines = found.tables.lines().map(AsRef::as_ref);
    let heading = named(&found.of, chosen, &found.tables, found.names.as_ref())?;
    Ok(Box::new(export(
        &heading.title,
        &chosen.among,
        &chosen.set,
        &scope.window,
        lines,
    )))
}

/// What the customers of a mark are called; a segment as its report calls it, a product as the lines do, or
/// the table of products where it was needed.
///
/// # Errors
/// As [`Tables::made`].
pub(crate) fn named(
    of: &Only,
    chosen: &Chosen,
    tables: &Tables,
    names: Option<&Need<Assortment>>,
) -> Result<Heading, Failure> {
    let segment = match (of, &chosen.model) {
        (Only::Segment(slug), Some(model)) => {
            let at = model.found.segment(slug);
            at.and_then(|at| model.report.segments.get(at))
        }
        _ => None,
    };
    if let Some(segment) = segment {
        return Ok(Heading {
            title: segment.name.clone(),
            about: segment.about.clone(),
            colour: Some(segment.colour),
        });
    }
    if let Some(lines) = tables.lines() {
        let name = |id: &str| Some(lines.product_name(lines.product(id)? as u32));
        return Ok(heading(of, &name));
    }
    let sold = names.map(|names| tables.made(names)).transpose()?;
    let name = |id: &str| {
        let sold = sold.as_ref()?;
        Some(sold.table.name.get(sold.row(id)?).to_owned())
    };
    Ok(heading(of, &name))
}
