"""From a report's row to its file: reads one snapshot of the data, renders, and says how far it is.

It runs apart from whoever answers calls (platform/apart.py), so it is told which report and leaves its file in a
folder.
"""

import uuid
from pathlib import Path

from sqlalchemy import update

from shared.platform import db
from shared.reporting import details, editions, kinds
from shared.reporting.models import Report
from shared.reporting.render import Rendered, render


def make(report_id: uuid.UUID, folder: Path) -> Rendered:
    """Return the file of a report; what is large lies in the folder."""
    with db.transaction() as session:
        report = session.get_one(Report, report_id)
    rendered = _detail(report, folder) if kinds.kind_called(report.kind).detail else _document(report)
    _note_progress(report_id, 0.9)
    return rendered


def _document(report: Report) -> Rendered:
    with db.snapshot() as data:
        document, version = editions.document(data, report)
    with db.transaction() as session:
        document = editions.dated(session, document, version)
    _note_progress(report.report_id, 0.5)
    return render(document, report.format)


def _detail(report: Report, folder: Path) -> Rendered:
    """Rows are streamed out of the snapshot, so the time in the file has to be known before; most often it stays."""
    with db.snapshot() as data:
        before, version = editions.document(data, report)
    with db.transaction() as session:
        before = editions.dated(session, before, version)
    with db.snapshot() as data:
        document, now = editions.document(data, report)
        document = before if now == version else document
        path = folder / f"{report.report_id}.{report.format}"
        return details.rendered(data, editions.statement(report), document, path)


def _note_progress(report_id: uuid.UUID, progress: float) -> None:
    with db.transaction() as session:
        session.execute(update(Report).where(Report.report_id == report_id).values(progress=progress))
