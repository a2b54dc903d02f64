from sqlalchemy import text

from commands.rebuild_rollups import rebuild
from shared.platform import db
from tests.influencers import test_feed_rollups as feeds
from tests.sales import test_newcomers as newcomers
from tests.sales.ledger import SALE, add_products_and_customer, assert_exact, fold, insert


def test_tells_what_was_wrong_and_mends_it(database, capsys):
    with db.transaction() as session:
        add_products_and_customer(session)
        insert(session, [SALE])
        fold(session)
        session.execute(text("UPDATE sales_month_channel SET units = units + 1"))

    rebuild()

    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("exact_sales_month_channel (datetime.date(2025, 1, 1), 7) held (1, 3, ")
    assert told[1:] == ["The roll-ups are made anew; 1 rows were wrong, 0 are."]
    with db.transaction() as session:
        assert_exact(session)


def test_mends_the_roll_ups_of_feeds_and_new_customers_too(database, capsys):
    with db.transaction() as session:
        feeds.add_influencers_and_campaign(session)
        feeds.upsert(session, [feeds.REPORT])
        newcomers.copy(session, [{"channel": 1, "since": newcomers.FIRST_DAY}])
        session.execute(text("UPDATE feed_deltas SET clicks = clicks + 1"))
        session.execute(text("DELETE FROM customer_deltas"))

    rebuild()

    told = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in told[:-1]] == [
        "exact_customers_month_channel",
        "exact_feed_day_influencer",
        "exact_feed_month_influencer",
    ]
    assert told[-1] == "The roll-ups are made anew; 3 rows were wrong, 0 are."
    with db.transaction() as session:
        feeds.assert_exact(session)
        newcomers.assert_exact(session)
