"""Versions of the data, by table, for ETags that cost one cheap query.

The database notes every statement that may have changed a table (migrations/sql/0004/versions.sql), a job adds the
notes up, and the version is the sum of both: what a later snapshot sees only grows, so a number names one state.
Statements that changed nothing after all make it grow, too; then an answer is computed once more than needed.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, cast, column, delete, func, select, union_all
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.platform.models import data_changes, data_versions

TOPICS = frozenset(
    {
        *("bought_by", "return_lines", "products", "customers", "influencers", "influencer_metrics"),
        *("influencer_rankings", "payment", "expenses", "campaigns", "arranges", "liked_by", "attribution_results"),
        *("terms", "payment_lines", "collaborations", "influencer_profiles"),
        *("budgets", "payout_accounts", "earned_days"),
    }
)
LOCK = "data_versions"
MOST_AT_ONCE = 200_000


class UnknownTopicError(LookupError):
    """A programmer's slip: no changes of this table are noted."""


def current(session: Session, topics: Collection[str]) -> str:
    """Return the version of what these tables hold together, as this session's snapshot sees them.

    Raises:
        UnknownTopicError: the changes of one of them are not noted.
    """
    if unknown := set(topics) - TOPICS:
        raise UnknownTopicError(", ".join(sorted(unknown)))
    both = union_all(
        *(select(each.c.changes).where(each.c.topic.in_(sorted(topics))) for each in (data_versions, data_changes))
    ).subquery()
    return str(session.scalar(select(cast(func.coalesce(func.sum(both.c.changes), 0), BigInteger))))


def fold(session: Session) -> int:
    """Add up the changes noted so far, one statement; return how many, 0 while another session is at it."""
    if not session.scalar(select(func.pg_try_advisory_xact_lock(func.hashtext(LOCK)))):
        return 0
    ctid: Any = column("ctid")
    some = select(ctid).select_from(data_changes).limit(MOST_AT_ONCE)
    folded = delete(data_changes).where(ctid.in_(some)).returning(*data_changes.c).cte("folded")
    summed = select(folded.c.topic, func.sum(folded.c.changes)).group_by(folded.c.topic).order_by(folded.c.topic)
    added = insert(data_versions).from_select(["topic", "changes"], summed)
    upsert = added.on_conflict_do_update(
        constraint=data_versions.primary_key, set_={"changes": data_versions.c.changes + added.excluded.changes}
    )
    return session.scalars(select(func.count()).select_from(folded).add_cte(upsert.cte("added"))).one()
