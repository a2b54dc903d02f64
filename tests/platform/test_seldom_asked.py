"""What every call asks is asked cheaply; what was good a moment ago is refused all the same once it no longer is."""

from collections.abc import Callable

import psycopg2
import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from shared.permissions import Role
from shared.platform import clock, db, identity, replica, rows, signing_keys
from shared.platform.config import settings
from shared.platform.errors import Unauthenticated
from tests.client import Client, Reply, make_session, make_user
from tests.platform.keys import rotate

pytestmark = pytest.mark.usefixtures("database")
INFLUENCER = {
    "influencer_name": "Ada",
    "platform": "Instagram",
    "follower_count": 120_000,
    "category": "Fashion",
    "influencer_mail": "ada@shop.example",
}


@pytest.fixture
def known_token(no_keys: None) -> str:
    """A token that was found good just now."""
    user = make_user(Role.DATA_ANALYST)
    token = identity.issue_access_token(user.user_id, make_session(user))
    assert identity.verify_access_token(token) == identity.verify_access_token(token)
    return token


def test_a_known_token_ends_with_its_time(known_token: str, monkeypatch: pytest.MonkeyPatch):
    later = clock.now() + signing_keys.ACCESS_TOKEN_LIFETIME
    monkeypatch.setattr(clock, "now", lambda: later)

    with pytest.raises(Unauthenticated):
        identity.verify_access_token(known_token)


def test_a_known_token_ends_with_its_key(known_token: str):
    rotate(at_once=True)
    signing_keys.forget()

    with pytest.raises(Unauthenticated):
        identity.verify_access_token(known_token)


@pytest.mark.parametrize("changed", ["token_issuer", "token_audience"])
def test_a_known_token_is_good_for_its_issuer_and_audience_only(
    known_token: str, monkeypatch: pytest.MonkeyPatch, changed: str
):
    others = settings().model_copy(update={changed: "https://another.example"})
    monkeypatch.setattr(identity, "settings", lambda: others)

    with pytest.raises(Unauthenticated):
        identity.verify_access_token(known_token)


def test_a_known_token_ends_with_its_session(known_token: str):
    assert Client(known_token).get("influencers").status == 200
    with db.transaction() as session:
        session.execute(text("UPDATE sessions SET ended_at = now(), end_reason = 'test'"))

    assert Client(known_token).get("influencers").status == 401


def test_another_text_with_a_known_signature_is_another_token(known_token: str):
    head, _, rest = known_token.partition(".")
    other = identity.issue_access_token(10**6, make_session(make_user(Role.ADMIN))).split(".")[1]

    with pytest.raises(Unauthenticated):
        identity.verify_access_token(".".join([head, other, rest.partition(".")[2]]))


def test_so_many_tokens_are_remembered_and_no_more(known_token: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(identity, "MOST_VERIFIED", 3)
    user = make_user(Role.ADMIN)
    for _ in range(5):
        identity.verify_access_token(identity.issue_access_token(user.user_id, make_session(user)))

    assert len(identity._verified) == 3


def cut_connections() -> None:
    """End every connection of this process, as a failover does."""
    with psycopg2.connect(settings().database_url) as other, other.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = %s",
            ("influencer-marketing",),
        )
        assert cursor.fetchone()[0] > 0
    other.close()


@pytest.mark.parametrize("call", [
    lambda api: api.get("influencers"),
    lambda api: api.post("influencers", INFLUENCER),
])  # fmt: skip
@pytest.mark.parametrize("rested", [0.0, 5.0])
def test_a_connection_cut_while_it_rested_costs_nobody_an_answer(
    api: Client, monkeypatch: pytest.MonkeyPatch, call: Callable[[Client], Reply], rested: float
):
    monkeypatch.setattr(db, "RESTED_SECONDS", 60 if rested == 0 else -1)  # taken as it is, or asked first
    manager = api.as_role(Role.MARKETING_MANAGER)
    assert manager.get("influencers").status == 200
    cut_connections()

    assert call(manager).status in {200, 201}
    assert manager.get("influencers").status == 200
    db.dispose()  # the others that were cut


@pytest.mark.parametrize("code", ["40P01", None])
def test_what_is_committed_is_answered_once_even_if_its_place_in_the_log_cannot_be_noted(
    api: Client, monkeypatch: pytest.MonkeyPatch, code: str | None
):
    class BrokenError(Exception):
        pgcode = code

    def fail(_session_id: object) -> None:
        raise OperationalError("UPDATE sessions", {}, BrokenError(), connection_invalidated=code is None)

    manager = api.as_role(Role.MARKETING_MANAGER)
    monkeypatch.setattr(replica, "note_write", fail)

    assert manager.post("influencers", INFLUENCER).status == 201
    assert len(manager.get("influencers").json["items"]) == 1


def test_every_entity_can_be_read_past_the_orm():
    for mapper in db.Base.registry.mappers:
        plain = rows._plain.__wrapped__(mapper.class_)
        assert set(plain._fields) == {attribute.key for attribute in inspect(mapper.class_).column_attrs}


def test_a_plain_record_says_what_the_orms_says(api: Client):
    manager = api.as_role(Role.MARKETING_MANAGER)
    made = manager.post("influencers", INFLUENCER).json

    assert manager.get(f"influencers/{made['influencer_id']}").json == made
    assert manager.get("influencers").json["items"] == [made]
    assert made["tier"] == "mid"


@pytest.mark.parametrize(
    ("field", "value"),
    [("follower_count", "1"), ("follower_count", True), ("still_partner", "yes"), ("still_partner", 1)],
)
def test_a_number_or_truth_of_another_type_is_refused(api: Client, field: str, value: object):
    answer = api.as_role(Role.MARKETING_MANAGER).post("influencers", INFLUENCER | {field: value})

    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, f"/{field}")
