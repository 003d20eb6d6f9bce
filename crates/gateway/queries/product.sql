-- Every day on which one product was sold or came back, of the whole data up to the last day looked at, in order.
SELECT
    toDate32(line.day) AS day,
    sumIf(line.value, NOT line.back) AS gross,
    sumIf(line.value, line.back) AS returned,
    sumIf(line.pieces, NOT line.back) AS units,
    toUInt32(uniqExactIf(line.`order`, NOT line.back)) AS orders
FROM within AS line
WHERE line.passes AND line.day <= {to:Date} AND toString(line.product) = {code:String}
GROUP BY line.day
ORDER BY day
