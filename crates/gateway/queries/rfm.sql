-- The figures that customers are grouped by, one row per customer as in `customers`: a few columns, so that segments
-- have their names long before the widest table is made.
SELECT
    toString(line.customer) AS customer,
    toDate32(minIf(line.day, NOT line.back)) AS first_ever,
    toDate32(maxIf(line.day, line.sale)) AS last,
    toUInt32(uniqExactIf(cityHash64(line.`order`), line.sale)) AS orders,
    sumIf(line.value, line.sale) AS gross,
    sumIf(line.value, line.come_back) AS returned
FROM bought AS line
GROUP BY line.customer
HAVING orders > 0 AND gross - returned BETWEEN {spend_low:Float64} AND {spend_high:Float64}
ORDER BY customer
