"""Clicks of the days looked at, beside what was paid for them so far."""

from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.finance.conversions.ledger import NAMED, STANDING, Standing, standing_of

# Clicks count for the campaign they were reported with, in its days and while its terms pay for clicks; those reported
# without a campaign where the influencer has exactly one such campaign that day. What was paid for stays with who got
# it while it stays reported, although dates moved or a second campaign makes it unclear whose it is.
CLICKS = text(f"""
    WITH paying AS (
        SELECT v.term_id, v.campaign_id, v.influencer_id,
               greatest(v.first_day, c.start_date) AS first_day, least(v.last_day, c.end_date, c.ended_on) AS last_day
        FROM looked_at_versions v JOIN campaigns c USING (campaign_id)
        WHERE c.status <> 'draft' AND jsonb_path_exists(v.rules, '$.components[*].basis ? (@ == "per_click")')
    ), reported AS (
        SELECT m.influencer_id, m.campaign_id, m.day, sum(m.clicks)::bigint AS clicks
        FROM looked_at_days d
        JOIN influencer_metrics m ON m.influencer_id = d.influencer_id AND m.day BETWEEN d.first_day AND d.last_day
        WHERE m.clicks > 0
        GROUP BY m.influencer_id, m.campaign_id, m.day
    ), candidates AS (
        SELECT p.campaign_id, p.influencer_id, p.term_id AS paid_by, r.day,
               count(*) OVER (PARTITION BY p.influencer_id, r.day) = 1 AS alone
        FROM (SELECT DISTINCT influencer_id, day FROM reported) AS r
        JOIN paying p ON p.influencer_id = r.influencer_id AND r.day BETWEEN p.first_day AND p.last_day
    ), standing AS (
        SELECT {STANDING}
        FROM looked_at_days d
        JOIN terms t ON t.influencer_id = d.influencer_id
        JOIN payment_lines l ON l.term_id = t.term_id AND l.occurred_on BETWEEN d.first_day AND d.last_day
        WHERE l.basis = 'per_click'
        GROUP BY {NAMED}, l.occurred_on
    ), days AS (
        SELECT campaign_id, influencer_id, day, coalesce(c.alone, false) AS alone, c.paid_by,
               coalesce(s.base, 0) AS paid
        FROM candidates c FULL JOIN standing s USING (campaign_id, influencer_id, day)
    )
    SELECT d.campaign_id, d.influencer_id, d.day, d.paid_by, due.clicks * 1000000 AS due,
           s.term_id, s.component, s.basis, s.key, s.part, s.parts, s.payable, s.sequence AS next_sequence,
           s.earned, s.taken, s.base, s.base_taken, s.first_base, s.nominal, s.rate, s.raised, s.lines,
           1 AS quantity, 0 AS returned, NULL::date AS returned_date, false AS cancelled
    FROM days d
    LEFT JOIN standing s ON (s.campaign_id, s.influencer_id, s.day) = (d.campaign_id, d.influencer_id, d.day)
    LEFT JOIN reported own
         ON (own.campaign_id, own.influencer_id, own.day) = (d.campaign_id, d.influencer_id, d.day)
    LEFT JOIN reported loose
         ON (loose.influencer_id, loose.day) = (d.influencer_id, d.day) AND loose.campaign_id IS NULL,
         LATERAL (SELECT coalesce(own.clicks, 0) + CASE WHEN d.alone THEN coalesce(loose.clicks, 0) ELSE
             least(coalesce(loose.clicks, 0), greatest(0, d.paid / 1000000 - coalesce(own.clicks, 0))) END AS clicks
         ) AS due
    WHERE due.clicks * 1000000 <> d.paid
    ORDER BY 1, 2, 3
""")  # noqa: S608 - our own columns


class Clicked(NamedTuple):
    """A day whose clicks (`due`, in millionths) are not what was paid for, and how that stands if something was."""

    campaign_id: int
    influencer_id: int
    term_id: int
    day: int
    due: int
    standing: Standing | None


def clicks(session: Session) -> list[Clicked]:
    """Return the days looked at whose clicks are not what was paid for."""
    return [
        Clicked(
            row.campaign_id,
            row.influencer_id,
            row.paid_by,
            row.day.toordinal(),
            row.due,
            None if row.term_id is None else standing_of(row),
        )
        for row in session.execute(CLICKS)
    ]
