//! Why looking early misleads: simulated tests of nothing, day by day, and how often each way of looking cries success.

use super::NARROW;
use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::mark::{Mark, Picture, Tip};
use super::scale::Linear;
use super::text::{broken, text_width, widest};

/// Tests of nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Looks {
    /// What the picture shows, in words.
    pub label: String,
    /// Tests without any effect: standard errors from zero, day by day.
    pub paths: Vec<Vec<f64>>,
    /// The usual limit, day by day.
    pub usual: Vec<f64>,
    /// The limit that holds on any day, day by day.
    pub any_day: Vec<f64>,
    /// The names of the usual limit, of the other one and of zero.
    pub names: [String; 3],
    /// What stands under the axis.
    pub axis: String,
    /// Beside the lines, on hover and focus.
    pub mark: Mark,
    /// What stands above the bars.
    pub bars_title: String,
    /// Ways of looking: name, the share of tests that cry success, that share in words, whether it is the sound one.
    pub bars: Vec<(String, f64, String, bool)>,
}

/// Draws the lines, red where they leave the usual limits, and below them a bar for each way of looking.
pub fn looks(data: &Looks, w: f64) -> Picture {
    let big = w > NARROW;
    let high = if big { 268.0 } else { 256.0 };
    let (top, bottom) = (10.0, high - 44.0);
    let is_stacked = is_stacked(data, w);
    let row = if is_stacked { 46.0 } else { 30.0 };
    let h = high + 44.0 + row * data.bars.len() as f64;
    let names = widest(&data.names, Type::Label, 60.0) + 12.0;
    let (left, right) = (8.0, w - names.min(w * 0.34));
    let days = data.usual.len().max(2);
    let x = Linear::new(1.0, days as f64, left, right);
    let at = |i: usize| x.at(i as f64 + 1.0);
    let last = |line: &[f64]| line.last().copied().unwrap_or(2.0);
    let most = (last(&data.any_day) * 1.25).max(last(&data.usual) * 1.9);
    let y = Linear::new(-most, most, bottom, top);
    let mut c = Canvas::new(w, h);
    let side = |line: &[f64], sign: f64| {
        let points = line.iter().enumerate().filter(|p| *p.1 <= most);
        points
            .map(|(i, v)| (at(i), y.at(v * sign)))
            .collect::<Vec<_>>()
    };
    let (above, below) = (side(&data.usual, 1.0), side(&data.usual, -1.0));
    let between: Vec<_> = above.iter().chain(below.iter().rev()).copied().collect();
    c.shape(&between, Ink::Sunken, 1.0);
    c.line(
        &[(left, y.at(0.0)), (right, y.at(0.0))],
        Ink::Axis,
        Stroke::Hair,
    );
    let path = |values: &[f64]| {
        let points = values.iter().enumerate();
        points
            .map(|(i, v)| (at(i), y.at(v.clamp(-most, most))))
            .collect::<Vec<_>>()
    };
    let (mut calm, mut alarms) = (Vec::new(), Vec::new());
    for values in &data.paths {
        match alarm(values, &data.usual) {
            None => calm.push(path(values)),
            Some(day) => alarms.push((path(values), day)),
        }
    }
    for line in &calm {
        c.line(line, Ink::Compare, Stroke::Fine);
    }
    for (line, day) in &alarms {
        c.line(line, Ink::Bad, Stroke::Thin);
        if let Some(&(px, py)) = line.get(*day) {
            c.dot(px, py, 3.5, Ink::Bad, 1.0);
        }
    }
    for sign in [1.0, -1.0] {
        c.line(&side(&data.usual, sign), Ink::Text, Stroke::Dash);
        c.line(&side(&data.any_day, sign), Ink::Text, Stroke::Thin);
    }
    let beside = right + 8.0;
    let [usual, any_day, nothing] = &data.names;
    for (v, name, set) in [
        (last(&data.usual), usual, Type::Label),
        (last(&data.any_day), any_day, Type::Label),
        (0.0, nothing, Type::Axis),
    ] {
        let lines = broken(name, w - beside, set);
        let lines = lines.iter().map(|line| (line.as_str(), set));
        c.lines(beside, y.at(v), lines, w - beside, At::Start);
    }
    let every = if right - left > 220.0 { 7 } else { 14 };
    for day in (1..).map(|n| n * every).take_while(|&day| day <= days) {
        let half = text_width(&day.to_string(), Type::Axis) / 2.0;
        let middle = x.at(day as f64).min(w - half);
        c.text(
            middle,
            bottom + 17.0,
            &day.to_string(),
            Type::Axis,
            At::Middle,
        );
    }
    c.text(right, high - 6.0, &data.axis, Type::Axis, At::End);
    c.mark(
        left,
        top,
        right - left,
        bottom - top,
        data.mark.clone().pointing(y.at(0.0)),
    );
    bars(&mut c, data, high, row);
    c.finish(&data.label)
}

/// Whether the names of the bars stand above them, where they are too long to stand beside them.
fn is_stacked(data: &Looks, w: f64) -> bool {
    widest(data.bars.iter().map(|b| &b.0), Type::Label, 0.0) > w * 0.56
}

/// The day on which somebody who looks daily would cry success.
fn alarm(values: &[f64], usual: &[f64]) -> Option<usize> {
    let mut days = values.iter().zip(usual);
    days.position(|(v, limit)| v.abs() > *limit)
}

fn bars(c: &mut Canvas, data: &Looks, from: f64, row: f64) {
    let w = c.w;
    c.text(0.0, from + 30.0, &data.bars_title, Type::Axis, At::Start);
    let is_stacked = is_stacked(data, w);
    let left = match is_stacked {
        true => 0.0,
        false => widest(data.bars.iter().map(|b| &b.0), Type::Label, 60.0) + 12.0,
    };
    let numbers = widest(data.bars.iter().map(|b| &b.2), Type::Label, 20.0) + 10.0;
    let most = data.bars.iter().map(|b| b.1).fold(1e-9, f64::max);
    let least = data.bars.first().map_or(0.0, |b| b.1);
    for (i, (name, share, words, is_sound)) in data.bars.iter().enumerate() {
        let y = from + 42.0 + row * i as f64;
        let ink = match (is_sound, *share > least * 1.2) {
            (true, _) => Ink::Mark,
            (false, true) => Ink::Bad,
            (false, false) => Ink::Compare,
        };
        let set = if *is_sound { Type::Label } else { Type::Plain };
        let wide = ((w - left - numbers) * share / most).max(2.0);
        c.text(0.0, y + 15.0, name, set, At::Start);
        let y = if is_stacked { y + 18.0 } else { y };
        c.rect(left, y + 4.0, wide, 14.0, ink, 2);
        c.text(left + wide + 8.0, y + 15.0, words, Type::Label, At::Start);
        let tip = Tip::new(name, vec![("False alarms", words.clone())]);
        let mark = Mark::new("", format!("{name}: {words}"), tip);
        let top = from + 39.0 + row * i as f64;
        c.mark(0.0, top, w, row - 2.0, mark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alarm_is_the_first_day_outside_the_usual_limits() {
        let usual = [2.0, 2.0, 2.0];
        assert_eq!(alarm(&[1.0, -2.5, 3.0], &usual), Some(1));
        assert_eq!(alarm(&[1.0, 2.0, -2.0], &usual), None);
        assert_eq!(alarm(&[], &usual), None);
    }
}
