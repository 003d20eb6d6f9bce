-- The customers whose spend in the window lies in the range; read only when there is one.
narrowed AS
(
    SELECT line.customer AS customer
    FROM passing AS line
    WHERE {spend:UInt8} = 1 AND line.day BETWEEN {from:Date} AND {to:Date} AND line.known
    GROUP BY line.customer
    HAVING countIf(NOT line.back) > 0
        AND sumIf(line.value, NOT line.back) - sumIf(line.value, line.back) BETWEEN {spend_low:Float64} AND {spend_high:Float64}
),
