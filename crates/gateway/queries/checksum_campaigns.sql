-- As of the lines, of the view `clientele_campaigns`.
SELECT sum(cityHash64(tuple(*))) AS mark, count() AS lines FROM clientele_campaigns
