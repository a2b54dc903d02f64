"""Whose conversions of which days are to be looked at, under which terms, and who shares them.

The notes of what changed are taken into tables of this transaction (`looked_at_…`, gone when it ends), which
everything else here is joined with. A note that comes meanwhile waits for the next computation; if the transaction
fails, the notes are there again.
"""

from collections.abc import Sequence

from sqlalchemy import Date, Integer, column, func, select, table, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from shared.campaigns.credits import arranged_days, credited_stretches
from shared.platform.rollups import WORK_MEMORY

VERSIONS = table(
    "looked_at_versions",
    column("term_id", Integer),
    column("campaign_id", Integer),
    column("influencer_id", Integer),
    column("first_day", Date),
    column("last_day", Date),
)
DROP = text("""
    DROP TABLE IF EXISTS looked_at_days, looked_at_versions, looked_at_credits, looked_at_purchases, looked_at_lines
""")
# Every version of whom is computed for, with the days in which it is in force; one without components ends the terms.
MAKE_VERSIONS = text("""
    CREATE TEMPORARY TABLE looked_at_versions ON COMMIT DROP AS
    SELECT * FROM (
        SELECT term_id, campaign_id, influencer_id, rules, holding_days, valid_from AS first_day,
               coalesce(lead(valid_from) OVER (PARTITION BY campaign_id, influencer_id ORDER BY valid_from) - 1,
                        DATE '9999-12-31') AS last_day
        FROM terms WHERE :everybody OR influencer_id = ANY (:influencers)
    ) AS version WHERE rules -> 'components' <> '[]'
""")
MAKE_DAYS = text("""
    CREATE TEMPORARY TABLE looked_at_days (influencer_id integer, first_day date, last_day date) ON COMMIT DROP
""")
# Days noted twice are looked at once.
TAKE_NOTES = text("""
    WITH taken AS (
        DELETE FROM earning_changes WHERE :everybody OR influencer_id = ANY (:influencers) RETURNING *
    ), stretches AS (
        SELECT influencer_id, unnest(range_agg(daterange(first_day, last_day, '[]'))) AS days
        FROM taken WHERE influencer_id IN (SELECT influencer_id FROM terms)
        GROUP BY influencer_id
    )
    INSERT INTO looked_at_days SELECT influencer_id, lower(days), upper(days) - 1 FROM stretches
""")


def take_notes(session: Session, influencers: Sequence[int] | None) -> int:
    """Take what was noted of these influencers (None: of all) and find who shares what; return how many stretches."""
    whose = {"everybody": influencers is None, "influencers": list(influencers or ())}
    session.execute(select(func.set_config("work_mem", WORK_MEMORY, True)))  # sorts of a month's sales
    session.execute(DROP)
    session.execute(MAKE_VERSIONS, whose)
    session.execute(MAKE_DAYS)
    session.execute(TAKE_NOTES, whose)
    _make_credits(session)
    session.execute(text("ANALYZE looked_at_versions"))
    session.execute(text("ANALYZE looked_at_days"))
    session.execute(text("ANALYZE looked_at_credits"))
    return int(session.scalars(text("SELECT count(*) FROM looked_at_days")).one())


def _make_credits(session: Session) -> None:
    """Cut arrangements into stretches within which the same campaigns share, each under one version of its terms."""
    arranged = arranged_days().subquery("arranged")
    in_force = (
        select(
            arranged.c.influencer_id,
            arranged.c.product_id,
            arranged.c.campaign_id,
            func.greatest(arranged.c.start_date, VERSIONS.c.first_day, type_=Date).label("start_date"),
            func.least(arranged.c.end_date, VERSIONS.c.last_day, type_=Date).label("end_date"),
        )
        .join(
            VERSIONS,
            (VERSIONS.c.campaign_id == arranged.c.campaign_id)
            & (VERSIONS.c.influencer_id == arranged.c.influencer_id)
            & (VERSIONS.c.first_day <= arranged.c.end_date)
            & (VERSIONS.c.last_day >= arranged.c.start_date),
        )
        .where(arranged.c.influencer_id.in_(select(column("influencer_id")).select_from(table("looked_at_days"))))
    )
    shared = credited_stretches(in_force)
    credited = select(shared, VERSIONS.c.term_id).join(
        VERSIONS,
        (VERSIONS.c.campaign_id == shared.c.campaign_id)
        & (VERSIONS.c.influencer_id == shared.c.channel)
        & shared.c.first.between(VERSIONS.c.first_day, VERSIONS.c.last_day),
    )
    compiled = credited.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})  # type: ignore[no-untyped-call]
    session.connection().exec_driver_sql(
        f"CREATE TEMPORARY TABLE looked_at_credits ON COMMIT DROP AS {compiled}"  # no values of a stranger's
    )
