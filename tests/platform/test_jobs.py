"""What `@job` promises about timers and blobs."""

import threading

import azure.functions as func
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.accounts.models import User
from shared.permissions import Role
from shared.platform import db
from shared.platform.config import MisconfiguredError
from shared.platform.jobs import job
from shared.platform.models import JobOutcome, JobRun
from tests.client import make_user

pytestmark = pytest.mark.usefixtures("database")


class Timer(func.TimerRequest):
    @property
    def past_due(self) -> bool:
        return False


def runs() -> list[tuple[str, str | None, object]]:
    with db.transaction() as session:
        return [(run.name, run.outcome, run.detail.get("result")) for run in session.scalars(select(JobRun))]


def test_a_timer_gets_a_parameter_azure_knows():
    @job("count")
    def count(session: Session) -> object:
        return 7

    count(timer=Timer())

    assert runs() == [("count", JobOutcome.DONE, 7)]


def test_a_failing_job_leaves_its_record_and_nothing_else():
    user_id = make_user(Role.ADMIN).user_id

    @job("break")
    def break_halfway(session: Session) -> object:
        session.get_one(User, user_id).user_name = "changed"
        session.flush()
        raise ZeroDivisionError("halfway")

    with pytest.raises(ZeroDivisionError):
        break_halfway(timer=Timer())

    assert runs() == [("break", JobOutcome.FAILED, "ZeroDivisionError: halfway")]
    with db.transaction() as session:
        assert session.get_one(User, user_id).user_name != "changed"


def test_of_two_at_once_one_steps_aside():
    inside, leave = threading.Event(), threading.Event()

    @job("alone")
    def alone(session: Session) -> object:
        inside.set()
        assert leave.wait(10)
        return "worked"

    first = threading.Thread(target=lambda: alone(timer=Timer()))
    first.start()
    assert inside.wait(10)
    alone(timer=Timer())
    leave.set()
    first.join()

    assert sorted(outcome or "" for _, outcome, _ in runs()) == [JobOutcome.DONE, JobOutcome.SKIPPED]


def test_a_blob_is_passed_on():
    class Blob(func.InputStream):
        def __init__(self) -> None:
            return

        @property
        def name(self) -> str:
            return "reports/a.csv"

    @job("look")
    def look(blob: func.InputStream) -> object:
        return blob.name

    look(blob=Blob())

    assert runs() == [("look", JobOutcome.DONE, "reports/a.csv")]


def test_a_secret_that_is_missing_fails_the_run_and_not_the_worker():
    @job("misconfigured")
    def fail(session: Session) -> object:
        raise MisconfiguredError("The secret some-name is missing.")

    with pytest.raises(RuntimeError, match="some-name"):
        fail(timer=Timer())
    assert runs() == [("misconfigured", JobOutcome.FAILED, "The secret some-name is missing.")]
