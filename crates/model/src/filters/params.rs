//! The parameters that a link may say to every panel.

use std::collections::BTreeSet;

use super::{
    Against, Copies, DEFAULT_SEED, Filters, Floor, Lens, Level, MAX_LENGTH, MAX_ONLY, MAX_ROWS,
    MAX_VALUES, Period, Returns, Rules, Segmentation, Spend,
};
use crate::link::NoticeKind::{Repeated, TooMany, UnknownKey, Unreadable};
use crate::link::{Param, Read, many, once, set, whole, within};
use crate::opening::OWN;
use crate::selection::{Only, UNDER, Under};
use crate::{Date, decimal};

/// All of them, in canonical order.
pub const FILTERS: &[Param<Filters>] = &[
    once(
        "data",
        "Which data set.",
        |f, text| {
            let named = names_a_data_set(text).then(|| Some(text.to_owned()));
            set(&mut f.dataset, named)
        },
        |f, out| out.shown(f.dataset.as_deref()),
    ),
    once(
        "period",
        "\"all\" looks at every day there is.",
        |f, text| match text {
            "usual" => Ok(()),
            "all" => period(f, Period::All),
            _ => Err(Unreadable),
        },
        |f, out| out.value_if(f.period == Period::All, "all"),
    ),
    once(
        "from",
        "First day, YYYY-MM-DD.",
        |f, text| {
            let from = text.parse().map_err(|_| Unreadable)?;
            let (_, to) = ends(f)?;
            range(f, Some(from), to)
        },
        |f, out| out.shown(ends(f).ok().and_then(|(from, _)| from)),
    ),
    once(
        "to",
        "Last day, YYYY-MM-DD.",
        |f, text| {
            let to = text.parse().map_err(|_| Unreadable)?;
            let (from, _) = ends(f)?;
            range(f, from, Some(to))
        },
        |f, out| out.shown(ends(f).ok().and_then(|(_, to)| to)),
    ),
    once(
        "last",
        "The last so many days of the data.",
        |f, text| {
            let days = within(text, 1, 36_500).ok_or(Unreadable)?;
            period(f, Period::Last(days as u16))
        },
        |f, out| {
            if let Period::Last(days) = f.period {
                out.shown(Some(days));
            }
        },
    ),
    once(
        "against",
        "\"year\" compares with the year before, \"none\" with nothing.",
        |f, text| set(&mut f.against, Against::of(text)),
        |f, out| out.value_if(f.against != Against::Before, f.against.word()),
    ),
    once(
        "asof",
        "The day up to which recency is counted.",
        |f, text| set(&mut f.as_of, text.parse().ok().map(Some)),
        |f, out| out.shown(f.as_of),
    ),
    many(
        "country",
        "Only orders from these countries; repeat the key for more.",
        |f, text| insert(&mut f.countries, text),
        |f, out| f.countries.iter().for_each(|name| out.value(name)),
    ),
    many(
        "channel",
        "Only orders through these channels.",
        |f, text| insert(&mut f.channels, text),
        |f, out| f.channels.iter().for_each(|name| out.value(name)),
    ),
    many(
        "category",
        "Only products of these categories.",
        |f, text| insert(&mut f.categories, text),
        |f, out| f.categories.iter().for_each(|name| out.value(name)),
    ),
    many(
        "tier",
        "Only customers of these tiers.",
        |f, text| insert(&mut f.tiers, text),
        |f, out| f.tiers.iter().for_each(|name| out.value(name)),
    ),
    once(
        "spend",
        "Only customers who spent so much, 100..5000; either end may be open.",
        |f, text| set(&mut f.spend, spend(text)),
        |f, out| {
            let end = |bound: Option<f64>| bound.map(|b| b.to_string()).unwrap_or_default();
            let Spend { low, high } = f.spend;
            let is_there = low.is_some() || high.is_some();
            out.value_if(is_there, &format!("{}..{}", end(low), end(high)));
        },
    ),
    once(
        "returns",
        "\"off\" leaves returns out instead of taking them off revenue.",
        |f, text| set(&mut f.returns, Returns::of(text)),
        |f, out| out.value_if(f.returns != Returns::Netted, f.returns.word()),
    ),
    many(
        "only",
        "Only the customers of a selection, such as rfm.champions.",
        |f, text| {
            let only: Only = text.parse().map_err(|_| Unreadable)?;
            if f.only.len() == MAX_ONLY {
                return Err(TooMany);
            }
            f.only.push(only.into());
            Ok(())
        },
        |f, out| {
            for chosen in &f.only {
                out.value(&chosen.only.to_string());
                if let Some(under) = &chosen.under {
                    out.beside(UNDER, &under.to_string());
                }
            }
        },
    ),
    many(
        UNDER,
        "What the selection just before it was made under, a query of its own: last=90, encoded.",
        |f, text| {
            let chosen = f.only.last_mut().ok_or(Unreadable)?;
            let under = Under::parse(text, &chosen.only).ok_or(Unreadable)?;
            chosen.under = Some(under);
            Ok(())
        },
        // It stands behind each selection.
        |_, _| {},
    ),
    many(
        "goods",
        "Service codes that are to count as goods.",
        |f, text| insert(&mut f.goods, text),
        |f, out| f.goods.iter().for_each(|code| out.value(code)),
    ),
    once(
        "copies",
        "\"off\" leaves exact copies of a line out.",
        |f, text| set(&mut f.copies, Copies::of(text)),
        |f, out| out.value_if(f.copies != Copies::Kept, f.copies.word()),
    ),
    once(
        "by",
        "\"rfm\" puts the eleven RFM groups in the place of segments found in the data.",
        |f, text| {
            f.by = Segmentation::of(text).ok_or(UnknownKey)?;
            Ok(())
        },
        |f, out| out.value_if(f.by != Segmentation::Found, f.by.word()),
    ),
    once(
        "lens",
        "\"behaviour\" makes segments from how customers buy, too.",
        |f, text| set(&mut f.lens, Lens::of(text)),
        |f, out| out.value_if(f.lens != Lens::Value, f.lens.word()),
    ),
    once(
        "k",
        "How many segments, 2 to 10; \"auto\" chooses from the data.",
        |f, text| match text {
            "auto" => Ok(()),
            _ => set(&mut f.k, within(text, 2, 10).map(|k| Some(k as u8))),
        },
        |f, out| out.shown(f.k),
    ),
    once(
        "support",
        "In how many orders products must occur together: a share such as 0.005, or a number.",
        |f, text| automatic(text, &mut f.mining.support, Floor::parse),
        |f, out| out.shown(f.mining.support),
    ),
    once(
        "confidence",
        "The least confidence of a rule, 0 to 1.",
        |f, text| automatic(text, &mut f.mining.confidence, share),
        |f, out| out.shown(f.mining.confidence),
    ),
    once(
        "level",
        "\"category\" looks at categories bought together.",
        |f, text| set(&mut f.mining.level, Level::of(text)),
        |f, out| out.value_if(f.mining.level != Level::Product, f.mining.level.word()),
    ),
    once(
        "length",
        "The most products of a set, 2 to 6.",
        |f, text| {
            automatic(text, &mut f.mining.length, |text| {
                within(text, 2, MAX_LENGTH.into()).map(|length| length as u8)
            })
        },
        |f, out| out.shown(f.mining.length),
    ),
    once(
        "within",
        "Days within which a later purchase counts as the next one.",
        |f, text| {
            automatic(text, &mut f.mining.within, |text| {
                within(text, 1, 3_650).map(|days| days as u16)
            })
        },
        |f, out| out.shown(f.mining.within),
    ),
    once(
        "largest",
        "Orders with more distinct products are left out.",
        |f, text| {
            automatic(text, &mut f.mining.largest, |text| {
                within(text, 2, 1_000_000)
            })
        },
        |f, out| out.shown(f.mining.largest),
    ),
    once(
        "rules",
        "\"all\" shows needless and chance rules, too.",
        |f, text| set(&mut f.mining.rules, Rules::of(text)),
        |f, out| out.value_if(f.mining.rules != Rules::Telling, f.mining.rules.word()),
    ),
    once(
        "rows",
        "How many rules a report lists at most.",
        |f, text| set(&mut f.mining.rows, within(text, 1, MAX_ROWS).map(Some)),
        |f, out| out.shown(f.mining.rows),
    ),
    once(
        "seed",
        "The seed of everything random.",
        |f, text| set(&mut f.seed, whole(text)),
        |f, out| out.shown(Some(f.seed).filter(|seed| *seed != DEFAULT_SEED)),
    ),
];

/// Says which days are looked at, unless the link has said so.
fn period(filters: &mut Filters, period: Period) -> Read {
    if filters.period != Period::Usual {
        return Err(Repeated);
    }
    filters.period = period;
    Ok(())
}

/// Both ends of the days looked at, unless the link says the days in another way.
fn ends(filters: &Filters) -> Result<(Option<Date>, Option<Date>), crate::link::NoticeKind> {
    match filters.period {
        Period::Usual => Ok((None, None)),
        Period::Range { from, to } => Ok((from, to)),
        Period::All | Period::Last(_) => Err(Repeated),
    }
}

fn range(filters: &mut Filters, from: Option<Date>, to: Option<Date>) -> Read {
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(Unreadable);
    }
    filters.period = Period::Range { from, to };
    Ok(())
}

fn insert(values: &mut BTreeSet<String>, value: &str) -> Read {
    if value.is_empty() {
        return Err(Unreadable);
    }
    if values.len() >= MAX_VALUES && !values.contains(value) {
        return Err(TooMany);
    }
    values.insert(value.to_owned());
    Ok(())
}

fn spend(text: &str) -> Option<Spend> {
    let (low, high) = text.split_once("..")?;
    let bound = |text: &str| -> Option<Option<f64>> {
        if text.is_empty() {
            return Some(None);
        }
        decimal::parse(text).map(Some)
    };
    let (low, high) = (bound(low)?, bound(high)?);
    match (low, high) {
        (None, None) => None,
        (Some(low), Some(high)) if low > high => None,
        _ => Some(Spend { low, high }),
    }
}

/// What is chosen from the data when absent; "auto" says so.
fn automatic<V>(text: &str, place: &mut Option<V>, read: fn(&str) -> Option<V>) -> Read {
    match text {
        "auto" => Ok(()),
        _ => set(place, read(text).map(Some)),
    }
}

fn share(text: &str) -> Option<f64> {
    let share = decimal::parse(text).filter(|share| (0.0..=1.0).contains(share));
    // Minus nought is nought: equal values print equal.
    share.map(|share| share + 0.0)
}

/// Whether a text is the folder name of a data set, perhaps of this device, or its address at a gateway.
fn names_a_data_set(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let address = ["https://", "http://"]
        .into_iter()
        .find_map(|scheme| name.strip_prefix(scheme));
    let (slug, folder) = match address.and_then(|rest| rest.rsplit_once('/')) {
        Some((folder, slug)) => (slug, folder),
        None => (name.strip_prefix(OWN).unwrap_or(name), ""),
    };
    let in_folder = |c: char| plain(c) || matches!(c, '.' | ':' | '/');
    !slug.is_empty()
        && slug.len() <= 64
        && slug.chars().all(plain)
        && folder.len() <= 200
        && folder.chars().all(in_folder)
}
