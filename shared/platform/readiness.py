"""Whether the parts we depend on answer."""

import logging

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.platform.blobs import blob_store
from shared.platform.errors import Unavailable
from shared.platform.schemas import ReadyOut

log = logging.getLogger(__name__)


def check(session: Session) -> ReadyOut:
    """Return the database's revision once database and blob storage have answered.

    Raises:
        Unavailable: one of them does not.
    """
    revision = session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    try:
        blob_store().ping()
    except Exception:
        log.exception("blob storage does not answer")
        raise Unavailable("Blob storage does not answer.") from None
    return ReadyOut(database_revision=revision)
