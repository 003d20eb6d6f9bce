-- One row per known customer with at least one order in the window.
bought AS
(
    SELECT
        line.customer AS customer,
        argMaxIf(line.country, intDiv(toUnixTimestamp(line.time), 60) * 0x1000000000 + ifNull(accurateCastOrNull(line.`order`, 'UInt64'), cityHash64(line.`order`)) % 0x1000000000, NOT line.back) AS country,
        any(line.tier) AS tier,
        minIf(line.day, NOT line.back) AS first,
        maxIf(line.day, NOT line.back) AS last,
        arrayUniq(groupArrayIf(cityHash64(line.`order`), NOT line.back)) AS orders,
        arrayUniq(groupArrayIf(line.day, NOT line.back)) AS order_days,
        sumIf(line.value, NOT line.back) AS gross,
        sumIf(line.value, line.back) AS returned,
        sumIf(line.pieces, NOT line.back) AS units,
        countIf(NOT line.back) AS lines,
        arrayUniq(groupArrayIf(cityHash64(line.product), NOT line.back)) AS products,
        sumIf(line.discount, NOT line.back) AS discount,
        countIf(NOT line.back AND line.discount > 0) AS discounted_lines,
        arrayUniq(groupArrayIf(cityHash64(line.`order`), NOT line.back AND has({online_channels:Array(String)}, line.channel))) AS online_orders,
        sumForEachIf(arrayMap(name -> if(name = line.category, line.value, 0.), {category_names:Array(String)}), NOT line.back) AS category_gross
    FROM passing AS line
    WHERE line.day BETWEEN {from:Date} AND {to:Date} AND line.known
    GROUP BY line.customer
    HAVING orders > 0 AND gross - returned BETWEEN {spend_low:Float64} AND {spend_high:Float64}
),
-- First order of all, before the window too, whatever the filters.
begun AS
(
    SELECT line.customer AS customer, min(line.day) AS first_ever
    FROM goods AS line
    WHERE line.day <= {to:Date} AND line.known AND NOT line.back
    GROUP BY line.customer
)
SELECT
    toString(bought.customer) AS customer,
    toLowCardinality(toString(bought.country)) AS country,
    toLowCardinality(toString(bought.tier)) AS tier,
    toDate32(begun.first_ever) AS first_ever,
    toDate32(bought.first) AS first,
    toDate32(bought.last) AS last,
    toUInt32(bought.orders) AS orders,
    toUInt32(bought.order_days) AS order_days,
    bought.gross AS gross,
    bought.returned AS returned,
    bought.units AS units,
    toUInt32(bought.lines) AS lines,
    toUInt32(bought.products) AS products,
    bought.discount AS discount,
    toUInt32(bought.discounted_lines) AS discounted_lines,
    toUInt32(bought.online_orders) AS online_orders,
    bought.category_gross AS category_gross
FROM bought
INNER JOIN begun ON bought.customer = begun.customer
ORDER BY customer
