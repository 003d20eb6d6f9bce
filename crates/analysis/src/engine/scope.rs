//! What a question looks at.

use std::sync::Arc;

use clientele_model::catalogue::Catalogue;
use clientele_model::failure::Failure;
use clientele_model::filters::{Filters, Spend};

use super::Shop;
use crate::dataset::Campaigns;
use crate::window::Window;

/// What is looked at: filters and what they come to in this data set.
#[derive(Clone)]
pub struct Scope {
    /// As asked.
    pub filters: Filters,
    /// Days and names that the data have.
    pub window: Window,
    /// The data set.
    pub catalogue: Arc<Catalogue>,
    /// What each selection was made under, where that is something else.
    pub(super) under: Vec<Option<Arc<Self>>>,
    /// Campaigns that somebody brought beside a database, which knows nothing of them.
    pub(super) beside: Option<Arc<Campaigns>>,
    /// Whether packs have ready-made tables of this window.
    pub(super) is_usual: bool,
}

impl Scope {
    /// Checks filters against the catalogue.
    ///
    /// # Errors
    /// As [`Window::new`].
    pub fn new(filters: &Filters, shop: &Shop) -> Result<Self, Failure> {
        let mut scope = Self::bare(filters.clone(), &shop.catalogue)?;
        let under = (0..filters.only.len()).map(|at| {
            let under = filters.made_under(at);
            let scope = under.map(|under| Self::bare(under, &shop.catalogue));
            Ok(scope.transpose()?.map(Arc::new))
        });
        scope.beside = shop.brought_beside_database();
        scope.under = under.collect::<Result<_, Failure>>()?;
        Ok(scope)
    }

    /// Without what its selections were made under.
    fn bare(filters: Filters, catalogue: &Arc<Catalogue>) -> Result<Self, Failure> {
        let window = Window::new(&filters, catalogue)?;
        Ok(Self {
            is_usual: window == Window::usual(catalogue)?,
            filters,
            window,
            catalogue: Arc::clone(catalogue),
            under: Vec::new(),
            beside: None,
        })
    }

    /// Whether customers were chosen by what they did.
    pub fn is_chosen(&self) -> bool {
        !self.filters.only.is_empty()
    }

    /// Whether anything is asked of customers.
    pub fn is_narrowed(&self) -> bool {
        self.is_chosen() || self.filters.spend != Spend::default()
    }
}

impl Shop {
    /// Whether any file named products: what is asked about them makes sense.
    ///
    /// # Errors
    /// [`Failure::WholeOrders`] where none did.
    pub fn names_products(&self) -> Result<(), Failure> {
        match self.catalogue.has.whole_orders {
            true => Err(Failure::WholeOrders),
            false => Ok(()),
        }
    }

    /// Whether any sale names its customer: what is asked about them makes sense.
    ///
    /// # Errors
    /// [`Failure::NoCustomers`] where none does.
    pub fn names_customers(&self) -> Result<(), Failure> {
        match (self.catalogue.customers, self.catalogue.orders) {
            (0, 1..) => Err(Failure::NoCustomers),
            _ => Ok(()),
        }
    }
}
