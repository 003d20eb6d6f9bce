-- Every day on which one product was sold or came back, of the whole data up to the last day looked at, in order.
sales AS
(
    SELECT line.*
    FROM within AS line
    WHERE line.passes AND line.day <= {to:Date} AND lower(toString(line.product)) = lower({code:String})
),
-- What customers returned is taken off their purchases, as in the table of products.
of_returners AS
(
    SELECT sale.customer AS customer, sale.day AS day, sale.pieces AS size, toFloat64(countIf(NOT sale.back)) AS bought, toFloat64(countIf(sale.back)) AS back
    FROM sales AS sale
    GROUP BY customer, day, size
),
-- A return cancels the latest purchase of the same size. Going back in time, returns wait for purchases: as many as
-- the flow of returns less purchases is over its lowest point so far. Going on in time, purchases wait for returns.
same_size AS
(
    SELECT
        *,
        sum(back - bought) OVER (PARTITION BY customer, size ORDER BY day DESC) AS flow,
        sum(bought - back) OVER (PARTITION BY customer, size ORDER BY day) AS flow_on
    FROM of_returners
),
cancelled AS
(
    SELECT
        customer,
        day,
        size,
        bought,
        back,
        back + (flow - back + bought - least(0., min(flow) OVER (PARTITION BY customer, size ORDER BY day DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)))
            - (flow - least(0., min(flow) OVER (PARTITION BY customer, size ORDER BY day DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))) AS bought_off,
        bought + (flow_on - bought + back - least(0., min(flow_on) OVER (PARTITION BY customer, size ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)))
            - (flow_on - least(0., min(flow_on) OVER (PARTITION BY customer, size ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))) AS back_off
    FROM same_size
),
-- What no purchase of its size is found for is taken off the latest purchases, in pieces.
other_size AS
(
    SELECT *, sum(left_back - left_bought) OVER (PARTITION BY customer ORDER BY day DESC) AS flow
    FROM
    (
        SELECT customer, day, sum(size * bought_off) AS off, sum(size * (bought - bought_off)) AS left_bought, sum(size * (back - back_off)) AS left_back
        FROM cancelled
        GROUP BY customer, day
    )
),
not_kept AS
(
    SELECT
        day,
        off + left_back + (flow - left_back + left_bought - least(0., min(flow) OVER (PARTITION BY customer ORDER BY day DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)))
            - (flow - least(0., min(flow) OVER (PARTITION BY customer ORDER BY day DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))) AS pieces
    FROM other_size
),
by_day AS (SELECT day, sum(pieces) AS pieces FROM not_kept GROUP BY day)
SELECT
    toDate32(sale.day) AS day,
    sumIf(sale.value, NOT sale.back) AS gross,
    sumIf(sale.value, sale.back) AS returned,
    sumIf(sale.pieces, NOT sale.back) AS units,
    sumIf(sale.pieces, sale.back) AS units_back,
    units - any(by_day.pieces) AS kept,
    toUInt32(uniqExactIf(sale.`order`, NOT sale.back)) AS orders
FROM sales AS sale
INNER JOIN by_day ON sale.day = by_day.day
GROUP BY sale.day
ORDER BY day
