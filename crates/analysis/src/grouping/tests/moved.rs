//! Groups depend on what customers did: not on their numbers, nor on the unit of money.

use super::*;

/// A shop where half came once: nearly as many groups are as good.
fn coin() -> Vec<Order> {
    let mut dice = Dice(3);
    let mut orders = Vec::new();
    for customer in 0..1_500 {
        let mut day = dice.between(0.0, 80.0);
        let money = (3.3 + 0.8 * dice.normal()).exp();
        let gap = dice.exponential(60.0) + 5.0;
        let ends = dice.even().powi(3);
        while day < 540.0 {
            orders.push(Order {
                customer,
                day: day as Day,
                money: (money * (0.4 * dice.normal()).exp() * 100.0).round() / 100.0,
                discounted: dice.even() < ends,
                returned: if dice.even() < 0.05 { money / 2.0 } else { 0.0 },
            });
            if dice.even() < ends {
                break;
            }
            day += dice.exponential(gap) + 1.0;
        }
    }
    orders
}

/// Who is together with whom: per customer the first one of the same group, and the name of the group.
fn partition(table: &CustomersTable, lens: Lens) -> BTreeMap<String, String> {
    let model = model(table, &through(lens)).unwrap();
    let rows = 0..table.len();
    rows.map(|row| {
        let group = &model.found.segments[usize::from(model.found.labels[row])];
        (table.customer.get(row).to_owned(), group.name.clone())
    })
    .collect()
}

#[test]
fn the_numbers_of_customers_do_not_matter() {
    let orders = coin();
    // 7,919 is prime to 10,007: everybody gets another number, and the order is another.
    let number = |customer: u32| customer * 7_919 % 10_007;
    let moved = |order: &Order| Order {
        customer: number(order.customer),
        ..*order
    };
    let moved: Vec<Order> = orders.iter().map(moved).collect();
    for lens in [Lens::Value, Lens::Behaviour] {
        let before = partition(&table(&orders, 540), lens);
        let after = partition(&table(&moved, 540), lens);
        for (customer, group) in &before {
            let number = number(customer.parse().unwrap());
            assert_eq!(
                after[&format!("{number:08}")],
                *group,
                "{lens:?} {customer}"
            );
        }
        let names: std::collections::BTreeSet<_> = before.values().collect();
        assert!(names.len() >= 3, "{names:?}");
    }
}

#[test]
fn the_unit_of_money_does_not_matter() {
    let orders = coin();
    for lens in [Lens::Value, Lens::Behaviour] {
        let before = partition(&table(&orders, 540), lens);
        for unit in [0.01, 100.0] {
            let in_unit = |order: &Order| Order {
                money: order.money * unit,
                returned: order.returned * unit,
                ..*order
            };
            let moved: Vec<Order> = orders.iter().map(in_unit).collect();
            assert_eq!(
                partition(&table(&moved, 540), lens),
                before,
                "{lens:?} {unit}"
            );
        }
    }
}

#[test]
fn where_seeds_choose_other_numbers_of_groups_nobody_is_sure() {
    let table = table(&coin(), 540);
    let mut chosen: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for seed in 1..=6 {
        let filters = Filters {
            seed,
            ..Filters::default()
        };
        let model = model(&table, &filters).unwrap();
        let said = model.report.sureness.to_string();
        chosen
            .entry(model.found.segments.len())
            .or_default()
            .push(said);
    }
    let all: Vec<&String> = chosen.values().flatten().collect();
    if chosen.len() > 1 {
        assert!(
            all.iter().all(|said| !said.starts_with("We are sure")),
            "{all:?}"
        );
    }
    assert!(
        all.iter().all(|said| said.contains("of 12 draws")),
        "{all:?}"
    );
}
