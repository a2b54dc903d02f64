"""Runs that land by chunks: killed anywhere, they end as if they had not been."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from shared.imports import chunks, jobs, reading, targets, undo
from shared.imports.fields import Target
from shared.imports.states import RunState
from shared.imports.targets import orders
from shared.platform import db
from tests.imports.conftest import Shop, counts, csv_of
from tests.imports.lists import LIST, deliver
from tests.imports.orders import STORED
from tests.imports.test_cancellations import HEADER, MAPPING
from tests.platform.test_audit import app_role as app_role

FACTS = {
    "orders": STORED,
    "returns": "SELECT external_ref, quantity, returned_date FROM return_lines ORDER BY 1, 2",
    "people": "SELECT c.external_ref, since, i.external_ref FROM customers c"
    " LEFT JOIN influencers i ON i.influencer_id = c.channel ORDER BY 1",
    "products": "SELECT external_ref, title, product_price, sales_quantity FROM products ORDER BY 1",
    "rejects": "SELECT line, column_name, value, reason FROM import_rejects ORDER BY line",
    "sales": "SELECT sum(orders), sum(units), sum(gross_cents), sum(returned_cents) FROM exact_sales_day_channel",
    "runs": "SELECT state::text, rows_read, rows_inserted, rows_updated, rows_unchanged, rows_rejected, notes::text"
    " FROM import_runs",
}
DECLARED = MAPPING | {"fields": MAPPING["fields"] | {"product.title": "title", "channel": "via"}}


def lines(number: int = 300) -> list[str]:
    """Return orders, lines like later ones, cancellations of earlier ones, and bad ones, each of which matters."""
    chance = random.Random(3)  # noqa: S311 - sample data
    made = []
    for n in range(number):
        order = f"{n},p{n % 7},c{n % 23},{chance.randint(1, 5)},2024-03-{1 + n % 28:02d},{n % 7 + 1},Title {n},i{n % 5}"
        made.append(order if n % 50 else f"{n},p1,c1,many,2024-03-01,1,,")
        if n % 9 == 0:
            made.append(f"C{n},p{n % 7},c{n % 23},-1,2024-03-29,{n % 7 + 1},,")
    return made


CONTENT = csv_of(f"{HEADER},title,via", *lines())


def facts(shop: Shop) -> dict[str, Any]:
    return {name: shop.rows(statement) for name, statement in FACTS.items()}


def test_however_many_chunks_the_end_is_the_same(shop: Shop, monkeypatch):
    shop.source(DECLARED)
    whole = shop.drop(CONTENT)
    expected, settled = facts(shop), counts(whole)
    assert settled[3] > 0
    assert len(shop.rows("SELECT FROM import_chunks WHERE kind = 'lines'")) == 1
    for table in ("bought_by", "products", "customers", "influencers", "import_runs"):
        shop.do(f"DELETE FROM {table}")
    monkeypatch.setattr(reading, "MOST_LINES", 20)

    parted = shop.drop(CONTENT, "again.csv")

    assert len(shop.rows("SELECT FROM import_chunks WHERE kind = 'lines' AND landed_at IS NOT NULL")) > 10
    assert counts(parted) == settled
    for name, figures in facts(shop).items():
        assert figures == expected[name]


def test_a_crash_between_chunks_keeps_what_has_landed_and_the_next_try_goes_on(shop: Shop, monkeypatch):
    shop.source(LIST)
    monkeypatch.setattr(reading, "MOST_LINES", 10)
    shop.blobs.upload(
        "imports", "shop/file.csv", csv_of("ref,category", *[f"i{n},Sport" for n in range(35)]), "text/csv"
    )
    done, left = chunks.landed, 2

    def crash(*arguments: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise RuntimeError("the power went out")
        done(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(chunks, "landed", crash)
        with pytest.raises(RuntimeError):
            deliver(shop)
    ((run_id,),) = shop.rows("SELECT run_id FROM import_runs")
    half = shop.run(run_id)
    assert (half.state, half.rows_read, half.rows_inserted) == (RunState.RUNNING, 19, 19)
    assert 0.3 < half.progress < 1
    assert len(shop.rows("SELECT FROM influencers")) == 19
    shop.blobs.delete("imports", "shop/file.csv")  # it need not be read again

    assert jobs.resume_imports(shop.blobs) == [run_id]

    assert counts(shop.run(run_id)) == (35, 0, 0, 0)
    assert shop.rows("SELECT FROM pg_tables WHERE schemaname = 'import_staging' AND tablename LIKE 'run%'") == []


def test_when_the_server_has_lost_the_staged_lines_the_file_is_read_again_and_counted_once(shop: Shop, monkeypatch):
    shop.source(DECLARED)
    monkeypatch.setattr(reading, "MOST_LINES", 50)
    expected = counts(shop.drop(CONTENT))
    known = facts(shop)
    for table in ("bought_by", "products", "customers", "influencers", "import_runs"):
        shop.do(f"DELETE FROM {table}")
    shop.blobs.upload("imports", "shop/again.csv", CONTENT, "text/csv")
    done, left = chunks.landed, 10

    def crash(*arguments: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            shop.do("DELETE FROM import_staging.present")  # as a crash of the server leaves it
            raise RuntimeError("the server went away")
        done(*arguments)

    monkeypatch.setattr(chunks, "landed", crash)
    with pytest.raises(RuntimeError):
        deliver(shop, "shop/again.csv")
    assert shop.rows("SELECT FROM import_chunks WHERE kind = 'lines' AND landed_at IS NOT NULL")

    (run_id,) = jobs.resume_imports(shop.blobs)

    assert (counts(shop.run(run_id)), facts(shop)) == (expected, known)


def test_a_second_run_of_the_namespace_waits_while_one_is_half_landed(shop: Shop, monkeypatch):
    shop.source(LIST)

    def crash(*_: Any) -> None:
        raise RuntimeError("the power went out")

    shop.blobs.upload("imports", "shop/file.csv", csv_of("ref,category", "i1,Sport"), "text/csv")
    with monkeypatch.context() as patch:
        patch.setattr(chunks, "landed", crash)
        with pytest.raises(RuntimeError):
            deliver(shop)

    behind = shop.drop(csv_of("ref,category", "i2,Sport"), "second.csv")
    assert behind.state is RunState.WAITING
    jobs.resume_imports(shop.blobs)

    assert shop.rows("SELECT state::text, rows_inserted FROM import_runs") == [("done", 1), ("done", 1)]


def test_every_target_is_judged_and_lands_by_chunks():
    assert targets.JUDGE.keys() == targets.LAND.keys() == set(Target)
    assert targets.TOGETHER.keys() <= targets.LAND.keys()
    assert orders.TITLES not in reading.PHASES


def test_the_role_of_the_app_can_import_and_undo(shop: Shop, app_role: Connection, monkeypatch):
    shop.source(DECLARED)
    settled = counts(shop.drop(CONTENT))
    with db.transaction() as session:
        undo.undo_run(session, shop.actor, 1)
    monkeypatch.setattr(db, "engine", lambda: app_role.engine)

    run = shop.drop(CONTENT, "again.csv")

    assert counts(run) == settled
    with db.transaction() as session:
        assert session.scalar(text("SELECT current_user")) == "app"
        undo.undo_run(session, shop.actor, run.run_id)
    assert shop.rows("SELECT FROM bought_by") == []


WORKER = """
import sys
from shared.imports import jobs, reading
from shared.platform.blobs import blob_store
reading.MOST_LINES = 40
print("ready", flush=True)
sys.stdin.readline()
jobs.resume_imports(blob_store())
"""


def worker() -> "subprocess.Popen[bytes]":
    started = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=Path(__file__).parents[2],
        env=os.environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == b"ready\n"
    return started


@pytest.mark.parametrize("seed", range(int(os.environ.get("KILLS", "3"))))
def test_killed_at_random_moments_it_ends_as_if_it_had_not_been(shop: Shop, seed: int):
    """`KILLS=20` for the twenty moments; each is another share of the time that the run takes undisturbed."""
    shop.source(DECLARED)
    expected = counts(shop.drop(CONTENT))
    known = facts(shop)
    for table in ("bought_by", "products", "customers", "influencers", "import_runs"):
        shop.do(f"DELETE FROM {table}")
    shop.do("UPDATE import_sources SET last_pulled_at = now()")
    shop.blobs.upload("imports", "shop/again.csv", CONTENT, "text/csv")
    etag = shop.blobs.properties("imports", "shop/again.csv").etag
    shop.do(
        "INSERT INTO import_runs (source_id, blob_name, blob_etag, file_name)"
        " SELECT source_id, 'imports/shop/again.csv', :etag, 'again.csv' FROM import_sources",
        etag=etag,
    )

    with worker() as victim:
        assert victim.stdin is not None
        victim.stdin.write(b"go\n")
        victim.stdin.flush()
        time.sleep(random.Random(seed).random() * 1.5)  # noqa: S311 - any moment will do
        victim.send_signal(signal.SIGKILL)
    for _ in range(20):
        jobs.resume_imports(shop.blobs)
        ((state,),) = shop.rows("SELECT state::text FROM import_runs")
        if state == "done":
            break
        time.sleep(0.25)  # the server notices within half a second that the client is gone

    ((run_id,),) = shop.rows("SELECT run_id FROM import_runs")
    assert (counts(shop.run(run_id)), facts(shop)) == (expected, known)
