-- The owner's campaigns, in order.
SELECT
    toString(campaign.campaign) AS id,
    if(empty(toString(campaign.name)), toString(campaign.campaign), toString(campaign.name)) AS name,
    toDate32(campaign.day) AS day,
    toUInt32(campaign.`window`) AS `window`,
    toString(campaign.offer) AS offer
FROM clientele_campaigns AS campaign
ORDER BY id
