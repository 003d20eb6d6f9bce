-- What stands together in an order, for the products that stand in at least a share `support` of all orders,
-- and in two at least. First one row per such product, most orders first: its code and orders; a product's
-- number is its row, from 0. Then one row per different set of them: the numbers of its products in ascending
-- order, and how many orders hold exactly this set; the empty set, if any order
-- holds none of them, comes first. So the orders of the sets add
-- up to all orders.
bought AS
(
    SELECT line.`order` AS `order`, line.product AS product
    FROM within AS line
    WHERE line.passes AND line.day BETWEEN {from:Date} AND {to:Date} AND NOT line.back
),
(SELECT uniqExact(`order`) FROM bought) AS all_orders,
(
    SELECT arraySort(pair -> (-pair.2, toString(pair.1)), groupArray((product, orders)))
    FROM
    (
        SELECT product, toInt64(uniqExact(`order`)) AS orders
        FROM bought
        GROUP BY product
        HAVING count() >= 2 AND orders >= greatest(2, {support:Float64} * all_orders)
    )
) AS frequent,
arrayMap(pair -> pair.1, frequent) AS codes,
sets AS
(
    SELECT items, count() AS orders
    FROM
    (
        SELECT arraySort(groupUniqArrayIf(toUInt32(number - 1), number > 0)) AS items
        FROM (SELECT `order`, transform(product, codes, arrayMap(at -> toInt64(at), arrayEnumerate(codes)), toInt64(0)) AS number FROM bought)
        GROUP BY `order`
    )
    GROUP BY items
)
SELECT product, orders, items
FROM
(
    SELECT toString(pair.1) AS product, toUInt32(pair.2) AS orders, emptyArrayUInt32() AS items, 1 AS part, place
    FROM (SELECT 1) ARRAY JOIN frequent AS pair, arrayEnumerate(frequent) AS place
    UNION ALL
    SELECT '' AS product, toUInt32(sets.orders) AS orders, sets.items AS items, 2 AS part, if(empty(items), 0, 1) AS place
    FROM sets
)
ORDER BY part, place, orders DESC, items
