-- What a piece of a product costs: as its latest line with a cost says, whatever the day and the filters.
costs AS
(
    SELECT line.product AS product, argMax(line.cost, (line.time, line.cost)) AS cost
    FROM goods AS line
    WHERE {costs:UInt8} = 1 AND line.cost > 0
    GROUP BY line.product
),
