-- Goods sold and goods that came back, in every table: what the ledger calls sales and returns.
-- `back` is whether the line came back; `pieces` and `value` are above zero for both.
-- A service counts as goods when `goods` names its code; a star at the end stands for any ending.
goods AS
(
    SELECT
        line.`order` AS `order`,
        line.customer AS customer,
        line.customer != defaultValueOfArgumentType(line.customer) AS known,
        line.product AS product,
        line.category AS category,
        line.country AS country,
        line.channel AS channel,
        line.tier AS tier,
        line.time AS time,
        toDate(line.time) AS day,
        toFloat64(line.discount) AS discount,
        toFloat64(line.cost) AS cost,
        line.quantity < 0 OR line.cancelled != 0 AS back,
        abs(toFloat64(line.quantity)) AS pieces,
        pieces * toFloat64(line.price) - discount AS value,
        -- Whether the filters on orders, products and customers let it through, whatever the day.
        (empty({countries:Array(String)}) OR has({countries:Array(String)}, country))
            AND (empty({channels:Array(String)}) OR has({channels:Array(String)}, channel))
            AND (empty({categories:Array(String)}) OR has({categories:Array(String)}, category))
            AND (empty({tiers:Array(String)}) OR (known AND has({tiers:Array(String)}, tier)))
            AND (empty({product:String}) OR toString(product) = {product:String}) AS passes
    FROM counted AS line
    WHERE line.aside = '' AND line.price > 0 AND line.quantity != 0
        AND (line.service = '' OR (notEmpty({goods:Array(String)}) AND arrayExists(
            code -> if(endsWith(code, '*'), startsWith(upper(toString(line.product)), trimRight(upper(code), '*')), upper(toString(line.product)) = upper(code)),
            {goods:Array(String)})))
        AND ({returns:UInt8} = 1 OR (line.quantity > 0 AND line.cancelled = 0))
),
