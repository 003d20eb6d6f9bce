-- Every line once: of lines that say the same in every column of an order, one stays.
WITH counted AS
(
    SELECT *
    FROM clientele_lines
    WHERE aside = ''
    LIMIT 1 BY `order`, customer, product, name, quantity, price, discount, intDiv(toUnixTimestamp(time), 60), country, channel
),
