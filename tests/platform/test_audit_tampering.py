"""Whatever is done to the audit log behind the app's back is found, each by its own line."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.platform import db
from shared.platform.audit_chain import Head, seal
from shared.platform.models import AuditSeal
from tests.platform.audit_rows import as_superuser, head, ids, recorded_and_sealed, run_job, tamper, verified

pytestmark = pytest.mark.usefixtures("database")

SIXTH = "SELECT audit_id FROM audit_seals WHERE position = 6"


@pytest.fixture
def chain() -> None:
    """Ten sealed rows and two that await their seal."""
    recorded_and_sealed()


def rechained() -> None:
    """Seal everything anew, as somebody would who owns the database and knows this program."""
    tamper("DELETE FROM audit_seals")
    with as_superuser() as connection:
        connection.execute(text("INSERT INTO audit_unsealed SELECT audit_id FROM audit_log ON CONFLICT DO NOTHING"))
        seal(Session(connection))


def hash_at(position: int) -> bytes:
    with db.transaction() as session:
        return session.get_one(AuditSeal, position).hash


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'",
        "at = 'infinity'",
        "at = '0044-03-15 BC'",
        "actor_id = 8",
        "actor_id = NULL",
        "action = 'thing.seen'",
        "entity = 'thing'",
        "entity_id = entity_id || ' '",
        """changes = '{"size": [5, "ä"]}'""",
        "request_id = NULL",
        "address = '192.0.2.2'",
        "agent = ''",
    ],
)
def test_a_changed_row_is_found(chain, change):
    (row,) = ids(SIXTH)

    tamper(f"UPDATE audit_log SET {change} WHERE audit_id = {row}")

    assert verified()[0] == [f"audit_id {row}: changed after it was sealed at position 6, or its seal was"]


def test_a_row_under_another_key_is_found(chain):
    (row,) = ids(SIXTH)
    others = "at, actor_id, action, entity, entity_id, changes, request_id, address, agent"

    tamper(
        f"INSERT INTO audit_log (audit_id, {others}) OVERRIDING SYSTEM VALUE "
        f"SELECT 1000, {others} FROM audit_log WHERE audit_id = {row}",
        f"DELETE FROM audit_log WHERE audit_id = {row}",
        f"UPDATE audit_seals SET audit_id = 1000 WHERE audit_id = {row}",
    )

    assert verified()[0] == ["audit_id 1000: changed after it was sealed at position 6, or its seal was"]


def test_a_number_that_a_float_would_round_is_covered(database):
    with db.transaction() as session:
        session.execute(
            text("""INSERT INTO audit_log (action, entity, entity_id, changes)
                    VALUES ('a.b', 'c', '1', '{"n": 10000000000000000000000000000.000000000000000001}')""")
        )
    run_job()
    assert verified()[0] == []

    tamper("""UPDATE audit_log SET changes = '{"n": 10000000000000000000000000000.000000000000000002}'""")

    assert len(verified()[0]) == 1


def test_exchanged_rows_are_found(chain):
    sixth, seventh = ids("SELECT audit_id FROM audit_seals WHERE position IN (6, 7) ORDER BY 1")

    tamper(
        "UPDATE audit_seals SET audit_id = -audit_id WHERE position IN (6, 7)",
        f"UPDATE audit_seals SET audit_id = {seventh} WHERE position = 6",
        f"UPDATE audit_seals SET audit_id = {sixth} WHERE position = 7",
    )

    assert [line.split(":")[0] for line in verified()[0]] == [f"audit_id {seventh}", f"audit_id {sixth}"]


def test_a_changed_seal_is_found_and_its_successor_not_suspected(chain):
    (row,) = ids(SIXTH)

    tamper("UPDATE audit_seals SET hash = sha256('x') WHERE position = 6")

    assert verified()[0] == [f"audit_id {row}: changed after it was sealed at position 6, or its seal was"]


def test_a_missing_row_is_found(chain):
    (row,) = ids(SIXTH)

    tamper(f"DELETE FROM audit_log WHERE audit_id = {row}")

    assert verified()[0] == [f"audit_id {row}: missing, though sealed at position 6"]


def test_missing_seals_are_found_and_so_are_the_rows_left_without(chain):
    sixth, seventh, eighth = ids("SELECT audit_id FROM audit_seals WHERE position IN (6, 7, 8) ORDER BY 1")

    tamper("DELETE FROM audit_seals WHERE position IN (6, 7)")

    assert verified()[0] == [
        f"audit_id {eighth}: cannot be checked, for seals before it are missing: 2 from position 6 on",
        f"audit_id {sixth}: neither sealed nor awaiting its seal",
        f"audit_id {seventh}: neither sealed nor awaiting its seal",
    ]


def test_a_row_deleted_together_with_its_seal_is_found(chain):
    (row,) = ids(SIXTH)

    tamper("DELETE FROM audit_seals WHERE position = 6", f"DELETE FROM audit_log WHERE audit_id = {row}")

    (breach,) = verified()[0]
    assert breach.endswith("cannot be checked, for seals before it are missing: 1 from position 6 on")


def test_a_missing_beginning_is_found(chain):
    tamper(
        "DELETE FROM audit_log WHERE audit_id IN (SELECT audit_id FROM audit_seals WHERE position < 4)",
        "DELETE FROM audit_seals WHERE position < 4",
    )

    (breach,) = verified()[0]
    assert breach.endswith("cannot be checked, for seals before it are missing: 3 from position 1 on")


def test_a_row_slipped_in_behind_the_triggers_is_found(chain):
    tamper("INSERT INTO audit_log (action, entity, entity_id) VALUES ('user.deleted', 'users', '1')")

    (slipped,) = ids("SELECT max(audit_id) FROM audit_log")
    assert verified()[0] == [f"audit_id {slipped}: neither sealed nor awaiting its seal"]


def test_a_row_whose_mark_was_wiped_before_the_seal_is_found(chain):
    (unsealed,) = ids("SELECT max(audit_id) FROM audit_unsealed")

    tamper(f"DELETE FROM audit_unsealed WHERE audit_id = {unsealed}")
    run_job()

    assert verified()[0] == [f"audit_id {unsealed}: neither sealed nor awaiting its seal"]


def test_a_row_deleted_before_the_seal_is_found_also_after_the_job_ran(chain):
    (unsealed,) = ids("SELECT max(audit_id) FROM audit_unsealed")

    tamper(f"DELETE FROM audit_log WHERE audit_id = {unsealed}")
    run_job()

    breaches, verification = verified()
    assert breaches == [f"audit_id {unsealed}: missing, though its seal is awaited"]
    assert (verification.sealed, verification.unsealed) == (11, 1)


def test_a_false_mark_is_found_and_does_not_stop_the_job(chain):
    (row,) = ids(SIXTH)

    tamper(f"INSERT INTO audit_unsealed VALUES ({row})")

    assert verified()[0] == [f"audit_id {row}: sealed, and awaiting a second seal"]
    run_job()
    breaches, verification = verified()
    assert (breaches, verification.sealed, verification.unsealed) == ([], 12, 0)


def test_only_an_anchor_finds_a_chain_that_was_made_anew(chain):
    run_job()
    anchor = head()
    (row,) = ids(SIXTH)
    tamper(f"UPDATE audit_log SET action = 'nothing.happened' WHERE audit_id = {row}")
    rechained()

    assert verified()[0] == []
    assert verified(anchor)[0] == [
        f"position 12: the chain does not contain {anchor}; it was cut off or made anew",
    ]


def test_only_an_anchor_finds_that_the_end_was_cut_off(chain):
    anchor = head()
    early = Head(3, hash_at(3))
    tamper(
        "DELETE FROM audit_log WHERE audit_id IN (SELECT audit_id FROM audit_seals WHERE position > 8)",
        "DELETE FROM audit_seals WHERE position > 8",
    )

    assert verified(early)[0] == []
    assert verified(early, anchor)[0] == [
        f"position 10: the chain does not contain {anchor}; it was cut off or made anew"
    ]
