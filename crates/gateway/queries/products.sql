-- One row per product with at least one sale in the window, most revenue first.
sold AS
(
    SELECT
        line.product AS product,
        any(line.category) AS category,
        -- Rounded, so that equal money is equal in whatever order it was added up.
        round(sumIf(line.value, NOT line.back), 6) AS gross,
        round(sumIf(line.value, line.back), 6) AS returned,
        sumIf(line.pieces, NOT line.back) AS units,
        sumIf(line.pieces, line.back) AS units_back,
        uniqExactIf(line.`order`, NOT line.back) AS orders,
        uniqExactIf(line.customer, NOT line.back AND line.known) AS customers
    FROM within AS line
    WHERE line.passes AND line.day BETWEEN {from:Date} AND {to:Date}
    GROUP BY line.product
    HAVING orders > 0
),
-- The full period of every day, counted from the first period's first day; `period_end` and later are in none.
arrayMap(at -> arrayLastIndex(edge -> edge <= {period_begin:Date} + at, {period_edges:Array(Date)}), range(toUInt32({period_end:Date} - {period_begin:Date}))) AS period_of,
-- The periods whose pieces and revenue are asked for: every full one, or none.
if({in_full:UInt8} = 1, range(1, length({period_edges:Array(Date)}) + 1), []) AS every_period,
-- Lines of customers who returned a product, counted by day and size.
returners AS
(
    SELECT DISTINCT line.product AS product, line.customer AS customer
    FROM within AS line
    WHERE line.passes AND line.back AND line.day BETWEEN {from:Date} AND {to:Date}
),
of_returners AS
(
    SELECT line.product AS product, line.customer AS customer, line.day AS day, line.pieces AS size, toFloat64(countIf(NOT line.back)) AS bought, toFloat64(countIf(line.back)) AS back
    FROM within AS line
    WHERE line.passes AND line.day BETWEEN {from:Date} AND {to:Date} AND (line.product, line.customer) GLOBAL IN (SELECT product, customer FROM returners)
    GROUP BY product, customer, day, size
),
-- A return cancels the latest purchase of the same size. Going back in time, returns wait for purchases: as many as
-- the flow of returns less purchases is over its lowest point so far. Going on in time, purchases wait for returns.
same_size AS
(
    SELECT
        *,
        sum(back - bought) OVER (PARTITION BY product, customer, size ORDER BY day DESC) AS flow,
        sum(bought - back) OVER (PARTITION BY product, customer, size ORDER BY day) AS flow_on
    FROM of_returners
),
cancelled AS
(
    SELECT
        product,
        customer,
        day,
        size,
        bought,
        back,
        back + (flow - back + bought - least(0., min(flow) OVER (PARTITION BY product, customer, size ORDER BY day DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)))
            - (flow - least(0., min(flow) OVER (PARTITION BY product, customer, size ORDER BY day DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))) AS bought_off,
        bought + (flow_on - bought + back - least(0., min(flow_on) OVER (PARTITION BY product, customer, size ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)))
            - (flow_on - least(0., min(flow_on) OVER (PARTITION BY product, customer, size ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))) AS back_off
    FROM same_size
),
-- What no purchase of its size is found for is taken off the latest purchases, in pieces.
other_size AS
(
    SELECT *, sum(left_back - left_bought) OVER (PARTITION BY product, customer ORDER BY day DESC) AS flow
    FROM
    (
        SELECT product, customer, day, sum(size * bought_off) AS off, sum(size * (bought - bought_off)) AS left_bought, sum(size * (back - back_off)) AS left_back
        FROM cancelled
        GROUP BY product, customer, day
    )
),
not_kept AS
(
    SELECT
        product,
        day,
        off + left_back + (flow - left_back + left_bought - least(0., min(flow) OVER (PARTITION BY product, customer ORDER BY day DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)))
            - (flow - least(0., min(flow) OVER (PARTITION BY product, customer ORDER BY day DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))) AS pieces
    FROM other_size
),
-- Pieces kept and revenue per product and full period, revenue of returns in the period in which they came back.
by_period AS
(
    SELECT product, period, sum(part.pieces) AS pieces, sum(part.sales) AS sales
    FROM
    (
        SELECT
            line.product AS product,
            period_of[line.day - {period_begin:Date} + 1] AS period,
            sumIf(line.pieces, NOT line.back) AS pieces,
            sumIf(line.value, NOT line.back) - sumIf(line.value, line.back) AS sales
        FROM within AS line
        WHERE line.passes AND line.day >= {period_begin:Date} AND line.day < {period_end:Date}
        GROUP BY product, period
        UNION ALL
        SELECT product, period_of[not_kept.day - {period_begin:Date} + 1] AS period, -not_kept.pieces AS pieces, 0. AS sales
        FROM not_kept
        WHERE not_kept.day >= {period_begin:Date} AND not_kept.day < {period_end:Date}
    ) AS part
    GROUP BY product, period
),
steady AS
(
    SELECT
        part.product AS product,
        countIf(part.pieces > 0) AS periods_sold,
        groupArrayIf(part.pieces, part.pieces > 0) AS pieces,
        groupArrayIf((toUInt32(part.period), toUInt32(part.pieces), part.sales), {in_full:UInt8} = 1) AS parts
    FROM by_period AS part
    GROUP BY part.product
),
-- The first and last day on which a product was sold and its longest wait between two of them, whatever the filters.
begun AS
(
    SELECT
        line.product AS product,
        min(line.day) AS day,
        max(line.day) AS last,
        arraySort(groupUniqArray(toInt32(line.day))) AS sale_days,
        arrayMax(arrayPushBack(arrayMap((day, next) -> next - day, arrayPopBack(sale_days), arrayPopFront(sale_days)), 0)) AS longest_wait
    FROM goods AS line
    WHERE line.day <= {to:Date} AND NOT line.back
    GROUP BY line.product
)
SELECT
    toString(sold.product) AS product,
    if(names.name = '', toString(sold.product), names.name) AS name,
    toLowCardinality(toString(sold.category)) AS category,
    sold.gross AS gross,
    sold.returned AS returned,
    sold.units AS units,
    toUInt32(sold.orders) AS orders,
    toUInt32(sold.customers) AS customers,
    sold.units_back AS units_back,
    -- Full periods since the product was sold for the first time, that one included.
    toUInt32(if(begun.day < {period_end:Date}, length({period_edges:Array(Date)}) + 1 - greatest(arrayLastIndex(edge -> edge <= begun.day, {period_edges:Array(Date)}), 1), 0)) AS periods,
    toUInt32(steady.periods_sold) AS periods_sold,
    if(periods = 0, 0., arraySum(steady.pieces) / periods) AS period_mean,
    -- From the mean, period by period; in periods without a sale no piece was kept.
    if(periods = 0, 0., sqrt((arraySum(sold_then -> (sold_then - period_mean) * (sold_then - period_mean), steady.pieces) + (toFloat64(periods) - periods_sold) * period_mean * period_mean) / periods)) AS period_deviation,
    toDate32(begun.day) AS first,
    toDate32(begun.last) AS last,
    toUInt32(begun.longest_wait) AS longest_wait,
    toUInt32(length(begun.sale_days)) AS sale_days,
    -- The rest is asked for where it is shown. What pieces cost that came back is taken off where returns are.
    if(costs.cost > 0, sold.gross - sold.returned - costs.cost * (sold.units - sold.units_back), nan) AS margin,
    arrayMap(at -> tupleElement(steady.parts, 2)[indexOf(tupleElement(steady.parts, 1), at)], every_period) AS pieces,
    arrayMap(at -> tupleElement(steady.parts, 3)[indexOf(tupleElement(steady.parts, 1), at)], every_period) AS sales
FROM sold
LEFT JOIN names ON sold.product = names.product
INNER JOIN begun ON sold.product = begun.product
LEFT JOIN steady ON sold.product = steady.product
LEFT JOIN costs ON sold.product = costs.product
ORDER BY round(sold.gross - sold.returned, 6) DESC, product
