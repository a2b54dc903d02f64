"""Every SELECT of imports that answers somebody."""

from typing import Any

from sqlalchemy import Select, or_, select, text
from sqlalchemy.orm import Session

from shared.accounts.models import User
from shared.imports.fields import Target
from shared.imports.models import ImportReject, ImportRun, ImportSource
from shared.imports.schemas import RejectOut, RejectQuery, RunOut, RunQuery, SourceOut, SourceQuery
from shared.permissions import Permission, Role, allows
from shared.platform.errors import NotFound
from shared.platform.identity import Actor
from shared.platform.paging import Page, page_of

# Files of one namespace land one after the other: a cancellation finds the orders of the file before. Nobody holds
# a connection while waiting for that: a run steps aside and the one before it takes it up.
TRY_NAMESPACE = text("SELECT pg_try_advisory_xact_lock(hashtextextended('import namespace ' || :namespace, 0))")
OTHERS = text("""
    SELECT EXISTS (
        SELECT FROM import_runs r JOIN import_sources s USING (source_id)
        WHERE s.namespace = :namespace AND r.state = 'running' AND r.prepared_at IS NOT NULL AND r.run_id <> :run_id)
""")


class SourceMissing(NotFound):
    code = "import_source_not_found"


class RunMissing(NotFound):
    code = "import_run_not_found"


def get_source(session: Session, source_id: int) -> ImportSource:
    return _source(session, select(ImportSource).where(ImportSource.source_id == source_id))


def lock_source(session: Session, source_id: int) -> ImportSource:
    return _source(session, select(ImportSource).where(ImportSource.source_id == source_id).with_for_update())


def _source(session: Session, statement: Select[ImportSource]) -> ImportSource:
    source = session.scalars(statement).one_or_none()
    if source is None:
        raise SourceMissing("There is no such source.")
    return source


def source_by_slug(session: Session, slug: str) -> ImportSource | None:
    return session.scalars(select(ImportSource).where(ImportSource.slug == slug)).one_or_none()


def addresses_of_owner_and_admins(session: Session, owner_id: int) -> list[str]:
    """Return the mail addresses of those who answer for a source, as far as they are still there."""
    responsible = or_(User.user_id == owner_id, User.user_role == Role.ADMIN)
    return list(session.scalars(select(User.user_mail).where(User.is_active, responsible).order_by(User.user_id)))


def latest_run(session: Session, source_id: int) -> ImportRun | None:
    of_source = select(ImportRun).where(ImportRun.source_id == source_id)
    return session.scalars(of_source.order_by(ImportRun.run_id.desc()).limit(1)).one_or_none()


def get_run(session: Session, run_id: int) -> ImportRun:
    return _run(session, select(ImportRun).where(ImportRun.run_id == run_id))


def lock_run(session: Session, run_id: int) -> ImportRun:
    """Lock a run's row, but not against the rejects and changes that a chunk under way is noting."""
    return _run(session, select(ImportRun).where(ImportRun.run_id == run_id).with_for_update(key_share=True))


def _run(session: Session, statement: Select[ImportRun]) -> ImportRun:
    run = session.scalars(statement).one_or_none()
    if run is None:
        raise RunMissing("There is no such run.")
    return run


def list_sources(session: Session, query: SourceQuery) -> Page[SourceOut]:
    statement: Select[Any] = select(ImportSource)
    if query.enabled is not None:
        statement = statement.where(ImportSource.enabled == query.enabled)
    if query.kind is not None:
        statement = statement.where(ImportSource.kind == query.kind)
    if query.failing is not None:
        statement = statement.where((ImportSource.failures > 0) == query.failing)
    sorts = {"source_id": ImportSource.source_id, "slug": ImportSource.slug}
    return page_of(session, statement, query, sorts=sorts, key=ImportSource.source_id, make=SourceOut)


def list_runs(session: Session, query: RunQuery) -> Page[RunOut]:
    statement: Select[Any] = select(ImportRun)
    if query.source_id is not None:
        statement = statement.where(ImportRun.source_id == query.source_id)
    if query.state is not None:
        statement = statement.where(ImportRun.state == query.state)
    sorts = {"run_id": ImportRun.run_id, "created_at": ImportRun.created_at}
    return page_of(session, statement, query, sorts=sorts, key=ImportRun.run_id, make=RunOut)


def list_rejects(session: Session, actor: Actor, run_id: int, query: RejectQuery) -> Page[RejectOut]:
    """List a run's rejected rows; who may not see customers' personal data sees none of it here either."""
    run = get_run(session, run_id)
    statement: Select[Any] = select(ImportReject).where(ImportReject.run_id == run_id)
    if query.column_name is not None:
        statement = statement.where(ImportReject.column_name == query.column_name)
    sorts = {"line": ImportReject.line, "reject_id": ImportReject.reject_id}
    page = page_of(session, statement, query, sorts=sorts, key=ImportReject.reject_id, make=RejectOut)
    if actor.role is not None and allows(actor.role, Permission.CUSTOMERS_PERSONAL):
        return page
    of_customers = get_source(session, run.source_id).mapping["target"] == Target.CUSTOMERS
    return page.model_copy(update={"items": [_masked(one, of_customers=of_customers) for one in page.items]})


def _masked(reject: RejectOut, *, of_customers: bool) -> RejectOut:
    """Hide what may be personal: any value of a customers' file, and a mail address in any other."""
    personal = reject.value is not None and (of_customers or "@" in reject.value)
    return reject.model_copy(update={"value": "***"}) if personal else reject
