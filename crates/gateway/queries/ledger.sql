-- What became of every line: one row per count. `section` is `class` (every line is in exactly one, the first that
-- fits), `paid` (per class, after discount, below zero where it was paid back), `copies`, `without_customer`, `cancelled`, `clean`, `service` (its code), `month` (its first day, `known`
-- or `anonymous` in `detail`), or `largest_return`.
WITH classed AS
(
    SELECT
        line.*,
        line.customer != defaultValueOfArgumentType(line.customer) AS known,
        line.quantity < 0 OR line.cancelled != 0 AS back,
        toFloat64(line.quantity) * toFloat64(line.price) AS value,
        multiIf(
            line.aside = 'overlap', 'Overlap',
            line.aside != '' OR line.quantity = 0, 'Unreadable',
            line.price <= 0 OR isNaN(toFloat64(line.price)), 'NoPrice',
            line.service != '', 'Service',
            back AND known, 'ReturnKnown',
            back, 'ReturnAnonymous',
            known, 'SaleKnown',
            'SaleAnonymous') AS class
    FROM clientele_lines AS line
),
counted AS (SELECT * FROM classed WHERE class NOT IN ('Overlap', 'Unreadable')),
largest AS
(
    SELECT product, name, customer, abs(value) AS worth, abs(toFloat64(quantity)) AS pieces, toDate(time) AS day
    FROM counted
    WHERE class IN ('ReturnKnown', 'ReturnAnonymous')
    ORDER BY worth DESC, time, `order`
    LIMIT 1
)
SELECT section, toString(name) AS name, toString(detail) AS detail, toFloat64(lines) AS lines, value, toFloat64(orders) AS orders, toFloat64(customers) AS customers
FROM
(
    SELECT 'class' AS section, class AS name, '' AS detail, toUInt64(count()) AS lines, toFloat64(sum(ifNotFinite(classed.value, 0))) AS value, toUInt64(0) AS orders, toUInt64(0) AS customers
    FROM classed GROUP BY class
    UNION ALL
    SELECT 'paid', class, '', toUInt64(0), toFloat64(sum(if(classed.quantity < 0 OR class IN ('ReturnKnown', 'ReturnAnonymous'), -1, 1) * ifNotFinite(abs(classed.value) - toFloat64(classed.discount), 0.))), toUInt64(0), toUInt64(0)
    FROM classed GROUP BY class
    UNION ALL
    -- Exact copies: lines of an order that say in every column the same as one before.
    SELECT 'copies', '', '', toUInt64(sum(arrayCount(n -> n > 1, times))), toFloat64(sum(arraySum((n, worth) -> if(n > 1, worth, 0.), times, worths))), toUInt64(0), toUInt64(0)
    FROM
    (
        SELECT
            arrayEnumerateUniq(groupArray(cityHash64(line.customer, line.product, line.name, line.quantity, line.price, line.discount, intDiv(toUnixTimestamp(line.time), 60), line.country, line.channel))) AS times,
            groupArray(ifNotFinite(line.value, 0.)) AS worths
        FROM counted AS line
        GROUP BY line.`order`
    )
    UNION ALL
    SELECT 'without_customer', '', '', countIf(NOT known), toFloat64(0), toUInt64(0), toUInt64(0) FROM counted
    UNION ALL
    SELECT 'cancelled', '', '', countIf(cancelled != 0), toFloat64(0), toUInt64(0), toUInt64(0) FROM counted
    UNION ALL
    SELECT 'clean', '', '', count(), sum(line.value), uniqExact(line.`order`), uniqExact(line.customer)
    FROM counted AS line WHERE line.quantity > 0 AND line.price > 0 AND line.known AND line.cancelled = 0
    UNION ALL
    SELECT 'service', toString(line.service), argMax(toString(line.name), line.name != ''), count(), toFloat64(sum(line.value)), toUInt64(0), toUInt64(0)
    FROM counted AS line WHERE line.class = 'Service' GROUP BY line.service
    UNION ALL
    SELECT 'month', toString(toStartOfMonth(time)), if(known, 'known', 'anonymous'), count(), toFloat64(0), toUInt64(0), toUInt64(0)
    FROM counted GROUP BY toStartOfMonth(time), known
    UNION ALL
    SELECT 'largest_return', if(largest.name = '', toString(largest.product), trimBoth(replaceRegexpAll(toString(largest.name), '\\s+', ' '))), toString(largest.day), toUInt64(largest.pieces), largest.worth,
        (
            SELECT toUInt64(count() > 0)
            FROM counted AS line
            INNER JOIN largest ON line.product = largest.product AND line.customer = largest.customer
            WHERE line.class IN ('SaleKnown', 'SaleAnonymous') AND toFloat64(line.quantity) = largest.pieces AND toDate(line.time) <= largest.day
        ), toUInt64(0)
    FROM largest
)
ORDER BY section, name, detail
