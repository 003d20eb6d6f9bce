-- Names of products as written most often on any line that has a price; of two written as often, the first in
-- the alphabet; the code where there is none.
names AS
(
    SELECT product, if(argMin(name, (-times, name)) = '', toString(product), argMin(name, (-times, name))) AS name
    FROM
    (
        SELECT product, trimBoth(replaceRegexpAll(written, '\\s+', ' ')) AS name, if(name = '', 0, sum(lines)) AS times
        FROM
        (
            SELECT line.product AS product, toString(line.name) AS written, toInt64(count()) AS lines
            FROM clientele_lines AS line
            WHERE line.aside = '' AND line.price > 0 AND line.quantity != 0
            GROUP BY line.product, line.name
        )
        GROUP BY product, name
    )
    GROUP BY product
),
