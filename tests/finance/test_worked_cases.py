"""Every worked case, computed by the application on a real database."""

from collections.abc import Callable
from functools import singledispatchmethod
from typing import Any

import pytest

from shared.finance.models import Term
from shared.finance.terms.rules import Rules
from shared.platform import db
from tests.campaigns.shop import customer, done, influencer, product, purchase
from tests.client import Client, make_user
from tests.finance.worked_cases import CASES, steps
from tests.finance.worked_cases.steps import Case
from tests.sales.shop import execute, rows

SHOWN_IN = {"Bags": "A", "Shoes": "A", "Belts": "B", "Gloves": "C", "Hats": "AB", "Scarves": "ABC"}
CAMPAIGN = """
    INSERT INTO campaigns (campaign_name, start_date, end_date, budget, status)
    VALUES ('Demo', '2024-01-01', '2025-12-31', 1000, 'completed') RETURNING campaign_id"""
ARRANGE = "INSERT INTO arranges (product_id, influencer_id, user_id, campaign_id) VALUES (:what, :who, :by, :campaign)"
REPORT = """
    INSERT INTO influencer_metrics (influencer_id, campaign_id, day, source, clicks)
    VALUES (:who, :campaign, :day, 'test', :clicks)
    ON CONFLICT ON CONSTRAINT uq_influencer_metrics_report DO UPDATE SET clicks = excluded.clicks"""
GIVE_BACK = """
    UPDATE bought_by SET returned_quantity = returned_quantity + :quantity, returned_date = :day,
        status = CASE WHEN returned_quantity + :quantity = quantity THEN 'returned'::bought_status_enum
                      ELSE 'partially_returned' END
    WHERE purchase_id = :purchase"""
OPEN = "SELECT coalesce(sum(amount), 0)::text FROM payment_lines WHERE payment_id IS NULL"
PAID = "SELECT payment_id, amount::text, (SELECT sum(amount)::text FROM payment_lines l WHERE l.payment_id = p.payment_id)"
PLAYED = list[tuple[tuple[str, ...], str]]


class Table:
    """Plays the steps of a case and notes what came of each computation."""

    def __init__(self) -> None:
        self.finance = Client().as_role("finance_manager")
        self.influencer = influencer()
        self.campaigns = {name: int(rows(CAMPAIGN)[0][0]) for name in "ABC"}
        self.products = {category: product(category=category) for category in SHOWN_IN}
        self.people: dict[str, int] = {}
        self.purchases: dict[str, int] = {}
        self.came: PLAYED = []
        self._arrange()

    def _arrange(self) -> None:
        user_id = make_user(steps_role()).user_id
        for category, campaigns in SHOWN_IN.items():
            for name in campaigns:
                values = {"what": self.products[category], "who": self.influencer, "by": user_id}
                execute(ARRANGE, campaign=self.campaigns[name], **values)

    @singledispatchmethod
    def play(self, step: object) -> None:
        raise TypeError(step)
