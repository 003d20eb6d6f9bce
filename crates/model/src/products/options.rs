//! What a link says to the Products panel besides the filters: measure, cut-offs, selection.

use serde::{Deserialize, Serialize};

use super::kinds::{Class, Column, Demand, Measure, Place, Sort, Stage, Task};
use crate::decimal;
use crate::link::NoticeKind::{Repeated, Unreadable};
use crate::link::{Link, Param, Read, once, set, within};

/// Measure, cut-offs and which products are listed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// What products are ranked by.
    pub by: Measure,
    /// Class A ends here, in per cent of value; above 0 and below `b`.
    pub a: f64,
    /// Class B ends here, in per cent of value; at most 100.
    pub b: f64,
    /// Column X ends below this coefficient of variation; above 0 and below `y`.
    pub x: f64,
    /// Column Y ends below this coefficient of variation.
    pub y: f64,
    /// Which products are listed.
    pub pick: Pick,
    /// In which order they are listed.
    pub sort: Sort,
    /// Which page of the list, counted from 1.
    pub page: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            by: Measure::Revenue,
            a: 80.0,
            b: 95.0,
            x: 0.5,
            y: 1.0,
            pick: Pick::default(),
            sort: Sort::Value,
            page: 1,
        }
    }
}

impl Options {
    /// The same with the usual ends of classes and columns.
    pub fn with_usual_cuts(self) -> Self {
        let Self { a, b, x, y, .. } = Self::default();
        Self { a, b, x, y, ..self }
    }
}

/// Which products: those for which all that is said holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    /// Of this class: `box=A`.
    pub class: Option<Class>,
    /// Of this steadiness: `box=X`; with a class `box=AX`.
    pub column: Option<Column>,
    /// With this demand pattern: `demand=lumpy`.
    pub demand: Option<Demand>,
    /// In this stage of life: `stage=declining`.
    pub stage: Option<Stage>,
    /// With this to be done: `task=review`.
    pub task: Option<Task>,
}

impl Pick {
    /// The products of a box.
    pub fn place(place: Place) -> Self {
        Self {
            class: Some(place.class),
            column: Some(place.column),
            ..Self::default()
        }
    }

    /// The products about which one thing is to be done.
    pub fn task(task: Task) -> Self {
        Self {
            task: Some(task),
            ..Self::default()
        }
    }

    /// Whether every product is picked.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }
}

/// What a link chooses on the panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// Measure, cut-offs, selection.
    pub options: Options,
    /// One product, by its code.
    pub product: Option<String>,
    /// Products by name or code.
    pub find: Option<String>,
}

/// What a link may say to the panel besides the filters, in canonical order.
pub(super) const PARAMS: &[Param<Link>] = &[
    once(
        "by",
        "\"units\" or \"margin\" ranks products by it instead of revenue.",
        |link, text| set(&mut options(link).by, Measure::of(text)),
        |link, out| {
            let by = link.products.options.by;
            out.value_if(by != Measure::Revenue, by.word());
        },
    ),
    once(
        "a",
        "Class A ends at this per cent of value, 80 as a rule.",
        |link, text| set(&mut options(link).a, cut_off(text)),
        |link, out| out.shown(changed(link, |options| options.a)),
    ),
    once(
        "b",
        "Class B ends at this per cent of value, 95 as a rule.",
        |link, text| set(&mut options(link).b, cut_off(text)),
        |link, out| out.shown(changed(link, |options| options.b)),
    ),
    once(
        "x",
        "Column X ends below this coefficient of variation, 0.5 as a rule.",
        |link, text| set(&mut options(link).x, cut_off(text)),
        |link, out| out.shown(changed(link, |options| options.x)),
    ),
    once(
        "y",
        "Column Y ends below this coefficient of variation, 1 as a rule.",
        |link, text| set(&mut options(link).y, cut_off(text)),
        |link, out| out.shown(changed(link, |options| options.y)),
    ),
    once(
        "box",
        "Lists only products of this box, class or column: AX, A or X; N has too few periods to tell.",
        |link, text| {
            let (class, column) = letters(text).ok_or(Unreadable)?;
            let pick = &mut options(link).pick;
            (pick.class, pick.column) = (class, column);
            Ok(())
        },
        |link, out| {
            let Pick { class, column, .. } = link.products.options.pick;
            let column = column.map_or("", Column::word);
            let place = format!("{}{column}", class.map_or("", Class::word));
            out.value_if(!place.is_empty(), &place);
        },
    ),
    once(
        "demand",
        "Lists only products with this demand: smooth, intermittent, erratic or lumpy.",
        |link, text| set(&mut options(link).pick.demand, Demand::of(text).map(Some)),
        |link, out| out.shown(link.products.options.pick.demand.map(Demand::word)),
    ),
    once(
        "stage",
        "Lists only new, growing, established, declining or discontinued products.",
        |link, text| set(&mut options(link).pick.stage, Stage::of(text).map(Some)),
        |link, out| out.shown(link.products.options.pick.stage.map(Stage::word)),
    ),
    once(
        "task",
        "Lists only products about which this is to be done: check, explain, protect, plan or review.",
        |link, text| set(&mut options(link).pick.task, Task::of(text).map(Some)),
        |link, out| out.shown(link.products.options.pick.task.map(Task::word)),
    ),
    once(
        "sort",
        "Order of the list: value, revenue, units, margin, orders, customers, cv, name, code.",
        |link, text| set(&mut options(link).sort, Sort::of(text)),
        |link, out| {
            let sort = link.products.options.sort;
            out.value_if(sort != Sort::Value, sort.word());
        },
    ),
    once(
        "page",
        "Which page of the list, counted from 1.",
        |link, text| set(&mut options(link).page, within(text, 1, 100_000)),
        |link, out| out.shown(Some(link.products.options.page).filter(|page| *page != 1)),
    ),
    once(
        "product",
        "The page of one product, by its code.",
        |link, text| {
            only_one(link, text)?;
            link.products.product = Some(text.to_owned());
            Ok(())
        },
        |link, out| out.shown(link.products.product.as_deref()),
    ),
    once(
        "find",
        "Looks for products by name or code.",
        |link, text| {
            only_one(link, text)?;
            link.products.find = Some(text.chars().take(200).collect());
            Ok(())
        },
        |link, out| out.shown(link.products.find.as_deref()),
    ),
];

/// Two cut-offs are read together, whichever stands first: those out of order are left at their
/// defaults.
pub(super) fn settle(link: &mut Link) -> Vec<[&'static str; 2]> {
    let (options, usual) = (options(link), Options::default());
    let mut wrong = Vec::new();
    if options.a >= options.b {
        (options.a, options.b) = (usual.a, usual.b);
        wrong.push(["a", "b"]);
    }
    if options.x >= options.y {
        (options.x, options.y) = (usual.x, usual.y);
        wrong.push(["x", "y"]);
    }
    wrong
}

fn options(link: &mut Link) -> &mut Options {
    &mut link.products.options
}

/// A cut-off that is not at its default.
fn changed(link: &Link, of: fn(&Options) -> f64) -> Option<f64> {
    let now = of(&link.products.options);
    (now != of(&Options::default())).then_some(now)
}

fn cut_off(text: &str) -> Option<f64> {
    decimal::parse(text).filter(|&number| number > 0.0 && number <= 100.0)
}

/// One product or one search, and something to look for.
fn only_one(link: &Link, text: &str) -> Read {
    match &link.products {
        _ if text.is_empty() => Err(Unreadable),
        asked if asked.product.is_some() || asked.find.is_some() => Err(Repeated),
        _ => Ok(()),
    }
}

/// A class, a column, or both.
fn letters(text: &str) -> Option<(Option<Class>, Option<Column>)> {
    match text.len() {
        1 => match (Class::of(text), Column::of(text)) {
            (None, None) => None,
            either => Some(either),
        },
        2 if text.is_ascii() => {
            let (class, column) = (Class::of(&text[..1])?, Column::of(&text[1..])?);
            Some((Some(class), Some(column)))
        }
        _ => None,
    }
}
