-- The fixed fees of each campaign and influencer, once each: what was earned of it, else what is promised.
-- A fee with a day is promised by the version in force that day, one for a deliverable by every version that is not over
-- (the last one that names it counts).
CREATE VIEW fixed_fees AS
WITH promised AS (
    SELECT campaign_id, influencer_id, coalesce(fee ->> 'deliverable', fee ->> 'due_on') AS reference,
           CASE WHEN fee ->> 'deliverable' IS NULL THEN (fee ->> 'due_on')::date END AS due_on,
           (fee ->> 'amount')::numeric AS amount, valid_from, next_from
    FROM (
        SELECT campaign_id, influencer_id, rules, valid_from,
               lead(valid_from) OVER (PARTITION BY campaign_id, influencer_id ORDER BY valid_from) AS next_from
        FROM terms) AS versions
    CROSS JOIN LATERAL jsonb_array_elements(rules -> 'components') AS fee
    WHERE fee ->> 'basis' = 'fixed_fee'), latest AS (
    SELECT DISTINCT ON (campaign_id, influencer_id, reference) campaign_id, influencer_id, reference, due_on, amount
    FROM promised
    WHERE CASE WHEN due_on IS NULL THEN coalesce(next_from > CURRENT_DATE, true)
               ELSE due_on >= valid_from AND coalesce(due_on < next_from, true) END
    ORDER BY campaign_id, influencer_id, reference, valid_from DESC)
SELECT campaign_id, influencer_id, reference, due_on, amount, false AS is_earned
FROM latest
WHERE NOT EXISTS (
    SELECT FROM payment_lines AS line
    WHERE line.basis = 'fixed_fee' AND line.campaign_id = latest.campaign_id
      AND line.influencer_id = latest.influencer_id AND line.reference = latest.reference)
UNION ALL
SELECT campaign_id, influencer_id, reference, min(occurred_on), sum(amount), true
FROM payment_lines WHERE basis = 'fixed_fee'
GROUP BY campaign_id, influencer_id, reference;
