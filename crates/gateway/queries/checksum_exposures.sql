-- As of the lines, of the view `clientele_exposures`.
SELECT sum(cityHash64(tuple(*))) AS mark, count() AS lines FROM clientele_exposures
