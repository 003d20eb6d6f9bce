//! Orders that stand in two files: exports of times that overlap, or of what has changed. The later state of
//! an order counts: the one further along, else that of the file that goes on longer.

use rustc_hash::{FxHashMap, FxHashSet};

use clientele_model::words::{agreeing, counted};

use crate::column::MISSING;
use crate::dates::NO_TIME;
use crate::fate::progress;
use crate::lines::Lines;

/// Marks lines of orders that stand again in a later file. An order is the same when number, day and
/// customer are, and half of its products; parts of one order that was cut in two stay.
///
/// Returns how many orders stand in several files.
pub fn settle(lines: &mut Lines) -> u64 {
    if lines.files.len() < 2 {
        return 0;
    }
    let file_of: Vec<usize> = (0..lines.len())
        .map(|line| lines.file_at(line).unwrap_or(0))
        .collect();
    let mut ends = vec![i64::MIN; lines.files.len()];
    for line in 0..lines.len() {
        ends[file_of[line]] = ends[file_of[line]].max(lines.minute[line]);
    }
    let mut by_time: Vec<usize> = (0..ends.len()).collect();
    by_time.sort_by_key(|&file| (ends[file], file));
    let mut rank = vec![0; ends.len()];
    for (place, file) in by_time.into_iter().enumerate() {
        rank[file] = place;
    }
    // Files with lines of each order, one bit of the story: most orders stand in one file.
    let mut first_in = vec![usize::MAX; lines.order.distinct()];
    let mut several = vec![false; lines.order.distinct()];
    for (&code, &file) in lines.order.codes.iter().zip(&file_of) {
        if code == MISSING {
            continue;
        }
        let first = &mut first_in[code as usize];
        if *first == usize::MAX {
            *first = file;
        }
        several[code as usize] |= *first != file;
    }
    let mut at_day: FxHashMap<(u32, i64), Vec<u32>> = FxHashMap::default();
    for line in 0..lines.len() {
        let (code, minute) = (lines.order.codes[line], lines.minute[line]);
        if code != MISSING && minute != NO_TIME && several[code as usize] {
            at_day
                .entry((code, minute.div_euclid(1440)))
                .or_default()
                .push(line as u32);
        }
    }
    let file_of = &file_of;
    let state = |all: &[u32], file: usize| {
        let of = all.iter().map(|&line| line as usize);
        let of = of.filter(|&line| file_of[line] == file);
        of.map(|line| progress(lines.fate(line))).max()
    };
    let mut superseded = vec![false; lines.len()];
    let mut orders = FxHashSet::default();
    for ((code, _), all) in &at_day {
        let Some(latest) = all
            .iter()
            .map(|&line| file_of[line as usize])
            .max_by_key(|&file| (state(all, file), rank[file]))
        else {
            continue;
        };
        let of = |file: usize| {
            all.iter()
                .map(|&line| line as usize)
                .filter(move |&line| file_of[line] == file)
        };
        let files: FxHashSet<usize> = all.iter().map(|&line| file_of[line as usize]).collect();
        for file in files.into_iter().filter(|&file| file != latest) {
            let known = |file: usize| -> FxHashSet<u32> {
                of(file)
                    .map(|line| lines.customer.codes[line])
                    .filter(|&c| c != MISSING)
                    .collect()
            };
            let goods = |file: usize| -> FxHashSet<u32> {
                of(file).map(|line| lines.product.codes[line]).collect()
            };
            let (mine, theirs) = (known(file), known(latest));
            let same_customer = mine.is_empty() || theirs.is_empty() || !mine.is_disjoint(&theirs);
            let (mine, theirs) = (goods(file), goods(latest));
            let shared = mine.intersection(&theirs).count();
            if same_customer && shared * 2 >= mine.len().min(theirs.len()) {
                of(file).for_each(|line| superseded[line] = true);
                orders.insert(*code);
            }
        }
    }
    let repeated = orders.len() as u64;
    if let Some(sentence) = said(repeated) {
        lines.said.say(sentence);
        lines.superseded = superseded;
    }
    repeated
}

/// That so many orders stand in two files; nothing when none does.
pub fn said(orders: u64) -> Option<String> {
    (orders > 0).then(|| {
        format!(
            "{} in two files and {} counted once, in {} later state.",
            counted(orders, "order") + agreeing(orders, " appears", " appear"),
            agreeing(orders, "is", "are"),
            agreeing(orders, "its", "their")
        )
    })
}
