"""Rendering, set off by request blobs: at least once, perhaps twice at a time, perhaps cut off in the middle.

Who renders holds an advisory lock as long as its transaction lives, so a dead renderer lets go by dying. Tries are
counted before the work begins: a request that kills its renderer each time ends as failed, too.
"""

import logging
import tempfile
import uuid
from datetime import timedelta
from pathlib import Path, PurePosixPath

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from shared.platform import apart, clock, db
from shared.platform.blobs import blob_store
from shared.reporting import making, queries
from shared.reporting.models import Report
from shared.reporting.render import Rendered
from shared.reporting.rules import ReportState
from shared.reporting.schedules import jobs as schedules
from shared.reporting.service import REPORTS, REQUESTS, about_name, put_request

log = logging.getLogger(__name__)

MOST_TRIES = 5
GIVEN_UP = (
    "The report could not be made in five tries. Narrow its filters and ask again; if that does not help, "
    "give the report's id to your administrator."
)
TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtextextended('report:' || :report_id, 0))")
LEFT_BEHIND = timedelta(seconds=90)


def render_requested(request_name: str) -> str:
    """Render the report a request blob asks for; return what became of it, in a word.

    Args:
        request_name: the blob's name, `report-requests/REPORT_ID.json` with or without the container.
    """
    try:
        report_id = uuid.UUID(PurePosixPath(request_name).stem)
    except ValueError:
        log.warning("a request blob that is not ours: %r", request_name[:200])
        return "not ours"
    with db.transaction() as session:
        if not session.execute(TRY_LOCK, {"report_id": str(report_id)}).scalar_one():
            return "rendering elsewhere"
        outcome = _render(session, report_id)
    blob_store().delete(REQUESTS, f"{report_id}.json")
    return outcome


def _render(session: Session, report_id: uuid.UUID) -> str:
    report = _begin(report_id)
    if report is None:
        return "nothing to do"
    if report.state is ReportState.FAILED:
        return "given up"
    with tempfile.TemporaryDirectory() as folder:
        try:
            rendered = apart.run(making.make, report_id, Path(folder))
        except Exception:
            _put_back(report_id)
            raise
        return _finish(session, report, rendered)


def _begin(report_id: uuid.UUID) -> Report | None:
    """Count the try; after the last one the report has failed."""
    with db.transaction() as session:
        report = session.get(Report, report_id, with_for_update=True)
        if report is None or report.state not in queries.UNFINISHED:
            return None
        if report.attempts >= MOST_TRIES:
            _give_up(session, report)
            return report
        report.state, report.progress = ReportState.RENDERING, 0.1
        report.attempts += 1
        report.started_at = clock.now()
        return report


def _give_up(session: Session, report: Report) -> None:
    report.state, report.error, report.finished_at = ReportState.FAILED, GIVEN_UP, clock.now()
    session.flush()
    schedules.finished(session, report)


def _put_back(report_id: uuid.UUID) -> None:
    """After an error: wait for the next try, or give up after the last."""
    with db.transaction() as session:
        report = session.get_one(Report, report_id, with_for_update=True)
        if report.state is not ReportState.RENDERING:
            return
        report.state, report.progress = ReportState.QUEUED, 0
        if report.attempts >= MOST_TRIES:
            _give_up(session, report)


def _finish(session: Session, report: Report, rendered: Rendered) -> str:
    """Upload under a name made of the content, then flip the row: a repeat writes the same blob again."""
    blob_name = f"{report.report_id}/{rendered.sha256[:16]}.{rendered.extension}"
    with rendered.opened() as data:
        blob_store().upload(REPORTS, blob_name, data, rendered.content_type)
    if rendered.about is not None:
        blob_store().upload(REPORTS, about_name(blob_name), rendered.about, "application/json")
    flipped = session.execute(
        update(Report)
        .where(Report.report_id == report.report_id, Report.state == ReportState.RENDERING)
        .values(
            state=ReportState.READY,
            progress=1,
            blob_name=blob_name,
            size=rendered.size,
            sha256=rendered.sha256,
            finished_at=clock.now(),
        )
        .returning(Report.report_id)
    ).one_or_none()
    if not flipped:
        return "cancelled meanwhile"
    schedules.finished(session, report)
    return "ready"


def rescue_reports(session: Session) -> int:
    """Ask once more for reports whose request got lost or whose renderer died; return how many."""
    found = queries.left_behind(session, LEFT_BEHIND)
    for report_id in found:
        put_request(report_id)
    return len(found)
