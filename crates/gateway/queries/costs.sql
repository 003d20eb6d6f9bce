-- What a piece of a product costs: as its latest line with a cost says, whatever the day and the filters. `varies` is
-- whether another of its lines says something else, or nothing.
costs AS
(
    SELECT product, argMaxIf(cost, (time, cost), cost > 0) AS cost, count() > 1 AS varies
    FROM
    (
        -- Comparing pairs line by line would take four times as long.
        SELECT line.product AS product, line.cost AS cost, max(line.time) AS time
        FROM goods AS line
        WHERE {costs:UInt8} = 1
        GROUP BY product, cost
    )
    GROUP BY product
),
