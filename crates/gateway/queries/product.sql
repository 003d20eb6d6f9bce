-- Every day on which one product was sold or came back, of the whole data up to the last day looked at, in order.
sales AS
(
    SELECT line.*
    FROM within AS line
    WHERE line.passes AND line.day <= {to:Date} AND lower(toString(line.product)) = lower({code:String})
),
-- What a customer returned is taken off their latest purchases, as in the table of products.
by_customer AS
(
    SELECT *, sum(back - bought) OVER (PARTITION BY customer ORDER BY day DESC) AS flow
    FROM
    (
        SELECT sale.customer AS customer, sale.day AS day, sumIf(sale.pieces, NOT sale.back) AS bought, sumIf(sale.pieces, sale.back) AS back
        FROM sales AS sale
        GROUP BY customer, day
    )
),
not_kept AS
(
    SELECT
        day,
        back + (flow - back + bought - least(0., min(flow) OVER (PARTITION BY customer ORDER BY day DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)))
            - (flow - least(0., min(flow) OVER (PARTITION BY customer ORDER BY day DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))) AS pieces
    FROM by_customer
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
