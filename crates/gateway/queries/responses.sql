-- As in the table of months: only products whose cost varies are looked up.
(SELECT (groupArray(product), groupArray(cost)) FROM costs WHERE varies) AS varying,
-- The customers of one campaign, each once, with the day on which it first reached them; rows without an arm or with a day
-- that nobody means are left out, as where the result is judged. The two views may hold numbers of customers in different
-- types: they are compared as texts.
exposed AS
(
    SELECT toString(exposure.customer) AS number, min(toDate32(exposure.exposed)) AS first
    FROM clientele_exposures AS exposure
    WHERE toString(exposure.campaign) = {campaign:String}
        AND match(toString(exposure.arm), '\\S')
        AND toDate32(exposure.exposed) < toDate32('2200-01-01')
    GROUP BY number
),
reached AS
(
    SELECT line.*, dateDiff('day', exposed.first, line.day) AS after
    FROM within AS line
    GLOBAL INNER JOIN exposed ON toString(line.customer) = exposed.number
    WHERE line.passes AND line.known AND after >= -{days_before:Int32} AND after < {days:Int32}
),
by_day AS
(
    SELECT
        line.customer AS customer,
        greatest(line.after + 1, 0) AS at,
        uniqExactIf(cityHash64(line.`order`), NOT line.back) AS orders,
        -- Rounded, so that equal money is equal in whatever order it was added up.
        round(sumIf(line.value, NOT line.back), 6) AS gross,
        round(sumIf(line.value, line.back), 6) AS returned,
        round(sumIf(line.discount, NOT line.back), 6) AS discount,
        sumIf(line.pieces, NOT line.back) AS units,
        sum(if(line.back, -line.pieces, line.pieces) * line.piece) AS cost,
        min(line.piece) AS least
    FROM (SELECT *, transform(product, varying.1, varying.2, cost) AS piece FROM reached) AS line
    GROUP BY customer, at
)
-- One row per exposed customer and day with something in it, from the day of the exposure (1) on, and one for the days
-- before it together (0). The order is that of the customers' numbers as they are stored.
SELECT
    toLowCardinality(toString(line.customer)) AS customer,
    toUInt32(line.at) AS day,
    toUInt32(line.orders) AS orders,
    line.gross AS gross,
    line.returned AS returned,
    line.discount AS discount,
    line.units AS units,
    if({costs:UInt8} = 1 AND line.least > 0, round(line.gross - line.returned - line.cost, 6), nan) AS margin
FROM by_day AS line
ORDER BY line.customer, line.at
