//! Whom the conditions of a selection mean, from whatever a question is answered from.

use clientele_model::failure::Failure;
use clientele_model::selection::Listed;

use super::Tables;
use super::dealings::DealingsAsked;
use super::needs::{Choice, Customers};
use crate::selection::{Buyers, Dealing, Known, Meaning};
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

    fn dealt(&self, dealing: &Dealing) -> Result<CustomerSet, Failure> {
        let find = self.tables.shop().dealings;
        let find = find.ok_or_else(|| Failure::defect("nobody knows of dealings"))?;
        let asked = DealingsAsked {
            months: self.choice.months.as_ref(),
            as_of: self.of.scope.window.as_of,
        };
        find(self.tables, self.among, &asked, dealing)
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
