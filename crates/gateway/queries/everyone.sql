-- No range of spend: everyone.
within AS (SELECT *, 1 AS in_now, 1 AS in_then FROM goods),
