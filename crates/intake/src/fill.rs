//! Exports that write the facts of an order on its first line only leave them out below, and
//! spreadsheets the order number itself where cells were merged.

use rustc_hash::FxHashMap;

use crate::column::{MISSING, Texts};
use crate::dates::NO_TIME;
use crate::lines::Lines;

/// A line without an order, a day and a customer belongs to the order above it.
pub fn orders_down(lines: &mut Lines) {
    let mut wrong = vec![false; lines.len()];
    for (line, _) in &lines.wrong {
        wrong[*line] = true;
    }
    for (line, wrong) in wrong.iter().enumerate().skip(1) {
        let alone = lines.order.codes[line] == MISSING
            && lines.minute[line] == NO_TIME
            && lines.customer.codes[line] == MISSING
            && lines.product.codes[line] != MISSING;
        if alone && !wrong {
            lines.order.codes[line] = lines.order.codes[line - 1];
        }
    }
}

/// A missing fact is that of the order's nearest line, above or below, whatever the order of lines.
pub fn facts(lines: &mut Lines) {
    let repeated = repeated(&lines.order);
    // A day that is missing is that of the order's line above, or else below.
    for back in [false, true] {
        let mut last = vec![NO_TIME; lines.order.distinct()];
        each(lines.len(), back, |line| {
            let code = lines.order.codes[line];
            if code == MISSING || !repeated[code as usize] {
                return;
            }
            let last = &mut last[code as usize];
            match lines.minute[line] {
                NO_TIME => lines.minute[line] = *last,
                minute => *last = minute,
            }
        });
    }
    let (order, minute) = (&lines.order, &lines.minute);
    let facts = [
        &mut lines.country,
        &mut lines.channel,
        &mut lines.email,
        &mut lines.opt_in,
        &mut lines.status,
        &mut lines.store,
        &mut lines.mark,
    ];
    for texts in facts.into_iter().flatten().chain([&mut lines.customer]) {
        if texts.codes.contains(&MISSING) {
            fill(texts, order, minute, &repeated);
        }
    }
}

/// Whether an order number stands on several lines, by its code.
fn repeated(order: &Texts) -> Vec<bool> {
    let mut count = vec![0u8; order.distinct()];
    for &code in order.codes.iter().filter(|&&code| code != MISSING) {
        count[code as usize] = count[code as usize].saturating_add(1);
    }
    count.into_iter().map(|count| count > 1).collect()
}

fn each(lines: usize, back: bool, mut visit: impl FnMut(usize)) {
    match back {
        false => (0..lines).for_each(&mut visit),
        true => (0..lines).rev().for_each(&mut visit),
    }
}

/// First from lines of the same minute, then from the nearest line of the same day.
fn fill(texts: &mut Texts, order: &Texts, minute: &[i64], repeated: &[bool]) {
    let fits = |line: usize| order.codes[line] != MISSING && repeated[order.codes[line] as usize];
    let mut at_once: FxHashMap<(u32, i64), u32> = FxHashMap::default();
    for line in (0..minute.len()).filter(|&line| fits(line) && texts.codes[line] != MISSING) {
        let known = at_once
            .entry((order.codes[line], minute[line]))
            .or_insert(texts.codes[line]);
        // Two different facts at once: none of them is that of a third line.
        if *known != texts.codes[line] {
            *known = MISSING;
        }
    }
    for line in (0..minute.len()).filter(|&line| fits(line)) {
        if texts.codes[line] == MISSING
            && let Some(&known) = at_once.get(&(order.codes[line], minute[line]))
        {
            texts.codes[line] = known;
        }
    }
    let day = |minute: i64| minute.div_euclid(1440);
    for back in [false, true] {
        let mut last = vec![(MISSING, 0i64); order.distinct()];
        each(minute.len(), back, |line| {
            if !fits(line) {
                return;
            }
            let last = &mut last[order.codes[line] as usize];
            match texts.codes[line] {
                MISSING
                    if last.0 != MISSING
                        && (minute[line] == NO_TIME
                            || last.1 == NO_TIME
                            || day(minute[line]) == day(last.1)) =>
                {
                    texts.codes[line] = last.0;
                }
                MISSING => {}
                code => *last = (code, minute[line]),
            }
        });
    }
}
