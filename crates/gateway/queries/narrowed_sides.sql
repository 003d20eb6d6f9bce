-- The known customers whose spend lies in the range, in each period by itself, and all their lines.
narrowed AS
(
    SELECT
        line.customer AS customer,
        countIf(line.now AND NOT line.back) > 0
            AND round(sumIf(line.value, line.now AND NOT line.back) - sumIf(line.value, line.now AND line.back), 6) BETWEEN {spend_low:Float64} AND {spend_high:Float64} AS in_now,
        countIf(line.then AND NOT line.back) > 0
            AND round(sumIf(line.value, line.then AND NOT line.back) - sumIf(line.value, line.then AND line.back), 6) BETWEEN {spend_low:Float64} AND {spend_high:Float64} AS in_then
    FROM
    (
        SELECT *, day BETWEEN {from:Date} AND {to:Date} AS now, day BETWEEN {then_from:Date} AND {then_to:Date} AS then
        FROM goods
        WHERE passes AND known
    ) AS line
    GROUP BY line.customer
    HAVING in_now OR in_then
),
within AS
(
    SELECT line.*, narrowed.in_now AS in_now, narrowed.in_then AS in_then
    FROM goods AS line
    GLOBAL INNER JOIN narrowed ON line.customer = narrowed.customer
),
