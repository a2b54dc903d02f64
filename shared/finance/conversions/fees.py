"""Fixed fees that fell due, or whose deliverable was delivered, and that no line pays for yet."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

# A fee belongs to the version in force on its day. A campaign cancelled before that day owes it no more; what was
# delivered is owed whatever became of the campaign.
FEES = text("""
    WITH fees AS (
        SELECT v.campaign_id, v.influencer_id, v.term_id, v.first_day, v.last_day,
               (one.place - 1)::integer AS component,
               coalesce(one.rule ->> 'deliverable', one.rule ->> 'due_on') AS reference,
               coalesce(d.delivered_on, (one.rule ->> 'due_on')::date) AS day, d.delivered_on IS NOT NULL AS delivered
        FROM looked_at_versions v
        CROSS JOIN jsonb_array_elements(v.rules -> 'components') WITH ORDINALITY AS one (rule, place)
        LEFT JOIN deliverables d ON d.term_id = v.term_id AND d.deliverable = one.rule ->> 'deliverable'
        WHERE v.rules @> '{"components": [{"basis": "fixed_fee"}]}' AND one.rule ->> 'basis' = 'fixed_fee'
              AND (d.delivered_on IS NOT NULL OR one.rule ->> 'deliverable' IS NULL)
    )
    SELECT f.campaign_id, f.influencer_id, f.term_id, f.component, f.reference, f.day
    FROM fees f JOIN campaigns c USING (campaign_id)
    WHERE f.day BETWEEN f.first_day AND f.last_day AND f.day <= :today AND c.status <> 'draft'
          AND (f.delivered OR c.status <> 'cancelled' OR f.day <= c.ended_on)
          AND NOT EXISTS (
              SELECT FROM payment_lines l WHERE l.basis = 'fixed_fee' AND l.campaign_id = f.campaign_id
                     AND l.influencer_id = f.influencer_id AND l.reference = f.reference)
    ORDER BY f.campaign_id, f.influencer_id, f.day, f.component
""")


class Fee(NamedTuple):
    campaign_id: int
    influencer_id: int
    term_id: int
    component: int
    reference: str
    day: int


def due_fees(session: Session, today: date) -> list[Fee]:
    """Return the fees that are owed by this day and not earned yet."""
    found = session.execute(FEES, {"today": today})
    return [Fee._make((*row[:5], row.day.toordinal())) for row in found]
