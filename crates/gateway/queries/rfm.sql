-- The figures that customers are grouped by, one row per customer as in `customers`: a few columns, so that segments
-- have their names long before the widest table is made.
--
-- Lines of known customers. A customer's first order may lie before the window: of the time before, that day is read
-- and nothing else.
bought AS
(
    SELECT
        line.customer AS customer,
        line.day AS day,
        NOT line.back AS begins,
        line.passes AND NOT line.back AS sale,
        line.passes AND line.back AS come_back,
        cityHash64(line.`order`) AS order_hash,
        line.value AS value
    FROM goods AS line
    WHERE line.day BETWEEN {from:Date} AND {to:Date} AND line.known
    UNION ALL
    SELECT line.customer, min(line.day), 1, 0, 0, 0, 0.
    FROM goods AS line
    WHERE line.day < {from:Date} AND line.known AND NOT line.back
    GROUP BY line.customer
)
SELECT
    toString(line.customer) AS customer,
    toDate32(minIf(line.day, line.begins)) AS first_ever,
    toDate32(maxIf(line.day, line.sale)) AS last,
    toUInt32(uniqExactIf(line.order_hash, line.sale)) AS orders,
    round(sumIf(line.value, line.sale), 6) AS gross,
    round(sumIf(line.value, line.come_back), 6) AS returned
FROM bought AS line
GROUP BY line.customer
HAVING orders > 0 AND round(gross - returned, 6) BETWEEN {spend_low:Float64} AND {spend_high:Float64}
ORDER BY customer
