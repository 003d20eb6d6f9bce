//! Numbers of reports that are compared: what they are called, and with whose they are.

/// Names of fields below names of places: `(["overview.now"], ["revenue"])` is `overview.now.revenue`.
pub type Fields = &'static [(&'static [&'static str], &'static [&'static str])];

/// Some numbers with one reference, or one reason.
pub struct Row {
    /// What a visitor would call them.
    pub number: &'static str,
    /// The fields of the reports that hold them.
    pub fields: Fields,
    /// Why they can be believed.
    pub basis: Basis,
}

/// What a number is held against.
pub enum Basis {
    /// Compared with what others compute.
    Reference {
        /// Who.
        by: &'static str,
        /// Of what.
        data: &'static str,
        /// The largest difference that is let through.
        allowed: f64,
    },
    /// There is nothing outside to compare with, for this reason.
    Own(&'static str),
}

impl Row {
    /// Whether a field is one of these. `*` stands for any place.
    pub fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|(places, names)| {
            places.iter().any(|place| {
                names.iter().any(|name| match *place {
                    "*" => field.ends_with(&format!(".{name}")),
                    place => field == format!("{place}.{name}"),
                })
            })
        })
    }
}

/// A row.
pub const fn row(number: &'static str, basis: Basis, fields: Fields) -> Row {
    Row {
        number,
        fields,
        basis,
    }
}

/// Compared with what somebody else computes.
pub const fn by(by: &'static str, data: &'static str, allowed: f64) -> Basis {
    Basis::Reference { by, data, allowed }
}

/// A year of a gift shop's orders: 500,000 lines, 4,293 customers, 3,789 products.
const SHOP: &str = "Online Retail II, 2010-12 to 2011-11";

/// Customers in three given groupings.
const CUSTOMERS: &str = "4,338 customers of Online Retail, three given groupings";

/// A product's figures: everywhere the same.
pub const LINE: &[&str] = &["products.rows", "products.best", "product.product"];

/// Key figures of a period or a month.
const FIGURES: &[&str] = &[
    "revenue",
    "gross",
    "returned",
    "anonymous",
    "orders",
    "customers",
    "new_customers",
];

/// Numbers with an outside reference, in the order of the panels.
pub const COMPARED: &[Row] = &[
    row(
        "Revenue, sales, returns, orders, customers, new customers: of the period, the one before, each month",
        by("pandas", SHOP, 1e-9),
        &[(
            &[
                "overview.now",
                "overview.then",
                "overview.series.now",
                "overview.series.then",
            ],
            FIGURES,
        )],
    ),
    row(
        "Countries: revenue now and before, customers",
        by("pandas", SHOP, 1e-9),
        &[
            (
                &["overview.places", "overview.more_places"],
                &["now", "then", "customers"],
            ),
            (&["values.dimensions.values"], &["customers"]),
        ],
    ),
    row(
        "Products sold",
        by("pandas", SHOP, 1e-9),
        &[
            (&["overview"], &["products_sold"]),
            (&["products", "product"], &["sold"]),
        ],
    ),
    row(
        "RFM groups: customers, revenue, shares; median recency, frequency and spend",
        by("pandas", SHOP, 1e-9),
        &[(
            &["overview.groups", "segments.rfm.groups"],
            &[
                "customers",
                "share",
                "revenue",
                "revenue_share",
                "recency",
                "frequency",
                "monetary",
            ],
        )],
    ),
    row(
        "Customers of each cell of recency and frequency; all known customers and their revenue",
        by("pandas", SHOP, 1e-9),
        &[
            (&["segments.rfm.cells"], &["customers"]),
            (&["segments"], &["customers", "revenue"]),
            (&["overview"], &["known"]),
        ],
    ),
    row(
        "Who is behind a mark: customers, revenue, shares, typical values",
        by("pandas", SHOP, 1e-9),
        &[
            (
                &["audience"],
                &["customers", "share", "revenue", "revenue_share"],
            ),
            (
                &["audience.typical"],
                &["recency", "frequency", "monetary", "aov"],
            ),
        ],
    ),
    row(
        "A measure over all customers: mean and percentiles, bounds it is capped to",
        by("pandas", SHOP, 1e-9),
        &[
            (&["segments.features.all"], &["mean", "quantiles"]),
            (&["segments.features.preparation"], &["capped"]),
        ],
    ),
    row(
        "Skewness of a measure, as it is and when prepared",
        by("SciPy", SHOP, 1e-9),
        &[(
            &["segments.features.preparation"],
            &["skew_before", "skew_after"],
        )],
    ),
    row(
        "Silhouette of each customer and of a grouping",
        by("scikit-learn", CUSTOMERS, 5e-6),
        &[
            (&["segments.why.candidates.silhouette"], &["mean"]),
            (&["segments.fit.segments"], &["curve", "mean"]),
            (&["segments.fit"], &["mean"]),
        ],
    ),
    row(
        "Inertia, Calinski-Harabasz and Davies-Bouldin of a grouping",
        by("scikit-learn", CUSTOMERS, 1e-6),
        &[(
            &["segments.why.candidates"],
            &["inertia", "calinski_harabasz", "davies_bouldin"],
        )],
    ),
    row(
        "How much looser the groups found by K-Means are than the tightest of 20 starts, 2 to 10 groups",
        by("scikit-learn", SHOP, 1e-2),
        &[(&["segments.why.candidates"], &["inertia (found)"])],
    ),
    row(
        "Silhouette of the groups found, which need not be the same as theirs",
        by("scikit-learn", SHOP, 1.5e-2),
        &[(&["segments.why.candidates.silhouette"], &["mean (found)"])],
    ),
    row(
        "A product: revenue, returns, pieces, orders, customers, price, periods, variation, demand intervals",
        by("pandas", SHOP, 1e-9),
        &[(
            LINE,
            &[
                "revenue",
                "returned",
                "units",
                "units_back",
                "orders",
                "customers",
                "price",
                "periods",
                "cv",
                "adi",
                "cv2",
            ],
        )],
    ),
    row(
        "Boxes, value classes, demand patterns, the curve: products, value, shares",
        by("pandas", SHOP, 1e-9),
        &[
            (&["products"], &["total", "half", "classed"]),
            (
                &["products.boxes"],
                &["products", "value", "share", "revenue"],
            ),
            (
                &["products.classes"],
                &["products", "products_share", "value", "share"],
            ),
            (&["products.demand"], &["products", "share"]),
            (&["products.curve"], &["products", "x", "y"]),
        ],
    ),
    row(
        "Orders, items, frequent items, itemsets, pairs; orders by size; orders and sales of an item",
        by("pandas and mlxtend", SHOP, 1e-9),
        &[
            (
                &["baskets.counts"],
                &[
                    "orders",
                    "with_pairs",
                    "items",
                    "frequent_items",
                    "itemsets",
                    "pairs",
                ],
            ),
            (&["baskets.thresholds"], &["support_orders"]),
            (&["baskets.sizes"], &["orders"]),
            (&["baskets.items"], &["orders", "revenue"]),
        ],
    ),
    row(
        "A rule: orders, support, confidence, lift",
        by("mlxtend", SHOP, 1e-9),
        &[
            (&["baskets.rules"], &["orders", "when_orders"]),
            (
                &["baskets.rules.measures"],
                &["support", "confidence", "lift"],
            ),
        ],
    ),
    row(
        "A rule: leverage, conviction, Zhang, Jaccard, certainty, Kulczynski",
        by("mlxtend", "400 random baskets", 1e-12),
        &[(
            &["baskets.rules.measures"],
            &[
                "leverage",
                "conviction",
                "zhang",
                "jaccard",
                "certainty",
                "kulczynski",
            ],
        )],
    ),
    row(
        "Fisher's exact test of a rule, and of a pair that is bought instead",
        by("SciPy", "Online Retail II, and 300 random tables", 1e-6),
        &[(&["baskets.rules", "baskets.substitutes"], &["p"])],
    ),
    row(
        "The same for many rules at once, by Benjamini and Hochberg",
        by("SciPy", SHOP, 1e-6),
        &[(&["baskets.rules"], &["q"])],
    ),
    row(
        "Sets that bring in most together: orders and value",
        by("pandas and mlxtend", SHOP, 1e-9),
        &[(&["baskets.valuable"], &["orders", "value"])],
    ),
];
