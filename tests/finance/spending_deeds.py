"""Every trigger of budgets and expenses that changes something or hands out a receipt, brought to do so."""

from collections.abc import Callable

import httpx

from shared.permissions import Role
from tests.audit_deeds import Deed, Done, by
from tests.campaigns.shop import day
from tests.client import Client, Reply, make_user
from tests.finance.spending import ANY, Spending, spending

PDF = b"%PDF-1.7"


def doing(call: Callable[[Spending, Client], Reply], role: Role = Role.FINANCE_MANAGER) -> Done:
    """Let somebody new of this role do something with the expenses of a campaign."""
    return by(make_user(role), lambda api: call(spending(Client()), api))


def record(money: Spending, api: Client) -> Reply:
    body = {"campaign_id": money.campaign_id, "cost_category": "studio", "expense_date": day(), "amount": "1.00"}
    return api.post("expenses", body)


def own(money: Spending, api: Client) -> str:
    return f"expenses/{record(money, api).json['expense_id']}"


def attach(money: Spending, api: Client) -> Reply:
    path = f"{own(money, api)}/receipt"
    link = api.post(path, {"file_name": "a.pdf"}).json["upload_url"]
    httpx.put(link, content=PDF, headers={"x-ms-blob-type": "BlockBlob"})
    return api.post(f"{path}/confirm")


def read_receipt(money: Spending, api: Client) -> Reply:
    return api.get(f"expenses/{attach(money, api).json['expense_id']}/receipt")


SPENDING_DEEDS: dict[str, tuple[str, Deed]] = {
    "approve_expense": (
        "expense.approved",
        lambda: doing(lambda money, api: api.post(f"expenses/{money.record()}/approve", {})),
    ),
    "attach_receipt": ("expense.receipt_attached", lambda: doing(attach)),
    "delete_expense": ("expense.deleted", lambda: doing(lambda money, api: api.delete(own(money, api)))),
    "get_receipt": ("expense.receipt_link_given", lambda: doing(read_receipt)),
    "pay_expense": (
        "expense.paid",
        lambda: doing(lambda money, api: api.post(f"expenses/{money.approved()}/pay", {})),
    ),
    "plan_budget": (
        "budget.planned",
        lambda: doing(
            lambda money, api: api.put(f"budgets/{money.campaign_id}", {"planned": {"studio": "1.00"}}, headers=ANY)
        ),
    ),
    "prepare_receipt": (
        "expense.receipt_asked_for",
        lambda: doing(lambda money, api: api.post(f"{own(money, api)}/receipt", {"file_name": "a.pdf"})),
    ),
    "record_expense": ("expense.recorded", lambda: doing(record, Role.MARKETING_MANAGER)),
    "reject_expense": (
        "expense.rejected",
        lambda: doing(lambda money, api: api.post(f"expenses/{money.record()}/reject", {"reason": "Twice"})),
    ),
    "update_expense": (
        "expense.updated",
        lambda: doing(lambda money, api: api.patch(own(money, api), {"amount": "2.00"}, headers=ANY)),
    ),
}
