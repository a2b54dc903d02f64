"""Whether the parts we depend on answer, whether what is regular was done, and what exactly is missing."""

import logging
from collections.abc import Callable, Sequence

from sqlalchemy import Row, text
from sqlalchemy.exc import SQLAlchemyError

from shared.platform import build, crypto, db, faults
from shared.platform.blobs import CONTAINERS, blob_store
from shared.platform.config import MisconfiguredError, settings
from shared.platform.errors import Unavailable
from shared.platform.schemas import ReadyOut, ReadyPartOut
from shared.platform.secrets import secrets
from shared.platform.watch import Part, Probe

log = logging.getLogger(__name__)

EXTENSIONS = ("pg_trgm",)
STATE = text("""
    SELECT (SELECT version_num FROM alembic_version) AS revision,
        ARRAY(SELECT unnest(CAST(:extensions AS text[])) EXCEPT SELECT extname FROM pg_extension) AS extensions,
        ARRAY(SELECT relname::text FROM pg_class
              WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT has_table_privilege(oid, 'SELECT')
              ORDER BY relname) AS ungranted,
        has_schema_privilege('import_staging', 'CREATE') AS may_stage""")


class NotReady(Unavailable):
    code = "not_ready"


def check(probes: Sequence[Probe] = ()) -> ReadyOut:
    """Return how each part is.

    Raises:
        NotReady: one fails; the answer has all parts, the log what to do about it.
    """
    found = parts(probes)
    failing = [part for part in found if part.state == "failing"]
    for part in failing:
        log.error("not ready: %s: %r", part.name, part.detail)
    shown = [ReadyPartOut.model_validate(part) for part in found]
    if failing:
        said = ", ".join(f"{part.name} ({part.code})" for part in failing)
        raise NotReady(f"Not ready: {said}.", parts=[part.model_dump() for part in shown])
    late = any(part.state == "late" for part in found)
    return ReadyOut(status="late" if late else "ready", database_revision=_revision(found), parts=shown)


def parts(probes: Sequence[Probe] = ()) -> list[Part]:
    """Return every part and how it is; asks each once, whatever the others said."""
    return [*database(probes), _guarded("storage", storage), _guarded("secrets", stored_secrets)]


def database(probes: Sequence[Probe]) -> list[Part]:
    """Return the database, its migrations, and what the probes find in it; only the first when it does not answer."""
    try:
        with db.transaction() as session:
            state = session.execute(STATE, {"extensions": list(EXTENSIONS)}).one()
            found = [probe(session) for probe in probes]
    except (SQLAlchemyError, MisconfiguredError) as error:
        fault = faults.of_database(error)
        return [Part("database", "failing", fault.code, fault.detail)]
    return [_rights(state), _migrations(str(state.revision)), *found]


def _rights(state: Row[tuple[object, ...]]) -> Part:
    if state.extensions:
        names = ", ".join(state.extensions)
        return Part(
            "database", "failing", "extension_missing", f"Missing: {names}; on Azure in azure.extensions first."
        )
    if state.ungranted or not state.may_stage:
        names = ", ".join([*state.ungranted, *([] if state.may_stage else ["import_staging"])])
        return Part("database", "failing", "grant_missing", f"The app's role may not read {names}: {faults.PROVISION}.")
    return Part("database")


def _migrations(revision: str) -> Part:
    """Tables ahead of the code are fine: whatever a release takes away, the one before has stopped using."""
    expected = build.expected_revision()
    if revision < expected:
        detail = f"The tables are at {revision}, the code needs {expected}: {faults.PROVISION}."
        return Part("migrations", "failing", "behind", detail)
    return Part("migrations", detail=revision)


def storage() -> Part:
    missing = sorted(set(CONTAINERS) - blob_store().containers())
    if missing:
        return Part("storage", "failing", "container_missing", f"Missing containers: {', '.join(missing)}.")
    return Part("storage")


def stored_secrets() -> Part:
    crypto.current_version()
    if settings().smtp_user:
        secrets().get("smtp-password")
    return Part("secrets")


def _guarded(name: str, ask: Callable[[], Part]) -> Part:
    role = faults.STORAGE_ROLE if name == "storage" else faults.VAULT_ROLE
    try:
        return ask()
    except (Exception, MisconfiguredError) as error:  # noqa: BLE001 - whatever it is, it is told of
        fault = faults.of_azure(error, "Blob storage" if name == "storage" else "The secret store", role)
        return Part(name, "failing", fault.code, fault.detail)


def _revision(found: Sequence[Part]) -> str:
    return next(part.detail for part in found if part.name == "migrations")
