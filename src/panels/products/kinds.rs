//! Demand, stages of life, moves between boxes and best sellers, as bars and as tables.

use clientele_model::products::ProductsReport;

use super::pictures::{LISTS, demand_word, place_name, stage_word, value, value_unit};
use crate::charts::{Bar, Ink, Tip};
use crate::format::Format;
use crate::names::named;
use crate::table::{Measure, Table};

fn bar(key: String, name: &str, v: f64, text: String, on: bool, tip: Tip) -> Bar {
    Bar {
        key,
        name: name.to_owned(),
        value: v,
        text,
        ink: if on { Ink::Mark } else { Ink::MarkSoft },
        tip,
    }
}

pub(super) fn demand(r: &ProductsReport, fmt: &Format) -> Vec<Bar> {
    let rows = r.demand.iter().enumerate().map(|(i, d)| {
        let name = demand_word(d.demand);
        let (key, note) = d.demand.map_or_else(Default::default, |known| {
            (format!("demand.{}", known.word()), LISTS)
        });
        bar(
            key,
            name,
            d.share,
            fmt.share(d.share),
            i == 0,
            summary_tip(fmt, name, d.products, d.share).note(note),
        )
    });
    rows.collect()
}

pub(super) fn demand_table(r: &ProductsReport, fmt: &Format) -> Table {
    let rows = r.demand.iter();
    let rows = rows.map(|d| (demand_word(d.demand), d.products, d.share));
    summary(fmt, "Demand", rows)
}

pub(super) fn stages(r: &ProductsReport, fmt: &Format) -> Vec<Bar> {
    let most = r.stages.iter().map(|s| s.products).max();
    let rows = r.stages.iter().map(|s| {
        let name = stage_word(s.stage);
        let key = format!("stage.{}", s.stage.word());
        let on = Some(s.products) == most;
        bar(
            key,
            name,
            f64::from(s.products),
            fmt.count(s.products),
            on,
            summary_tip(fmt, name, s.products, s.share).note(&format!("{} {LISTS}.", s.meaning)),
        )
    });
    rows.collect()
}

pub(super) fn stages_table(r: &ProductsReport, fmt: &Format) -> Table {
    let rows = r.stages.iter();
    summary(
        fmt,
        "Stage",
        rows.map(|s| (stage_word(s.stage), s.products, s.share)),
    )
}

fn summary_tip(fmt: &Format, name: &str, products: u32, share: f64) -> Tip {
    let rows = vec![
        ("Products", fmt.count(products)),
        ("Share of value", fmt.share(share)),
    ];
    Tip::new(name, rows)
}

fn summary(
    fmt: &Format,
    what: &str,
    rows: impl Iterator<Item = (&'static str, u32, f64)>,
) -> Table {
    let columns = [
        (what, Measure::Words),
        ("Products", Measure::Count),
        ("Share of value", Measure::Share),
    ];
    let rows = rows.map(|(name, n, share)| vec![name.into(), n.into(), share.into()]);
    Table::new(fmt, what, &columns, rows)
}

pub(super) fn moves(r: &ProductsReport, fmt: &Format) -> Vec<Bar> {
    let mut all: Vec<_> = r.moves.iter().filter(|m| m.from != m.to).collect();
    all.sort_by_key(|m| std::cmp::Reverse(m.products));
    let rows = all.into_iter().take(9).map(|m| {
        let name = format!("{} → {}", place_name(m.from), place_name(m.to));
        let rows = vec![
            ("Products", fmt.count(m.products)),
            (value_unit(r).0, value(r, m.value, fmt)),
        ];
        let key = m.to.map(|to| format!("box.{to}")).unwrap_or_default();
        bar(
            key,
            &name,
            f64::from(m.products),
            fmt.count(m.products),
            false,
            Tip::new(&name, rows),
        )
    });
    rows.collect()
}

pub(super) fn moves_table(r: &ProductsReport, fmt: &Format) -> Table {
    let columns = [
        ("Before", Measure::Words),
        ("Now", Measure::Words),
        ("Products", Measure::Count),
        value_unit(r),
    ];
    let rows = r.moves.iter();
    let rows = rows.map(|m| {
        vec![
            place_name(m.from).into(),
            place_name(m.to).into(),
            m.products.into(),
            m.value.into(),
        ]
    });
    Table::new(fmt, "Movement between boxes", &columns, rows)
}

/// The best sellers; a bar opens the page of its product.
pub(super) fn best(r: &ProductsReport, fmt: &Format) -> Vec<Bar> {
    let rows = r.best.iter().map(|p| {
        let name = named(&p.name);
        let rows = vec![
            (value_unit(r).0, value(r, p.value, fmt)),
            ("Share", fmt.share(p.share)),
            ("Orders", fmt.count(p.orders)),
            ("Customers", fmt.count(p.customers)),
            ("Box", p.place.map_or_else(String::new, |b| b.to_string())),
        ];
        let (key, note) = (format!("page.{}", p.id), "Click for its page");
        let text = value(r, p.value, fmt);
        bar(
            key,
            &name,
            p.value,
            text,
            p.rank == 1,
            Tip::new(&name, rows).note(note),
        )
    });
    rows.collect()
}

pub(super) fn best_table(r: &ProductsReport, fmt: &Format) -> Table {
    let columns = [
        ("Rank", Measure::Count),
        ("Code", Measure::Words),
        ("Product", Measure::Name),
        value_unit(r),
        ("Share", Measure::Share),
    ];
    let rows = r.best.iter().map(|p| {
        vec![
            p.rank.into(),
            p.id.clone().into(),
            p.name.clone().into(),
            p.value.into(),
            p.share.into(),
        ]
    });
    Table::new(fmt, "Best sellers", &columns, rows)
}

/// The finding of the best sellers.
pub(super) fn best_title(r: &ProductsReport, fmt: &Format) -> String {
    let all: f64 = r.best.iter().map(|p| p.share).sum();
    let most = r.best.first().map_or_else(String::new, |p| named(&p.name));
    let (n, share) = (fmt.count(r.best.len() as u64), fmt.share(all));
    format!(
        "{most} leads; the first {n} make {share} of {}",
        r.options.by.noun()
    )
}
