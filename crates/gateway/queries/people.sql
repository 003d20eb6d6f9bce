people AS
(
    -- As in the table of customers.
    SELECT
        line.customer AS customer,
        any(line.tier) AS tier,
        minIf(line.day, NOT line.back) AS first_ever,
        minIf(line.day, line.sale) AS first,
        maxIf(line.day, line.sale) AS last,
        arrayUniq(groupArrayIf(cityHash64(line.`order`), line.sale)) AS orders,
        arrayUniq(groupArrayIf(line.day, line.sale)) AS order_days,
        round(sumIf(line.value, line.sale), 6) AS gross,
        round(sumIf(line.value, line.come_back), 6) AS returned,
        countIf(line.sale) AS lines,
        arrayUniq(groupArrayIf(cityHash64(line.product), line.sale)) AS products,
        countIf(line.sale AND line.discount > 0) AS discounted_lines,
        arrayUniq(groupArrayIf(cityHash64(line.`order`), line.sale AND line.channel IN {online_channels:Array(String)})) AS online_orders
