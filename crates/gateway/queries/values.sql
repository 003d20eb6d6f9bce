-- How many known customers each value has, under all filters but those on its own dimension: as many as would be left if it
-- alone were chosen. A line counts for every dimension when all filters let it through, and for one alone when only the
-- filter on that one keeps it out.
placed AS
(
    SELECT
        line.customer AS customer,
        line.back AS back,
        line.value AS value,
        -- Country, channel, category and tier as one number: their positions in the lists of names, 0 for none.
        toUInt64(transform(toString(line.country), arrayConcat([''], {country_names:Array(String)}), range(1 + length({country_names:Array(String)})), 0)) * 0x1000000000000
            + toUInt64(transform(toString(line.channel), arrayConcat([''], {channel_names:Array(String)}), range(1 + length({channel_names:Array(String)})), 0)) * 0x100000000
            + toUInt64(transform(toString(line.category), arrayConcat([''], {category_names:Array(String)}), range(1 + length({category_names:Array(String)})), 0)) * 0x10000
            + toUInt64(transform(toString(line.tier), arrayConcat([''], {tier_names:Array(String)}), range(1 + length({tier_names:Array(String)})), 0)) AS places,
        -- Which filters keep it out.
        (notEmpty({countries:Array(String)}) AND NOT has({countries:Array(String)}, line.country))
            + (notEmpty({channels:Array(String)}) AND NOT has({channels:Array(String)}, line.channel)) * 2
            + (notEmpty({categories:Array(String)}) AND NOT has({categories:Array(String)}, line.category)) * 4
            + (notEmpty({tiers:Array(String)}) AND NOT has({tiers:Array(String)}, line.tier)) * 8 AS kept_out
    FROM within AS line
    WHERE line.known AND line.day BETWEEN {from:Date} AND {to:Date} AND kept_out IN (0, 1, 2, 4, 8)
),
-- What each customer did, by all four together: much fewer rows than lines.
done AS
(
    SELECT
        line.customer AS customer,
        line.places AS places,
        line.kept_out AS kept_out,
        countIf(NOT line.back) AS sales,
        sumIf(line.value, NOT line.back) AS gross,
        sumIf(line.value, line.back) AS returned
    FROM placed AS line
    GROUP BY customer, places, kept_out
)
SELECT
    ['country', 'channel', 'category', 'tier'][which] AS dimension,
    [{country_names:Array(String)}, {channel_names:Array(String)}, {category_names:Array(String)}, {tier_names:Array(String)}][which][place] AS value,
    toUInt32(count()) AS customers
FROM
(
    SELECT which, intDiv(done.places, [0x1000000000000, 0x100000000, 0x10000, 1][which]) % 0x10000 AS place
    FROM done
    ARRAY JOIN [1, 2, 3, 4] AS which
    WHERE place > 0 AND (done.kept_out = 0 OR done.kept_out = [1, 2, 4, 8][which])
    GROUP BY done.customer, which, place
    HAVING sum(done.sales) > 0 AND round(sum(done.gross) - sum(done.returned), 6) BETWEEN {spend_low:Float64} AND {spend_high:Float64}
)
GROUP BY which, place
ORDER BY dimension, value
