//! The typical customers of a cloud and their names, none on another.

use super::super::canvas::{At, Canvas};
use super::super::ink::{Ink, Stroke, Type};
use super::super::labels::{LabelSpace, Placed, order};
use super::super::text::{fit, name_lines, text_width};
use super::{Cloud, CloudSegment};

/// How often everybody looks for a better place in a crowd.
const ROUNDS: usize = 2;

/// A part of a name.
type Part = fn(&str) -> &str;

/// A name that is to be placed: its lines, its size, and the dot it belongs to.
struct Label {
    lines: Vec<(String, Type)>,
    size: (f64, f64),
    dot: (f64, f64),
}

impl Label {
    /// Above, beside, below the dot, and between these; the farthest from the middle of all dots first.
    fn near(&self, middle: (f64, f64)) -> Vec<(f64, f64)> {
        let ((wide, high), (x, y)) = (self.size, self.dot);
        let (up, down, mid) = (y - 12.0 - high, y + 12.0, y - high / 2.0);
        let (before, after) = (x - 12.0 - wide, x + 12.0);
        let (start, end, centre) = (x - 10.0, x - wide + 10.0, x - wide / 2.0);
        let spots = [
            (centre, up),
            (after, mid),
            (before, mid),
            (centre, down),
            (start, up),
            (end, up),
            (start, down),
            (end, down),
        ];
        let far = |s: &(f64, f64)| (s.0 + wide / 2.0 - middle.0).hypot(s.1 + high / 2.0 - middle.1);
        let farthest = order(spots.iter().map(|s| -far(s)));
        farthest.map(|i| spots[i]).collect()
    }
}

/// Draws the typical customers and their names, in `room`; and whether the picture is a large one.
pub(super) fn draw(
    c: &Canvas,
    data: &Cloud,
    place: &dyn Fn(&CloudSegment) -> (f64, f64),
    room: (LabelSpace, bool),
) {
    let placed = placed(data, place, room);
    for (begin, end) in placed.iter().filter_map(|(_, at)| at.leader) {
        c.line(&[begin, end], Ink::Text, Stroke::Thin);
    }
    for s in &data.segments {
        let (x, y) = place(s);
        c.dot(x, y, 8.5, Ink::Surface, 1.0);
        c.dot(x, y, 6.5, s.ink, 1.0);
    }
    for (label, at) in placed {
        for ((line, set), y) in label.lines.iter().zip([13.0, 27.0]) {
            c.over(at.x, at.y + y, line, *set, At::Start);
        }
    }
}

/// Puts each name beside its dot where it covers no other name or dot; where there is no such place, on the nearest that is
/// free, with a line to it. The outermost choose first.
fn placed(
    data: &Cloud,
    place: &dyn Fn(&CloudSegment) -> (f64, f64),
    (mut room, big): (LabelSpace, bool),
) -> Vec<(Label, Placed)> {
    let sets = if big {
        [Type::Big, Type::Plain]
    } else {
        [Type::Label, Type::Axis]
    };
    let head: Part = |name| name.split_once(", ").map_or(name, |(head, _)| head);
    let tail: Part = |name| name.split_once(", ").map_or(name, |(_, tail)| tail);
    let shared = |s: &CloudSegment, part: Part| {
        let same = data
            .segments
            .iter()
            .filter(|o| part(&o.name) == part(&s.name));
        same.count() > 1
    };
    // A name without a gap may be wider than the picture.
    let most = 0.6 * room.width();
    let labels: Vec<_> = data
        .segments
        .iter()
        .map(|s| {
            let lines = name_lines(&s.name).map(|(line, _)| line);
            // A small screen has room for one line, the one that tells the segment from the others; where none does, for both.
            let (skip, count) = match (big, shared(s, head), shared(s, tail)) {
                (true, ..) | (false, true, true) => (0, 2),
                (false, true, false) => (usize::from(s.name.contains(", ")), 1),
                (false, false, _) => (0, 1),
            };
            let lines = lines.skip(skip).zip(sets).take(count);
            let lines: Vec<_> = lines
                .map(|(line, set)| (fit(line, most, set), set))
                .collect();
            let widths = lines.iter().map(|(line, set)| text_width(line, *set));
            let size = (widths.fold(0.0, f64::max), 3.0 + 15.0 * lines.len() as f64);
            let dot = place(s);
            Label { lines, size, dot }
        })
        .collect();
    for Label { dot: (x, y), .. } in &labels {
        room.take((x - 9.0, y - 9.0, x + 9.0, y + 9.0));
    }
    let n = labels.len().max(1) as f64;
    let middle = labels.iter().fold((0.0, 0.0), |sum, l| {
        (sum.0 + l.dot.0 / n, sum.1 + l.dot.1 / n)
    });
    let out = |l: &Label| (l.dot.0 - middle.0).hypot(l.dot.1 - middle.1);
    let outermost: Vec<_> = order(labels.iter().map(|l| -out(l))).collect();
    let far = |i: usize, room: &mut LabelSpace| {
        let l: &Label = &labels[i];
        let (x, y) = (l.dot.0 - l.size.0 / 2.0, l.dot.1 - l.size.1 / 2.0);
        room.place(l.size, Some(l.dot), room.grid((x, y)))
    };
    let near = |i: usize, room: &mut LabelSpace| room.free(labels[i].size, labels[i].near(middle));
    let one_after_the_other = |turns: &[usize]| {
        let mut room = room.clone();
        let mut at: Vec<Option<Placed>> = vec![None; labels.len()];
        for &i in turns {
            at[i] = near(i, &mut room);
        }
        for &i in turns {
            at[i] = at[i].or_else(|| far(i, &mut room));
        }
        at
    };
    // The place of one that knows where all others are.
    let anew = |i: usize, at: &[Option<Placed>]| {
        let mut room = room.clone();
        for (j, other) in at.iter().enumerate().filter(|(j, _)| *j != i) {
            if let Some(placed) = *other {
                room.hold(labels[j].size, placed);
            }
        }
        near(i, &mut room).or_else(|| far(i, &mut room))
    };
    let over = |at: &[Option<Placed>]| {
        let over = at.iter().flatten().map(|placed| placed.over);
        over.fold((0, 0), |sum, over| (sum.0 + over.0, sum.1 + over.1))
    };
    let mut best = one_after_the_other(&outermost);
    // In a crowd somebody else may have to choose first, and those who chose make room for the others.
    for &first in &outermost {
        if over(&best) == (0, 0) {
            break;
        }
        let others = outermost.iter().copied().filter(|&i| i != first);
        let turns: Vec<_> = std::iter::once(first).chain(others).collect();
        let mut other = one_after_the_other(&turns);
        for _ in 0..ROUNDS {
            for &i in &turns {
                other[i] = anew(i, &other);
            }
        }
        if over(&other) < over(&best) {
            best = other;
        }
    }
    let both = labels.into_iter().zip(best);
    both.filter_map(|(l, at)| Some((l, at?))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::labels::{lies_in, meet, numbers};
    use super::super::super::mark::Tip;
    use super::*;

    /// Seven to ten segments whose typical customers lie anywhere, or all in one heap, on large and small screens.
    #[test]
    fn no_name_lies_on_another_name_or_dot_and_hardly_a_line_goes_through_one() {
        let names = [
            "Champions, fond of Home",
            "Potential Loyalists, fond of Haberdashery",
            "Hibernating, bargain hunters",
            "Loyal, fond of Garden",
            "About to Sleep, mostly online",
            "Champions, fond of Garden",
            "Needing attention",
            "Loyal, fond of Home",
            "Key accounts",
            "Lost",
        ];
        let mut crossed = 0;
        for seed in 0..24 {
            let mut number = numbers(seed + 1);
            let n = 7 + (seed % 4) as usize;
            let heap = [1.0, 0.4, 0.15][(seed / 4 % 3) as usize];
            let segments: Vec<_> = (0..n)
                .map(|i| CloudSegment {
                    key: i.to_string(),
                    name: names[i].to_owned(),
                    ink: Ink::Mark,
                    median: (0.5 + heap * (number() - 0.5), 0.5 + heap * (number() - 0.5)),
                    label: String::new(),
                    tip: Tip::default(),
                })
                .collect();
            let data = Cloud {
                label: String::new(),
                x: String::new(),
                y: String::new(),
                segments,
                dots: vec![],
                density: (vec![], 0.0),
                bounds: [1.0; 4],
                x_ticks: vec![],
            };
            for (w, h, big) in [
                (720.0, 390.0, true),
                (460.0, 390.0, true),
                (300.0, 300.0, false),
            ] {
                let place = |s: &CloudSegment| (w * s.median.0, h * s.median.1);
                let room = LabelSpace::new((0.0, 0.0, w, h));
                let placed = placed(&data, &place, (room, big));
                assert_eq!(placed.len(), n);
                let area =
                    |(l, at): &(Label, Placed)| (at.x, at.y, at.x + l.size.0, at.y + l.size.1);
                let dot = |l: &Label| {
                    let (x, y) = l.dot;
                    (x - 7.0, y - 7.0, x + 7.0, y + 7.0)
                };
                for (i, one) in placed.iter().enumerate() {
                    let (a, which) = (area(one), format!("scene {seed}, {w}: {:?}", one.0.lines));
                    assert!(a.0 >= 0.0 && a.1 >= 0.0 && a.2 <= w && a.3 <= h, "{which}");
                    for (j, other) in placed.iter().enumerate() {
                        assert!(i == j || !meet(a, area(other)), "{which}");
                        assert!(!meet(a, dot(&other.0)), "{which} on a dot");
                        let leads = other.1.leader;
                        let is_crossed = i != j && leads.is_some_and(|line| lies_in(line, a));
                        crossed += u32::from(is_crossed);
                    }
                }
            }
        }
        // Of 600 names: a crowd may leave no other way.
        assert!(crossed < 30, "{crossed}");
    }
}
