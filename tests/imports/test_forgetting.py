"""What a run replaced is known for as long as the run can be taken back, and not much longer."""

from datetime import timedelta

import pytest

from shared.imports import forgetting, undo
from shared.platform import clock, db
from tests.imports.conftest import Shop, csv_of
from tests.imports.test_records import PRODUCTS
from tests.imports.test_undo import take_back


def replaced(shop: Shop) -> int:
    """Return the run that replaced one price."""
    shop.source(PRODUCTS)
    shop.drop(csv_of("ref,title,price,stock", "p1,Mug,9,5"))
    return shop.drop(csv_of("ref,title,price,stock", "p1,Mug,8,5"), "second.csv").run_id


def later(monkeypatch, **time: int) -> None:
    then = clock.now() + timedelta(**time)
    monkeypatch.setattr(clock, "now", lambda: then)


def forgotten() -> int:
    with db.transaction() as session:
        return forgetting.forget_changes(session)


def test_a_run_can_be_undone_on_its_last_day(shop: Shop, monkeypatch):
    run_id = replaced(shop)
    later(monkeypatch, days=180, minutes=-1)

    assert forgotten() == 0
    take_back(shop, run_id)

    assert shop.rows("SELECT product_price FROM products") == [(9.0,)]


def test_after_that_it_is_refused_and_nothing_changes(shop: Shop, monkeypatch):
    run_id = replaced(shop)
    later(monkeypatch, days=180, minutes=1)

    with pytest.raises(undo.TooOld):
        take_back(shop, run_id)

    assert shop.rows("SELECT product_price FROM products") == [(8.0,)]


def test_what_it_replaced_is_forgotten_a_little_later_and_once(shop: Shop, monkeypatch):
    replaced(shop)
    later(monkeypatch, days=201)

    assert (forgotten(), forgotten()) == (1, 0)
    assert shop.rows("SELECT count(*) FROM import_changes") == [(0,)]
