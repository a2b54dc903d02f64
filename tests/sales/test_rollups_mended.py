"""A roll-up that is not what the purchases say is found, and mended by making it anew."""

import pytest
from sqlalchemy import text

from shared.platform import rollups
from shared.sales.models import sales_day_channel
from shared.sales.queries import rollup_differences
from shared.sales.service import rebuild_rollups
from tests.sales.ledger import SALE, add_products_and_customer, assert_exact, fold, insert

WRONG = {
    "sales_channel_deltas": {"exact_sales_day_channel", "exact_sales_month_channel"},
    "sales_day_channel": {"exact_sales_day_channel"},
    "sales_month_channel": {"exact_sales_month_channel"},
    "sales_product_deltas": {"exact_sales_day_product", "exact_sales_month_product"},
    "sales_day_product": {"exact_sales_day_product"},
    "sales_month_product": {"exact_sales_month_product"},
}


@pytest.mark.parametrize("measure", ["gross_cents", "back_units"])
@pytest.mark.parametrize("rollup", WRONG)
def test_a_wrong_roll_up_is_found_and_mended(session, rollup, measure):
    add_products_and_customer(session)
    insert(session, [SALE, {**SALE, "channel": 8, "product_id": 2}])
    fold(session)
    insert(session, [SALE])
    key = "channel = 7" if "channel" in rollup else "product_id = 1"
    session.execute(text(f"UPDATE {rollup} SET {measure} = {measure} + 1 WHERE {key}"))

    wrong = rollup_differences(session)

    place = rollups.measures_of(sales_day_channel).index(measure)
    assert {difference.rolled_up[place] - difference.facts[place] for difference in wrong} == {1}
    assert {difference.rollup for difference in wrong} == WRONG[rollup]
    assert {difference.key[1] for difference in wrong} == {7 if "channel" in rollup else 1}
    rebuild_rollups(session)
    assert_exact(session)
