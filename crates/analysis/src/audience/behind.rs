//! What a mark itself brought in: the figure that its chart shows.

use clientele_model::selection::Only;

use crate::dataset::{Dataset, NONE};
use crate::days::{from_date, of_minute};
use crate::set::CustomerSet;
use crate::stats::exact;
use crate::tables::line_filter::LineFilter;
use crate::window::Window;

/// Revenue of the days, country, channel, category or product that a mark is about, and what that is
/// called; none for marks that are about customers. Customers without a number count, unless `within`
/// narrows it to some.
pub(super) fn behind(
    of: &Only,
    dataset: &Dataset,
    window: &Window,
    within: Option<&CustomerSet>,
) -> Option<(String, f64)> {
    let place = |names: &[String], name: &str| {
        let at = names.iter().position(|known| known == name);
        at.map_or(NONE, |at| at as u32)
    };
    let (values, orders, products) = (&dataset.values, &dataset.orders, &dataset.products);
    let is = |column: &[u32], at: usize, wanted: u32| {
        wanted != NONE && column.get(at).copied().unwrap_or(NONE) == wanted
    };
    let (name, of_order, of_product): (_, Test<'_>, Test<'_>) = match of {
        Only::Ordered(from, to) => {
            let (from, to) = (from_date(*from), from_date(*to));
            let within = move |order: usize| (from..=to).contains(&of_minute(orders.minute[order]));
            (
                "Revenue of these days",
                Box::new(within),
                Box::new(|_| true),
            )
        }
        Only::Country(name) => {
            let at = place(&values.countries, name);
            let from = move |order| is(&orders.country, order, at);
            ("Revenue from there", Box::new(from), Box::new(|_| true))
        }
        Only::Channel(name) => {
            let at = place(&values.channels, name);
            let through = move |order| is(&orders.channel, order, at);
            (
                "Revenue of this channel",
                Box::new(through),
                Box::new(|_| true),
            )
        }
        Only::Category(name) => {
            let at = place(&values.categories, name);
            let of = move |product| is(&products.category, product, at);
            ("Revenue of this category", Box::new(|_| true), Box::new(of))
        }
        Only::Product(id) => {
            let at = dataset.product(id)?;
            let of = move |product| product == at;
            ("Revenue of this product", Box::new(|_| true), Box::new(of))
        }
        _ => return None,
    };
    let filter = LineFilter::new(dataset, window, within);
    let mut sum = 0.0;
    for order in filter.orders.clone() {
        if !filter.customer(orders.customer[order]) || !filter.order(order) || !of_order(order) {
            continue;
        }
        for line in filter
            .lines(order)
            .filter(|line| of_product(line.product as usize))
        {
            sum += match line.is_return {
                true => -line.paid_back(),
                false => line.value(),
            };
        }
    }
    Some((name.to_owned(), exact(sum)))
}

/// Whether an order, or a product, is meant.
type Test<'a> = Box<dyn Fn(usize) -> bool + 'a>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selection::tests::small;
    use crate::tables::{overview, products};

    #[test]
    fn the_sheet_says_first_what_the_chart_says() {
        let data = small();
        let window = Window::usual(&data.catalogue).unwrap();
        let value = |of: Only| behind(&of, &data, &window, None).map(|(_, value)| value);
        let table = products(&data, &window, None);
        for (row, id) in table.product.iter().enumerate() {
            assert_eq!(
                value(Only::Product(id.to_lowercase())),
                Some(table.revenue(row))
            );
        }
        let all = overview(&data, &window, None, None);
        for (name, sums) in data.values.countries.iter().zip(&all.now.countries) {
            let expected = exact(sums.gross - sums.returned);
            assert_eq!(value(Only::Country(name.clone())), Some(expected));
        }
        for (days, sums) in all.buckets.iter().zip(&all.now.buckets) {
            let (from, to) = days.dates();
            let expected = exact(sums.gross - sums.returned);
            assert_eq!(value(Only::Ordered(from, to)), Some(expected));
        }
        assert_eq!(value(Only::Everyone), None);
        assert_eq!(value(Only::Country("Nowhere".to_owned())), Some(0.0));
    }
}
