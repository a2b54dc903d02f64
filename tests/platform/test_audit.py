"""What the audit log holds, what it never holds, and that nothing in it can be changed."""

import pytest
from sqlalchemy import Connection, create_engine, make_url, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from migrations import run as migrations
from shared.permissions import Role
from shared.platform import audit, audit_chain, db
from shared.platform.config import settings
from shared.platform.errors import Conflict, Forbidden, Refusal
from shared.platform.identity import SYSTEM, Actor
from shared.platform.models import AuditEntry
from tests.client import make_user

pytestmark = pytest.mark.usefixtures("database")


def only_row(session: Session) -> AuditEntry:
    return session.scalars(select(AuditEntry)).one()


def test_a_row_says_who_what_when_and_from_where(session):
    user = make_user(Role.ADMIN)
    actor = Actor(user.user_id, Role.ADMIN, "request-1", "192.0.2.1", "agent/1.0")

    audit.record(session, actor, "user.updated", user, changes={"user_role": ["admin", "data_analyst"]})

    row = only_row(session)
    assert (row.actor_id, row.action, row.entity, row.entity_id) == (
        user.user_id,
        "user.updated",
        "users",
        str(user.user_id),
    )
    assert (row.request_id, row.address, row.agent) == ("request-1", "192.0.2.1", "agent/1.0")
    assert row.changes == {"user_role": ["admin", "data_analyst"]}
    assert row.at.tzinfo is not None


@pytest.mark.parametrize("name", sorted(audit.SECRET | audit.PERSONAL))
def test_what_must_not_be_told_is_withheld_even_where_somebody_forgot(session, name):
    audit.record(session, SYSTEM, "user.updated", ("users", 1), changes={name: ["before", "after"], "size": 1})

    assert only_row(session).changes == {name: "withheld", "size": 1}


def test_what_a_client_says_of_itself_stays_on_one_line(session):
    agent = "curl\r\n2026-01-01 ERROR forged\x00\x1b[31m\u2028"

    audit.record(session, Actor(None, None, "r", "192.0.2.1\n", agent), "user.logged_in", ("users", 1))

    row = only_row(session)
    assert row.agent == "curl\ufffd\ufffd2026-01-01 ERROR forged\ufffd\ufffd[31m\ufffd"
    assert row.address == "192.0.2.1\ufffd"


def test_once_is_once_per_actor_action_and_subject(session):
    first, second = Actor(1, None), Actor(2, None)
    for actor, action, key in [
        (first, "a", 1),
        (first, "a", 1),
        (second, "a", 1),
        (first, "b", 1),
        (first, "a", 2),
    ] * 2:
        audit.record_once(session, actor, action, ("reports", key))
    audit.record_once(session, SYSTEM, "a", ("reports", 1))
    audit.record_once(session, SYSTEM, "a", ("reports", 1))

    assert len(session.scalars(select(AuditEntry)).all()) == 5


def refusals(kind: type[Refusal] = Refusal) -> list[type[Refusal]]:
    import function_app  # noqa: F401 - so that the modules of all triggers are known

    return [kind, *(below for each in kind.__subclasses__() for below in refusals(each))]


def test_every_403_and_409_is_audited():
    kinds = [kind for kind in refusals() if kind.status in {403, 409}]

    assert {Forbidden, Conflict} <= set(kinds)
    assert [kind.__name__ for kind in kinds if not kind.audited] == []


@pytest.fixture
def app_role():
    """A connection as the role of the app."""
    with db.connection() as owner:
        owner.execute(text("CREATE ROLE app LOGIN"))
        migrations.grant(owner, "app")
    engine = create_engine(make_url(settings().database_url).set(username="app", drivername="postgresql+psycopg2"))
    with engine.connect() as connection:
        yield connection
    engine.dispose()
    with db.connection() as owner:
        owner.execute(text("DROP OWNED BY app"))
        owner.execute(text("DROP ROLE app"))


def test_the_role_of_the_app_can_record_and_seal(app_role: Connection):
    session = Session(app_role)
    audit.record(session, SYSTEM, "thing.changed", ("things", 1))

    assert audit_chain.seal(session)["sealed"] == 1
    session.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET action = 'x'",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log CASCADE",
        "UPDATE audit_seals SET hash = ''",
        "DELETE FROM audit_seals",
        "TRUNCATE audit_seals",
        "UPDATE audit_unsealed SET audit_id = 0",
        "ALTER TABLE audit_log DISABLE TRIGGER ALL",
        "ALTER TABLE audit_log ADD COLUMN x integer",
        "DROP TRIGGER note_unsealed ON audit_log",
        "DROP TABLE audit_seals",
        "CREATE OR REPLACE FUNCTION refuse_change_of_audit_log() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
        "CREATE FUNCTION public.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "CREATE TRIGGER mine AFTER INSERT ON audit_log EXECUTE FUNCTION note_unsealed()",
        "CREATE RULE mine AS ON INSERT TO audit_log DO INSTEAD NOTHING",
        "CREATE TABLE public.mine (x integer)",
        "SET session_replication_role = replica",
        "INSERT INTO audit_log (audit_id, action, entity, entity_id) OVERRIDING SYSTEM VALUE VALUES (9, 'a', 'b', 'c')",
        "INSERT INTO audit_log (at, action, entity, entity_id) VALUES ('2020-01-01', 'a', 'b', 'c')",
    ],
)
def test_the_role_of_the_app_can_change_nothing_of_it(app_role: Connection, statement: str):
    with app_role.begin():
        app_role.execute(text("INSERT INTO audit_log (action, entity, entity_id) VALUES ('a', 'b', 'c')"))

    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        app_role.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET at = at",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log CASCADE",
        "UPDATE audit_seals SET hash = hash",
        "DELETE FROM audit_seals",
        "TRUNCATE audit_seals",
    ],
)
def test_the_owner_is_refused_as_well(session, statement):
    with pytest.raises(ProgrammingError, match="can only be appended to"):
        session.execute(text(statement))
