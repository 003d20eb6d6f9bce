-- Key figures of the window and of the days compared with: in all, per bucket, country and channel.
-- The days compared with are `then_from` to `then_to`; there are none when `then_to` is the earlier day.
orders AS
(
    SELECT
        line.`order` AS `order`,
        any(line.customer) AS customer,
        any(line.known) AS known,
        any(toUInt32(indexOf({country_names:Array(String)}, line.country))) AS country,
        any(toUInt32(indexOf({channel_names:Array(String)}, line.channel))) AS channel,
        min(line.day) AS day,
        max(NOT line.back) AS sold,
        sumIf(line.value, NOT line.back) AS gross,
        sumIf(line.value, line.back) AS returned,
        sumIf(line.discount, NOT line.back) AS discount
    FROM passing AS line
    WHERE (line.day BETWEEN {from:Date} AND {to:Date} OR line.day BETWEEN {then_from:Date} AND {then_to:Date})
        AND ({spend:UInt8} = 0 OR line.customer GLOBAL IN (SELECT customer FROM narrowed))
    GROUP BY line.`order`
),
-- First order of all per customer, before the window too, whatever the filters.
begun AS
(
    SELECT line.customer AS customer, min(line.day) AS day
    FROM goods AS line
    WHERE line.day <= {to:Date} AND line.known AND NOT line.back
    GROUP BY line.customer
),
-- Position of the bucket of every day of a side, counted from its first day.
arrayMap(at -> arrayLastIndex(edge -> edge <= {from:Date} + at, {edges:Array(Date)}), range(toUInt32({to:Date} - {from:Date} + 1))) AS now_buckets,
arrayMap(at -> arrayLastIndex(edge -> edge <= {then_from:Date} + at, {then_edges:Array(Date)}), range(toUInt32(greatest({then_to:Date} - {then_from:Date} + 1, 0)))) AS then_buckets,
-- An order stands once for every side its day lies in: the two may overlap.
sided AS
(
    SELECT
        arrayJoin(arrayFilter(
            name -> if(name = 'now', orders.day BETWEEN {from:Date} AND {to:Date}, orders.day BETWEEN {then_from:Date} AND {then_to:Date}),
            ['now', 'then'])) AS side,
        if(side = 'now', now_buckets[orders.day - {from:Date} + 1], then_buckets[orders.day - {then_from:Date} + 1]) AS bucket,
        orders.country AS country,
        orders.channel AS channel,
        orders.customer AS customer,
        orders.sold AS sold,
        NOT orders.known AS anonymous,
        orders.gross AS gross,
        orders.returned AS returned,
        orders.discount AS discount,
        orders.sold AND orders.known AS known,
        known AND if(side = 'now', begun.day BETWEEN {from:Date} AND {to:Date}, begun.day BETWEEN {then_from:Date} AND {then_to:Date}) AS is_new,
        is_new AND bucket = if(side = 'now', now_buckets[begun.day - {from:Date} + 1], then_buckets[begun.day - {then_from:Date} + 1]) AS is_new_in_bucket
    FROM orders
    LEFT JOIN begun ON orders.customer = begun.customer
),
grouped AS
(
    SELECT
        line.side AS side,
        multiIf(grouping(line.bucket) = 0, 'bucket', grouping(line.country) = 0, 'country', grouping(line.channel) = 0, 'channel', 'all') AS `grouping`,
        multiIf(`grouping` = 'bucket', toString({edges:Array(Date)}[line.bucket]), `grouping` = 'country', {country_names:Array(String)}[line.country], `grouping` = 'channel', {channel_names:Array(String)}[line.channel], '') AS key,
        sum(line.gross) AS gross,
        sum(line.returned) AS returned,
        sum(line.discount) AS discount,
        sumIf(line.gross, line.anonymous) AS anonymous_gross,
        sumIf(line.returned, line.anonymous) AS anonymous_returned,
        countIf(line.sold) AS orders,
        uniqExactIf(line.customer, line.known) AS customers,
        if(`grouping` = 'bucket', uniqExactIf(line.customer, line.is_new_in_bucket), uniqExactIf(line.customer, line.is_new)) AS new_customers
    FROM sided AS line
    GROUP BY GROUPING SETS ((line.side), (line.side, line.bucket), (line.side, line.country), (line.side, line.channel))
),
-- Every row that is wanted, in its order, whether anything was sold there or not.
wanted AS
(
    SELECT side, row.1 AS `grouping`, row.2 AS key, place
    FROM
    (
        SELECT
            arrayJoin(if({then_from:Date} <= {then_to:Date}, ['now', 'then'], ['now'])) AS side,
            arrayConcat(
                [('all', '')],
                arrayMap(day -> ('bucket', toString(day)), {edges:Array(Date)}),
                arrayMap(name -> ('country', name), {country_names:Array(String)}),
                arrayMap(name -> ('channel', name), {channel_names:Array(String)})) AS rows
    )
    ARRAY JOIN rows AS row, arrayEnumerate(rows) AS place
)
SELECT
    wanted.side AS side,
    wanted.`grouping` AS `grouping`,
    wanted.key AS key,
    grouped.gross AS gross,
    grouped.returned AS returned,
    grouped.discount AS discount,
    grouped.anonymous_gross AS anonymous_gross,
    grouped.anonymous_returned AS anonymous_returned,
    toUInt32(grouped.orders) AS orders,
    toUInt32(grouped.customers) AS customers,
    toUInt32(grouped.new_customers) AS new_customers
FROM wanted
LEFT JOIN grouped ON wanted.side = grouped.side AND wanted.`grouping` = grouped.`grouping` AND wanted.key = grouped.key
ORDER BY wanted.side, wanted.place
