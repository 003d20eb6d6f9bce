-- Names of products from the owner's list of products; the code where there is none.
names AS
(
    SELECT product, if(empty(any(name)), toString(product), toString(any(name))) AS name
    FROM clientele_products
    GROUP BY product
),
