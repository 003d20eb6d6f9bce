//! The time of day in a text.

use super::Part;

/// Takes a time of day out of the parts: "8:26", "08:26:00.5", "10h30", "T103000"; and an offset
/// behind it. Nothing when there is none, or none that can be.
pub(super) fn take_clock(parts: &mut Vec<Part<'_>>) -> Option<i64> {
    fn digits(parts: &[Part<'_>], at: usize) -> bool {
        parts.get(at).is_some_and(|part| part.digits)
    }
    let number = |part: &Part<'_>| part.text.parse::<i64>().ok();
    let colon = |part: &Part<'_>| part.before.trim() == ":";
    if let Some(at) =
        (1..parts.len()).find(|&at| digits(parts, at) && digits(parts, at - 1) && colon(&parts[at]))
    {
        let mut end = at + 1;
        let (hour, minute) = (number(&parts[at - 1])?, number(&parts[at])?);
        if digits(parts, end) && colon(&parts[end]) {
            if number(&parts[end])? > 60 {
                return None;
            }
            end += 1;
            if digits(parts, end) && matches!(parts[end].before, "." | ",") {
                end += 1;
            }
        }
        let offset =
            |part: &Part<'_>| matches!(part.before.trim(), "+" | "-" | "−") && part.text.len() <= 4;
        let zone = |part: &Part<'_>| !part.digits && matches!(part.text, "utc" | "gmt" | "z");
        let skip = usize::from(parts.get(end).is_some_and(zone));
        if digits(parts, end + skip) && offset(&parts[end + skip]) {
            end += skip + 1;
            if digits(parts, end) && colon(&parts[end]) {
                end += 1;
            }
        }
        let minute = clock(hour, minute)?;
        parts.drain(at - 1..end);
        return Some(minute);
    }
    let letter = |part: &Part<'_>, letter: &str| part.text == letter;
    // "10h30", "10 h 30".
    if let Some(at) = (1..parts.len())
        .find(|&at| letter(&parts[at], "h") && digits(parts, at - 1) && digits(parts, at + 1))
    {
        let minute = clock(number(&parts[at - 1])?, number(&parts[at + 1])?)?;
        parts.drain(at - 1..at + 2);
        return Some(minute);
    }
    // "20240105T103000Z".
    let at = (1..parts.len()).find(|&at| {
        letter(&parts[at], "t") && parts[at - 1].text.len() == 8 && digits(parts, at + 1)
    })?;
    let text = parts[at + 1].text;
    if !matches!(text.len(), 4 | 6) {
        return None;
    }
    let minute = clock(text[..2].parse().ok()?, text[2..4].parse().ok()?)?;
    parts.drain(at..at + 2);
    // An offset behind it.
    if parts.len() > at && parts[at].digits && matches!(parts[at].before, "+" | "-") {
        parts.truncate(at);
    }
    Some(minute)
}

/// "10.30" behind a date.
pub(super) fn dotted_clock(rest: &[&Part<'_>]) -> Option<i64> {
    let ([hour, minute] | [hour, minute, _]) = rest else {
        return None;
    };
    let points = rest[1..].iter().all(|part| part.before == ".");
    (points && minute.text.len() == 2)
        .then(|| clock(hour.text.parse().ok()?, minute.text.parse().ok()?))?
}

pub(super) fn clock(hour: i64, minute: i64) -> Option<i64> {
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}
