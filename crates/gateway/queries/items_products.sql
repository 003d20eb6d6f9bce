-- What stands in an order: a product on each line.
bought AS
(
    SELECT line.`order` AS `order`, line.product AS item, line.product AS product, line.value AS value, line.pieces AS pieces
    FROM within AS line
    WHERE line.passes AND line.day BETWEEN {from:Date} AND {to:Date} AND NOT line.back
),
