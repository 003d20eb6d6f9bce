-- Who was in which arm of the owner's campaigns, and what the owner knows of it; null for what is not known.
SELECT
    toLowCardinality(toString(exposure.campaign)) AS campaign,
    toString(exposure.customer) AS customer,
    toLowCardinality(toString(exposure.arm)) AS arm,
    toDate32(exposure.exposed) AS exposed,
    CAST(exposure.converted != 0 AS Nullable(UInt32)) AS converted,
    CAST(exposure.revenue AS Nullable(Float64)) AS revenue,
    CAST(exposure.margin AS Nullable(Float64)) AS margin,
    CAST(exposure.discount AS Nullable(Float64)) AS discount,
    CAST(exposure.unsubscribed != 0 AS Nullable(UInt32)) AS unsubscribed,
    CAST(exposure.complained != 0 AS Nullable(UInt32)) AS complained
FROM clientele_exposures AS exposure
ORDER BY exposure.campaign, exposure.customer
