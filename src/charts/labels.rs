//! Where labels go: the first place that covers nothing.

/// A box: left, upper, right and lower edge, in pixels.
pub(super) type Area = (f64, f64, f64, f64);

/// A straight line: its two ends, in pixels.
type Segment = ((f64, f64), (f64, f64));

/// A part of the drawing, and what is taken of it.
#[derive(Clone)]
pub(super) struct LabelSpace {
    within: Area,
    taken: Vec<Area>,
    /// What labels may lie on only where nothing else is left.
    ties: Vec<Segment>,
}

impl LabelSpace {
    /// The space inside a box.
    pub(super) fn new(within: Area) -> Self {
        Self {
            within,
            taken: Vec::new(),
            ties: Vec::new(),
        }
    }

    /// How wide it is.
    pub(super) fn width(&self) -> f64 {
        self.within.2 - self.within.0
    }

    /// Keeps labels off a box.
    pub(super) fn take(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// Keeps a label, with a little air around it.
    fn keep(&mut self, (left, top, right, bottom): Area) {
        self.take((left - 6.0, top, right + 6.0, bottom));
    }

    /// Keeps labels off a line through points.
    pub(super) fn take_line(&mut self, points: &[(f64, f64)]) {
        for pair in points.windows(2) {
            self.taken.extend(along(pair[0], pair[1]));
        }
    }

    /// Keeps labels off the straight line between two points where they have another place.
    pub(super) fn avoid(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.ties.push((from, to));
    }

    /// Takes the first of the places (its upper left corner) where a label covers nothing; of several the one that lies on
    /// the fewest of the lines that are to be avoided.
    pub(super) fn free(
        &mut self,
        (wide, high): (f64, f64),
        spots: impl IntoIterator<Item = (f64, f64)>,
    ) -> Option<Placed> {
        let area = |(x, y): (f64, f64)| (x, y, x + wide, y + high);
        let free = spots.into_iter();
        let free = free.filter(|&spot| self.covered(area(spot)) == 0);
        let lies_on = |&spot: &(f64, f64)| {
            let on = self.ties.iter().filter(|tie| crosses(**tie, area(spot)));
            on.count()
        };
        let free = free.map(|spot| (spot, lies_on(&spot)));
        let ((x, y), ties) = free.min_by_key(|(_, ties)| *ties)?;
        self.keep((x, y, x + wide, y + high));
        Some(Placed {
            x,
            y,
            leader: None,
            over: (0, ties),
        })
    }

    /// Takes the first of the places (its upper left corner) where a label covers nothing, or else the one where it covers
    /// least. A label that is far from its `anchor` needs room for a line to it, too; that line gives way to the words.
    /// Gives the place and where that line ends; nothing where there is no place at all.
    pub(super) fn place(
        &mut self,
        (wide, high): (f64, f64),
        anchor: Option<(f64, f64)>,
        spots: impl IntoIterator<Item = (f64, f64)>,
    ) -> Option<Placed> {
        let mut best: Option<Placed> = None;
        for (x, y) in spots {
            let leader = anchor.and_then(|(ax, ay)| {
                let end = (ax.clamp(x, x + wide), ay.clamp(y, y + high));
                let far = (end.0 - ax).hypot(end.1 - ay);
                // A line begins outside the dot that it leads to.
                let part = DOT / far;
                let begin = (ax + (end.0 - ax) * part, ay + (end.1 - ay) * part);
                (far > 20.0).then_some((begin, end))
            });
            let both = leader.zip(anchor);
            let line = both.map_or(0, |(line, to)| self.met(line, to));
            // Words on words are worse than any line through something.
            let over = (self.covered((x, y, x + wide, y + high)), line);
            if best.is_none_or(|best| over < best.over) {
                best = Some(Placed { x, y, leader, over });
            }
            if over == (0, 0) {
                break;
            }
        }
        let placed = best?;
        self.hold((wide, high), placed);
        Some(placed)
    }

    /// Keeps a label of that size, and its line, where they have been put.
    pub(super) fn hold(&mut self, (wide, high): (f64, f64), Placed { x, y, leader, .. }: Placed) {
        self.keep((x, y, x + wide, y + high));
        if let Some((begin, end)) = leader {
            self.take_line(&[begin, end]);
        }
    }

    /// Places all over the room, the nearest to a point first.
    pub(super) fn grid(&self, (x, y): (f64, f64)) -> Vec<(f64, f64)> {
        let (left, top, right, bottom) = self.within;
        let steps = |from: f64, to: f64, step: f64| {
            (0..((to - from) / step).max(0.0) as u32).map(move |i| from + step * f64::from(i))
        };
        let rows = steps(top, bottom, 12.0);
        let spots: Vec<_> = rows
            .flat_map(|y| steps(left, right, 16.0).map(move |x| (x, y)))
            .collect();
        order(spots.iter().map(|s| (s.0 - x).hypot(s.1 - y)))
            .map(|i| spots[i])
            .collect()
    }

    fn covered(&self, a: Area) -> usize {
        let w = self.within;
        let out = a.0 < w.0 || a.1 < w.1 || a.2 > w.2 || a.3 > w.3;
        let over = |b: &&Area| a.0 < b.2 && a.2 > b.0 && a.1 < b.3 && a.3 > b.1;
        self.taken.iter().filter(over).count() + if out { 1000 } else { 0 }
    }

    /// How much a line meets or nearly does, without the dot that it leads to.
    fn met(&self, line: Segment, (x, y): (f64, f64)) -> usize {
        let is_own = |b: &Area| x > b.0 && x < b.2 && y > b.1 && y < b.3;
        let near = |b: &Area| crosses(line, (b.0 - 2.0, b.1 - 2.0, b.2 + 2.0, b.3 + 2.0));
        let met = |b: &&Area| near(b) && !is_own(b);
        self.taken.iter().filter(met).count()
    }
}

/// Where a label has been put.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Placed {
    /// Its left edge.
    pub(super) x: f64,
    /// Its upper edge.
    pub(super) y: f64,
    /// The line to its anchor, where it is not beside it.
    pub(super) leader: Option<((f64, f64), (f64, f64))>,
    /// How much the label covers; how much its line does, or how many lines to be avoided it lies on.
    pub(super) over: (usize, usize),
}

/// The places of some numbers, the least number first.
pub(super) fn order(numbers: impl Iterator<Item = f64>) -> impl Iterator<Item = usize> {
    let numbers: Vec<f64> = numbers.collect();
    let mut places: Vec<usize> = (0..numbers.len()).collect();
    sort(&mut places, &numbers);
    places.into_iter()
}

/// One copy for all callers.
fn sort(places: &mut [usize], numbers: &[f64]) {
    places.sort_by(|&a, &b| numbers[a].total_cmp(&numbers[b]));
}

/// A little more than the radius of the dots that labels belong to.
const DOT: f64 = 12.0;

/// Whether a part of a line lies inside a box (Liang and Barsky).
fn crosses(((x, y), (to_x, to_y)): Segment, (left, top, right, bottom): Area) -> bool {
    let (dx, dy) = (to_x - x, to_y - y);
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (step, gap) in [
        (-dx, x - left),
        (dx, right - x),
        (-dy, y - top),
        (dy, bottom - y),
    ] {
        match step {
            0.0 if gap <= 0.0 => return false,
            0.0 => {}
            _ if step < 0.0 => from = from.max(gap / step),
            _ => to = to.min(gap / step),
        }
    }
    from < to
}

/// Small boxes along a line.
fn along((x, y): (f64, f64), (to_x, to_y): (f64, f64)) -> impl Iterator<Item = Area> {
    const STEP: f64 = 6.0;
    let steps = ((to_x - x).hypot(to_y - y) / STEP).ceil().clamp(1.0, 500.0);
    (0..=steps as usize).map(move |i| {
        let part = i as f64 / steps;
        let (x, y) = (x + (to_x - x) * part, y + (to_y - y) * part);
        (x - 2.0, y - 2.0, x + 2.0, y + 2.0)
    })
}

/// Numbers from 0 to 1 for the scenes of tests: the same for the same seed.
#[cfg(test)]
pub(super) fn numbers(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Whether two boxes have a part in common.
#[cfg(test)]
pub(super) fn meet(a: Area, b: Area) -> bool {
    a.0 < b.2 && a.2 > b.0 && a.1 < b.3 && a.3 > b.1
}

/// Whether a line lies inside a box: the slow twin of `crosses`, step by step.
#[cfg(test)]
pub(super) fn lies_in(((x, y), (to_x, to_y)): Segment, a: Area) -> bool {
    (0..=4_000).any(|i| {
        let part = f64::from(i) / 4_000.0;
        let (x, y) = (x + (to_x - x) * part, y + (to_y - y) * part);
        x > a.0 && x < a.2 && y > a.1 && y < a.3
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_takes_the_first_free_place_and_keeps_it() {
        let mut room = LabelSpace::new((0.0, 0.0, 100.0, 100.0));
        room.take_line(&[(0.0, 5.0), (100.0, 5.0)]);
        let spots = [(0.0, 0.0), (0.0, 20.0), (0.0, 40.0)];
        let mut place = |spots: &[(f64, f64)]| {
            let placed = room.place((50.0, 15.0), None, spots.iter().copied());
            placed.map(|p| (p.x, p.y))
        };
        assert_eq!(place(&spots), Some((0.0, 20.0)));
        assert_eq!(place(&spots), Some((0.0, 40.0)));
        assert_eq!(place(&[(50.0, 60.0)]), Some((50.0, 60.0)));
        assert_eq!(place(&[]), None);
    }

    #[test]
    fn a_line_to_a_label_crosses_no_other() {
        let mut room = LabelSpace::new((0.0, 0.0, 200.0, 200.0));
        room.take((90.0, 40.0, 110.0, 60.0));
        let anchor = Some((100.0, 100.0));
        let spots = [(80.0, 0.0), (80.0, 150.0)];
        let placed = room.place((40.0, 20.0), anchor, spots).unwrap();
        assert_eq!((placed.x, placed.y), spots[1]);
        assert_eq!(placed.leader, Some(((100.0, 112.0), (100.0, 150.0))));
    }

    /// Labels of dots that are tied to each other, in scenes from empty to crowded: none lies on another or on a dot, none
    /// outside, and each on no more lines than at any other place that was free for it.
    #[test]
    fn labels_of_random_scenes_cover_no_other_and_avoid_lines() {
        let (mut avoided, mut placed) = (0, 0);
        for seed in 0..200 {
            let mut number = numbers(seed + 1);
            let n = 2 + (seed % 30) as usize;
            let dots: Vec<_> = (0..n)
                .map(|_| (600.0 * number(), 400.0 * number()))
                .collect();
            let ties: Vec<_> = (0..n)
                .map(|i| (dots[i], dots[(number() * n as f64) as usize % n]))
                .collect();
            let mut room = LabelSpace::new((0.0, 0.0, 600.0, 400.0));
            ties.iter().for_each(|tie| room.avoid(tie.0, tie.1));
            let boxes = dots
                .iter()
                .map(|(x, y)| (x - 6.0, y - 6.0, x + 6.0, y + 6.0));
            let mut others: Vec<Area> = boxes.collect();
            others.iter().for_each(|dot| room.take(*dot));
            for &(x, y) in &dots {
                let size = (30.0 + 120.0 * number(), 15.0);
                let spots = [
                    (x - size.0 / 2.0, y + 8.0),
                    (x - size.0 / 2.0, y - 23.0),
                    (x + 8.0, y - 8.0),
                    (x - 8.0 - size.0, y - 8.0),
                ];
                let area = |(x, y): (f64, f64)| (x, y, x + size.0, y + size.1);
                let is_free = |spot: &(f64, f64)| {
                    let a = area(*spot);
                    let inside = a.0 >= 0.0 && a.1 >= 0.0 && a.2 <= 600.0 && a.3 <= 400.0;
                    inside && !others.iter().any(|other| meet(a, *other))
                };
                let on =
                    |spot: (f64, f64)| ties.iter().filter(|tie| lies_in(**tie, area(spot))).count();
                let free: Vec<_> = spots.into_iter().filter(is_free).collect();
                let least = free.iter().map(|spot| on(*spot)).min();
                let Some(at) = room.free(size, spots) else {
                    assert_eq!(least, None, "a name was left out that had a place");
                    continue;
                };
                assert_eq!(Some(on((at.x, at.y))), least, "scene {seed}");
                placed += 1;
                avoided += usize::from(on(free[0]) > on((at.x, at.y)));
                let a = area((at.x, at.y));
                // A label has air at its sides.
                others.push((a.0 - 6.0, a.1, a.2 + 6.0, a.3));
            }
        }
        assert!(placed > 1_000 && avoided > 100, "{placed} {avoided}");
    }

    #[test]
    fn words_lie_on_words_only_where_there_is_no_other_place() {
        let mut room = LabelSpace::new((0.0, 0.0, 300.0, 100.0));
        // A wall of small boxes between the dot and the only free place.
        for i in 0..40 {
            room.take((150.0, 2.5 * f64::from(i), 160.0, 2.5 * f64::from(i) + 2.0));
        }
        room.take((20.0, 40.0, 80.0, 55.0));
        let spots = [(30.0, 45.0), (200.0, 45.0)];
        let placed = room.place((40.0, 15.0), Some((100.0, 50.0)), spots);
        assert_eq!(placed.map(|at| (at.x, at.y)), Some(spots[1]));
    }
}
