//! What a question takes: named tables under filters, said once and used for both asking and reading. The file is long because
//! every table has its entry here.

use std::marker::PhantomData;
use std::sync::Arc;

use clientele_model::failure::Failure;
use clientele_model::filters::{Filters, Level};
use clientele_model::selection::{ListBy, Only};

use super::{Scope, Shop};
use crate::assortment::{Assortment, DaySales};
use crate::days::Days;
use crate::latest::EIGHT;
use crate::remote::Request;
use crate::selection::{Buyers, Dealing, Meaning};
use crate::tables::{
    BasketsTable, CustomerMonthsTable, CustomersTable, OverviewTable, ValuesTable,
};
use crate::window::Window;

/// A table of one kind under filters.
pub struct Need<T> {
    pub(super) request: Request,
    of: PhantomData<fn() -> T>,
}

/// Everything a question takes.
#[derive(Default)]
pub struct Needs {
    pub(super) tables: Vec<Wanted>,
    pub(super) orders: Orders,
    pub(super) first: Option<First>,
    pub(super) campaigns: bool,
    /// Whether some selection speaks of what the shop did with customers.
    pub(super) dealings: bool,
    pub(super) contacts: bool,
}

/// A table, of whatever kind.
pub(super) struct Wanted {
    pub request: Request,
    /// The file of a pack that holds it ready-made, if one does.
    pub ready: Option<&'static str>,
}

/// Whether every order is needed.
#[derive(Default)]
pub(super) enum Orders {
    /// The tables are enough.
    #[default]
    No,
    /// The answer says more with them.
    Welcome,
    /// Only they can tell; this is said where there are only totals.
    Or(Failure),
}

/// A smaller table that will do until another is here.
pub(super) struct First {
    pub request: Request,
    pub until: Request,
}

/// The customers that filters and selections leave.
#[derive(Clone)]
pub struct Customers {
    /// What is looked at.
    pub scope: Scope,
    /// All, before any selection.
    pub(super) all: Need<CustomersTable>,
    /// The selections, one inside the one before.
    pub(crate) chain: Vec<Choice>,
}

/// A selection and what it takes to know whom it means.
#[derive(Clone)]
pub struct Choice {
    /// What the selection means.
    pub(crate) meaning: Meaning,
    /// The customers that the filters it was made under leave, where those are others than looked at.
    pub(crate) under: Option<Arc<Customers>>,
    /// The table of each kind of buyers in it; none where nobody can have ordered so.
    pub(super) buyers: Vec<(Buyers, Option<Need<CustomersTable>>)>,
    /// The months of the days looked at, where it speaks of what customers earned.
    pub(super) months: Option<Months>,
}

/// The customers that orders are narrowed to, if they are.
#[derive(Clone)]
pub struct Within(pub(crate) Option<Customers>);

/// Products sold in a window.
#[derive(Clone)]
pub struct Sold {
    /// The days and names.
    pub window: Window,
    pub(super) all: Need<Assortment>,
    /// What they are kept under.
    pub(super) key: String,
}

/// Known customers month by month.
#[derive(Clone)]
pub struct Months {
    /// The days and names.
    pub window: Window,
    pub(super) all: Need<CustomerMonthsTable>,
    /// What they are kept under.
    pub(super) key: String,
}

impl<T> Clone for Need<T> {
    fn clone(&self) -> Self {
        Self::of(self.request.clone())
    }
}

impl<T> Need<T> {
    fn of(request: Request) -> Self {
        Self {
            request,
            of: PhantomData,
        }
    }
}

impl Need<CustomersTable> {
    /// The customers of the same days without the filters that narrow them to some, and those filters; nothing
    /// where none does.
    pub(super) fn shop_as_a_whole(filters: &Filters) -> Option<(Self, Filters)> {
        let whole = unnarrowed(filters);
        let (narrow, request) = (Request::rfm(filters), Request::rfm(&whole));
        (narrow != request).then(|| (Self::of(request), whole))
    }
}

/// The filters without those that narrow customers to some.
pub(crate) fn unnarrowed(filters: &Filters) -> Filters {
    Filters {
        period: filters.period,
        as_of: filters.as_of,
        returns: filters.returns,
        goods: filters.goods.clone(),
        copies: filters.copies,
        ..Filters::default()
    }
}

impl Sold {
    /// What they are kept under.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl Needs {
    /// The customers that the filters and their selections leave.
    pub fn customers(&mut self, scope: &Scope) -> Customers {
        let request = Request::customers(&scope.filters, true);
        let all = self.add(request, scope, Some("usual/customers"));
        let only = scope.filters.only.iter().zip(&scope.under);
        let chain = only.map(|(chosen, under)| match under {
            None => self.choice(&chosen.only, scope),
            Some(under) => {
                let request = Request::customers(&under.filters, true);
                let customers = Customers {
                    all: self.add(request, under, Some("usual/customers")),
                    scope: under.as_ref().clone(),
                    chain: Vec::new(),
                };
                Choice {
                    under: Some(Arc::new(customers)),
                    ..self.choice(&chosen.only, under)
                }
            }
        });
        Customers {
            chain: chain.collect(),
            scope: scope.clone(),
            all,
        }
    }

    /// That a smaller table of the same customers will do first: the figures that groups by value are
    /// made from, had in a fraction of the time.
    pub fn figures_first(&mut self, customers: &Customers) {
        // The smaller one does not tell the day of somebody's first order in these days.
        let takes_first =
            |choice: &Choice| choice.meaning.buyers().iter().any(|who| who.takes_first());
        if customers.chain.iter().any(takes_first) {
            return;
        }
        self.first = Some(First {
            request: Request::rfm(&customers.scope.filters),
            until: customers.all.request.clone(),
        });
    }

    /// That segments are made: they are named by what is typical of the shop as a whole.
    pub fn segments(&mut self, scope: &Scope) {
        if let Some((need, _)) = Need::shop_as_a_whole(&scope.filters) {
            self.add::<CustomersTable>(need.request, scope, None);
        }
    }

    /// Whom a selection means.
    pub fn choice(&mut self, only: &Only, scope: &Scope) -> Choice {
        let meaning = Meaning::of(only);
        if meaning.has(&|part| matches!(part, Meaning::Segment(_))) {
            self.segments(scope);
        }
        if meaning.has(&|part| matches!(part, Meaning::Dealing(_))) {
            self.campaigns();
            self.dealings = true;
        }
        let earns = meaning.has(&|part| matches!(part, Meaning::Dealing(Dealing::Earned(_))));
        // Days without data are refused before anybody looks for what was earned in them.
        let months = earns.then(|| self.months(scope.window.days, scope).ok());
        if earns {
            self.orders_welcome();
        }
        if meaning.has(&|part| matches!(part, Meaning::MayEmail)) {
            self.orders = std::mem::take(&mut self.orders).at_least(Orders::Welcome);
        }
        for listed in only.lists() {
            self.orders_welcome();
            self.contacts |= listed.by == ListBy::Contact;
        }
        let buyers = meaning.buyers().into_iter().map(|who| {
            let request = who.request(&scope.filters, &scope.window);
            let need = request.map(|request| self.add(request, scope, None));
            (who.clone(), need)
        });
        let buyers: Vec<_> = buyers.collect();
        if !buyers.is_empty() {
            self.orders = std::mem::take(&mut self.orders).at_least(Orders::Welcome);
        }
        Choice {
            meaning,
            under: None,
            buyers,
            months: months.flatten(),
        }
    }

    /// The customers whose orders are looked at. Whoever makes tables for each question reads a range
    /// of spend itself; selections it cannot.
    pub fn within(&mut self, scope: &Scope, refusal: impl FnOnce() -> Failure) -> Within {
        if scope.is_chosen() {
            self.orders_or(refusal());
        }
        Within(scope.is_narrowed().then(|| self.of_orders(scope)))
    }

    /// The customers that selections mean, where there are orders: whoever makes tables for each question
    /// counts without a selection.
    pub fn meant(&mut self, scope: &Scope, shop: &Shop) -> Within {
        let is_known = scope.is_chosen() && !shop.is_live();
        Within(is_known.then(|| self.of_orders(scope)))
    }

    /// The customers that filters and selections leave, where there are orders: these take the place of every table.
    fn of_orders(&mut self, scope: &Scope) -> Customers {
        let mut counted = Self::default();
        let customers = counted.customers(scope);
        self.campaigns |= counted.campaigns;
        self.dealings |= counted.dealings;
        customers
    }

    /// How many customers each value of a filter has, before any selection.
    pub fn values(&mut self, scope: &Scope) -> Need<ValuesTable> {
        self.add(Request::values(&scope.filters), scope, None)
    }

    /// Key figures, now and in the days compared with.
    pub fn overview(&mut self, scope: &Scope) -> Need<OverviewTable> {
        let request = Request::overview(&scope.filters);
        self.add(request, scope, Some("usual/overview"))
    }

    /// The products that sell best, as many as a list shows.
    pub fn best_sellers(&mut self, scope: &Scope) -> Need<Assortment> {
        let request = Request::products(&scope.filters);
        self.add(request, scope, Some("usual/best_sellers"))
    }

    /// Names of the products that a selection speaks of: of all sold in these days, to whomever. Nothing
    /// where it speaks of none, or where there are as many tables as can be kept without them: then codes do.
    pub fn names_in(&mut self, only: &Only, scope: &Scope) -> Option<Need<Assortment>> {
        let products = !only.products().is_empty();
        (products && self.tables.len() < EIGHT).then(|| {
            let request = Request::products(&unnarrowed(&scope.filters));
            self.add(request, scope, None)
        })
    }

    /// Names and sums of every product sold.
    pub fn names(&mut self, scope: &Scope) -> Need<Assortment> {
        self.add(Request::products(&scope.filters), scope, None)
    }

    /// Products sold, each with its course.
    pub fn sold(&mut self, scope: &Scope) -> Sold {
        let request = Request::products(&scope.filters).in_full();
        self.sold_as(request, scope, scope.window.clone())
    }

    /// Products sold in other days; with their margin where they are to be ranked by it.
    pub fn sold_in(&mut self, window: Window, with_margin: bool, scope: &Scope) -> Sold {
        let request = Request::products_in(&scope.filters, window.days);
        let request = match with_margin {
            true => request.in_full(),
            false => request,
        };
        self.sold_as(request, scope, window)
    }

    fn sold_as(&mut self, request: Request, scope: &Scope, window: Window) -> Sold {
        let mut key = request.path();
        if scope.is_chosen() {
            // Whom a selection means may depend on every filter.
            key = format!("{key} {}", scope.filters);
        }
        Sold {
            key,
            window,
            all: self.add(request, scope, None),
        }
    }

    /// The days of one product.
    pub fn days_of(&mut self, product: &str, scope: &Scope) -> Need<Vec<DaySales>> {
        self.add(Request::days_of(&scope.filters, product), scope, None)
    }

    /// Known customers month by month, in these days.
    ///
    /// # Errors
    /// As [`Window::new`].
    pub fn months(&mut self, days: Days, scope: &Scope) -> Result<Months, Failure> {
        let request = Request::months_in(&scope.filters, days);
        Ok(Months {
            window: Window::new(&request.filters, &scope.catalogue)?,
            key: request.path(),
            all: self.add(request, scope, None),
        })
    }

    /// The campaigns of the data set, where it has some.
    pub fn campaigns(&mut self) {
        self.campaigns = true;
    }

    /// How customers can be reached beside their e-mail address, where the data set knows it: personal data, which no other
    /// question loads.
    pub fn contacts(&mut self) {
        self.contacts = true;
    }

    /// What stands together in an order.
    pub fn baskets(&mut self, level: Level, scope: &Scope) -> Need<BasketsTable> {
        self.add(Request::baskets(&scope.filters, level), scope, None)
    }

    /// That the orders themselves are used where they are to be had.
    pub fn orders_welcome(&mut self) {
        self.orders = std::mem::take(&mut self.orders).at_least(Orders::Welcome);
    }

    /// That only the orders themselves can tell; this is said where there are only totals. What is
    /// said first stands.
    pub fn orders_or(&mut self, refusal: Failure) {
        self.orders = std::mem::take(&mut self.orders).at_least(Orders::Or(refusal));
    }

    pub(super) fn add<T>(
        &mut self,
        request: Request,
        scope: &Scope,
        ready: Option<&'static str>,
    ) -> Need<T> {
        let ready = ready.filter(|_| scope.is_usual);
        match self
            .tables
            .iter_mut()
            .find(|wanted| wanted.request == request)
        {
            Some(wanted) => wanted.ready = wanted.ready.and(ready),
            None => self.tables.push(Wanted {
                request: request.clone(),
                ready,
            }),
        }
        Need::of(request)
    }
}

impl Orders {
    fn at_least(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, other) => other,
            (Self::Welcome, other @ Self::Or(_)) => other,
            (own, _) => own,
        }
    }
}
