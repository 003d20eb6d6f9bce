//! Numbers of reports that nobody else computes, or that are none to compare: why, and what holds them instead.

use crate::rows::{Basis, LINE, Row, row};

/// In the order of the panels.
pub const OWN: &[Row] = &[
    row(
        "Numbers in sentences",
        Basis::Own(
            "Each is said by a number of the same report, and tests compare sentences word for word.",
        ),
        &[(
            &["*"],
            &["Count", "Money", "Share", "Times", "Change", "Number"],
        )],
    ),
    row(
        "Places, colours, page numbers, settings of a link and versions",
        Basis::Own("They name something and measure nothing."),
        &[
            (
                &["audience", "segments.segments", "overview.groups"],
                &["colour"],
            ),
            (&["baskets.bundles"], &["base", "adds"]),
            (&["baskets.next"], &["first", "then"]),
            (&["baskets.rules"], &["when", "then"]),
            (&["baskets.valuable"], &["items"]),
            (&["baskets.substitutes"], &["one", "other"]),
            (&["baskets.sizes"], &["from", "to"]),
            (&["baskets"], &["within"]),
            (
                &["baskets.thresholds"],
                &["alpha", "confidence", "length", "support"],
            ),
            (&["data.catalogue"], &["contract"]),
            (
                &["products.options", "product.options"],
                &["a", "b", "x", "y", "page"],
            ),
            (&["segments.rfm.cells"], &["recency", "frequency"]),
            (&["segments.key_accounts.of.Band"], &["low"]),
            (
                &[
                    "audiences.rules.keeps.Not.Had",
                    "audiences.rules.keeps.Not.Sent",
                ],
                &["days", "times"],
            ),
            (&["audiences.rules.keeps"], &["Earned"]),
            (&["segments.why.candidates"], &["k"]),
        ],
    ),
    row(
        "An audience: its customers, lines, overlaps and what they are like",
        Basis::Own(
            "A property test holds selections that are put together to sets of the standard library, and each line to the \
             list of its customers; sixty definitions are the same people over ClickHouse.",
        ),
        &[
            (
                &["audiences"],
                &[
                    "customers",
                    "everybody",
                    "revenue",
                    "revenue_share",
                    "sendable",
                ],
            ),
            (
                &["audiences.typical"],
                &["recency", "frequency", "monetary", "aov"],
            ),
            (&["audiences.lines"], &["fit", "left"]),
            (&["audiences.reach"], &["customers"]),
            (&["audiences.rules"], &["takes"]),
            (&["audiences.overlap"], &["sets", "rest"]),
            (&["audiences.overlap.columns"], &["customers"]),
            (
                &["audiences.profile.rows"],
                &["these", "everybody", "deviations"],
            ),
            (&["audiences.bought_more"], &["these", "everybody"]),
            (&["audiences.preview.row"], &["recency", "orders", "spend"]),
        ],
    ),
    row(
        "A playbook card: who it is for, who can be written to, who stands between two segments",
        Basis::Own(
            "The same customers and the same test as the planner's; pairs of products and those between two segments are \
             held to naive twins.",
        ),
        &[
            (&["playbook"], &["customers", "revenue", "reached"]),
            (&["playbook.hybrids"], &["customers", "revenue"]),
        ],
    ),
    row(
        "Discounts; costs and margins of a product",
        Basis::Own(
            "The real orders have neither. The made-up retailer's totals are known by construction, and ClickHouse \
             sums the same lines to 1e-9 of them.",
        ),
        &[
            (
                &[
                    "overview.now",
                    "overview.then",
                    "overview.series.now",
                    "overview.series.then",
                ],
                &["discount"],
            ),
            (LINE, &["margin"]),
            (&["products"], &["without_cost"]),
        ],
    ),
    row(
        "Best sellers; one product over time, its season, its buyers by group, its past; products found by name",
        Basis::Own(
            "Sums of the figures above by day, month or group. A naive twin adds them up anew from lines, and \
             ClickHouse's SQL gives the same to 1e-6.",
        ),
        &[
            (
                &["overview.products"],
                &["revenue", "share", "units", "orders"],
            ),
            (
                &["product.series"],
                &["revenue", "units", "orders", "price"],
            ),
            (
                &["product.groups"],
                &["customers", "buyers", "reach", "index"],
            ),
            (&["product.history"], &["revenue", "units", "cv"]),
            (&["product"], &["season"]),
            (&["find"], &["found"]),
            (&["find.hits"], &["revenue", "orders"]),
        ],
    ),
    row(
        "A product's rank, value, share, pieces and sales of each period",
        Basis::Own(
            "Value is its revenue, pieces or margin, which are compared; rank and shares follow from the order, which \
             a property test holds to a naive twin.",
        ),
        &[
            (
                LINE,
                &["rank", "value", "share", "cumulative", "pieces", "sales"],
            ),
            (&["products"], &["picked"]),
        ],
    ),
    row(
        "Products without value; stages of life; season of a box; moves between boxes",
        Basis::Own(
            "Counts and sums by rules of this product, which a naive twin follows from the lines.",
        ),
        &[
            (&["products"], &["worthless"]),
            (&["products.boxes"], &["then"]),
            (&["products.stages"], &["products", "share"]),
            (&["products.season"], &["revenue", "share"]),
            (&["products.moves"], &["products", "value"]),
        ],
    ),
    row(
        "A segment: customers, revenue, shares, profile, the sentence that describes it",
        Basis::Own(
            "They follow from who is in which group; the groups found need not be another library's. Sums and \
             percentiles are those of all customers, which are compared, and property tests hold rules to counting.",
        ),
        &[
            (
                &["segments.segments", "segments.key_accounts"],
                &["customers", "share", "revenue", "revenue_share"],
            ),
            (
                &["segments.segments.profile"],
                &["known", "mean", "quantiles", "sigma"],
            ),
            (&["segments.features.all"], &["known", "sigma"]),
            (&["segments.segments.rule"], &["coverage", "precision"]),
            (&["segments.rfm.cells"], &["groups"]),
        ],
    ),
    row(
        "One customer: figures, rank, scores, usual gap, months, orders; beside the typical one",
        Basis::Own(
            "Rows of the table of customers, whose columns, scores and medians are compared; a property test adds orders \
             and months up to them and counts who spent more.",
        ),
        &[
            (
                &["customer.figures"],
                &[
                    "orders", "spend", "returned", "aov", "units", "products", "discount",
                    "recency",
                ],
            ),
            (
                &["customer.standing"],
                &["rank", "customers", "below", "share"],
            ),
            (&["customer.rhythm"], &["gap"]),
            (&["customer.rfm"], &["recency", "frequency", "monetary"]),
            (&["customer.segment"], &["colour"]),
            (&["customer.segment.beside"], &["own", "segment", "all"]),
            (&["customer.months"], &["orders", "gross", "returned"]),
            (&["customer.orders"], &["value", "returned"]),
            (&["customer.orders.lines"], &["pieces", "value"]),
        ],
    ),
    row(
        "How well customers fit: shares by silhouette; the silhouette's interval; largest and smallest group",
        Basis::Own(
            "Counts of silhouettes and of customers, which are compared; the interval is that of the mean.",
        ),
        &[
            (&["segments.fit"], &["clearly", "between"]),
            (
                &["segments.fit.segments"],
                &["clearly", "leaning", "between"],
            ),
            (&["segments.why.candidates.silhouette"], &["low", "high"]),
            (&["segments.why.candidates"], &["largest", "smallest"]),
        ],
    ),
    row(
        "Stability of a segment and of a grouping",
        Basis::Own(
            "Jaccard over bootstrap samples drawn with our seed; another library draws others. A naive twin counts \
             the same samples.",
        ),
        &[(
            &["segments.segments", "segments.why.candidates"],
            &["stability"],
        )],
    ),
    row(
        "Histograms, the scatter, its density and bounds; values filled in",
        Basis::Own("How a picture is binned; tests count the bins, and every customer is in one."),
        &[
            (
                &["segments.features.before", "segments.features.after"],
                &["counts", "low", "high"],
            ),
            (
                &["segments.scatter"],
                &["points", "each", "density", "bounds"],
            ),
            (&["segments.features.preparation"], &["imputed"]),
        ],
    ),
    row(
        "Rules looked at, reaching, redundant and telling",
        Basis::Own(
            "They depend on how the miner bounds its search; Apriori, the readable twin, finds the same rules.",
        ),
        &[
            (
                &["baskets.counts"],
                &["looked_at", "reaching", "redundant", "telling"],
            ),
            (&["baskets.left_out"], &["count"]),
        ],
    ),
    row(
        "Bundles: orders, open orders, confidence, lift, worth",
        Basis::Own(
            "A rule's counts, which are compared, times a price by a rule of this product with a test of its own.",
        ),
        &[(
            &["baskets.bundles"],
            &[
                "orders",
                "open",
                "confidence",
                "lift",
                "worth",
                "yearly",
                "annual",
            ],
        )],
    ),
    row(
        "What is bought next: customers, share, lift, days between, chance",
        Basis::Own("No library follows customers this way; a naive twin counts them one by one."),
        &[(
            &["baskets.next"],
            &[
                "of",
                "customers",
                "confidence",
                "lift",
                "low",
                "gap_days",
                "p",
            ],
        )],
    ),
    row(
        "What is bought instead: orders, orders expected by chance, lift",
        Basis::Own(
            "The real orders have no pair of alike products that is bought instead of each other. Counts and \
             lift are those of a rule, which are compared.",
        ),
        &[(&["baskets.substitutes"], &["orders", "expected", "lift"])],
    ),
    row(
        "The surest rule, and the lower end of a confidence",
        Basis::Own(
            "It is one of the rules, which are compared; a test looks for it among all. Wilson's interval is held to \
             values worked out apart.",
        ),
        &[
            (&["baskets.rules", "baskets.surest"], &["low"]),
            (
                &["baskets.surest"],
                &["when", "then", "orders", "when_orders", "p", "q"],
            ),
            (
                &["baskets.surest.measures"],
                &[
                    "support",
                    "confidence",
                    "lift",
                    "leverage",
                    "conviction",
                    "zhang",
                    "jaccard",
                    "certainty",
                    "kulczynski",
                ],
            ),
        ],
    ),
    row(
        "Offers: support, share, lift, score",
        Basis::Own(
            "A ranking of this product. A naive twin counts; `cargo xtask bench products` says how often offers hit \
             what was bought last.",
        ),
        &[(
            &["recommend.lists.offers"],
            &["support", "share", "lift", "score"],
        )],
    ),
    row(
        "Customers and products listed behind a mark; rows of a download",
        Basis::Own("Rows of the data as they are; tests read them back."),
        &[
            (&["audience.preview"], &["recency", "orders", "spend"]),
            (&["audience"], &["products", "behind"]),
            (&["export"], &["rows"]),
        ],
    ),
    row(
        "What the data hold, and what was left out and why",
        Basis::Own(
            "Counted when the pack is made. Tests hold the ledger to hand-counted files, and lines read are lines \
             kept and left out.",
        ),
        &[
            (
                &[
                    "data.catalogue.categories",
                    "data.catalogue.channels",
                    "data.catalogue.countries",
                    "data.catalogue.tiers",
                ],
                &["customers"],
            ),
            (&["data.catalogue"], &["customers", "orders", "products"]),
            (&["data.catalogue.files"], &["bytes", "rows"]),
            (
                &["data.catalogue.ledger"],
                &[
                    "cancelled",
                    "clean",
                    "copies",
                    "months",
                    "read",
                    "without_customer",
                ],
            ),
            (
                &[
                    "data.catalogue.ledger.classes",
                    "data.catalogue.ledger.services",
                ],
                &["lines", "value"],
            ),
            (&["data.catalogue.ledger.classes"], &["paid"]),
            (
                &["data.catalogue.ledger.exposures"],
                &["kept", "read", "unknown", "unreadable"],
            ),
            (
                &["data.catalogue.ledger.largest_return"],
                &["pieces", "value"],
            ),
        ],
    ),
    row(
        "A file of customers: rows read, tidied, left out, held out; kinds of changes; small groups; sizes",
        Basis::Own(
            "Counts of rows. How details are tidied is held to every vector of the destinations' own libraries, fingerprints \
             to their check strings, and every file is read back to the customers it was made of.",
        ),
        &[
            (
                &["audience-file"],
                &[
                    "customers",
                    "held",
                    "read",
                    "as_they_were",
                    "tidied",
                    "left_out",
                    "invalid",
                    "duplicates",
                    "already_hashed",
                ],
            ),
            (&["audience-file.kinds"], &["customers"]),
            (
                &["audience-file.cells"],
                &["combinations", "small", "smallest"],
            ),
            (&["audience-file.files"], &["rows", "size"]),
            (&["audience-file.groups"], &["kept", "held"]),
        ],
    ),
];
