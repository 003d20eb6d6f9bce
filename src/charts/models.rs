//! The analyst's pictures: silhouettes, the elbow with its intervals, and histograms.

use super::canvas::{At, Canvas};
use super::ink::{Ink, Stroke, Type};
use super::mark::{Mark, Picture, Tip};
use super::scale::Linear;
use super::text::{name_lines, name_room, text_width, widest};
use super::{NARROW, Write};

/// The silhouettes of one segment.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// What the panel calls it.
    pub key: String,
    /// The name of the segment.
    pub name: String,
    /// A few words under the name.
    pub sub: String,
    /// Its colour.
    pub ink: Ink,
    /// The number of customers, for the height.
    pub count: f64,
    /// Silhouettes at even steps, highest first.
    pub values: Vec<f64>,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the shape, on hover and focus.
    pub tip: Tip,
}

/// Every customer a hair line, sorted inside its segment.
#[derive(Clone, Debug, PartialEq)]
pub struct Silhouettes {
    /// What the picture shows, in words.
    pub label: String,
    /// The name of the axis.
    pub axis: String,
    /// The mean over all customers, and its words.
    pub mean: (f64, String),
    /// The segments.
    pub profiles: Vec<Profile>,
}

/// Draws the silhouette picture.
pub fn silhouettes(data: &Silhouettes, w: f64, axis: Write) -> Picture {
    let big = w > NARROW;
    let names = data.profiles.iter().flat_map(|p| [&p.name, &p.sub]);
    let (left, right, top, bottom) = if big {
        (name_room(names, w), 16.0, 4.0, 42.0)
    } else {
        (4.0, 10.0, 4.0, 40.0)
    };
    let total: f64 = data.profiles.iter().map(|p| p.count).sum::<f64>().max(1.0);
    let gap = if big { 12.0 } else { 22.0 };
    let least = if big { 30.0 } else { 12.0 };
    let body = if big { 350.0 } else { 330.0 };
    let spans: Vec<_> = data
        .profiles
        .iter()
        .map(|p| (body * p.count / total).max(least))
        .collect();
    let n = data.profiles.len() as f64;
    let h = top
        + spans.iter().sum::<f64>()
        + gap * (n - 1.0).max(0.0)
        + bottom
        + if big { 0.0 } else { 18.0 };
    let all = || data.profiles.iter().flat_map(|p| p.values.iter().copied());
    let x = Linear::round(all(), 5, left, w - right);
    let mut c = Canvas::new(w, h);
    for t in x.ticks(5) {
        let ink = if t.abs() < 1e-9 { Ink::Axis } else { Ink::Grid };
        c.line(&[(x.at(t), top), (x.at(t), h - bottom)], ink, Stroke::Hair);
        let name = axis(t);
        let mid = x.at(t).max(text_width(&name, Type::Axis) / 2.0);
        c.text(mid, h - bottom + 18.0, &name, Type::Axis, At::Middle);
    }
    c.text(
        w - right,
        h - 4.0,
        &format!("{} →", data.axis),
        Type::Axis,
        At::End,
    );
    let mut y = top + if big { 0.0 } else { 18.0 };
    for (p, &span) in data.profiles.iter().zip(&spans) {
        let steps = (span as usize).max(8);
        let mut points = vec![(x.at(0.0), y)];
        for i in 0..=steps {
            let at = (i * p.values.len() / steps).min(p.values.len().saturating_sub(1));
            if let Some(&v) = p.values.get(at) {
                points.push((x.at(v), y + span * i as f64 / steps as f64));
            }
        }
        points.push((x.at(0.0), y + span));
        c.shape(&points, p.ink, 1.0);
        if big {
            let lines = name_lines(&p.name).chain([(p.sub.as_str(), Type::Axis)]);
            c.lines(left - 12.0, y + span / 2.0, lines, left - 12.0, At::End);
        } else {
            let words = format!("{} · {}", p.name, p.sub);
            // Over its own shape, but never out of the picture.
            let from = (x.at(0.0) + 4.0).min(w - text_width(&words, Type::Label));
            c.text(from.max(0.0), y - 5.0, &words, Type::Label, At::Start);
        }
        let (hit, extra) = if span < 24.0 {
            (24.0, (24.0 - span) / 2.0)
        } else {
            (span, 0.0)
        };
        c.mark(
            0.0,
            (y - extra).max(0.0),
            w,
            hit,
            Mark::new(&p.key, p.label.clone(), p.tip.clone()),
        );
        y += span + gap;
    }
    let mean = x.at(data.mean.0);
    c.line(&[(mean, top), (mean, h - bottom)], Ink::Text, Stroke::Dash);
    c.over(
        mean + 5.0,
        h - bottom - 6.0,
        &data.mean.1,
        Type::Label,
        At::Start,
    );
    c.finish(&data.label)
}

/// One number of groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The number of groups.
    pub k: u32,
    /// The scatter inside the groups.
    pub inertia: f64,
    /// Mean silhouette, and its 95 % interval where it was measured.
    pub silhouette: Option<(f64, f64, f64)>,
    /// Whether it could be chosen.
    pub eligible: bool,
    /// In words, for a screen reader.
    pub label: String,
    /// Beside the column, on hover and focus.
    pub tip: Tip,
}

/// Scatter inside groups and separation, by number of groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Elbow {
    /// What the picture shows, in words.
    pub label: String,
    /// The title of the upper half.
    pub scatter: String,
    /// The title of the lower half.
    pub separation: String,
    /// The words of the band of candidates as good as the best, and how far it reaches down (0.05: 5 %).
    pub band: (String, f64),
    /// The name of the axis.
    pub axis: String,
    /// The number that was chosen.
    pub chosen: u32,
    /// The candidates, fewest groups first.
    pub candidates: Vec<Candidate>,
}

/// Draws two halves that share the number of groups; `count` writes inertia, `score` silhouettes.
pub fn elbow(data: &Elbow, w: f64, count: Write, score: Write) -> Picture {
    let big = w > NARROW;
    let (right, top, bottom) = (12.0, 28.0, 40.0);
    let half = if big { 178.0 } else { 150.0 };
    let h = top + half + 52.0 + half + bottom;
    let mut c = Canvas::new(w, h);
    let (Some(first), Some(last)) = (data.candidates.first(), data.candidates.last()) else {
        return c.finish(&data.label);
    };
    let y = Linear::round(
        data.candidates.iter().map(|k| k.inertia),
        4,
        top + half,
        top,
    );
    let ticks = y.ticks(4);
    let left = widest(ticks.iter().map(|&t| count(t)), Type::Axis, 30.0) + 12.0;
    let x = Linear::new(
        f64::from(first.k),
        f64::from(last.k.max(first.k + 1)),
        left + 12.0,
        w - right - 12.0,
    );
    c.text(0.0, 12.0, &data.scatter, Type::Label, At::Start);
    for &t in &ticks {
        let ink = if t == 0.0 { Ink::Axis } else { Ink::Grid };
        c.line(&[(left, y.at(t)), (w - right, y.at(t))], ink, Stroke::Hair);
        c.text(left - 8.0, y.at(t) + 4.0, &count(t), Type::Axis, At::End);
    }
    let line: Vec<_> = data
        .candidates
        .iter()
        .map(|k| (x.at(f64::from(k.k)), y.at(k.inertia)))
        .collect();
    c.line(&line, Ink::Mark, Stroke::Line);
    for (k, &(px, py)) in data.candidates.iter().zip(&line) {
        c.dot(
            px,
            py,
            if k.k == data.chosen { 6.0 } else { 3.5 },
            Ink::Mark,
            1.0,
        );
        if k.k == data.chosen {
            let words = format!("k = {}: {}", k.k, count(k.inertia));
            c.over(px + 9.0, py - 8.0, &words, Type::Label, At::Start);
        }
    }
    let low = top + half + 52.0;
    c.text(0.0, low - 16.0, &data.separation, Type::Label, At::Start);
    let seen = || data.candidates.iter().filter_map(|k| k.silhouette);
    let lo = seen().map(|s| s.1.min(s.0)).fold(f64::MAX, f64::min);
    let hi = seen().map(|s| s.2.max(s.0)).fold(f64::MIN, f64::max);
    let pad = ((hi - lo) * 0.15).max(0.01);
    let z = Linear::new(lo - pad, hi + pad, low + half, low);
    for t in z.ticks(4) {
        c.line(
            &[(left, z.at(t)), (w - right, z.at(t))],
            Ink::Grid,
            Stroke::Hair,
        );
        c.text(left - 8.0, z.at(t) + 4.0, &score(t), Type::Axis, At::End);
    }
    c.line(
        &[(left, low + half), (w - right, low + half)],
        Ink::Axis,
        Stroke::Hair,
    );
    let fair: Vec<_> = data.candidates.iter().filter(|k| k.eligible).collect();
    let best = fair
        .iter()
        .filter_map(|k| k.silhouette)
        .map(|s| s.0)
        .fold(f64::MIN, f64::max);
    if let (Some(a), Some(b), true) = (fair.first(), fair.last(), best > 0.0) {
        let (xa, xb) = (x.at(f64::from(a.k)) - 10.0, x.at(f64::from(b.k)) + 10.0);
        let floor = z.at(best * (1.0 - data.band.1)).min(low + half);
        c.rect_faint(
            xa,
            z.at(best),
            xb - xa,
            floor - z.at(best),
            Ink::Mark,
            0,
            0.12,
        );
        c.over(xb, z.at(best) - 6.0, &data.band.0, Type::Axis, At::End);
    }
    for k in &data.candidates {
        let px = x.at(f64::from(k.k));
        let chosen = k.k == data.chosen;
        let mut peak = low;
        if let Some((mean, from, to)) = k.silhouette {
            c.line(&[(px, z.at(from)), (px, z.at(to))], Ink::Mark, Stroke::Thin);
            if k.eligible {
                c.dot(
                    px,
                    z.at(mean),
                    if chosen { 6.0 } else { 3.5 },
                    Ink::Mark,
                    1.0,
                );
            } else {
                c.ring(px, z.at(mean), 3.5, Ink::Compare);
            }
            peak = z.at(to);
        }
        let set = if chosen { Type::Label } else { Type::Axis };
        c.text(px, h - bottom + 18.0, &k.k.to_string(), set, At::Middle);
        let wide = ((x.at(1.0) - x.at(0.0)).abs()).max(24.0);
        let mark = Mark::new("", k.label.clone(), k.tip.clone()).pointing(peak);
        c.mark(px - wide / 2.0, top, wide, h - top - bottom, mark);
    }
    c.text(
        w - right,
        h - 4.0,
        &format!("{} →", data.axis),
        Type::Axis,
        At::End,
    );
    c.finish(&data.label)
}

/// A small histogram; `ends` stand under its first and last bar.
pub fn histogram(
    counts: &[f64],
    ends: (&str, &str),
    label: &str,
    ink: Ink,
    w: f64,
    h: f64,
) -> Picture {
    let c = Canvas::new(w, h + 18.0);
    let y = Linear::new(0.0, counts.iter().copied().fold(0.0, f64::max), h, 2.0);
    let step = w / counts.len().max(1) as f64;
    for (i, &v) in counts.iter().enumerate() {
        c.rect(
            i as f64 * step + 0.5,
            y.at(v),
            step - 1.0,
            h - y.at(v),
            ink,
            0,
        );
    }
    c.line(&[(0.0, h), (w, h)], Ink::Axis, Stroke::Hair);
    c.text(0.0, h + 14.0, ends.0, Type::Axis, At::Start);
    c.text(w, h + 14.0, ends.1, Type::Axis, At::End);
    c.finish(label)
}
