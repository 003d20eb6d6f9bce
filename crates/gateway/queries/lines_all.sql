-- Every line, exact copies included.
WITH counted AS (SELECT * FROM clientele_lines),
