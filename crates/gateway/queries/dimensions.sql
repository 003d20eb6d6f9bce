-- What a catalogue needs, of the whole data set and whatever the filters: one row per fact.
-- `section` is `range` (first and last day), `total` (`orders`, `customers`, `products` with a sale of goods),
-- `has` (1 for an optional column that is filled), or a dimension: a value and its known customers with a sale,
-- most customers first.
WITH kept AS
(
    SELECT
        line.*,
        line.customer != defaultValueOfArgumentType(line.customer) AS known,
        line.quantity < 0 OR line.cancelled != 0 AS back,
        line.service = '' AND NOT back AS sale
    FROM clientele_lines AS line
    WHERE line.aside = '' AND line.price > 0 AND line.quantity != 0
),
facts AS
(
    SELECT
        min(toDate32(line.time)) AS first,
        max(toDate32(line.time)) AS last,
        uniqExactIf(line.`order`, line.sale) AS orders,
        uniqExactIf(line.customer, line.sale AND line.known) AS customers,
        uniqExactIf(line.product, line.sale) AS products,
        max(line.country != '') AS country,
        max(line.channel != '') AS channel,
        max(line.category != '') AS category,
        max(line.tier != '') AS tier,
        max(line.discount != 0) AS discount,
        max(line.cost > 0) AS cost
    FROM kept AS line
)
SELECT section, name, toFloat64(number) AS number
FROM
(
    SELECT 'range' AS section, arrayJoin(['first', 'last']) AS name, toInt64(if(name = 'first', first, last)) AS number FROM facts
    UNION ALL
    SELECT 'total' AS section, pair.1 AS name, toInt64(pair.2) AS number
    FROM facts ARRAY JOIN [('orders', orders), ('customers', customers), ('products', products)] AS pair
    UNION ALL
    SELECT 'has' AS section, pair.1 AS name, toInt64(pair.2) AS number
    FROM facts ARRAY JOIN [('country', country), ('channel', channel), ('category', category), ('tier', tier), ('discount', discount), ('cost', cost)] AS pair
    UNION ALL
    SELECT 'country' AS section, toString(line.country) AS name, toInt64(uniqExactIf(line.customer, line.sale AND line.known)) AS number
    FROM kept AS line WHERE line.country != '' GROUP BY line.country
    UNION ALL
    SELECT 'channel' AS section, toString(line.channel) AS name, toInt64(uniqExactIf(line.customer, line.sale AND line.known)) AS number
    FROM kept AS line WHERE line.channel != '' GROUP BY line.channel
    UNION ALL
    SELECT 'category' AS section, toString(line.category) AS name, toInt64(uniqExactIf(line.customer, line.sale AND line.known)) AS number
    FROM kept AS line WHERE line.category != '' GROUP BY line.category
    UNION ALL
    SELECT 'tier' AS section, toString(line.tier) AS name, toInt64(uniqExactIf(line.customer, line.sale AND line.known)) AS number
    FROM kept AS line WHERE line.tier != '' AND line.known GROUP BY line.tier
)
ORDER BY section, number DESC, name
