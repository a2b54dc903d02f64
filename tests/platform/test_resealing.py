"""After a change of the key-encryption key every sealed value is sealed anew, and none is lost."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from shared.accounts.models import TwoFactor
from shared.permissions import Role
from shared.platform import crypto, db, mail, resealing
from shared.platform.crypto import Place, new_key, seal, unseal
from shared.platform.models import JobRun, OutgoingMail, SigningKey
from tests.accounts.outbox import fire
from tests.client import make_user

pytestmark = pytest.mark.usefixtures("database", "old_key")

OLD, NEW = new_key("old"), new_key("new")


@pytest.fixture
def old_key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    use(monkeypatch, OLD)
    yield
    with db.transaction() as session:
        session.execute(text("DELETE FROM signing_keys"))


def use(monkeypatch: pytest.MonkeyPatch, *keys: dict[str, str]) -> None:
    monkeypatch.setenv("SECRET_ENCRYPTION_KEYS", json.dumps({"keys": keys}))


def place(user_id: int) -> Place:
    return Place("two_factors", "secret", user_id)


def add_secrets(number: int) -> list[int]:
    user_ids = [make_user(Role.ADMIN).user_id for _ in range(number)]
    with db.transaction() as session:
        session.add_all(TwoFactor(user_id=one, secret=seal(f"secret {one}", place(one))) for one in user_ids)
    return user_ids


def stored() -> dict[int, str]:
    with db.transaction() as session:
        return {row.user_id: row.secret for row in session.scalars(select(TwoFactor))}


def versions() -> list[str]:
    return [crypto.version_of(sealed) for sealed in stored().values()]


def opened() -> list[str]:
    return [unseal(sealed, place(user_id)) for user_id, sealed in sorted(stored().items())]


def spoil(user_id: int, value: str) -> None:
    with db.transaction() as session:
        session.execute(update(TwoFactor).where(TwoFactor.user_id == user_id).values(secret=value))


def test_every_sealed_column_is_found_and_its_row_is_one_key():
    """Also by a process that has loaded no table yet, as the worker's at a timer."""
    code = "from shared.platform.resealing import *; print(*(f'{c.table.name}.{c.name}' for c in sealed_columns()))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True
    )

    found = {f"{column.table.name}.{column.name}" for column in resealing.sealed_columns()}
    assert set(done.stdout.split()) == found
    assert found >= {"two_factors.secret", "signing_keys.private_key", "mail_outbox.content"}
    assert {len(column.table.primary_key) for column in resealing.sealed_columns()} == {1}


def test_values_of_every_table_are_sealed_under_the_new_key_and_the_old_one_can_go(monkeypatch: pytest.MonkeyPatch):
    user_ids = add_secrets(3)
    with db.transaction() as session:
        mail.enqueue(session, "a@shop.example", subject="s", text="waiting")
        session.add(OutgoingMail(to_address="a@shop.example", subject="s", content=None))
        key = SigningKey(kid="k", private_key="", signs_from=datetime.fromisoformat("2000-01-01T00:00:00Z"))
        key.private_key = seal("{}", Place("signing_keys", "private_key", "k"))
        session.add(key)

    use(monkeypatch, NEW, OLD)
    assert resealing.reseal() == {"resealed": 5}

    use(monkeypatch, NEW)
    assert opened() == [f"secret {one}" for one in user_ids]
    with db.transaction() as session:
        waiting, sent = session.scalars(select(OutgoingMail).order_by(OutgoingMail.mail_id))
        assert "waiting" in unseal(str(waiting.content), Place("mail_outbox", "content", waiting.mail_id))
        assert sent.content is None
        private = session.get_one(SigningKey, "k").private_key
        assert unseal(private, Place("signing_keys", "private_key", "k")) == "{}"


def test_there_is_nothing_to_do_the_second_time(monkeypatch: pytest.MonkeyPatch):
    add_secrets(1)
    assert resealing.reseal() is None

    use(monkeypatch, NEW, OLD)
    assert resealing.reseal() == {"resealed": 1}
    before = stored()

    assert resealing.reseal() is None
    assert stored() == before


@pytest.mark.parametrize("number", [2, 3, 4])
def test_batches_leave_nothing_out(monkeypatch: pytest.MonkeyPatch, number: int):
    monkeypatch.setattr(resealing, "BATCH", 2)
    add_secrets(number)
    use(monkeypatch, NEW, OLD)

    assert resealing.reseal() == {"resealed": number}
    assert versions() == ["new"] * number


def test_a_long_run_stops_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(resealing, "BATCH", 2)
    monkeypatch.setattr(resealing, "MOST_AT_A_TIME", 3)
    add_secrets(5)
    use(monkeypatch, NEW, OLD)

    assert [resealing.reseal(), resealing.reseal(), resealing.reseal()] == [{"resealed": 4}, {"resealed": 1}, None]


def test_what_does_not_open_is_named_kept_and_in_nobodys_way(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(resealing, "BATCH", 2)
    damaged, lost, moved, plain, *good = add_secrets(6)
    use(monkeypatch, new_key("lost"))
    spoil(lost, seal("secret", place(lost)))
    use(monkeypatch, NEW, OLD)
    spoil(damaged, stored()[damaged][:-8] + "AAAAAAA=")
    spoil(moved, stored()[good[0]])
    spoil(plain, "never sealed")
    bad = {one: stored()[one] for one in (damaged, lost, moved, plain)}

    assert resealing.reseal() == {"unreadable": 4, "resealed": 2}

    assert {one: stored()[one] for one in bad} == bad
    named = [record.getMessage() for record in caplog.records if record.name == resealing.__name__]
    assert [line.partition(" stays")[0] for line in named] == [f"two_factors.secret of {one}" for one in sorted(bad)]
    assert {record.levelname for record in caplog.records} == {"ERROR"}
    assert "secret 5" not in caplog.text


def test_a_row_that_is_being_changed_is_left_to_the_next_run(monkeypatch: pytest.MonkeyPatch):
    busy, _ = add_secrets(2)
    use(monkeypatch, NEW, OLD)

    with db.transaction() as session:
        session.execute(select(TwoFactor).where(TwoFactor.user_id == busy).with_for_update())
        assert resealing.reseal() == {"resealed": 1}

    assert resealing.reseal() == {"resealed": 1}


def test_a_change_at_the_same_time_is_never_overwritten(monkeypatch: pytest.MonkeyPatch):
    """Even one that takes no lock we see: the value is compared when it is set."""
    (user_id,) = add_secrets(1)
    use(monkeypatch, NEW, OLD)
    (column,) = (one for one in resealing.sealed_columns() if one.table.name == "two_factors")
    read = stored()[user_id]
    changed = seal("changed", place(user_id))
    spoil(user_id, changed)

    with db.transaction() as session:
        assert resealing._reseal_value(session, column, user_id, read) == "changed_meanwhile"

    assert stored()[user_id] == changed


def test_writers_and_the_job_at_once_lose_no_value(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(resealing, "BATCH", 3)
    user_ids = add_secrets(12)
    use(monkeypatch, NEW, OLD)

    def write() -> None:
        for one in user_ids:
            spoil(one, seal(f"written {one}", place(one)))

    threads = [threading.Thread(target=work) for work in (write, resealing.reseal, resealing.reseal)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    resealing.reseal()
    assert sorted(opened()) == sorted(f"written {one}" for one in user_ids)
    assert set(versions()) == {"new"}


def test_the_timer_leaves_a_record(monkeypatch: pytest.MonkeyPatch):
    add_secrets(2)
    use(monkeypatch, NEW, OLD)

    fire("reseal")

    with db.transaction() as session:
        run = session.scalars(select(JobRun)).one()
        assert (run.outcome, run.detail) == ("done", {"result": {"resealed": 2}})
