-- A line says what a piece of its product costs, unless the latest line of the product says something else: only these
-- few products are looked up.
(SELECT (groupArray(product), groupArray(cost)) FROM costs WHERE varies) AS varying,
by_month AS
(
    SELECT
        line.customer AS customer,
        toStartOfMonth(line.day) AS month,
        uniqExactIf(cityHash64(line.`order`), NOT line.back) AS orders,
        arraySum(groupUniqArrayIf(toUInt32(intExp2(toDayOfMonth(line.day) - 1)), NOT line.back)) AS days,
        -- Rounded, so that equal money is equal in whatever order it was added up.
        round(sumIf(line.value, NOT line.back), 6) AS gross,
        round(sumIf(line.value, line.back), 6) AS returned,
        round(sumIf(line.discount, NOT line.back), 6) AS discount,
        sumIf(line.pieces, NOT line.back) AS units,
        sum(if(line.back, -line.pieces, line.pieces) * line.piece) AS cost,
        min(line.piece) AS least
    FROM (SELECT *, transform(product, varying.1, varying.2, cost) AS piece FROM within) AS line
    WHERE line.passes AND line.known AND line.day BETWEEN {from:Date} AND {to:Date}
    GROUP BY customer, month
)
-- One row per known customer and calendar month in which they bought something or something came back. The order is that
-- of the customers' numbers as they are stored: sorting them as texts would take as long as all else.
SELECT
    toLowCardinality(toString(line.customer)) AS customer,
    toDate32(line.month) AS month,
    toUInt32(line.orders) AS orders,
    toUInt32(line.days) AS days,
    line.gross AS gross,
    line.returned AS returned,
    line.discount AS discount,
    line.units AS units,
    if({costs:UInt8} = 1 AND line.least > 0, round(line.gross - line.returned - line.cost, 6), nan) AS margin
FROM by_month AS line
ORDER BY line.customer, line.month
