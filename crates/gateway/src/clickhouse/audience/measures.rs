//! Measures of customers, as the page has them.

use clientele_model::catalogue::Value;
use clientele_model::failure::Failure;
use clientele_model::filters::Returns;

use super::{Compiler, Uncompiled};

/// Before the name of a category.
const CATEGORY: &str = "category:";

impl Compiler<'_> {
    /// Those with a measure from the first bound to below the second.
    pub(super) fn range(
        &mut self,
        key: &str,
        low: Option<f64>,
        high: Option<f64>,
    ) -> Result<String, Uncompiled> {
        let measure = self.measure(key)?;
        let mut tests = vec![format!("NOT isNaN({measure})")];
        for (bound, sign) in [(low, ">="), (high, "<")] {
            if let Some(bound) = bound {
                let bound = self.terms.number("Float64", bound);
                tests.push(format!("{measure} {sign} {bound}"));
            }
        }
        Ok(format!("({})", tests.join(" AND ")))
    }

    /// A measure as a number; not a number where there is none.
    pub(super) fn measure(&mut self, key: &str) -> Result<String, Failure> {
        let has = self.audience.catalogue.has;
        let none = || Failure::NoSuchColumn {
            column: key.to_owned(),
        };
        let part = |some: &str, of: &str| {
            format!("if({of} > 0, least(greatest({some} / {of}, 0.), 1.), 0.)")
        };
        Ok(match key {
            "recency" => "toFloat64(recency)".to_owned(),
            "frequency" => "toFloat64(orders)".to_owned(),
            "monetary" => "monetary".to_owned(),
            "aov" => "(gross / orders)".to_owned(),
            "discount_share" if has.discount => part("discounted_lines", "lines"),
            "online_share" if has.channel => part("online_orders", "orders"),
            "return_share" if self.window.returns == Returns::Netted => part("returned", "gross"),
            "gap" => "if(order_days > 1 AND last > first, dateDiff('day', first, last) / (order_days - 1), nan)".to_owned(),
            "products" => "toFloat64(products)".to_owned(),
            _ => {
                let name = key.strip_prefix(CATEGORY).ok_or_else(none)?;
                let is_name = |value: &Value| value.name == name;
                if !self.audience.catalogue.categories.iter().any(is_name) {
                    return Err(none());
                }
                part(&self.spent_on(name), "gross")
            }
        })
    }

    /// The column of what somebody spent on a category.
    fn spent_on(&mut self, name: &str) -> String {
        let flag = format!("bought_{}", self.flags.len());
        let name = self.terms.text(name);
        self.flags.push(format!(
            "sumIf(line.value, line.sale AND toString(line.category) = {name}) AS {flag}"
        ));
        flag
    }
}
