"""How many files one person may upload: nobody fills the storage alone (OWASP ASVS 5.2.4)."""

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from shared.imports.models import ImportRun
from shared.platform import clock
from shared.platform.config import settings
from shared.platform.errors import TooManyRequests
from shared.platform.identity import Actor

DAY = timedelta(days=1)
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('uploads of ' || :user_id, 0))")


class TooManyUploads(TooManyRequests):
    code = "too_many_uploads"


def check(session: Session, actor: Actor) -> None:
    """Refuse another upload to who has asked for as many as one may within 24 hours; two at once are counted in turn.

    Raises:
        TooManyUploads: with the seconds until the first of them is a day old.
    """
    most = settings().uploads_per_day
    session.execute(LOCK, {"user_id": actor.known_user_id})
    own = select(ImportRun.created_at).where(ImportRun.created_by == actor.known_user_id)
    last_free = own.order_by(ImportRun.created_at.desc()).offset(most - 1).limit(1)
    oldest: datetime | None = session.scalar(last_free)
    wait = timedelta() if oldest is None else oldest + DAY - clock.now()
    if wait > timedelta():
        raise TooManyUploads(f"One may upload {most} files within 24 hours.", ceil(wait.total_seconds()), limit=most)
