"""A version names one state of the data, and grows with every statement that may have changed it."""

from datetime import timedelta

import azure.functions as func
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.permissions import Permission
from shared.platform import build, clock, db, http, versions

ARRIVAL = text("""
    INSERT INTO influencers (influencer_name, platform, follower_count, clicked_number, category, influencer_mail,
                             still_partner, member_since)
    VALUES ('Demo influencer', 'Instagram', 0, 0, 'Fashion', 'influencer@shop.example', true, '2025-01-01')""")
RUNS: list[str] = []


@http.endpoint(Permission.ANYONE, reads=("influencers", "payment"))
def count_influencers(call: http.Call) -> dict[str, int]:
    RUNS.append(call.request.url)
    return {"influencers": call.session.scalars(text("SELECT count(*) FROM influencers")).one()}


def get(tag: str = "", url: str = "https://shop.example/api/count") -> func.HttpResponse:
    return count_influencers(func.HttpRequest("GET", url, headers={"if-none-match": tag}, body=b""))


CHANGES = (
    ARRIVAL,
    text("UPDATE influencers SET category = 'Travel'"),
    text("DELETE FROM influencers"),
    text("TRUNCATE influencers CASCADE"),
)


def test_every_kind_of_change_makes_the_version_grow(session):
    for change in CHANGES:
        before = versions.current(session, ["influencers"])
        session.execute(change)
        assert int(versions.current(session, ["influencers"])) > int(before)


def test_a_version_is_of_its_tables_only(session):
    session.execute(ARRIVAL)

    assert versions.current(session, ["influencers"]) == versions.current(session, ["influencers", "payment"]) == "1"
    assert versions.current(session, ["payment"]) == "0"


@pytest.mark.parametrize("topic", sorted(versions.TOPICS))
def test_every_topic_is_noted(session, topic):
    noted = text("SELECT count(*) FROM pg_trigger WHERE tgname = 'note_data_change' AND tgrelid = to_regclass(:topic)")

    assert session.scalar(noted, {"topic": topic}) == 1


def test_no_other_table_is_noted(session):
    noted = session.scalars(text("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'note_data_change'"))

    assert set(noted) == versions.TOPICS


def test_a_version_of_what_is_not_noted_is_a_slip(session):
    with pytest.raises(versions.UnknownTopicError, match="job_runs"):
        versions.current(session, ["bought_by", "job_runs"])


def test_folding_leaves_the_version_as_it_is(session):
    session.execute(ARRIVAL)
    session.execute(CHANGES[1])

    assert versions.fold(session) == 2
    assert versions.current(session, ["influencers"]) == "2"
    assert versions.fold(session) == 0
    session.execute(CHANGES[1])
    assert versions.fold(session) == 1
    assert versions.current(session, ["influencers"]) == "3"


def test_a_version_follows_the_commit_and_not_the_statement(database):
    with Session(db.engine()) as writing, Session(db.engine()) as reading:
        writing.execute(ARRIVAL)
        assert versions.current(reading, ["influencers"]) == "0"
        reading.rollback()
        writing.commit()
        assert versions.current(reading, ["influencers"]) == "1"


def test_a_reader_sees_the_same_version_while_it_is_folded(database):
    with db.transaction() as session:
        session.execute(ARRIVAL)
    with Session(db.engine()) as folding, Session(db.engine()) as reading:
        versions.fold(folding)
        assert versions.current(reading, ["influencers"]) == "1"
        reading.rollback()
        folding.commit()
        assert versions.current(reading, ["influencers"]) == "1"


def test_a_second_fold_at_the_same_time_steps_aside(database):
    with db.transaction() as session:
        session.execute(ARRIVAL)
    with Session(db.engine()) as one, Session(db.engine()) as other:
        assert (versions.fold(one), versions.fold(other)) == (1, 0)


def change(statement=ARRIVAL):
    with db.transaction() as session:
        session.execute(statement)


def test_who_has_the_answer_is_told_so_without_making_it(database):
    first = get()
    RUNS.clear()

    again = get(f'"other", W/{first.headers["ETag"]}')

    assert (first.status_code, again.status_code, again.get_body(), RUNS) == (200, 304, b"", [])
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "private, no-cache"


def test_after_a_change_the_answer_is_made_anew(database):
    first = get()
    change()

    again = get(first.headers["ETag"])

    assert (again.status_code, again.get_body()) == (200, b'{"influencers":1}')
    assert again.headers["ETag"] != first.headers["ETag"]


def test_folding_and_other_tables_leave_the_answer_as_it_is(database):
    change()
    first = get()
    with db.transaction() as session:
        versions.fold(session)
    change(text("UPDATE customers SET channel = 1"))

    assert get(first.headers["ETag"]).status_code == 304


def test_another_url_and_another_day_are_another_answer(database, monkeypatch):
    first = get()

    assert get(first.headers["ETag"], "https://shop.example/api/other").status_code == 200
    tomorrow = clock.today() + timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    assert get(first.headers["ETag"]).status_code == 200


def test_the_same_data_in_other_code_is_another_answer(database, monkeypatch):
    first = get()

    monkeypatch.setattr(build, "fingerprint", lambda: "0123456789abcdef")

    assert get(first.headers["ETag"]).status_code == 200


def test_the_fingerprint_follows_the_code(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "__file__", str(tmp_path / "shared/platform/build.py"))
    module = tmp_path / "functions/a.py"
    module.parent.mkdir()
    seen = set()
    for code in ("", "x = 1", "x = 2"):
        module.write_text(code)
        seen.add(build.fingerprint.__wrapped__())

    assert len(seen) == 3
