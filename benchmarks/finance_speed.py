"""`python -m benchmarks.finance_speed [ROWS]`: payables, profitability, the overview and the check of the books.

2,000 influencers in 400 campaigns of 20 over two years, whose roll-ups have as many rows (a day and influencer each) as
at 10 million purchases: of these there are as many as ROWS, 1.5 million unless told otherwise, because no answer reads
them. One line in three is in no payment: half a million, as many as a holding period of 30 days keeps open there.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import text

from benchmarks.bench_analytics import server
from benchmarks.campaign_speed import fill, seconds
from shared.analytics import jobs as rankings
from shared.analytics.finance import jobs, service
from shared.analytics.finance.schemas.overview import ExpenseReportQuery, OverviewBy, OverviewQuery
from shared.analytics.finance.schemas.payables import PayablesQuery
from shared.analytics.finance.schemas.profitability import Level, ProfitabilityQuery
from shared.finance.books.queries import finance_books
from shared.platform import clock, db

INFLUENCERS, CAMPAIGNS, LINES = 2_000, 400, 1_500_000
PAYMENTS = 20_000
MONEY = (
    """INSERT INTO terms (campaign_id, influencer_id, term_version, valid_from, rules, holding_days, minimum_payout)
       SELECT campaign_id, influencer_id, 1, '2020-01-01',
              '{"components": [{"basis": "revenue_share", "rate": "0.1"},
                               {"basis": "fixed_fee", "amount": "50.00", "deliverable": "reel"}]}', 30, 10
       FROM arranges GROUP BY campaign_id, influencer_id""",
    """INSERT INTO payment (campaign_id, influencer_id, amount, status, date, is_computed)
       SELECT campaign_id, influencer_id, 100, CASE WHEN n % 4 = 0 THEN 'pending' ELSE 'paid' END::payment_status_enum,
              CURRENT_DATE - n % 730, true
       FROM generate_series(1, :payments) AS n
       JOIN (SELECT campaign_id, influencer_id, row_number() OVER () AS place FROM terms) AS pair
       ON pair.place = 1 + n % (SELECT count(*) FROM terms)""",
    """INSERT INTO payment_lines (term_id, campaign_id, influencer_id, component, basis, entry, purchase_id,
                                  occurred_on, payable_on, base, rate, amount, payment_id)
       SELECT term_id, campaign_id, influencer_id, 0, 'revenue_share', 'earning', n, day, day + 30, 10, 0.1, 1,
              CASE WHEN n % 3 > 0 THEN 1 + n % :payments END
       FROM (SELECT n, CURRENT_DATE - CASE WHEN n % 3 > 0 THEN 30 + n % 700 ELSE n % 30 END AS day
             FROM generate_series(1, :lines) AS n) AS line
       JOIN (SELECT *, row_number() OVER () AS place FROM terms) AS term
       ON term.place = 1 + n % (SELECT count(*) FROM terms)""",
    """INSERT INTO expenses (campaign_id, cost_category, expense_date, amount)
       SELECT 1 + n % :campaigns, 'studio', CURRENT_DATE - n % 730, 100 FROM generate_series(1, 4000) AS n""",
    """INSERT INTO influencer_metrics (influencer_id, campaign_id, day, impressions, clicks, spend, source,
                                      external_ref)
       SELECT influencer_id, campaign_id, start_date + d, 5000, 100, 1, 'demo', campaign_id || ' ' || d
       FROM (SELECT DISTINCT campaign_id, influencer_id FROM arranges) AS pair JOIN campaigns USING (campaign_id),
            generate_series(0, 29) AS d""",
)


def fill_money(lines: int) -> None:
    given = {"payments": PAYMENTS, "lines": lines, "campaigns": CAMPAIGNS}
    with db.transaction() as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in MONEY:
            session.execute(text(statement), {key: value for key, value in given.items() if f":{key}" in statement})
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE)"))


def deeds() -> dict[str, Callable[[Any], object]]:
    influencers = ProfitabilityQuery(by=Level.INFLUENCER)
    return {
        "payables": lambda session: service.payables(session, PayablesQuery()),
        "profitability of 8,000 collaborations": lambda session: service.profitability(session, ProfitabilityQuery()),
        "profitability of a campaign": lambda session: service.profitability(
            session, ProfitabilityQuery(campaign_id=(7,))
        ),
        "profitability of 2,000 influencers": lambda session: service.profitability(session, influencers),
        "overview by month, a year": lambda session: service.overview(session, OverviewQuery(window="365d")),
        "overview by day, 90 days": lambda session: service.overview(session, OverviewQuery(by=OverviewBy.DAY)),
        "overview by category": lambda session: service.overview(session, OverviewQuery(by=OverviewBy.CATEGORY)),
        "report of expenses": lambda session: service.expense_report(session, ExpenseReportQuery()),
    }


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)):
        fill(rows, influencers=INFLUENCERS, campaigns=CAMPAIGNS)
        fill_money(LINES * rows // 1_500_000)
        jobs_of_the_night: dict[str, Callable[[Any], object]] = {
            "recompute_rankings": lambda session: rankings.recompute_rankings(session, clock.today()),
            "recompute_profitability": lambda session: jobs.recompute_profitability(session, clock.today()),
            "check of the books of finance": lambda session: finance_books(session, 100),
        }
        for name, deed in jobs_of_the_night.items():
            start = time.perf_counter()
            with db.transaction() as session:
                deed(session)
            print(f"{name}: {time.perf_counter() - start:.1f} s", flush=True)
        for name, deed in deeds().items():
            cold, warm = seconds(deed)
            print(f"{name}: {warm * 1000:.0f} ms (first {cold * 1000:.0f} ms)", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_500_000)
