"""A day's work of the whole app, which can be begun, cut off, finished and compared with another day's."""

import csv
import io
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

import httpx

from local.demo.load import Loader
from shared.permissions import Role
from shared.platform import clock
from tests.client import make_user
from tests.faults.conftest import Hosted
from tests.faults.files import ready_report, wait_until_imported
from tests.faults.traffic import wait_for
from tests.sales.shop import execute, rows
from tests.test_whole_way import ORDER_HEADER, upload

INFLUENCERS, ORDERS = 300, 5_000
FIRST_DAY = date(2025, 1, 1)
JOBS = {"payments": "compute_all_payments", "ranking": "recompute_rankings"}
SEED = f"""
    INSERT INTO influencers (influencer_name, platform, follower_count, clicked_number, category, influencer_mail,
                             still_partner, member_since, source, external_ref)
    SELECT 'Influencer ' || n, 'instagram', n, 0, 'Home', n || '@a.example', true, '2024-01-01', 'shop', 'i' || n
    FROM generate_series(1, {INFLUENCERS}) n;
    INSERT INTO products (stock_quantity, category, sales_quantity, product_price, on_sale, title)
    VALUES (0, 'Demo', 0, 10, true, 'Shown');
    INSERT INTO customers (customer_name, customer_mail, customer_phone, customer_address, since, is_account_deleted)
    VALUES ('Demo', 'd@a.example', '1', 'x', '2024-01-01', false);
    INSERT INTO campaigns (campaign_name, start_date, end_date, budget, status)
    VALUES ('All year', '2025-01-01', '2025-12-31', 1000000, 'completed');
    INSERT INTO arranges (product_id, influencer_id, user_id, campaign_id)
    SELECT product_id, influencer_id, :user_id, campaign_id FROM products, influencers, campaigns;
    INSERT INTO terms (campaign_id, influencer_id, term_version, valid_from, rules, holding_days)
    SELECT campaign_id, influencer_id, 1, '2025-01-01',
           '{{"components": [{{"basis": "revenue_share", "rate": "0.1"}}], "cap": null}}', 0 FROM campaigns, influencers
"""
PURCHASES = """
    INSERT INTO bought_by (product_id, customer_id, status, channel, quantity, bought_date, unit_price)
    SELECT product_id, customer_id, 'completed', influencer_id, 1 + influencer_id % 3, :day, 10 + influencer_id % 7
    FROM influencers, products, customers WHERE title = 'Shown' AND customer_name = 'Demo'
"""
# What a day leaves behind; the same on every day.
STATE = {
    "lines": "SELECT l.influencer_id, l.entry::text, l.amount, l.payment_id IS NOT NULL FROM payment_lines l"
    " JOIN bought_by b USING (purchase_id) WHERE b.bought_date = :day ORDER BY 1, 2, 3",
    "payments": "SELECT influencer_id, status::text, amount FROM payment WHERE payment_id IN (SELECT l.payment_id"
    " FROM payment_lines l JOIN bought_by b USING (purchase_id) WHERE b.bought_date = :day) ORDER BY 1, 2, 3",
    "orders": "SELECT i.external_ref, count(*), count(DISTINCT b.external_ref), sum(quantity * unit_price)"
    " FROM bought_by b JOIN influencers i ON i.influencer_id = channel WHERE b.external_ref LIKE :orders"
    " GROUP BY 1 ORDER BY 1",
    "run": "SELECT state::text, rows_read, rows_inserted, rows_rejected FROM import_runs WHERE run_id = :run_id",
    "report": "SELECT state::text FROM reports WHERE report_id = CAST(:report_id AS uuid)",
}
RANKINGS = """
    SELECT window_slug, influencer_id, position, state, score, metrics::text, parts::text FROM influencer_rankings
    ORDER BY 1, 2"""


def seed() -> None:
    execute(SEED, user_id=make_user(Role.CAMPAIGN_MANAGER).user_id)


@dataclass
class Day:
    """The `number`-th day's work: orders are imported, payments computed, a report rendered, influencers ranked."""

    hosted: Hosted
    client: httpx.Client
    number: int
    run_id: int = field(default=0, init=False)
    report_id: str = field(default="", init=False)
    mark: int = field(default=0, init=False)

    @property
    def day(self) -> date:
        return FIRST_DAY + timedelta(self.number)

    def begin(self) -> None:
        execute(PURCHASES, day=self.day)
        [(self.mark,)] = rows("SELECT coalesce(max(job_run_id), 0) FROM job_runs")
        self.run_id = Loader(self.client).begin(upload("orders", self._orders()))
        asked = {"kind": "purchases", "format": "csv", "filters": {"from": str(self.day), "to": str(self.day)}}
        answer = self.client.post("reports", json=asked)
        assert answer.status_code == httpx.codes.ACCEPTED, answer.text
        self.report_id = answer.json()["report_id"]
        for job in JOBS.values():
            self.hosted.host.fire(job)

    def _orders(self) -> bytes:
        lines = (
            f"R{self.number}-{n},p{n % 7},c{n % 50},i{1 + n % 8},1,{1 + n % 90}.{n % 100:02d},{clock.today()},\r\n"
            for n in range(ORDERS)
        )
        return (ORDER_HEADER + "".join(lines)).encode()

    def unfinished(self) -> set[str]:
        """Return what is still being done."""
        [(run,)] = rows("SELECT state::text FROM import_runs WHERE run_id = :id", id=self.run_id)
        [(report,)] = rows("SELECT state::text FROM reports WHERE report_id = CAST(:id AS uuid)", id=self.report_id)
        done = {"import": run == "done", "rendering": report == "ready"}
        done |= {kind: self._is_done(job) for kind, job in JOBS.items()}
        return {kind for kind, is_done in done.items() if not is_done}

    def _is_done(self, job: str) -> bool:
        ended = "SELECT FROM job_runs WHERE name = :job AND job_run_id > :mark AND outcome = 'done'"
        return bool(rows(ended, job=job, mark=self.mark))

    def finish(self) -> None:
        """Let the timers take up what was cut off, fired by hand for the sake of time, and wait until it is done."""
        wait_until_imported(self.hosted, self.client, self.run_id, by_hand=True)
        ready_report(self.hosted, self.client, self.report_id, left_behind=True, by_hand=True)
        for job in JOBS.values():
            [(self.mark,)] = rows("SELECT coalesce(max(job_run_id), 0) FROM job_runs")
            self._run(job)

    def _run(self, job: str) -> None:
        """Fire it until it has run: until the server has noticed that its last runner is dead, others step aside."""
        deadline = time.monotonic() + 120
        while not self._is_done(job):
            assert time.monotonic() < deadline, f"{job} does not end"
            before = _ended_jobs()
            self.hosted.host.fire(job)
            wait_for(partial(_has_changed, before), 60)

    def state(self) -> dict[str, Any]:
        about = {"day": self.day, "orders": f"R{self.number}-%", "run_id": self.run_id, "report_id": self.report_id}
        named = {name: {key: about[key] for key in about if f":{key}" in query} for name, query in STATE.items()}
        found: dict[str, Any] = {name: rows(query, **named[name]) for name, query in STATE.items()}
        return found | {"file": self._file()}

    def _file(self) -> list[tuple[str, str, str]]:
        link = self.client.get(f"reports/{self.report_id}").json()["download_url"]
        table = csv.DictReader(io.StringIO(httpx.get(link).content.decode("utf-8-sig")))
        return sorted((row["influencer_name"], row["quantity"], row["unit_price"]) for row in table)


def _ended_jobs() -> int:
    [(count,)] = rows("SELECT count(*) FROM job_runs WHERE outcome IS NOT NULL")
    return int(count)


def _has_changed(before: int) -> bool:
    return _ended_jobs() != before
