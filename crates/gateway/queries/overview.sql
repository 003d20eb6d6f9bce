-- Key figures of the window and of the days compared with: in all, per bucket, country and channel.
-- The days compared with are `then_from` to `then_to`; there are none when `then_to` is the earlier day.
-- Countries and channels are their positions in `country_names` and `channel_names`, 0 for none.
placed AS
(
    SELECT
        line.*,
        -- Day, country and channel as one number.
        toUInt64(toUInt16(line.day)) * 0x100000000
            + transform(toString(line.country), arrayConcat([''], {country_names:Array(String)}), arrayMap(at -> at * 0x10000, range(1 + length({country_names:Array(String)}))), 0)
            + transform(toString(line.channel), arrayConcat([''], {channel_names:Array(String)}), range(1 + length({channel_names:Array(String)})), 0) AS visit,
        line.passes AND ((line.in_now AND line.day BETWEEN {from:Date} AND {to:Date}) OR (line.in_then AND line.day BETWEEN {then_from:Date} AND {then_to:Date})) AS looked_at
    FROM within AS line
    WHERE line.day <= {to:Date}
),
-- Amounts and orders add up from days, since an order has one day, country and channel.
by_day AS
(
    SELECT
        line.visit * 16 + line.in_now * 8 + line.in_then * 4 + line.known * 2 + line.back AS kind,
        intDiv(kind, 16) AS visit,
        kind % 16 >= 8 AS in_now,
        kind % 8 >= 4 AS in_then,
        kind % 4 >= 2 AS known,
        kind % 2 AS back,
        toDate(toUInt16(intDiv(visit, 0x100000000))) AS day,
        sum(line.value) AS value,
        sum(line.discount) AS discount,
        uniqExact(line.`order`) AS orders
    FROM placed AS line
    WHERE line.looked_at
    GROUP BY kind
),
-- Customers do not: per customer, the different days and places of their orders (each as one number), and the day of the
-- first order of all, before the window too, whatever the filters.
by_customer AS
(
    SELECT
        any(line.in_now) AS in_now,
        any(line.in_then) AS in_then,
        minIf(line.day, NOT line.back) AS begun,
        groupUniqArrayIf(line.visit, line.looked_at AND NOT line.back) AS visits
    FROM placed AS line
    WHERE line.known
    GROUP BY line.customer
    HAVING notEmpty(visits)
),
-- Position of the bucket of every day of a side, counted from its first day.
arrayMap(at -> arrayLastIndex(edge -> edge <= {from:Date} + at, {edges:Array(Date)}), range(toUInt32({to:Date} - {from:Date} + 1))) AS now_buckets,
arrayMap(at -> arrayLastIndex(edge -> edge <= {then_from:Date} + at, {then_edges:Array(Date)}), range(toUInt32(greatest({then_to:Date} - {then_from:Date} + 1, 0)))) AS then_buckets,
-- Both sides: name, first and last day. They may overlap, so a day stands once for every side it lies in.
[('now', {from:Date}, {to:Date}), ('then', {then_from:Date}, {then_to:Date})] AS sides,
-- What a row is about: 1 the whole side, 2 a bucket, 3 a country, 4 a channel, and which one.
figures AS
(
    SELECT
        of.1 AS side,
        what,
        [0, if(of.1 = 'now', now_buckets[line.day - {from:Date} + 1], then_buckets[line.day - {then_from:Date} + 1]), intDiv(line.visit, 0x10000) % 0x10000, line.visit % 0x10000][what] AS which,
        sumIf(line.value, NOT line.back) AS gross,
        sumIf(line.value, line.back) AS returned,
        sumIf(line.discount, NOT line.back) AS discount,
        sumIf(line.value, NOT line.back AND NOT line.known) AS anonymous_gross,
        sumIf(line.value, line.back AND NOT line.known) AS anonymous_returned,
        sumIf(line.orders, NOT line.back) AS orders
    FROM by_day AS line
    ARRAY JOIN sides AS of
    ARRAY JOIN [1, 2, 3, 4] AS what
    WHERE line.day BETWEEN of.2 AND of.3 AND if(of.1 = 'now', line.in_now, line.in_then)
    GROUP BY side, what, which
),
heads AS
(
    SELECT
        side,
        intDiv(place, 0x10000) AS what,
        place % 0x10000 AS which,
        count() AS customers,
        countIf(is_new AND (what != 2 OR which = begun_in)) AS new_customers
    FROM
    (
        SELECT
            of.1 AS side,
            arrayFilter(visit -> toDate(toUInt16(intDiv(visit, 0x100000000))) BETWEEN of.2 AND of.3, visits) AS here,
            begun BETWEEN of.2 AND of.3 AS is_new,
            if(of.1 = 'now', now_buckets[begun - {from:Date} + 1], then_buckets[begun - {then_from:Date} + 1]) AS begun_in,
            arrayConcat(
                [toUInt64(0x10000)],
                arrayDistinct(arrayMap(
                    visit -> 0x20000 + if(of.1 = 'now', now_buckets[intDiv(visit, 0x100000000) - toUInt16({from:Date}) + 1], then_buckets[intDiv(visit, 0x100000000) - toUInt16({then_from:Date}) + 1]),
                    here)),
                arrayDistinct(arrayMap(visit -> 0x30000 + intDiv(visit, 0x10000) % 0x10000, here)),
                arrayDistinct(arrayMap(visit -> 0x40000 + visit % 0x10000, here))) AS places
        FROM by_customer
        ARRAY JOIN sides AS of
        WHERE notEmpty(here) AND if(of.1 = 'now', in_now, in_then)
    )
    ARRAY JOIN places AS place
    GROUP BY side, what, which
),
-- Every row that is wanted, in its order, whether anything was sold there or not.
wanted AS
(
    SELECT side, row.1 AS what, row.2 AS which, row.3 AS key
    FROM
    (
        SELECT
            arrayJoin(if({then_from:Date} <= {then_to:Date}, ['now', 'then'], ['now'])) AS side,
            arrayConcat(
                [(1, 0, '')],
                arrayMap((day, at) -> (2, at, toString(day)), {edges:Array(Date)}, arrayEnumerate({edges:Array(Date)})),
                arrayMap((name, at) -> (3, at, name), {country_names:Array(String)}, arrayEnumerate({country_names:Array(String)})),
                arrayMap((name, at) -> (4, at, name), {channel_names:Array(String)}, arrayEnumerate({channel_names:Array(String)}))) AS rows
    )
    ARRAY JOIN rows AS row
)
SELECT
    wanted.side AS side,
    ['all', 'bucket', 'country', 'channel'][wanted.what] AS `grouping`,
    wanted.key AS key,
    figures.gross AS gross,
    figures.returned AS returned,
    figures.discount AS discount,
    figures.anonymous_gross AS anonymous_gross,
    figures.anonymous_returned AS anonymous_returned,
    toUInt32(figures.orders) AS orders,
    toUInt32(heads.customers) AS customers,
    toUInt32(heads.new_customers) AS new_customers
FROM wanted
LEFT JOIN figures ON wanted.side = figures.side AND wanted.what = figures.what AND wanted.which = figures.which
LEFT JOIN heads ON wanted.side = heads.side AND wanted.what = heads.what AND wanted.which = heads.which
ORDER BY wanted.side, wanted.what, wanted.which
