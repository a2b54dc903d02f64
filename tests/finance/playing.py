"""Plays worked cases on a real database: sales behind the API's back, computations through it."""

import json
from functools import singledispatchmethod
from typing import Any

from shared.finance.models import Deliverable, Term
from shared.finance.terms.rules import Rules
from shared.permissions import Role
from shared.platform import db
from tests.campaigns.shop import customer, done, influencer, product, purchase
from tests.client import Client, make_user
from tests.finance.worked_cases import steps
from tests.sales.shop import execute, rows

CAMPAIGNS = """
    INSERT INTO campaigns (campaign_name, start_date, end_date, budget, status)
    SELECT name, '2024-01-01', '2025-12-31', 1000, 'completed' FROM unnest(ARRAY['A', 'B', 'C']) AS name
    RETURNING campaign_id"""
# Which campaigns show a product of its category.
SHOWN_IN = {"Bags": "A", "Shoes": "A", "Belts": "B", "Gloves": "C", "Hats": "AB", "Scarves": "ABC"}
ARRANGE = """
    INSERT INTO arranges (product_id, influencer_id, user_id, campaign_id)
    SELECT product_id, :who, :by, campaign_id FROM products JOIN campaigns
    ON strpos(CAST(:shown AS json) ->> category, campaign_name) > 0"""
REPORT = """
    INSERT INTO influencer_metrics (influencer_id, campaign_id, day, source, clicks)
    VALUES (:who, :campaign, :day, 'test', :clicks)
    ON CONFLICT ON CONSTRAINT uq_influencer_metrics_report DO UPDATE SET clicks = excluded.clicks"""
GIVE_BACK = """
    UPDATE bought_by SET returned_quantity = returned_quantity + :quantity, returned_date = :day,
        status = CASE WHEN returned_quantity + :quantity = quantity THEN 'returned'::bought_status_enum
                      ELSE 'partially_returned' END
    WHERE purchase_id = :purchase"""
OPEN = "SELECT coalesce(sum(amount), 0.00)::text FROM payment_lines WHERE payment_id IS NULL"
PAYMENTS = """
    SELECT payment_id, p.amount::text, coalesce(sum(l.amount), 0.00)::text
    FROM payment p LEFT JOIN payment_lines l USING (payment_id)
    GROUP BY payment_id ORDER BY p.amount DESC, payment_id"""


class Player:
    """One influencer, three campaigns; `came` notes what each computation paid and left."""

    def __init__(self) -> None:
        self.finance = Client().as_role(Role.FINANCE_MANAGER)
        self.user_id = make_user(Role.MARKETING_MANAGER).user_id
        self.influencer_id = influencer()
        self.campaigns = dict(zip("ABC", [row[0] for row in rows(CAMPAIGNS)], strict=True))
        self.products = {category: product(category=category) for category in SHOWN_IN}
        execute(ARRANGE, who=self.influencer_id, by=self.user_id, shown=json.dumps(SHOWN_IN))
        self.customers: dict[str, int] = {}
        self.purchases: dict[str, int] = {}
        self.came: list[tuple[tuple[str, ...], str]] = []
        self._known: set[int] = set()

    @singledispatchmethod
    def play(self, step: Any) -> None:
        raise TypeError(step)

    @play.register
    def _(self, step: steps.Agreed) -> None:
        pair = {"campaign_id": self.campaigns[step.campaign], "influencer_id": self.influencer_id}
        with db.transaction() as session:
            number = session.query(Term).filter_by(**pair).count() + 1
            rules = Rules.model_validate(step.rules).as_json()
            given = {"holding_days": step.holding, "minimum_payout": step.minimum, "valid_from": step.since}
            session.add(Term(**pair, term_version=number, rules=rules, **given))

    @play.register
    def _(self, step: steps.Bought) -> None:
        of = {"quantity": step.quantity}
        if step.who is not None:
            of["customer_id"] = self.customers.setdefault(step.who, 0) or customer()
            self.customers[step.who] = of["customer_id"]
        bought = purchase(self.influencer_id, self.products[step.category], step.day, step.price, **of)
        self.purchases[step.what] = bought

    @play.register
    def _(self, step: steps.Returned) -> None:
        execute(GIVE_BACK, purchase=self.purchases[step.what], quantity=step.quantity, day=step.day)

    @play.register
    def _(self, step: steps.Cancelled) -> None:
        self.play(steps.Changed(step.what, {"status": "cancelled"}))

    @play.register
    def _(self, step: steps.Changed) -> None:
        [(column, value)] = step.changes.items()
        execute(f"UPDATE bought_by SET {column} = :v WHERE purchase_id = :p", v=value, p=self.purchases[step.what])

    @play.register
    def _(self, step: steps.Clicked) -> None:
        campaign = self.campaigns[step.campaign] if step.campaign else None
        execute(REPORT, who=self.influencer_id, campaign=campaign, day=step.day, clicks=step.clicks)

    @play.register
    def _(self, step: steps.Delivered) -> None:
        [(term_id,)] = rows("SELECT term_id FROM terms")
        with db.transaction() as session:
            pair = {"campaign_id": self.campaigns["A"], "influencer_id": self.influencer_id}
            told = {"deliverable": step.deliverable, "delivered_on": step.day, "confirmed_by": self.user_id}
            session.add(Deliverable(**pair, **told, term_id=term_id))

    @play.register
    def _(self, step: steps.Computed) -> None:
        done(self.finance.post("payments/compute", {"as_of": step.as_of} if step.as_of else {}))
        payments = rows(PAYMENTS)
        assert [amount for _, amount, _ in payments] == [lines for _, _, lines in payments]
        new = tuple(amount for payment_id, amount, _ in payments if payment_id not in self._known)
        self._known |= {payment_id for payment_id, _, _ in payments}
        self.came.append((new, rows(OPEN)[0][0]))
