"""Keys of access tokens: sealed, published before they sign, gone when no token needs them."""

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import jwt
import pytest
from sqlalchemy import select, update

from commands import rotate_signing_keys
from shared.permissions import Role
from shared.platform import clock, crypto, db, identity, signing_keys
from shared.platform.config import settings
from shared.platform.errors import Unavailable
from shared.platform.models import AuditEntry, JobRun, SigningKey
from tests.accounts.outbox import fire
from tests.client import Client, make_user
from tests.platform.keys import kids, plant, rotate

pytestmark = pytest.mark.usefixtures("database", "no_keys")

PROJECT = Path(__file__).parents[2]
type Move = Callable[[timedelta], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Move:
    """Move our time on from the present; keys are read again."""
    began = clock.now()

    def move(by: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: began + by)
        signing_keys.forget()

    move(timedelta())
    return move


def test_the_first_use_makes_a_key_and_the_second_finds_it():
    first = signing_keys.signing_key()
    signing_keys.forget()

    assert signing_keys.signing_key().kid == first.kid
    assert kids() == [first.kid]


def test_many_first_uses_at_once_make_one_key():
    remembered = [signing_keys._Remembered() for _ in range(6)]
    found: list[str] = []
    threads = [threading.Thread(target=lambda r=one: found.extend(r.keys())) for one in remembered]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 6
    assert len(set(found)) == 1


def test_the_private_key_is_sealed_in_the_database():
    kid = signing_keys.signing_key().kid

    with db.transaction() as session:
        row = session.get_one(SigningKey, kid)
    assert crypto.version_of(row.private_key) == crypto.current_version()
    assert '"d"' not in row.private_key


def test_published_keys_hold_nothing_private_and_verify_a_token(api: Client):
    token = identity.issue_access_token(1, uuid4())

    published = api.get(".well-known/jwks.json").json["keys"]

    assert [set(key) for key in published] == [{"kty", "crv", "x", "kid", "alg", "use"}]
    assert (published[0]["kty"], published[0]["crv"], published[0]["alg"]) == ("OKP", "Ed25519", "EdDSA")
    assert len(published[0]["x"]) == 43
    claims = jwt.decode(
        token,
        jwt.PyJWKSet.from_dict({"keys": published})[jwt.get_unverified_header(token)["kid"]],
        algorithms=["EdDSA"],
        audience=settings().token_audience,
        issuer=settings().token_issuer,
    )
    assert claims["sub"] == "1"


def test_a_second_process_reads_the_same_keys(app_settings: dict[str, str]):
    here = signing_keys.signing_key()
    code = (
        "from shared.platform import identity, signing_keys; import uuid; "
        "print(signing_keys.signing_key().kid, identity.issue_access_token(1, uuid.uuid4()))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=app_settings, check=True, capture_output=True, text=True
    )

    kid, token = done.stdout.split()
    assert kid == here.kid
    assert identity.verify_access_token(token).user_id == 1


def test_a_key_is_published_before_it_signs_and_stays_until_its_last_token_has_expired(later: Move):
    old = signing_keys.signing_key().kid
    later(timedelta(days=30))
    assert rotate() == {"added": 0, "removed": 0}

    due = timedelta(days=30, seconds=1)
    later(due)
    assert rotate() == {"added": 1, "removed": 0}
    assert rotate() == {"added": 0, "removed": 0}
    new, still = kids()
    assert (still, signing_keys.signing_key().kid) == (old, old)

    later(due + timedelta(minutes=10, seconds=-1))
    assert signing_keys.signing_key().kid == old
    last_token = identity.issue_access_token(1, uuid4())

    later(due + timedelta(minutes=10))
    assert signing_keys.signing_key().kid == new
    assert identity.verify_access_token(last_token).user_id == 1

    later(due + timedelta(minutes=30, seconds=-1))
    assert rotate() == {"added": 0, "removed": 0}
    assert kids() == [new, old]

    later(due + timedelta(minutes=30))
    assert rotate() == {"added": 0, "removed": 1}
    assert kids() == [new]


def test_a_token_from_before_a_rotation_is_good_after_it(api: Client, later: Move):
    user = make_user(Role.DATA_ANALYST)
    signing_keys.signing_key()
    later(timedelta(days=31))
    rotate()
    later(timedelta(days=31, minutes=9))
    caller = api.as_user(user)
    later(timedelta(days=31, minutes=23))

    assert signing_keys.signing_key().kid == kids()[0] != jwt.get_unverified_header(str(caller._token))["kid"]
    assert caller.get("me").status == 200


def test_the_timer_rotates_and_keeps_a_record(later: Move):
    signing_keys.signing_key()
    later(timedelta(days=31))

    fire("rotate_signing_keys")

    signing_keys.forget()
    assert len(kids()) == 2
    with db.transaction() as session:
        run = session.scalars(select(JobRun)).one()
        assert (run.name, run.outcome) == ("rotate_signing_keys", "done")
        assert run.detail == {"result": {"added": 1, "removed": 0}}


def test_at_once_ends_every_token_given_out_before(api: Client):
    caller = api.as_role("data_analyst")
    assert caller.get("me").status == 200
    before = kids()

    rotate(at_once=True)

    assert caller.get("me").status == 401
    assert len(kids()) == 1
    assert kids() != before
    assert api.as_role("data_analyst").get("me").status == 200


def test_the_command_replaces_the_keys_and_leaves_an_audit_row(capsys: pytest.CaptureFixture[str]):
    before = signing_keys.signing_key().kid

    rotate_signing_keys.replace_keys()

    signing_keys.forget()
    assert signing_keys.signing_key().kid != before
    assert capsys.readouterr().out == "One signing key was made, 1 removed.\n"
    with db.transaction() as session:
        row = session.scalars(select(AuditEntry)).one()
        assert (row.action, row.changes) == ("signing_keys.replaced", {"added": 1, "removed": 1})


def test_a_planted_key_neither_stops_rotation_nor_makes_it_forget_good_keys(later: Move):
    old = signing_keys.signing_key().kid
    plant("rubbish", "from the future", clock.now() + timedelta(days=1000))
    later(timedelta(days=31))
    plant("rubbish", "lately", clock.now() - timedelta(hours=1))

    assert rotate() == {"added": 1, "removed": 0}
    assert kids()[-1] == old
    later(timedelta(days=32))
    assert rotate() == {"added": 0, "removed": 2}


def test_a_clock_that_is_behind_signs_with_the_key_that_comes_next():
    signing_keys.signing_key()
    with db.transaction() as session:
        session.execute(update(SigningKey).values(signs_from=clock.now() + timedelta(seconds=5)))
    signing_keys.forget()

    token = identity.issue_access_token(1, uuid4())

    assert identity.verify_access_token(token).user_id == 1


def test_threads_go_on_with_known_keys_while_one_reads_again(monkeypatch: pytest.MonkeyPatch):
    remembered = signing_keys._Remembered()
    known = remembered.keys()
    reading, read_on = threading.Event(), threading.Event()
    read = signing_keys._read

    def slowly() -> dict[str, signing_keys.Key]:
        reading.set()
        assert read_on.wait(10)
        return read()

    monkeypatch.setattr(signing_keys, "_read", slowly)
    remembered._read_at -= 11
    slow = threading.Thread(target=remembered.keys)
    slow.start()
    assert reading.wait(10)

    assert remembered.keys() is known

    read_on.set()
    slow.join()
    assert remembered.keys() is not known


def test_keys_are_never_more_than_a_minute_old():
    remembered = signing_keys._Remembered()
    remembered.keys()
    rotate(at_once=True)
    remembered._read_at -= 61

    with remembered._lock:
        late = threading.Thread(target=remembered.keys)
        late.start()
        late.join(0.2)
        assert late.is_alive(), "it waits for whoever reads"
    late.join()

    assert list(remembered.keys()) == kids()


def test_those_who_wait_for_a_database_that_is_away_are_told_with_the_first(monkeypatch: pytest.MonkeyPatch):
    """One after the other waiting for the same time-out would hold every thread for minutes."""
    remembered = signing_keys._Remembered()
    tries: list[int] = []

    def away() -> dict[str, signing_keys.Key]:
        tries.append(1)
        threading.Event().wait(0.2)
        raise TimeoutError

    monkeypatch.setattr(signing_keys, "_read", away)
    with ThreadPoolExecutor(8) as pool:
        failures = [one.exception() for one in [pool.submit(remembered.keys) for _ in range(8)]]

    assert Counter(map(type, failures)) == {TimeoutError: 1, Unavailable: 7}
    assert tries == [1]
    monkeypatch.undo()
    remembered._failed_at -= 1
    assert list(remembered.keys()) == kids()
