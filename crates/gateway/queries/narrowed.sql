-- The known customers whose spend in the window lies in the range, and all their lines.
narrowed AS
(
    SELECT line.customer AS customer
    FROM goods AS line
    WHERE line.passes AND line.known AND line.day BETWEEN {from:Date} AND {to:Date}
    GROUP BY line.customer
    HAVING countIf(NOT line.back) > 0
        AND round(sumIf(line.value, NOT line.back) - sumIf(line.value, line.back), 6) BETWEEN {spend_low:Float64} AND {spend_high:Float64}
),
within AS (SELECT * FROM goods WHERE customer GLOBAL IN (SELECT customer FROM narrowed)),
