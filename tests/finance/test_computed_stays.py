"""What earned something cannot vanish."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from shared.imports.undo import Touched, undo_run
from shared.permissions import Role
from shared.platform import db
from shared.platform.blobs import BlobStore
from shared.platform.identity import Actor
from tests.client import make_user
from tests.finance.ledger import agree, arranged, compute, lines, money, share, show
from tests.imports.conftest import Shop, csv_of
from tests.imports.orders import HEADER, mapping

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def sold(database: None, blob_store: BlobStore) -> tuple[Shop, int]:
    """An imported order that earned something, and the run that brought it."""
    owner = make_user(Role.ADMIN)
    shop = Shop(blob_store, Actor(owner.user_id, Role.ADMIN))
    shop.source(mapping())
    run = shop.drop(csv_of(HEADER, "o1,p1,c1,i1,2,2025-03-01,9"))
    [(influencer, product)] = shop.rows("SELECT channel, product_id FROM bought_by")
    campaign, _, _ = arranged(products=0, influencer_id=influencer)
    show(campaign, influencer, product, owner.user_id)
    agree(campaign, influencer, share())
    compute()
    assert lines() == [("earning", money("1.80"))]
    return shop, run.run_id


def test_an_import_that_was_paid_for_is_not_taken_back(sold: tuple[Shop, int]):
    shop, run_id = sold

    with pytest.raises(Touched) as refused, db.transaction() as session:
        undo_run(session, shop.actor, run_id)

    touched: Any = refused.value.data["rows"]
    [purchase] = [row for row in touched if row["table"] == "bought_by"]
    assert purchase["why"] == "is referred to by payment_lines"


@pytest.mark.parametrize("table", ["bought_by", "products", "influencers", "campaigns", "terms"])
def test_nothing_that_a_line_explains_itself_by_is_deleted(sold: tuple[Shop, int], table: str):
    with pytest.raises(IntegrityError, match="payment_lines"), db.transaction() as session:
        session.execute(text(f"DELETE FROM {table}"))


def test_a_change_by_a_later_file_is_corrected(sold: tuple[Shop, int]):
    shop, _ = sold

    shop.drop(csv_of(HEADER, "o1,p1,c1,i1,1,2025-03-01,9"))
    compute()

    assert lines() == [("earning", money("1.80")), ("correction", money("-0.90"))]
