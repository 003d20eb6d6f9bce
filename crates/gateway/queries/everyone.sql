-- No range of spend: everyone.
within AS (SELECT * FROM goods),
