//! When the made-up people order: sales, seasons, and how many orders that makes.

use super::DAYS;
use super::habits::HABITS;
use super::people::Person;

/// Mean lines in a basket of weight one.
pub const BASKET: f64 = 4.2;

/// First and last day of a sale, and how much is off.
const SALES: [(u32, u32, f64); 6] = [
    (8, 24, 0.25),
    (182, 200, 0.30),
    (331, 337, 0.35),
    (374, 390, 0.25),
    (548, 566, 0.30),
    (696, 702, 0.35),
];

/// How much is off on a day; nothing outside sales.
pub fn sale_on(day: u32) -> Option<f64> {
    SALES
        .iter()
        .find(|(from, to, _)| (*from..=*to).contains(&day))
        .map(|sale| sale.2)
}

/// How much busier a day is than usual: the year grows, weekends and the weeks before Christmas.
pub fn busy(day: u32, gift_pull: f64, sale_pull: f64) -> f64 {
    let of_year = day % 366;
    let growth = 1.0 + 0.08 * f64::from(day) / f64::from(DAYS);
    let weekend = if matches!(day % 7, 4 | 5) { 1.25 } else { 0.9 };
    let gifts = if (315..356).contains(&of_year) {
        1.0 + 0.35 * gift_pull
    } else {
        1.0
    };
    let sale = if sale_on(day).is_some() {
        sale_pull
    } else {
        1.0
    };
    growth * weekend * gifts * sale
}

/// Lines in the first orders of those who arrive.
pub fn arrival_lines(people: &[Person]) -> f64 {
    let arriving = people.iter().filter(|person| person.arrives >= 0);
    arriving
        .map(|person| BASKET * HABITS[usize::from(person.habit)].basket)
        .sum()
}

/// Lines the people would buy at pace one, computed the way `visits` draws them.
pub fn expected_lines(people: &[Person]) -> f64 {
    people
        .iter()
        .map(|person| {
            let Some((first, last)) = person.active() else {
                return 0.0;
            };
            months(first, last)
                .map(|(from, to)| {
                    orders_in(person, from, to, 1.0) * HABITS[person.habit_on(from)].basket
                })
                .sum::<f64>()
        })
        .sum::<f64>()
        * BASKET
}

/// Stretches of 30 days.
pub fn months(first: u32, last: u32) -> impl Iterator<Item = (u32, u32)> {
    (first..=last)
        .step_by(30)
        .map(move |from| (from, (from + 29).min(last)))
}

/// Expected orders in a stretch of days.
pub fn orders_in(person: &Person, from: u32, to: u32, scale: f64) -> f64 {
    let habit = &HABITS[person.habit_on(from)];
    let busy: f64 = (from..=to)
        .map(|day| busy(day, habit.gift_pull, habit.sale_pull))
        .sum();
    person.pace * scale * busy / 30.0
}
