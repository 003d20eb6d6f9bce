-- What stands together in an order, for the products that stand in at least a share `support` of all orders,
-- and in two at least. First one row per such product, most orders first: its code and orders; a product's
-- number is its row. Then one row per different set of them: the numbers of its products in ascending order,
-- and how many orders hold exactly this set. Orders that hold none of them are the empty set, so that the
-- orders of the sets add up to all orders.
bought AS
(
    SELECT DISTINCT line.`order` AS `order`, line.product AS product
    FROM within AS line
    WHERE line.passes AND line.day BETWEEN {from:Date} AND {to:Date} AND NOT line.back
),
(
    SELECT uniqExact(line.`order`)
    FROM within AS line
    WHERE line.passes AND line.day BETWEEN {from:Date} AND {to:Date} AND NOT line.back
) AS all_orders,
frequent AS
(
    SELECT product, orders, toUInt32(row_number() OVER (ORDER BY orders DESC, toString(product)) - 1) AS number
    FROM
    (
        SELECT product, count() AS orders
        FROM bought
        GROUP BY product
        HAVING orders >= greatest(2, {support:Float64} * all_orders)
    )
),
sets AS
(
    SELECT items, count() AS orders
    FROM
    (
        SELECT arraySort(groupArray(frequent.number)) AS items
        FROM bought
        INNER JOIN frequent ON bought.product = frequent.product
        GROUP BY bought.`order`
    )
    GROUP BY items
),
(SELECT sum(orders) FROM sets) AS held
SELECT product, orders, items
FROM
(
    SELECT toString(frequent.product) AS product, toUInt32(frequent.orders) AS orders, emptyArrayUInt32() AS items, 0 AS part
    FROM frequent
    UNION ALL
    SELECT '' AS product, toUInt32(all_orders - held) AS orders, emptyArrayUInt32() AS items, 1 AS part
    UNION ALL
    SELECT '' AS product, toUInt32(sets.orders) AS orders, sets.items AS items, 2 AS part
    FROM sets
)
ORDER BY part, orders DESC, if(part = 0, product, ''), items
