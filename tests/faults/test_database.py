"""The database goes away in the middle of requests, for a moment and for longer."""

import time
from functools import partial

from shared.platform import db
from tests.faults.conftest import LONG, Hosted, Say
from tests.faults.files import begin_import, wait_until_imported
from tests.faults.traffic import wait_for, working
from tests.sales.shop import rows

OUTAGE_SECONDS = 30 if LONG else 2
RESTARTS = 5 if LONG else 1


def test_restarted_in_the_middle_of_requests(hosted: Hosted, say: Say):
    postgres = hosted.stack.postgres
    with hosted.client() as client, working(client) as traffic:
        for _ in range(RESTARTS):
            before = len(traffic.made)
            postgres.stop()
            postgres.start()
            postgres.wait()
            wait_for(partial(traffic.made_since, before))

    db.dispose()  # the connections of this process were cut, too
    traffic.check()
    say(f"{RESTARTS} restarts: {len(traffic.made)} made, {traffic.kinds[503, 'unavailable']} times 503, none lost")


def test_away_for_a_while(hosted: Hosted, say: Say):
    postgres = hosted.stack.postgres
    with hosted.client() as client:
        run_id = begin_import(client, "orders", 2_000)
        with working(client) as traffic:
            before = len(traffic.made)
            postgres.stop()
            began = time.monotonic()
            refused, alive = client.get("ready"), client.get("health")
            time.sleep(max(0.0, OUTAGE_SECONDS - (time.monotonic() - began)))
            postgres.start()
            postgres.wait()
            back = time.monotonic()
            wait_for(lambda: traffic.made_since(before))
            recovered = time.monotonic() - back
        landed = wait_until_imported(hosted, client, run_id)

    db.dispose()
    traffic.check()
    assert (refused.status_code, refused.json()["code"], alive.status_code) == (503, "not_ready", 200)
    assert traffic.slowest < 15
    assert (landed["rows_inserted"], rows("SELECT count(*) FROM bought_by")) == (2_000, [(2_000,)])
    say(
        f"{OUTAGE_SECONDS} s away: 503 within {traffic.slowest:.1f} s, served again {recovered:.1f} s after it was back"
    )
