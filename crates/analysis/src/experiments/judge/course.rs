//! The effect since the send, and whether orders only came earlier.

use clientele_model::experiments::{After, Course, CoursePoint, Measure, Stand};
use clientele_model::words::Sentence;

use super::doings::Spans;
use super::effects::Told;
use super::totals::Arm;
use super::words;
use crate::inference::{
    Arm as Moments, Effect, Interval, Scale, Share, Side, always_valid, newcombe,
};

/// The difference of two shares with its interval.
pub fn difference(control: Share, treated: Share, alpha: f64) -> Option<Told> {
    let interval = newcombe(control, treated, alpha).ok()?;
    Some(Told::new(treated.rate() - control.rate(), interval))
}

/// Day by day; nothing where nobody bought.
pub fn course(control: &Arm, treated: &Arm, spans: Spans, alpha: f64) -> Option<Course> {
    let points: Vec<CoursePoint> = (1..=spans.days)
        .filter_map(|day| point(control, treated, day, alpha))
        .collect();
    let judged = points.iter().find(|point| point.day == spans.judged())?;
    let last = points.last()?;
    let lead = |point: &CoursePoint| point.treated - point.control;
    let sure = |point: &CoursePoint| point.single.0 > 0.0 || point.single.1 < 0.0;
    let title = if !sure(judged) {
        Sentence::from("Chance alone could make a difference like that of day ")
            .count(judged.day.into())
            .text(", ")
            .number(100.0 * lead(judged), 1)
            .text(" points")
    } else {
        let words = match lead(judged) > 0.0 {
            true => Sentence::from("The lead was "),
            false => Sentence::from("The difference was "),
        };
        let words = words::change(words, Measure::Share, lead(judged))
            .text(" on day ")
            .count(judged.day.into());
        match last.day > judged.day {
            true => {
                let words = words
                    .text(", on day ")
                    .count(last.day.into())
                    .text(" it is ");
                let words = words::change(words, Measure::Share, lead(last));
                match sure(last) {
                    true => words,
                    false => words.text(", which may be chance"),
                }
            }
            false => words,
        }
    };
    let note = fading(control, treated, spans, alpha);
    let note = told_otherwise(note, control, treated, spans);
    Some(Course {
        title,
        note,
        days: points,
    })
}

fn point(control: &Arm, treated: &Arm, day: u32, alpha: f64) -> Option<CoursePoint> {
    let (a, b) = (control.by_day(day), treated.by_day(day));
    let single = newcombe(a, b, alpha).ok()?;
    let moments = |share: Share| Moments::share(share.hits, share.n).ok();
    let effect = Effect::between(moments(a)?, moments(b)?, Scale::Absolute);
    let any_day = match effect {
        Ok(effect) => {
            always_valid::interval(&effect, alpha, Side::Both, always_valid::TUNING).ok()?
        }
        // Nobody has bought so far.
        Err(_) => Interval {
            low: single.low.min(-0.01),
            high: single.high.max(0.01),
        },
    };
    Some(CoursePoint {
        day,
        control: a.rate(),
        treated: b.rate(),
        single: (single.low, single.high),
        any_day: (any_day.low, any_day.high),
    })
}

/// Whether the lead of the first half of the window still grew in the second.
fn fading(control: &Arm, treated: &Arm, spans: Spans, alpha: f64) -> Sentence {
    let (half, judged) = (spans.half(), spans.judged());
    let note =
        Sentence::from("Shaded: where the difference lies for a single look, and on any day. ");
    if judged <= half {
        return note
            .text("Half of the window has not passed, so nothing can be said of how it lasts.");
    }
    let within = |arm: &Arm| Share {
        hits: arm.by_day(judged).hits - arm.by_day(half).hits,
        n: arm.customers,
    };
    let early = difference(control.by_day(half), treated.by_day(half), alpha);
    let late = difference(within(control), within(treated), alpha);
    let (Some(early), Some(late)) = (early, late) else {
        return note;
    };
    let words = words::change(
        note.text("In the first ")
            .counted(half, "day")
            .text(" the lead changed by "),
        Measure::Share,
        early.effect,
    );
    let words = words::told(
        words
            .text(", in the ")
            .counted(judged - half, "day")
            .text(" after them by "),
        Measure::Share,
        late,
    )
    .text(".");
    match early.low > 0.0 && late.high < early.effect {
        true => words.text(" Its news wore off: most of what came came at once."),
        false => words,
    }
}

/// A file may count other buyers than the orders that the data have, and tells no day of them.
fn told_otherwise(note: Sentence, control: &Arm, treated: &Arm, spans: Spans) -> Sentence {
    let hits = |arm: &Arm| (arm.bought().hits, arm.by_day(spans.judged()).hits);
    let ((a, in_a), (b, in_b)) = (hits(control), hits(treated));
    if (a, b) == (in_a, in_b) {
        return note;
    }
    note.text(" Day by day, orders of the data are counted: ")
        .counted(in_a + in_b, "buyer")
        .text(" up to day ")
        .count(spans.judged().into())
        .text(". What is judged are the ")
        .counted(a + b, "buyer")
        .text(" of the file, which tells no days.")
}

/// The days after the window; nothing where the data do not reach there.
pub fn after(control: &Arm, treated: &Arm, spans: Spans, lead: f64, alpha: f64) -> Option<After> {
    let days = spans
        .days
        .checked_sub(spans.window)
        .filter(|days| *days > 0)?;
    let share = |arm: &Arm| Share {
        hits: arm.after,
        n: arm.customers,
    };
    let told = difference(share(control), share(treated), alpha)?;
    let whole = difference(
        control.by_day(spans.days),
        treated.by_day(spans.days),
        alpha,
    )?;
    let stand = standing(lead, told, whole);
    let again = |arm: &Arm| {
        let buyers = arm.by_day(spans.window).hits;
        (buyers > 0).then(|| f64::from(arm.again) / f64::from(buyers))
    };
    let again = again(control).zip(again(treated));
    let title = Sentence::from(match (told.high < 0.0, told.low > 0.0, stand) {
        (true, ..) => "Fewer bought afterwards",
        (_, true, _) => "More bought afterwards, too",
        (.., Stand::Open) => "Orders may only have come earlier",
        _ => "No sign that orders only came earlier",
    });
    let mut said = vec![
        {
            let words = Sentence::from("In the ")
                .counted(days, "day")
                .text(" after the window ");
            let words = words::value(words, Measure::Share, share(treated).rate());
            let words = words.text(" of those treated bought, and ");
            let words = words::value(words, Measure::Share, share(control).rate());
            words::told(words.text(" of those held back: "), Measure::Share, told).text(".")
        },
        words::told(
            Sentence::from("From the send to day ")
                .count(spans.days.into())
                .text(" the lead is "),
            Measure::Share,
            whole,
        )
        .text("."),
    ];
    if stand != Stand::Holds && lead > 0.0 {
        said.push(
            words::change(
                Sentence::from("Had orders only come earlier, the gap would mirror the lead of "),
                Measure::Share,
                lead,
            )
            .text("."),
        );
    }
    if let Some((control, treated)) = again {
        said.push(
            Sentence::from("Of those who had bought in the window ")
                .share(treated)
                .text(" bought again in these days; of those held back ")
                .share(control)
                .text("."),
        );
    }
    Some(After {
        title,
        days,
        control: share(control).rate(),
        treated: share(treated).rate(),
        effect: told.triple(),
        whole: whole.triple(),
        words: said,
        stand,
        again,
    })
}

/// Where it stands: broken when the days after surely take the lead back, open when they may have.
fn standing(lead: f64, after: Told, whole: Told) -> Stand {
    if lead <= 0.0 || whole.low > 0.0 {
        return Stand::Holds;
    }
    if after.high < 0.0 && whole.effect <= 0.0 {
        return Stand::Broken;
    }
    match after.high < 0.0 || after.effect < -0.5 * lead {
        true => Stand::Open,
        false => Stand::Holds,
    }
}
