-- What stands in an order: a category on each line whose product has one.
bought AS
(
    SELECT line.`order` AS `order`, line.category AS item, line.product AS product, line.value AS value, line.pieces AS pieces
    FROM within AS line
    WHERE line.passes AND line.day BETWEEN {from:Date} AND {to:Date} AND NOT line.back AND line.category != ''
),
