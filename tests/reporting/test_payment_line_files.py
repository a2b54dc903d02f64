"""Payment lines one by one: those of the payments, narrowed to what is asked."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.client import Client
from tests.reporting.asking import cents, file_of, listed, rows_of, workbook


def test_payment_lines_are_those_of_the_payments(manager: Client):
    asked = {"kind": "payment_lines", "filters": {"window": "all"}}
    rows = rows_of(file_of(manager, **asked))
    head, *cells = workbook(file_of(manager, format="xlsx", **asked))["Payment lines"].iter_rows(values_only=True)

    for payment in listed(manager, "payments"):
        found = manager.get(f"payments/{payment['payment_id']}").json
        own = [row for row in rows if row["payment_id"] == str(payment["payment_id"])]
        assert sorted(row["line_id"] for row in own) == sorted(str(one["line_id"]) for one in found["lines"]["items"])
        assert cents(own, "amount") == Decimal(found["line_total"] or 0)
        for row, one in zip(own, found["lines"]["items"], strict=True):
            assert [row[name] for name in ("base", "rate", "amount", "entry")] == [
                one[name] for name in ("base", "rate", "amount", "entry")
            ]
    assert [str(cell[0]) for cell in cells] == [row["line_id"] for row in rows]
    assert [f"{cell[head.index('Amount (EUR)')]:.2f}" for cell in cells] == [row["amount"] for row in rows]


ANSWERS: dict[str, Callable[[dict[str, str]], bool]] = {
    "open": lambda row: row["payment_id"] == "",
    "status": lambda row: row["payment_status"] == "paid",
    "by_payable_day": lambda row: "2025-03-01" <= row["payable_on"] <= "2025-03-31",
    "influencer_id": lambda row: row["influencer_id"] == "2",
}


NARROWED: dict[str, dict[str, Any]] = {
    "open": {"open": True},
    "status": {"status": ["paid"]},
    "by_payable_day": {"by_payable_day": True, "from": "2025-03-01", "to": "2025-03-31"},
    "influencer_id": {"influencer_id": [2]},
}


def test_payment_lines_are_narrowed_to_what_is_asked(manager: Client):
    whole = rows_of(file_of(manager, kind="payment_lines", filters={"window": "all"}))
    for name, filters in NARROWED.items():
        window = {} if "from" in filters else {"window": "all"}

        rows = rows_of(file_of(manager, kind="payment_lines", filters=window | filters))

        wanted = sorted(row["line_id"] for row in whole if ANSWERS[name](row))
        assert (name, sorted(row["line_id"] for row in rows)) == (name, wanted)
        assert 0 < len(wanted) < len(whole)
