-- One row per known customer with at least one order in the window.
-- The latest order decides the country: by the minute, then by the order's number where it is one.
SELECT
    toString(line.customer) AS customer,
    toLowCardinality(toString(argMaxIf(
        line.country,
        intDiv(toUnixTimestamp(line.time), 60) * 0x1000000000 + ifNull(accurateCastOrNull(line.`order`, 'UInt64'), cityHash64(line.`order`)) % 0x1000000000,
        line.sale))) AS country,
    toLowCardinality(toString(any(line.tier))) AS tier,
    toDate32(minIf(line.day, NOT line.back)) AS first_ever,
    toDate32(minIf(line.day, line.sale)) AS first,
    toDate32(maxIf(line.day, line.sale)) AS last,
    -- Hashes of 64 bits in short lists are counted much faster than sets of texts.
    toUInt32(arrayUniq(groupArrayIf(cityHash64(line.`order`), line.sale))) AS orders,
    toUInt32(arrayUniq(groupArrayIf(line.day, line.sale))) AS order_days,
    -- Rounded, so that equal money is equal in whatever order it was added up.
    round(sumIf(line.value, line.sale), 6) AS gross,
    round(sumIf(line.value, line.come_back), 6) AS returned,
    sumIf(line.pieces, line.sale) AS units,
    toUInt32(countIf(line.sale)) AS lines,
    toUInt32(arrayUniq(groupArrayIf(cityHash64(line.product), line.sale))) AS products,
    sumIf(line.discount, line.sale) AS discount,
    toUInt32(countIf(line.sale AND line.discount > 0)) AS discounted_lines,
    toUInt32(arrayUniq(groupArrayIf(cityHash64(line.`order`), line.sale AND line.channel IN {online_channels:Array(String)}))) AS online_orders,
    sumForEachIf(arrayMap(name -> if(name = line.category, line.value, 0.), {category_names:Array(String)}), line.sale) AS category_gross
FROM bought AS line
GROUP BY line.customer
HAVING lines > 0 AND round(gross - returned, 6) BETWEEN {spend_low:Float64} AND {spend_high:Float64}
ORDER BY customer
