"""What `@endpoint` promises, through real routes."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.permissions import GRANTS, Permission, Role
from shared.platform import db, http, identity
from shared.platform.config import MisconfiguredError
from shared.platform.models import AuditEntry
from tests.client import Client, Route, make_user, routes

NEW_USER = {
    "user_mail": "New@shop.example",
    "user_name": "New",
    "user_role": "data_analyst",
}


def path_of(route: Route) -> str:
    def filled(part: str) -> str:
        some_guid = "00000000-0000-0000-0000-000000000000"
        return part if not part.startswith("{") else some_guid if part.endswith(":guid}") else "1"

    return "/".join(filled(part) for part in route.template.split("/"))


def test_the_permission_table_names_every_permission():
    assert set(GRANTS) == set(Permission)


def test_no_two_routes_overlap():
    for one in routes():
        for other in routes():
            if one.name != other.name and one.methods & other.methods:
                assert not one.pattern.fullmatch(path_of(other)), (one.name, other.name)


def test_unknown_body_fields_are_refused_by_name(api: Client):
    answer = api.as_role("admin").post("users", NEW_USER | {"is_admin": True})

    assert (answer.status, answer.json["code"]) == (422, "malformed")
    assert answer.json["errors"] == [{"pointer": "/is_admin", "message": "is not known here"}]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]


def test_unknown_query_parameters_are_refused(api: Client):
    admin = api.as_role("admin")

    assert admin.get("users", colour="red").status == 422
    assert admin.get("me", colour="red").status == 422


def test_a_nul_character_is_refused_before_it_reaches_the_database(api: Client):
    admin = api.as_role("admin")

    assert admin.post("users", NEW_USER | {"user_name": "a\0b"}).status == 422
    assert admin.get("users", q="a\0b").status == 422


def test_all_of_an_answer_is_of_one_moment(api: Client, monkeypatch: pytest.MonkeyPatch):
    identify = identity.identify

    def then_somebody_joins(*arguments: Any) -> identity.Actor:
        actor = identify(*arguments)
        make_user(Role.FINANCE_MANAGER)
        return actor

    admin = api.as_role("admin")
    with monkeypatch.context() as patched:
        patched.setattr(identity, "identify", then_somebody_joins)
        before = admin.get("users", user_role="finance_manager").json
    after = admin.get("users", user_role="finance_manager").json

    assert (len(before["items"]), len(after["items"])) == (0, 1)


def test_the_body_must_be_json(api: Client):
    answer = api.as_role("admin").post("users", b"a=1", headers={"Content-Type": "application/x-www-form-urlencoded"})

    assert (answer.status, answer.json["code"]) == (415, "unsupported_media_type")


def test_a_body_above_one_mebibyte_is_refused(api: Client):
    assert (
        api.as_role("admin").post("users", b" " * (1024 * 1024 + 1), {"Content-Type": "application/json"}).status == 413
    )


def test_the_same_idempotency_key_gives_the_same_answer_and_one_user(api: Client):
    admin = api.as_role("admin")

    first = admin.post("users", NEW_USER, headers={"Idempotency-Key": "k1"})
    second = admin.post("users", NEW_USER, headers={"Idempotency-Key": "k1"})

    assert (first.status, first.body, first.headers["Location"]) == (
        second.status,
        second.body,
        second.headers["Location"],
    )
    assert first.status == 201
    assert second.headers["Idempotency-Replayed"] == "true"
    assert admin.get("users", q="new@shop", count="true").json["total"] == 1


def test_an_idempotency_key_belongs_to_one_request(api: Client):
    admin = api.as_role("admin")
    admin.post("users", NEW_USER, headers={"Idempotency-Key": "k1"})

    answer = admin.post("users", NEW_USER | {"user_name": "Other"}, headers={"Idempotency-Key": "k1"})

    assert (answer.status, answer.json["code"]) == (409, "idempotency_key_reused")


def test_a_refused_request_leaves_its_idempotency_key_free(api: Client):
    admin = api.as_role("admin")
    admin.post("users", NEW_USER)

    taken = admin.post("users", NEW_USER, headers={"Idempotency-Key": "k1"})
    free = admin.post("users", NEW_USER | {"user_mail": "b@shop.example"}, headers={"Idempotency-Key": "k1"})

    assert (taken.status, free.status) == (409, 201)


def test_one_key_sent_eight_times_at_once_makes_one_user(api: Client):
    admin = api.as_role("admin")
    barrier = threading.Barrier(8)

    def send(_: int) -> tuple[int, bytes]:
        barrier.wait()
        answer = admin.post("users", NEW_USER, headers={"Idempotency-Key": "k1"})
        return answer.status, answer.body

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(8)))

    assert len(answers) == 1
    assert answers.pop()[0] == 201


def test_a_change_needs_the_version_that_was_read(api: Client):
    admin = api.as_role("admin")
    made = admin.post("users", NEW_USER)
    path = made.headers["Location"].removeprefix("/api/")
    etag = made.headers["ETag"]

    assert admin.patch(path, {"user_name": "A"}).status == 428
    assert admin.patch(path, {"user_name": "A"}, headers={"If-Match": etag}).status == 200
    stale = admin.patch(path, {"user_name": "B"}, headers={"If-Match": etag})
    assert (stale.status, stale.json["code"]) == (412, "stale")
    assert admin.get(path).json["user_name"] == "A"


def test_a_reader_who_has_this_state_gets_304(api: Client):
    admin = api.as_role("admin")
    first = admin.get("users")

    again = admin.get("users", headers={"If-None-Match": first.headers["ETag"]})
    api.as_role("data_analyst")
    changed = admin.get("users", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status, again.body, changed.status) == (304, b"", 200)


def test_pages_stay_right_while_rows_come(api: Client):
    admin = api.as_role("admin")
    for _ in range(6):
        make_user(Role.DATA_ANALYST)
    seen: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = admin.call("GET", "users", query={"limit": 3, "sort": "-user_id"} | cursor).json
        seen += [user["user_id"] for user in page["items"]]
        make_user(Role.DATA_ANALYST)
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}

    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == 7


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "201"}, {"sort": "password"}, {"cursor": "x"}, {"cursor": "AAAA"}]
)
def test_paging_refuses_what_it_does_not_know(api: Client, query: dict[str, str]):
    assert api.as_role("admin").call("GET", "users", query=query).status == 422


def test_something_unforeseen_is_a_500_that_tells_nothing(api: Client, monkeypatch: pytest.MonkeyPatch):
    def explode(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("shared.accounts.queries.get_user", explode)
    answer = api.as_role("admin").get("me")

    assert (answer.status, answer.json["code"]) == (500, "internal")
    assert b"secret detail" not in answer.body


def test_a_role_that_may_not_leaves_an_audit_row(api: Client):
    api.as_role("data_analyst").get("users")

    with db.transaction() as session:
        row = session.query(AuditEntry).filter_by(action="request.refused").one()
    assert (row.entity_id, row.changes) == ("list_users", {"code": "forbidden"})


def test_what_follows_the_commit_cannot_fail_the_answer(api: Client, caplog: pytest.LogCaptureFixture):
    def fail() -> None:
        raise OSError("storage is away")

    http._do(fail)

    assert "after commit" in caplog.text


def test_a_secret_that_is_missing_ends_the_request_and_not_the_worker(api: Client, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise MisconfiguredError("The secret some-name is missing.")

    monkeypatch.setattr("shared.accounts.queries.get_user", fail)
    answer = api.as_role("admin").get("me")

    assert (answer.status, answer.json["code"]) == (503, "misconfigured")
    assert b"some-name" not in answer.body


def test_a_connection_lost_in_a_way_the_driver_tells_otherwise_is_503(api: Client, monkeypatch: pytest.MonkeyPatch):
    """Not as an operational error: psycopg2 says so of a connection that it has closed itself."""

    def lose(session: Session, _: int) -> None:
        session.connection().connection.driver_connection.close()  # type: ignore[union-attr]
        session.execute(text("SELECT 1"))

    monkeypatch.setattr("shared.accounts.queries.get_user", lose)
    admin = api.as_role("admin")
    answer = admin.get("me")
    monkeypatch.undo()

    assert (answer.status, answer.json["code"]) == (503, "unavailable")
    assert admin.get("me").status == 200
