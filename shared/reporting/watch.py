"""What is looked at while the system runs, of all modules: this one is above the others."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.imports import watch as imports
from shared.platform import replica, watch
from shared.platform.config import settings
from shared.platform.watch import Part, Probe, aged

FOLDS = ("fold_channel_sales", "fold_product_sales", "fold_feed", "fold_new_customers", "fold_data_changes")
UNFINISHED = text("""
    SELECT count(*), CAST(extract(epoch FROM clock_timestamp() - min(created_at)) AS integer)
    FROM reports WHERE state IN ('queued', 'rendering')""")
RANKED = text("""
    SELECT CAST(extract(epoch FROM clock_timestamp() - max(computed_at)) AS integer)
    FROM influencer_rankings WHERE as_of = (SELECT max(as_of) FROM influencer_rankings)""")


def reports(session: Session) -> Part:
    waiting, oldest = session.execute(UNFINISHED).one()
    return aged("reports", oldest, timedelta(minutes=15), waiting)


def rankings(session: Session) -> Part:
    return aged("rankings", session.execute(RANKED).scalar_one(), timedelta(hours=26))


def probes() -> Sequence[Probe]:
    """Return what `GET ready` and the metrics look at, beside the parts themselves."""
    return (
        *((replica.state,) if settings().database_replica_url else ()),
        watch.last_run("rollups", FOLDS, timedelta(minutes=10)),
        watch.last_run("audit_seals", ("seal_audit_log",), timedelta(minutes=10)),
        rankings,
        imports.last_done,
        imports.unfinished,
        reports,
        watch.mails,
    )
