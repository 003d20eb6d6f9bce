//! Which of day and month stands first, where the dates alone cannot tell: other columns can.

use std::collections::BTreeSet;

use clientele_model::opening::{Choice, Doubt, Sign, Told};
use clientele_model::words::{Piece, agreeing, counted};

use super::silently;
use crate::column::MISSING;
use crate::dates::{NO_TIME, date_of};
use crate::day_month::{DayMonth, decide};
use crate::fields::Field;
use crate::lines::Manner;
use crate::recognise::Reading;
use crate::table::Table;
use crate::trouble::Trouble;
use crate::written::{Written, parse};

/// The question, where nothing in the column decides it. The answer that all signs speak for is taken, and put into the manner.
pub(super) fn doubt(
    table: &Table,
    reading: &Reading,
    manner: &mut Manner,
    told: &mut Told,
) -> Option<Doubt> {
    let at = reading.find(Field::Time)?;
    let texts = table.columns[at].texts()?;
    let written: Vec<Option<Written>> = texts.values().map(parse).collect();
    let heading = &table.headings[at];
    let decided = silently(|said| decide(&texts, &written, heading, &table.file, said));
    let Err(Trouble::Ambiguous {
        example, or_year, ..
    }) = decided
    else {
        return None;
    };
    if or_year {
        manner.dates = told.dates;
        return None;
    }
    let by_hand = told.dates.and_then(|told| match told {
        DayMonth::DayFirst => Some(true),
        DayMonth::MonthFirst => Some(false),
        DayMonth::YearFirst => None,
    });
    let codes = texts.codes.iter();
    let lines: Vec<Option<Written>> = codes
        .map(|&code| written.get(code as usize).copied().flatten())
        .collect();
    let orders = orders(table, reading);
    let seen = [true, false]
        .map(|day_first| Seen::of(&lines, orders.as_deref(), order(day_first), manner.today));
    let signs = signs(&seen);
    let score = |at: usize| {
        let of = &signs[at];
        of.iter().filter(|sign| sign.is_for).count() as i64
            - of.iter().filter(|sign| !sign.is_for).count() as i64
    };
    let (day, month) = (score(0), score(1));
    let taken = match by_hand {
        Some(told) => Some(told),
        None if day == month => None,
        None => Some(day > month),
    };
    let first = taken.unwrap_or(true);
    if let Some(day_first) = taken {
        manner.dates = Some(order(day_first));
        told.dates = Some(order(day_first));
    }
    let [day_signs, month_signs] = signs;
    let choice = |day_first: bool, signs: Vec<Sign>| {
        let date = parse(&example).and_then(|of| of.settled(order(day_first), manner.today));
        Choice {
            label: format!(
                "{} first: {}",
                if day_first { "Day" } else { "Month" },
                date.map_or_else(String::new, |minute| Piece::Day(date_of(minute))
                    .to_string())
            ),
            signs,
            told: Told {
                dates: Some(order(day_first)),
                ..told.clone()
            },
        }
    };
    let mut choices = vec![choice(true, day_signs), choice(false, month_signs)];
    if !first {
        choices.reverse();
    }
    Some(Doubt {
        question: format!("In {example}, which comes first: the day or the month?"),
        why: format!(
            "No date in “{heading}” has a number above 12 in only one of the two places, so the dates alone cannot tell. {}",
            match (by_hand, taken) {
                (Some(_), _) => "You said which.",
                (_, Some(_)) => "The other columns can.",
                (_, None) => "The other columns do not tell either.",
            }
        ),
        choices,
        taken: taken.map(|_| 0),
        rates: vec![],
    })
}

fn order(day_first: bool) -> DayMonth {
    match day_first {
        true => DayMonth::DayFirst,
        false => DayMonth::MonthFirst,
    }
}

/// The number of the order of each line, where orders have numbers.
fn orders(table: &Table, reading: &Reading) -> Option<Vec<Option<u64>>> {
    let texts = table.columns[reading.find(Field::Order)?].texts()?;
    let number = |text: &str| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.parse::<u64>().ok()
    };
    let numbers: Vec<Option<u64>> = texts.values().map(number).collect();
    let known = numbers.iter().flatten().count();
    let of = |&code: &u32| match code {
        MISSING => None,
        code => numbers.get(code as usize).copied().flatten(),
    };
    (known * 10 >= numbers.len() * 9).then(|| texts.codes.iter().map(of).collect())
}

/// What the dates would be, read one way.
struct Seen {
    /// Steps from one order to the next by number, and those in which the date falls back.
    steps: u64,
    falls: u64,
    /// Calendar months with a line, and first and last day.
    months: usize,
    days: usize,
    first: i64,
    last: i64,
    /// Lines on the day of the week that has fewest, and which.
    future: u64,
    weekdays: [u64; 7],
}

impl Seen {
    fn of(
        lines: &[Option<Written>],
        orders: Option<&[Option<u64>]>,
        order: DayMonth,
        today: clientele_model::Date,
    ) -> Self {
        let end = crate::dates::at_midnight(today) + 1440;
        let minutes: Vec<i64> = lines
            .iter()
            .map(|of| {
                of.and_then(|of| of.settled(order, today))
                    .unwrap_or(NO_TIME)
            })
            .collect();
        let mut seen = Self {
            steps: 0,
            falls: 0,
            months: 0,
            days: 0,
            first: i64::MAX,
            last: i64::MIN,
            future: 0,
            weekdays: [0; 7],
        };
        let (mut months, mut days) = (BTreeSet::new(), BTreeSet::new());
        for &minute in minutes.iter().filter(|&&minute| minute != NO_TIME) {
            let day = minute.div_euclid(1440);
            seen.first = seen.first.min(minute);
            seen.last = seen.last.max(minute);
            seen.future += u64::from(minute >= end);
            // 1 January 1970 was a Thursday; 0 is Monday.
            let weekday = (day + 3).rem_euclid(7) as usize;
            if let Some(count) = seen.weekdays.get_mut(weekday) {
                *count += 1;
            }
            if days.insert(day) {
                let date = date_of(minute);
                months.insert((date.year(), date.month()));
            }
        }
        seen.months = months.len();
        seen.days = days.len();
        if let Some(orders) = orders {
            let pairs = orders.iter().zip(&minutes);
            let mut by_number: Vec<(u64, i64)> = pairs
                .filter_map(|(number, &minute)| Some(((*number)?, minute)))
                .filter(|(_, minute)| *minute != NO_TIME)
                .collect();
            by_number.sort_unstable();
            by_number.dedup_by_key(|(number, _)| *number);
            for pair in by_number.windows(2) {
                seen.steps += 1;
                seen.falls += u64::from(pair[1].1.div_euclid(1440) < pair[0].1.div_euclid(1440));
            }
        }
        seen
    }
}

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// What speaks for each way, and against it.
fn signs(seen: &[Seen; 2]) -> [Vec<Sign>; 2] {
    let mut signs = [vec![], vec![]];
    let mut both = |better: usize, good: String, bad: String| {
        signs[better].push(Sign {
            is_for: true,
            sentence: good,
        });
        signs[1 - better].push(Sign {
            is_for: false,
            sentence: bad,
        });
    };
    let count = |count: u64| Piece::Count(count);
    // Dates rise with the numbers of orders.
    let better = usize::from(seen[1].falls < seen[0].falls);
    let (good, bad) = (&seen[better], &seen[1 - better]);
    if good.steps >= 10 && bad.falls > good.falls && good.falls * 4 <= bad.falls {
        both(
            better,
            match good.falls {
                0 => format!(
                    "Order numbers rise with time: in {} from one order to the next the date never goes back.",
                    counted(good.steps, "step")
                ),
                falls => format!(
                    "Order numbers rise with time: the date goes back in {} of {}.",
                    count(falls),
                    counted(good.steps, "step")
                ),
            },
            format!(
                "The date would go back in {} of {} from one order number to the next.",
                count(bad.falls),
                counted(bad.steps, "step")
            ),
        );
    }
    // Nobody sells in the future.
    let better = usize::from(seen[1].future < seen[0].future);
    let (good, bad) = (&seen[better], &seen[1 - better]);
    if good.future == 0 && bad.future > 0 {
        both(
            better,
            "No date is in the future.".to_owned(),
            format!("{} would be in the future.", counted(bad.future, "line")),
        );
    }
    // An export is of days that follow on one another.
    let better = usize::from(seen[1].months < seen[0].months);
    let (good, bad) = (&seen[better], &seen[1 - better]);
    if good.months * 3 <= bad.months * 2 && bad.months - good.months >= 2 {
        let day = |minute: i64| Piece::Day(date_of(minute));
        both(
            better,
            format!(
                "All orders are in {}, {} to {}.",
                counted(good.months as u64, "month"),
                day(good.first),
                day(good.last)
            ),
            format!(
                "Orders would be spread over {}, on {} only.",
                counted(bad.months as u64, "month"),
                counted(bad.days as u64, "day")
            ),
        );
    }
    // Many shops rest on one day of the week.
    let rests = |seen: &Seen| {
        let all: u64 = seen.weekdays.iter().sum();
        (0..7).find(|&day| all >= 200 && seen.days >= 10 && seen.weekdays[day] * 100 <= all)
    };
    match (rests(&seen[0]), rests(&seen[1])) {
        (Some(day), None) | (None, Some(day)) => {
            let better = usize::from(rests(&seen[0]).is_none());
            let (good, bad) = (&seen[better], &seen[1 - better]);
            both(
                better,
                match good.weekdays[day] {
                    0 => format!("No order falls on a {}.", WEEKDAYS[day]),
                    lines => format!(
                        "Only {} {} on a {}.",
                        counted(lines, "line"),
                        agreeing(lines, "falls", "fall"),
                        WEEKDAYS[day]
                    ),
                },
                format!(
                    "{} would fall on a {}.",
                    counted(bad.weekdays[day], "line"),
                    WEEKDAYS[day]
                ),
            );
        }
        _ => {}
    }
    signs
}
