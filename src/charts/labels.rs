//! Where labels go: the first place that covers nothing.

/// A box: left, upper, right and lower edge, in pixels.
pub(super) type Area = (f64, f64, f64, f64);

/// A part of the drawing, and what is taken of it.
pub(super) struct LabelSpace {
    within: Area,
    taken: Vec<Area>,
}

impl LabelSpace {
    /// The space inside a box.
    pub(super) fn new(within: Area) -> Self {
        Self {
            within,
            taken: Vec::new(),
        }
    }

    /// Its right edge.
    pub(super) fn right(&self) -> f64 {
        self.within.2
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

    /// Takes the first of the places (its upper left corner) where a label covers nothing.
    pub(super) fn free(
        &mut self,
        (wide, high): (f64, f64),
        spots: impl IntoIterator<Item = (f64, f64)>,
    ) -> Option<Placed> {
        let area = |(x, y): (f64, f64)| (x, y, x + wide, y + high);
        let mut spots = spots.into_iter();
        let (x, y) = spots.find(|&spot| self.covered(area(spot)) == 0)?;
        self.keep((x, y, x + wide, y + high));
        Some(Placed { x, y, leader: None })
    }

    /// Takes the first of the places (its upper left corner) where a label covers nothing, or else the one where it covers
    /// least. A label that is far from its `anchor` needs room for a line to it, too. Gives the place and where that line
    /// ends; nothing where there is no place at all.
    pub(super) fn place(
        &mut self,
        (wide, high): (f64, f64),
        anchor: Option<(f64, f64)>,
        spots: impl IntoIterator<Item = (f64, f64)>,
    ) -> Option<Placed> {
        let mut best: Option<(usize, Placed)> = None;
        for (x, y) in spots {
            let leader = anchor.and_then(|(ax, ay)| {
                let end = (ax.clamp(x, x + wide), ay.clamp(y, y + high));
                let far = (end.0 - ax).hypot(end.1 - ay);
                // A line begins outside the dot that it leads to.
                let part = DOT / far;
                let begin = (ax + (end.0 - ax) * part, ay + (end.1 - ay) * part);
                (far > 20.0).then_some((begin, end))
            });
            let line = leader.into_iter().flat_map(|(a, b)| along(a, b));
            let line: usize = line.map(|a| self.covered(a)).sum();
            // Words on words are far worse than a line through something.
            let covered = 30 * self.covered((x, y, x + wide, y + high)) + line;
            if best.as_ref().is_none_or(|(least, _)| covered < *least) {
                best = Some((covered, Placed { x, y, leader }));
            }
            if covered == 0 {
                break;
            }
        }
        let placed = best?.1;
        let Placed { x, y, leader } = placed;
        self.keep((x, y, x + wide, y + high));
        if let Some((begin, end)) = leader {
            self.take_line(&[begin, end]);
        }
        Some(placed)
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
}
