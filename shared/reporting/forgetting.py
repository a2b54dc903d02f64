"""How long a report is kept: its file and its row go together."""

from datetime import timedelta

from sqlalchemy.orm import Session

from shared.platform.blobs import BlobStore
from shared.reporting import queries
from shared.reporting.service import REPORTS, about_name

KEPT = timedelta(days=30)
MOST_AT_ONCE = 500


def forget_reports(session: Session, blobs: BlobStore) -> int:
    """Delete reports that were finished 30 days ago, 500 at most; return how many.

    Files go first: after a crash in between, the row is still there to say that one has to go.
    """
    old = queries.past_their_time(session, KEPT, MOST_AT_ONCE)
    for report in old:
        if report.blob_name is not None:
            blobs.delete(REPORTS, report.blob_name)
            blobs.delete(REPORTS, about_name(report.blob_name))
        session.delete(report)
    return len(old)
