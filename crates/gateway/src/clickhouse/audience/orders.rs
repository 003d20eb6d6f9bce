//! Conditions about orders: what somebody bought, how often, how lately, first or last.

use clientele_analysis::days::Days;
use clientele_analysis::selection::{Buyers, First, Holds};
use clientele_analysis::window::Window;
use clientele_model::failure::Failure;
use clientele_model::selection::When;

use super::{Compiler, Uncompiled};

impl Compiler<'_> {
    /// Those who ordered something.
    pub(super) fn buyers(&mut self, who: &Buyers) -> Result<String, Uncompiled> {
        // As a table of them would be asked for: a name that the data do not have is refused alike.
        let Some(request) = who.request(self.audience.filters, &self.window) else {
            return Ok("0".to_owned());
        };
        let narrowed = Window::new(&request.filters, self.audience.catalogue);
        let days = match narrowed {
            Ok(narrowed) => narrowed.days,
            // Days without data are days on which nobody ordered.
            Err(Failure::NoSales { .. }) => return Ok("0".to_owned()),
            Err(why) => return Err(why.into()),
        };
        let held = self.held(&who.holds);
        let within = self.within("line.day", days);
        let orders = format!("line.sale AND {within}{held}");
        let begun = match who.first {
            First::Whenever => String::new(),
            First::In(days) => format!(" AND {}", self.within("first_ever", days)),
            First::Before(day) => {
                let day = self.terms.number("Int32", day);
                format!(" AND toInt32(first_ever) < {day}")
            }
        };
        let flag = format!("bought_{}", self.flags.len());
        let (column, test) = match who.when {
            When::Ever if who.times == 1 => (format!("countIf({orders}) > 0"), flag.clone()),
            When::Ever => {
                let times = self.terms.number("UInt16", who.times);
                let numbers = format!("groupArrayIf(cityHash64(line.`order`), {orders})");
                (format!("arrayUniq({numbers}) >= {times}"), flag.clone())
            }
            When::First | When::Last => {
                let day = match who.when {
                    When::First => "first",
                    _ => "last",
                };
                let times = self.terms.number("UInt16", who.times);
                let column =
                    format!("groupArrayIf((line.day, cityHash64(line.`order`)), {orders})");
                let of_day =
                    format!("arrayUniq(arrayFilter(of -> of.1 = {day}, {flag})) >= {times}");
                (column, of_day)
            }
        };
        self.flags.push(format!("{column} AS {flag}"));
        Ok(format!("({test}{begun})"))
    }

    /// What one of the lines must hold.
    fn held(&mut self, holds: &Holds) -> String {
        let (column, name) = match holds {
            Holds::Anything => return String::new(),
            Holds::Country(name) => ("country", name),
            Holds::Channel(name) => ("channel", name),
            Holds::Category(name) => ("category", name),
            Holds::Product(id) => ("product", id),
        };
        let name = self.terms.text(name);
        format!(" AND toString(line.{column}) = {name}")
    }

    fn within(&mut self, column: &str, days: Days) -> String {
        let first = self.terms.number("Int32", days.first);
        let last = self.terms.number("Int32", days.last);
        format!("toInt32({column}) BETWEEN {first} AND {last}")
    }
}
