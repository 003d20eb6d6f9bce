//! Whom the conditions of a selection mean, from whatever a question is answered from.

use clientele_model::failure::Failure;
use clientele_model::selection::Listed;

use super::Tables;
use super::needs::{Choice, Customers};
use crate::selection::{Buyers, Known, Meaning};
use crate::set::CustomerSet;
use crate::tables::CustomersTable;

impl Tables {
    /// The customers of a selection among those of a table. `meaning` is that of the choice or a part of it; `segment`
    /// tells who is in a segment.
    ///
    /// # Errors
    /// As [`Meaning::find`], and as [`Tables::made`].
    pub fn find(
        &self,
        meaning: &Meaning,
        choice: &Choice,
        among: &CustomersTable,
        of: &Customers,
        segment: &dyn Fn(&str) -> Result<CustomerSet, Failure>,
    ) -> Result<CustomerSet, Failure> {
        let whom = Whom {
            tables: self,
            choice,
            among,
            of,
            segment,
        };
        meaning.find(among, &whom)
    }
}

struct Whom<'a> {
    tables: &'a Tables,
    choice: &'a Choice,
    among: &'a CustomersTable,
    of: &'a Customers,
    segment: &'a dyn Fn(&str) -> Result<CustomerSet, Failure>,
}

impl Known for Whom<'_> {
    fn buyers(&self, who: &Buyers) -> Result<CustomerSet, Failure> {
        if let Some(lines) = self.tables.lines() {
            return who.over_lines(lines, &self.of.scope.window, self.among);
        }
        match self.choice.buyers.iter().find(|(known, _)| known == who) {
            Some((_, Some(need))) => Ok(who.over_table(self.among, &*self.tables.made(need)?)),
            Some((_, None)) => Ok(CustomerSet::none(self.among.len())),
            None => Err(Failure::defect("buyers of a selection were not asked for")),
        }
    }

    fn segment(&self, slug: &str) -> Result<CustomerSet, Failure> {
        (self.segment)(slug)
    }

    fn arm(&self, campaign: &str, arm: &str) -> Result<CustomerSet, Failure> {
        let campaigns = self.tables.campaigns()?;
        let place = campaigns.place(campaign);
        let missing = || Failure::Refused {
            sentence: format!(
                "No customer of this data set took part in the arm “{arm}” of a campaign “{campaign}”. Choose one of those on Experiments, or take this line out."
            ),
        };
        let rows = place.map(|place| campaigns.exposures.rows(place as u32));
        let rows = rows.ok_or_else(missing)?;
        let exposures = &campaigns.exposures;
        let arm = exposures.arms.iter().position(|name| name == arm);
        let arm = arm.ok_or_else(missing)? as u32;
        let (mut set, among) = (CustomerSet::default(), self.among);
        for row in rows.filter(|&row| exposures.arm[row] == arm) {
            // Customers are in the order of their numbers.
            let id = exposures.customer.get(row);
            let (mut low, mut high) = (0, among.len());
            while low < high {
                let middle = low + (high - low) / 2;
                match among.customer.get(middle) < id {
                    true => low = middle + 1,
                    false => high = middle,
                }
            }
            if low < among.len() && among.customer.get(low) == id {
                set.insert(among.position[low]);
            }
        }
        Ok(set)
    }

    fn listed(&self, listed: &Listed) -> Result<CustomerSet, Failure> {
        let found = self.tables.on_the_list(listed, self.among)?;
        let mut set = self.among.set();
        set.keep(&found.set);
        Ok(set)
    }

    fn may_email(&self) -> Result<CustomerSet, Failure> {
        let lines = self.tables.lines();
        let known = lines.map(|lines| &lines.customers.email_opt_in);
        let known = known.filter(|known| !known.is_empty());
        let known = known.ok_or_else(|| Failure::NoSuchColumn {
            column: "e-mail opt-in".to_owned(),
        })?;
        let may = self.among.position.iter().copied();
        Ok(may
            .filter(|&at| known.get(at as usize) == Some(&true))
            .collect())
    }
}
