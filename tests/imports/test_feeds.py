"""Feeds by the clock: fetched when due, tried again when they fail, told of when they go on failing."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from shared.imports import outcomes, pulling, queries
from shared.imports.models import ImportSource
from shared.imports.states import RunState, SourceKind
from shared.permissions import Role
from shared.platform import clock, db
from shared.platform.models import OutgoingMail
from tests.client import Client, make_user
from tests.imports.conftest import Shop
from tests.imports.feed_server import CSV, FeedServer, Says, declare, feed_server
from tests.imports.lists import LIST, names

__all__ = ["feed_server"]

HOURLY = "0 0 * * * *"
BRIEF = {"timeout_seconds": 1}


def state(shop: Shop, source: ImportSource) -> ImportSource:
    with db.transaction() as session:
        return queries.get_source(session, source.source_id)


def later(shop: Shop) -> dict[str, int]:
    """Pull when every source is due again."""
    shop.do("UPDATE import_sources SET last_pulled_at = now() - interval '1 day', retry_at = least(retry_at, now())")
    return pulling.pull_sources(shop.blobs)


def claimed(source: ImportSource) -> outcomes.Claimed:
    at_it = outcomes.claim(source.source_id)
    assert at_it is not None
    return at_it


def mails() -> list[tuple[str, str]]:
    with db.transaction() as session:
        found = select(OutgoingMail.to_address, OutgoingMail.subject).order_by(OutgoingMail.mail_id)
        return [(to, subject) for to, subject in session.execute(found)]


def test_a_feed_is_fetched_when_due_and_becomes_a_run_with_its_file_kept(shop: Shop, feed_server: FeedServer):
    url = feed_server.says(Says(headers={"ETag": '"1"'}), Says(b"", 304), Says(b"ref,category\ni3,Art\n"))
    source = declare(shop, {"url": url}, schedule=HOURLY)

    assert pulling.pull_sources(shop.blobs) == {"shop": 1}
    assert names(shop) == ["i1", "i2"]
    assert pulling.pull_sources(shop.blobs) == {}
    assert later(shop) == {"shop": 0}
    assert later(shop) == {"shop": 1}

    assert names(shop) == ["i1", "i2", "i3"]
    runs = shop.rows("SELECT file_name, state::text, rows_inserted FROM import_runs ORDER BY run_id")
    assert [run[1:] for run in runs] == [("done", 2), ("done", 1)]
    assert sorted(blob.name for blob in shop.blobs.list("imports", "shop/")) == [f"shop/{run[0]}" for run in runs]
    seen = state(shop, source)
    assert (seen.failures, seen.last_error, seen.version) == (0, None, 1)
    assert seen.next_due_at is not None
    assert timedelta(0) < seen.next_due_at - clock.now() <= timedelta(hours=1)


def test_three_failures_in_a_row_are_told_to_the_owner_and_the_admins_once(shop: Shop, feed_server: FeedServer):
    admin, owner = make_user(Role.ADMIN), make_user(Role.DATA_ANALYST)
    make_user(Role.MARKETING_MANAGER)
    source = declare(shop, {"url": feed_server.says(*[Says(b"", 500)] * 4, Says())}, schedule=HOURLY)
    shop.do("UPDATE import_sources SET owner_id = :owner", owner=owner.user_id)
    pauses = []
    for failures in (1, 2, 3, 4):
        assert later(shop) == {"shop": -1}
        seen = state(shop, source)
        assert (seen.failures, seen.last_error) == (failures, "The feed answered 500.")
        assert seen.next_due_at is not None
        pauses.append(round((seen.next_due_at - clock.now()) / timedelta(minutes=1)))
        assert len(mails()) == (3 if failures >= outcomes.ALERT_AT else 0)

    assert pauses == [1, 2, 4, 8]
    assert pulling.pull_sources(shop.blobs) == {}
    first_admin = shop.rows("SELECT user_mail FROM users WHERE user_id = :id", id=shop.actor.user_id)[0][0]
    subject = "The source shop fails"
    assert mails() == [(to, subject) for to in (first_admin, admin.user_mail, owner.user_mail)]
    assert later(shop) == {"shop": 1}
    seen = state(shop, source)
    assert (seen.failures, seen.retry_at, seen.last_error) == (0, None, "The feed answered 500.")


def test_feeds_that_are_bad_in_every_way_say_so_and_hold_up_no_other(shop: Shop, feed_server: FeedServer):
    bad = {
        "hangs": (Says(b"x", headers={"Content-Length": "1"}, pause=3), "The feed did not finish within 1 seconds."),
        "drips": (Says(CSV, pause=0.1), "The feed did not finish within 1 seconds."),
        "leads-inside": (
            Says(b"", 302, {"Location": "https://10.0.0.1/feed"}),
            "This address cannot be fetched. It leads to an address that is not public.",
        ),
        "fails": (Says(b"", 500), "The feed answered 500."),
        "ends-early": (
            Says(CSV, headers={"Content-Length": "999"}),
            "The connection to the feed broke off before its answer was complete.",
        ),
    }
    for slug, (said, _) in bad.items():
        declare(shop, BRIEF | {"url": feed_server.says(said, path=f"/{slug}")}, slug=slug)
    declare(shop, {"url": feed_server.says(Says())}, slug="good")
    shop.source(LIST, slug="folder")
    shop.blobs.upload("imports", "folder/file.csv", b"ref,category\nf1,Sport\n", "text/csv")

    assert pulling.pull_sources(shop.blobs) == {"folder": 1, "good": 1} | dict.fromkeys(bad, -1)

    assert names(shop) == ["f1", "i1", "i2"]
    states = shop.rows("SELECT slug, last_error FROM import_sources WHERE failures = 1")
    assert dict(states) == {slug: why for slug, (_, why) in bad.items()}
    assert {blob.name.partition("/")[0] for blob in shop.blobs.list("imports")} == {"folder", "good"}


def test_a_server_that_asks_for_patience_is_left_alone(shop: Shop, feed_server: FeedServer):
    source = declare(shop, {"url": feed_server.says(Says(b"", 503, {"Retry-After": "600"}))}, schedule="0 * * * * *")

    assert pulling.pull_sources(shop.blobs) == {"shop": -1}

    due = state(shop, source).next_due_at
    assert due is not None
    assert timedelta(minutes=9) < due - clock.now() <= timedelta(minutes=10)


def test_what_was_fetched_for_a_source_that_was_changed_meanwhile_is_fetched_anew(shop: Shop, feed_server: FeedServer):
    source = declare(shop, {"url": feed_server.says(Says())})
    at_it = claimed(source)
    shop.do("UPDATE import_sources SET version = version + 1")

    outcomes.succeeded(at_it, {"url": "https://shop.example/", "sha256": "0"})

    assert (state(shop, source).fetched, state(shop, source).pulling_until) == ({}, None)


def test_a_feed_whose_file_is_refused_fails_until_its_mapping_fits(shop: Shop, feed_server: FeedServer, api: Client):
    url = feed_server.says(Says(b"id,category\ni1,Sport\n", headers={"ETag": '"1"'}), Says(b"", 304), Says(CSV))
    source = declare(shop, {"url": url}, schedule=HOURLY)

    assert [later(shop), later(shop)] == [{"shop": -1}, {"shop": -1}]
    seen = state(shop, source)
    assert seen.failures == 2
    assert 'no column "ref"' in str(seen.last_error)
    assert len(shop.rows("SELECT FROM import_runs")) == 1
    client, path = api.as_role("admin"), f"imports/sources/{source.source_id}"
    client.patch(path, {"mapping": LIST | {"nulls": ["none"]}}, {"If-Match": "*"})

    assert pulling.pull_sources(shop.blobs) == {"shop": 1}
    assert "if-none-match" not in feed_server.asked[-1][1]
    assert client.get(path).json["failures"] == 0


def test_a_source_that_is_being_fetched_is_left_alone(shop: Shop, feed_server: FeedServer):
    source = declare(shop, {"url": feed_server.says(Says())})
    at_it = claimed(source)
    shop.do("UPDATE import_sources SET last_pulled_at = NULL")

    assert (outcomes.due(), outcomes.claim(source.source_id)) == ([], None)
    outcomes.hold(at_it)
    shop.do("UPDATE import_sources SET pulling_until = pulling_until - interval '29 minutes'")
    assert outcomes.claim(source.source_id) is None
    shop.do("UPDATE import_sources SET pulling_until = now() - interval '1 second'")  # whoever it was has died
    assert pulling.pull_sources(shop.blobs) == {"shop": 1}


def test_a_round_that_takes_long_leaves_the_rest_to_the_next(
    shop: Shop, feed_server: FeedServer, monkeypatch: pytest.MonkeyPatch
):
    declare(shop, {"url": feed_server.says(Says())})
    monkeypatch.setattr(pulling, "SECONDS_TO_START", 0)
    assert pulling.pull_sources(shop.blobs) == {}
    monkeypatch.undo()

    assert [slug for _, slug, _ in outcomes.due()] == ["shop"]


def test_sources_that_work_come_before_those_that_fail(shop: Shop):
    for slug, failures in (("fails", 2), ("works", 0), ("failed", 1)):
        source = shop.source(LIST, slug=slug)
        shop.do("UPDATE import_sources SET failures = :n WHERE source_id = :id", n=failures, id=source.source_id)

    assert [slug for _, slug, _ in outcomes.due()] == ["works", "failed", "fails"]


def test_what_goes_wrong_here_is_a_failure_without_details(shop: Shop, feed_server: FeedServer):
    source = declare(shop, {"url": feed_server.says(Says())})

    class Full:
        def __getattr__(self, name: str) -> Any:
            raise ConnectionError("storage key 123 was refused")

    assert pulling.pull_sources(Full()) == {"shop": -1}
    assert state(shop, source).last_error == pulling.UNFORESEEN


def test_an_empty_file_is_a_run_that_failed_and_a_failure(shop: Shop, feed_server: FeedServer):
    declare(shop, {"url": feed_server.says(Says(b"")), "timeout_seconds": 5})

    assert pulling.pull_sources(shop.blobs) == {"shop": -1}
    assert shop.rows("SELECT state::text FROM import_runs") == [(RunState.FAILED.value,)]


def test_a_workbook_is_fetched(shop: Shop, feed_server: FeedServer):
    book, file = Workbook(), BytesIO()
    book.worksheets[0].append(["ref", "category"])
    book.worksheets[0].append(["i1", "Art"])
    book.save(file)
    feed = {"url": feed_server.says(Says(file.getvalue()))}
    shop.source(LIST | {"format": "xlsx"}, kind=SourceKind.HTTPS_FEED, feed=feed)

    assert (pulling.pull_sources(shop.blobs), names(shop)) == ({"shop": 1}, ["i1"])
