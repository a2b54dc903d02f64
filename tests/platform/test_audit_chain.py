"""The hash chain of the audit log: how rows are sealed, whoever writes at the same time."""

import hashlib
import json
import logging
import threading
import time
from datetime import UTC

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.platform import audit, audit_chain, db
from shared.platform.audit_chain import GENESIS, Head, seal
from shared.platform.identity import SYSTEM
from shared.platform.models import AuditEntry, AuditSeal, JobRun
from tests.platform.audit_rows import SOMEBODY, head, ids, recorded, recorded_and_sealed, run_job, verified

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def chain() -> None:
    """Ten sealed rows and two that await their seal."""
    recorded_and_sealed()


def sealed() -> dict[str, object]:
    with db.transaction() as session:
        return seal(session)


def test_the_chain_is_what_its_description_says(chain):
    before = GENESIS
    with db.transaction() as session:
        seals = session.scalars(select(AuditSeal).order_by(AuditSeal.position)).all()
        for position, made in enumerate(seals, 1):
            row = session.get_one(AuditEntry, made.audit_id)
            content = {
                "position": position,
                "audit_id": row.audit_id,
                "at": row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
                "actor_id": 7,
                "action": "thing.changed",
                "entity": "things",
                "entity_id": row.entity_id,
                "changes": json.dumps(row.changes, ensure_ascii=False),
                "request_id": "request-1",
                "address": "192.0.2.1",
                "agent": "agent/1.0",
            }
            canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            before = hashlib.sha256(before + canonical.encode()).digest()
            assert (made.position, made.hash) == (position, before)
    assert len(seals) == 10


def test_every_column_of_a_row_is_covered():
    assert list(audit_chain.COVERED) == [column.name for column in AuditEntry.__table__.columns]


def test_a_sound_chain_has_no_breach(chain):
    breaches, verification = verified(head())

    assert breaches == []
    assert (verification.sealed, verification.unsealed, verification.head) == (10, 2, head())


def test_an_empty_log_is_sound():
    assert sealed() == {"sealed": 0, "head": str(Head())}
    breaches, verification = verified()

    assert (breaches, verification.head) == ([], Head(0, bytes(32)))


def test_the_job_tells_the_head_to_the_log_at_each_run(chain, caplog):
    with caplog.at_level(logging.INFO, "shared.platform.audit_chain"):
        run_job()
        run_job()

    told = [
        Head.parse(record.message.rsplit(" ", 1)[1]) for record in caplog.records if "sealed up to" in record.message
    ]
    assert told == [head()] * 2
    with db.transaction() as session:
        details = [run.detail["result"] for run in session.scalars(select(JobRun).order_by(JobRun.job_run_id))]
    assert details[1:] == [{"sealed": 2, "head": str(head())}, {"sealed": 0, "head": str(head())}]


SIXTH = "(SELECT audit_id FROM audit_seals WHERE position = 6)"


@pytest.mark.parametrize("written", ["", "5", "5:", "0:" + "00" * 32, "-1:" + "00" * 32, "5:zz", "5:" + "00" * 31])
def test_what_is_no_head_is_refused(written):
    with pytest.raises(ValueError, match=r"."):
        Head.parse(written)


def test_a_head_can_be_written_and_read():
    assert Head.parse(str(Head(5, bytes(range(32))))) == Head(5, bytes(range(32)))


def test_a_lower_audit_id_that_commits_late_is_sealed_after_higher_ones():
    late = Session(db.engine())
    audit.record(late, SYSTEM, "thing.begun", ("things", "late"))
    recorded(3)
    run_job()
    assert verified()[0] == []

    late.commit()
    late.close()
    assert verified()[1].unsealed == 1
    run_job()

    assert ids("SELECT audit_id FROM audit_seals ORDER BY position") == [2, 3, 4, 1]
    assert verified()[0] == []


def test_a_row_that_is_rolled_back_leaves_no_mark():
    with Session(db.engine()) as session:
        audit.record(session, SYSTEM, "thing.begun", ("things", 1))
        session.rollback()

    assert ids("SELECT audit_id FROM audit_unsealed") == []


def test_the_job_seals_while_eight_write_at_once():
    def write() -> None:
        for number in range(40):
            with db.transaction() as session:
                audit.record(session, SOMEBODY, "thing.changed", ("things", number))
                time.sleep(0.002)  # so that commits overtake each other

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        run_job()
        assert verified()[0] == []
    run_job()

    breaches, verification = verified()
    assert (breaches, verification.sealed, verification.unsealed) == ([], 320, 0)


def test_of_two_jobs_at_once_one_seals():
    recorded(2_000)
    jobs = [threading.Thread(target=run_job) for _ in range(4)]
    for each in jobs:
        each.start()
    for each in jobs:
        each.join()
    with db.transaction() as session:
        outcomes = {run.outcome for run in session.scalars(select(JobRun))}

    assert outcomes <= {"done", "skipped"}
    breaches, verification = verified()
    assert (breaches, verification.sealed) == ([], 2_000)


def test_what_one_run_cannot_finish_the_next_goes_on_with(monkeypatch):
    monkeypatch.setattr(audit_chain, "MOST_BATCHES", 2)
    monkeypatch.setattr(audit_chain, "BATCH", 3)
    recorded(8)

    assert [sealed()["sealed"] for _ in range(3)] == [6, 2, 0]
    assert verified()[0] == []
