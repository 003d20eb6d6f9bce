//! What a line says, as words and fields.

use clientele_model::decimal;
use clientele_model::filters::Level;
use clientele_model::groups::RfmGroup;
use clientele_model::selection::{Had, Only, When};

use super::line::Context;
use crate::frame::described;
use crate::names::named;

/// Makes the line from what was put into a field; nothing when it cannot be used.
type Make = Box<dyn Fn(&str) -> Option<Only> + 'static>;

/// A part of a line.
pub(super) enum Field {
    /// Words between fields.
    Words(&'static str),
    /// A value, and the line without it where others are left.
    Chip {
        words: String,
        /// Whether it is called as the report calls the line.
        is_titled: bool,
        without: Option<Only>,
    },
    /// A choice.
    Select {
        label: &'static str,
        options: Vec<(String, String)>,
        chosen: String,
        make: Make,
    },
    /// A number or a code.
    Number {
        label: &'static str,
        value: String,
        make: Make,
    },
}

/// The fields of a line.
pub(super) fn fields(context: &Context, only: &Only) -> Vec<Field> {
    match only {
        Only::Everyone => vec![Field::Words("everybody: add a line to say whom you mean")],
        Only::Had(had) => bought(context, had),
        Only::Band { feature, low, high } => measured(context, feature, *low, *high),
        Only::Sent { times, days } => sent(*times, *days),
        Only::Earned(least) => earned(*least),
        Only::Any(parts) => several(context, only, parts),
        one => several(context, only, std::slice::from_ref(one)),
    }
}

/// Words in front of values of one kind, and which may be added.
fn kind(context: &Context, one: &Only) -> (&'static str, Vec<(Only, String)>) {
    let list = |of: Option<&Vec<clientele_model::catalogue::Value>>, make: fn(String) -> Only| {
        let all = of.into_iter().flatten();
        all.map(|value| (make(value.name.clone()), named(&value.name)))
            .collect()
    };
    let catalogue = context.catalogue.as_ref();
    match one {
        Only::Rfm(_) => {
            let all = RfmGroup::ALL.into_iter();
            let all = all.map(|group| (Only::Rfm(group), group.name().to_owned()));
            ("in the group", all.collect())
        }
        Only::Segment(_) => {
            let all = context.segments.iter().cloned();
            let all = all.map(|(slug, name)| (Only::Segment(slug), name));
            ("in the segment", all.collect())
        }
        Only::Country(_) => (
            "with an order from",
            list(catalogue.map(|c| &c.countries), Only::Country),
        ),
        Only::Channel(_) => (
            "with an order through",
            list(catalogue.map(|c| &c.channels), Only::Channel),
        ),
        Only::Category(_) => (
            "who bought something of",
            list(catalogue.map(|c| &c.categories), Only::Category),
        ),
        Only::Tier(_) => ("of the tier", list(catalogue.map(|c| &c.tiers), Only::Tier)),
        Only::Saved(_) => {
            let all = context.saved.iter();
            let all = all.map(|name| (Only::Saved(name.clone()), name.clone()));
            ("in the audience", all.collect())
        }
        Only::Arm { .. } => {
            let all = context.choices.campaigns.iter();
            let all = all.flat_map(|(id, name, arms)| {
                arms.iter().map(move |arm| {
                    let only = Only::Arm {
                        campaign: id.clone(),
                        arm: arm.clone(),
                    };
                    (only, format!("{arm} of {name}"))
                })
            });
            ("who took part in", all.collect())
        }
        Only::MayEmail => ("who", Vec::new()),
        Only::Listed(_) => ("who are", Vec::new()),
        _ => ("", Vec::new()),
    }
}

/// The kinds of place and kind that one may change into each other.
fn kinds(context: &Context, one: &Only) -> Option<Field> {
    let catalogue = context.catalogue.as_ref()?;
    let all = [
        (
            "country",
            &catalogue.countries,
            Only::Country as fn(String) -> Only,
        ),
        ("channel", &catalogue.channels, Only::Channel),
        ("category", &catalogue.categories, Only::Category),
        ("tier", &catalogue.tiers, Only::Tier),
    ];
    let there: Vec<_> = all
        .into_iter()
        .filter_map(|(name, list, make)| Some((name, make(list.first()?.name.clone()))))
        .collect();
    let is = |other: &Only| std::mem::discriminant(other) == std::mem::discriminant(one);
    let chosen = there.iter().find(|(_, first)| is(first))?.0.to_owned();
    Some(Field::Select {
        label: "What the line is about",
        options: there
            .iter()
            .map(|(name, _)| ((*name).to_owned(), (*name).to_owned()))
            .collect(),
        chosen,
        make: Box::new(move |word| {
            let found = there.iter().find(|(name, _)| *name == word);
            found.map(|(_, first)| first.clone())
        }),
    })
}

/// One value or several of one kind.
fn several(context: &Context, whole: &Only, parts: &[Only]) -> Vec<Field> {
    let Some(first) = parts.first() else {
        return Vec::new();
    };
    let (words, choices) = kind(context, first);
    let mut fields = vec![Field::Words(words)];
    fields.extend(kinds(context, first));
    for (at, part) in parts.iter().enumerate() {
        let mut rest = parts.to_vec();
        rest.remove(at);
        let known = choices.iter().find(|(only, _)| only == part);
        fields.push(Field::Chip {
            is_titled: known.is_none() && parts.len() == 1,
            words: known.map_or_else(|| described(part, &context.fmt), |(_, words)| words.clone()),
            without: (!rest.is_empty()).then(|| Only::any(rest)),
        });
    }
    let more: Vec<(String, String)> = choices
        .iter()
        .filter(|(only, _)| !parts.contains(only))
        .map(|(only, words)| (only.to_string(), words.clone()))
        .collect();
    if !more.is_empty() {
        let (whole, lone) = (whole.clone(), parts.len() == 1);
        let swap = vec![(
            String::new(),
            if lone { "or …" } else { "or also …" }.to_owned(),
        )];
        fields.push(Field::Select {
            label: "One more",
            options: swap.into_iter().chain(more).collect(),
            chosen: String::new(),
            make: Box::new(move |text| {
                let one = text.parse().ok()?;
                Some(Only::any(vec![whole.clone(), one]))
            }),
        });
    }
    fields
}

/// What somebody bought.
fn bought(context: &Context, had: &Had) -> Vec<Field> {
    let change = |edit: fn(&mut Had, &str) -> Option<()>| -> Make {
        let had = had.clone();
        Box::new(move |text| {
            let mut next = had.clone();
            edit(&mut next, text.trim())?;
            Some(Only::Had(next))
        })
    };
    let mut what = vec![("anything".to_owned(), "anything".to_owned())];
    let categories = context.catalogue.iter().flat_map(|c| &c.categories);
    what.extend(categories.map(|value| (format!("category.{}", value.name), named(&value.name))));
    what.push(("product.".to_owned(), "a product …".to_owned()));
    let chosen = match had.level {
        None => "anything".to_owned(),
        Some(Level::Category) => format!("category.{}", had.item),
        Some(Level::Product) => "product.".to_owned(),
    };
    let mut fields = vec![
        Field::Words("who bought"),
        Field::Select {
            label: "What they bought",
            options: what,
            chosen,
            make: change(|had, text| {
                let (level, item) = text.split_once('.').unwrap_or((text, ""));
                had.level = Level::of(level);
                had.item = match had.level {
                    Some(Level::Product) => "code".to_owned(),
                    _ => item.to_owned(),
                };
                Some(())
            }),
        },
    ];
    if had.level == Some(Level::Product) {
        fields.push(Field::Number {
            label: "Product code",
            value: had.item.clone(),
            make: change(|had, text| {
                had.item = (!text.is_empty()).then(|| text.to_owned())?;
                Some(())
            }),
        });
    }
    let options = |all: &[(&str, &str)]| {
        let all = all.iter();
        all.map(|(value, words)| ((*value).to_owned(), (*words).to_owned()))
            .collect()
    };
    fields.push(Field::Select {
        label: "On which of their days",
        options: options(&[
            ("ever", "at any time"),
            ("first", "on their first day with an order"),
            ("last", "on their last day with an order"),
        ]),
        chosen: match had.when {
            When::Ever => "ever",
            When::First => "first",
            When::Last => "last",
        }
        .to_owned(),
        make: change(|had, text| {
            had.when = match text {
                "first" => When::First,
                "last" => When::Last,
                _ => When::Ever,
            };
            Some(())
        }),
    });
    fields.extend([
        Field::Words("in at least"),
        Field::Number {
            label: "orders",
            value: had.times.to_string(),
            make: change(|had, text| {
                had.times = text.parse().ok().filter(|times| *times > 0)?;
                Some(())
            }),
        },
        Field::Words(if had.times == 1 {
            "order, within"
        } else {
            "orders, within"
        }),
        Field::Number {
            label: "any number of",
            value: had.days.map(|days| days.to_string()).unwrap_or_default(),
            make: change(|had, text| {
                had.days = match text {
                    "" => None,
                    text => Some(text.parse().ok().filter(|days| *days > 0)?),
                };
                Some(())
            }),
        },
        Field::Words("days"),
    ]);
    fields
}

/// How many campaigns somebody was sent.
pub(super) fn sent(times: u16, days: u16) -> Vec<Field> {
    let number = |text: &str| text.trim().parse::<u16>().ok().filter(|number| *number > 0);
    vec![
        Field::Words("who were sent at least"),
        Field::Number {
            label: "campaigns",
            value: times.to_string(),
            make: Box::new(move |text| {
                Some(Only::Sent {
                    times: number(text)?,
                    days,
                })
            }),
        },
        Field::Words(if times == 1 {
            "campaign within"
        } else {
            "campaigns within"
        }),
        Field::Number {
            label: "days",
            value: days.to_string(),
            make: Box::new(move |text| {
                Some(Only::Sent {
                    times,
                    days: number(text)?,
                })
            }),
        },
        Field::Words("days"),
    ]
}

/// What somebody earned the shop.
pub(super) fn earned(least: f64) -> Vec<Field> {
    vec![
        Field::Words("who earned the shop at least"),
        Field::Number {
            label: "money",
            value: least.to_string(),
            make: Box::new(|text| decimal::parse(text.trim()).map(Only::Earned)),
        },
    ]
}

/// The numbers of a rule for a send: what each is, what it says, and the rule with another one.
pub(super) fn numbers(rule: &Only) -> Vec<(&'static str, String, Make)> {
    let of = |fields: Vec<Field>, is_not: bool| {
        let number = move |field| match field {
            Field::Number { label, value, make } => {
                let make: Make = Box::new(move |text| {
                    let only = make(text)?;
                    Some(if is_not { only.but() } else { only })
                });
                Some((label, value, make))
            }
            _ => None,
        };
        fields.into_iter().filter_map(number).collect()
    };
    match rule {
        Only::Earned(least) => of(earned(*least), false),
        Only::Not(inner) => match inner.as_ref() {
            Only::Sent { times, days } => of(sent(*times, *days), true),
            Only::Had(had) if had.level.is_none() && had.days.is_some() => {
                let had = had.clone();
                let make: Make = Box::new(move |text| {
                    let days = text.trim().parse().ok().filter(|days| *days > 0)?;
                    let days = Some(days);
                    Some(
                        Only::Had(Had {
                            days,
                            ..had.clone()
                        })
                        .but(),
                    )
                });
                let days = match inner.as_ref() {
                    Only::Had(had) => had.days.unwrap_or_default(),
                    _ => 0,
                };
                vec![("days", days.to_string(), make)]
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// A measure in a range.
fn measured(context: &Context, feature: &str, low: Option<f64>, high: Option<f64>) -> Vec<Field> {
    let mut options: Vec<(String, String)> = context
        .choices
        .measures
        .iter()
        .map(|(key, label, _)| (key.clone(), label.clone()))
        .collect();
    if !options.iter().any(|(key, _)| key == feature) {
        options.push((feature.to_owned(), feature.replace(['_', ':'], " ")));
    }
    let band = |feature: &str, low: Option<f64>, high: Option<f64>| Only::Band {
        feature: feature.to_owned(),
        low,
        high,
    };
    let number = |text: &str| match text.trim() {
        "" => Some(None),
        text => decimal::parse(text).map(Some),
    };
    let (own, other) = (feature.to_owned(), feature.to_owned());
    let shown = |bound: Option<f64>| bound.map(|b| b.to_string()).unwrap_or_default();
    vec![
        Field::Words("whose"),
        Field::Select {
            label: "Measure",
            options,
            chosen: feature.to_owned(),
            make: Box::new(move |key| Some(band(key, low, high))),
        },
        Field::Words("is at least"),
        Field::Number {
            label: "any",
            value: shown(low),
            make: Box::new(move |text| Some(band(&own, number(text)?, high))),
        },
        Field::Words("and below"),
        Field::Number {
            label: "any",
            value: shown(high),
            make: Box::new(move |text| Some(band(&other, low, number(text)?))),
        },
    ]
}
