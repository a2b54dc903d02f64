"""What payment lines refer to is there and stays, also where two transactions do not see each other yet."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError
from sqlalchemy.orm import Session

from shared.platform import db
from tests.campaigns.shop import purchase
from tests.finance.ledger import agree, arranged, share
from tests.sales.shop import execute, rows

LINE = """
    INSERT INTO payment_lines (term_id, campaign_id, influencer_id, component, basis, entry, purchase_id, occurred_on,
                               payable_on, base, rate, amount, payment_id)
    VALUES (:term_id, :campaign_id, :influencer_id, 0, 'revenue_share', 'earning', :purchase_id, '2025-02-01',
            '2025-02-01', 10, 0.1, 1, :payment_id)
"""
PAYMENT = """
    INSERT INTO payment (campaign_id, influencer_id, amount, status, date, is_computed)
    VALUES (:campaign_id, :influencer_id, 1, 'pending', '2025-02-01', true) RETURNING payment_id
"""
PARENTS = {"purchase_id": "bought_by", "term_id": "terms", "payment_id": "payment"}
everything_referred_to = pytest.mark.parametrize("key", PARENTS)


@pytest.fixture
def line(database: None) -> dict[str, Any]:
    """The values of a line, and all that it refers to."""
    campaign_id, influencer_id, [product] = arranged()
    found: dict[str, Any] = {"campaign_id": campaign_id, "influencer_id": influencer_id}
    found |= {"term_id": agree(campaign_id, influencer_id, share())}
    found |= {"purchase_id": purchase(influencer_id, product, "2025-02-01")}
    with db.transaction() as session:
        return found | {"payment_id": session.scalars(text(PAYMENT), found).one()}


@pytest.fixture
def other() -> Iterator[Session]:
    with Session(db.engine()) as opened:
        yield opened
        opened.rollback()


def write(session: Session, line: dict[str, Any]) -> None:
    session.execute(text(LINE), line)


def let_go(session: Session, key: str, line: dict[str, Any]) -> None:
    session.execute(text(f"DELETE FROM {PARENTS[key]} WHERE {key} = :{key}"), line)


def impatient(session: Session) -> None:
    session.execute(text("SET LOCAL lock_timeout = '100ms'"))


@everything_referred_to
def test_a_line_of_what_is_not_there_is_refused(line, key):
    with pytest.raises(IntegrityError, match=f"payment_lines refers to nothing in {PARENTS[key]}"):
        execute(LINE, **line | {key: 999_999})


def test_a_line_of_anothers_terms_is_refused(line):
    _, other_influencer, _ = arranged()

    with pytest.raises(IntegrityError, match="nothing in terms"):
        execute(LINE, **line | {"influencer_id": other_influencer})


def test_a_line_does_not_move_into_a_payment_that_is_not_there(line):
    execute(LINE, **line | {"payment_id": None})

    with pytest.raises(IntegrityError, match="nothing in payment"):
        execute("UPDATE payment_lines SET payment_id = 999999")


@everything_referred_to
@pytest.mark.parametrize("statement", ["DELETE FROM {0}", "TRUNCATE {0}, released_lines CASCADE"])
def test_what_a_line_refers_to_stays(line, key, statement):
    execute(LINE, **line)

    with pytest.raises((IntegrityError, InternalError), match="payment_lines"):
        execute(statement.format(PARENTS[key]))
    assert rows(f"SELECT count(*) FROM {PARENTS[key]}") == [(1,)]


@pytest.mark.parametrize("statement", ["payment_lines SET purchase_id = 1", "bought_by SET purchase_id = DEFAULT"])
def test_numbers_do_not_change(line, statement):
    execute(LINE, **line)

    with pytest.raises(IntegrityError, match="keeps its number"):
        execute(f"UPDATE {statement}")


@everything_referred_to
def test_who_deletes_waits_for_who_writes_and_is_refused(session, other, line, key):
    write(session, line)

    impatient(other)
    with pytest.raises(OperationalError, match="lock timeout"):
        let_go(other, key, line)
    other.rollback()
    session.commit()

    with pytest.raises(IntegrityError, match="referred to by payment_lines"):
        let_go(other, key, line)


@everything_referred_to
def test_who_writes_waits_for_who_deletes_and_is_refused(session, other, line, key):
    let_go(session, key, line)

    impatient(other)
    with pytest.raises(OperationalError, match="lock timeout"):
        write(other, line)
    other.rollback()
    session.commit()

    with pytest.raises(IntegrityError, match="refers to nothing"):
        write(other, line)


def test_a_snapshot_that_cannot_see_what_happened_meanwhile_writes_no_lines(line):
    with db.engine().connect().execution_options(isolation_level="REPEATABLE READ") as stale:
        with pytest.raises(InternalError, match="READ COMMITTED only"):
            stale.execute(text(LINE), line)
        stale.rollback()
