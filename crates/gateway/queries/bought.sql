-- Lines of known customers. A customer's first order may lie before the window, so all lines up to its end are read,
-- once.
bought AS
(
    SELECT
        line.customer AS customer,
        line.day >= {from:Date} AND line.passes AS looked_at,
        looked_at AND NOT line.back AS sale,
        looked_at AND line.back AS come_back,
        line.*
    FROM goods AS line
    WHERE line.day <= {to:Date} AND line.known
)
