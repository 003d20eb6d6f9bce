-- What stands together in an order, for the items (products, or categories) that stand in at least `support`
-- orders, below 1 a share of all, and in two at least. First one row per such item, most orders first: its
-- name and orders; an item's
-- number is its row, from 0. Then one row per different set of them in orders of so many different items, frequent
-- or not (`size`): the numbers of its items in ascending order, how many orders hold exactly this set, and what
-- its items brought in there, less what their pieces cost: of a single item in all these orders, of several order by
-- order. The empty sets, if any order holds none of them, come first. So the orders of the sets add up to all orders.
(SELECT uniqExact(`order`) FROM bought) AS all_orders,
(
    SELECT arraySort(pair -> (-pair.2, toString(pair.1)), groupArray((item, orders)))
    FROM
    (
        SELECT item, toInt64(uniqExact(`order`)) AS orders
        FROM bought
        GROUP BY item
        HAVING count() >= 2 AND orders >= greatest(2, if({support:Float64} < 1, {support:Float64} * all_orders, {support:Float64}))
    )
) AS frequent,
arrayMap(pair -> pair.1, frequent) AS names_of,
sets AS
(
    SELECT items, size, count() AS orders, if(length(items) > 1, arrayFlatten(arraySort(groupArray(in_order))), sumForEach(in_order)) AS worths
    FROM
    (
        SELECT
            toUInt32(uniqExact(line.item)) AS size,
            groupArrayIf((toUInt32(line.number - 1), line.worth), line.number > 0) AS held,
            arrayDistinct(arraySort(held.1)) AS items,
            arrayMap(item -> arraySum((number, worth) -> if(number = item, worth, 0.), held.1, held.2), items) AS in_order
        FROM
        (
            SELECT
                sale.`order` AS `order`,
                sale.item AS item,
                transform(sale.item, names_of, arrayMap(at -> toInt64(at), arrayEnumerate(names_of)), toInt64(0)) AS number,
                sale.value - sale.pieces * costs.cost AS worth
            FROM bought AS sale
            GLOBAL LEFT JOIN costs ON sale.product = costs.product
        ) AS line
        GROUP BY line.`order`
    )
    GROUP BY items, size
)
SELECT item, orders, size, items, worths
FROM
(
    SELECT toString(pair.1) AS item, toUInt32(pair.2) AS orders, toUInt32(0) AS size, emptyArrayUInt32() AS items, emptyArrayFloat64() AS worths, 1 AS part, place
    FROM (SELECT 1) ARRAY JOIN frequent AS pair, arrayEnumerate(frequent) AS place
    UNION ALL
    SELECT '' AS item, toUInt32(sets.orders) AS orders, sets.size AS size, sets.items AS items, sets.worths AS worths, 2 AS part, if(empty(items), 0, 1) AS place
    FROM sets
)
ORDER BY part, place, orders DESC, items, size
