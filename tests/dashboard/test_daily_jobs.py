"""The daily job of each role, from signing in to the result, without a mouse; what came of it is asked of the API.

What a keyboard reaches and does a mouse does, too: `test_sign_in`, `test_money` and `test_figures` use one.
"""

import csv
import io
import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from shared.permissions import Role
from tests.dashboard.conftest import APPROVAL_LIMIT, Enter, Shop
from tests.dashboard.keyboard import KeyboardPerson
from tests.dashboard.person import PATIENCE_MS, Person

type SitDown = Callable[[Role], Person]
INFLUENCERS = """\
ref,name,platform,followers,category,mail,partner,member since
x1,Somebody new,instagram,5000,Home,x1@shop.example,yes,2024-01-01
x2,Nobody,instagram,many,Home,x2@shop.example,yes,2024-01-01
"""


def first_payable(client: httpx.Client) -> dict[str, Any]:
    """Return a pending payment below the limit whose influencer can be paid today."""
    for payment in client.get("payments", params={"status": "pending", "limit": 200}).json()["items"]:
        account = client.get(f"payout-accounts/{payment['influencer_id']}")
        is_held = account.is_success and account.json().get("held_until")
        if account.is_success and not is_held and Decimal(payment["amount"]) <= APPROVAL_LIMIT:
            return dict(payment)
    raise AssertionError("the demo has no payment that can be approved")


def finished(client: httpx.Client, run: str) -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while (found := client.get(f"imports/runs/{run}").json())["state"] not in {"done", "failed"}:
        assert time.monotonic() < deadline, found
        time.sleep(0.2)
    return dict(found)


@pytest.fixture
def sit_down(enter: Enter) -> SitDown:
    """Called with a role: somebody of that role who has no mouse, signed in."""
    return lambda role: enter(role, hands=KeyboardPerson)


def test_finance_computes_explains_and_pays_what_somebody_else_approved(sit_down: SitDown, shop: Shop):
    finance = sit_down(Role.FINANCE_MANAGER)
    finance.visit("Payments")
    finance.follow("Compute payments")
    finance.press("Compute and make payments")
    finance.sees("Computed")
    with shop.api(Role.FINANCE_MANAGER) as client:
        payment = first_payable(client)
        number = payment["payment_id"]
        lines = client.get(f"payments/{number}").json()["lines"]["items"]
    finance.go(f"/payments/{number}")
    finance.sees(f"Payment {number}")
    assert sum(Decimal(line["amount"]) for line in lines) == Decimal(payment["amount"])

    marketing = sit_down(Role.MARKETING_MANAGER)
    marketing.go(f"/payments/{number}")
    marketing.press("Approve")
    marketing.in_dialog("Approve")
    marketing.sees("Approved.")

    finance.go("/payments?status=approved")
    finance.tick(f"Choose payment {number}")
    finance.press("Make a batch of 1 payment")
    finance.in_dialog("Make the batch")
    finance.sees("is made. Export its file for the bank.")
    finance.press("Export")
    finance.pick_in_menu("pain.001 for the bank (XML)")
    button = finance.page.get_by_role("dialog").get_by_role("button", name="Download", exact=True)
    order = ET.fromstring(Path(finance.download(button).path()).read_bytes())  # noqa: S314 - our own file

    names = {"p": order.tag.partition("}")[0].strip("{")}
    assert order.findtext(".//p:GrpHdr/p:CtrlSum", namespaces=names) == payment["amount"]
    assert order.findtext(".//p:Cdtr/p:Nm", namespaces=names)


def test_marketing_reads_the_ranking_and_takes_the_same_numbers_home(sit_down: SitDown, shop: Shop):
    person = sit_down(Role.MARKETING_MANAGER)
    person.go("/ranking?window=90d&by=net_revenue")
    table = person.page.get_by_role("table").first
    shown = table.get_by_role("row").nth(1).inner_text()
    with shop.api(Role.MARKETING_MANAGER) as client:
        best = client.get("rankings", params={"window": "90d", "by": "net_revenue"}).json()["items"][0]
    assert best["influencer_name"] in shown
    assert f"{Decimal(best['metrics']['net_revenue']):,.2f}" in shown

    person.go("/reports/new?kind=ranking&window=90d&by=net_revenue")
    person.pick("CSV")
    person.press("Ask for the report")
    person.go("/reports")
    button = person.page.get_by_role("button", name=re.compile("^Download")).first
    expect(button).to_be_visible(timeout=60_000)
    report = person.download(button)
    file = Path(report.path()).read_bytes()

    assert report.suggested_filename.startswith("ranking_")
    first = next(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))
    assert (first["influencer_name"], first["net_revenue"]) == (best["influencer_name"], best["metrics"]["net_revenue"])


def test_an_analyst_sends_a_file_and_sees_every_row_of_it(sit_down: SitDown, shop: Shop, tmp_path: Path):
    file = tmp_path / "more-influencers.csv"
    file.write_text(INFLUENCERS)
    with shop.api(Role.DATA_ANALYST) as client:
        sources = client.get("imports/sources", params={"limit": 100}).json()["items"]
        source = next(one for one in sources if one["mapping"]["target"] == "influencers" and one["kind"] == "upload")
    person = sit_down(Role.DATA_ANALYST)
    person.go(f"/imports/sources/{source['source_id']}")
    person.hand_in(file)
    person.press("Send")
    person.page.wait_for_url(re.compile("/imports/runs/"), timeout=PATIENCE_MS)
    run = person.page.url.rpartition("/")[2].partition("?")[0]
    person.sees("Done")

    with shop.api(Role.DATA_ANALYST) as client:
        counts = finished(client, run)
    assert (counts["state"], counts["rows_read"], counts["rows_rejected"]) == ("done", 2, 1), counts
    assert counts["rows_read"] == sum(
        counts[f"rows_{name}"] for name in ("inserted", "updated", "unchanged", "rejected")
    )


def test_a_campaign_manager_looks_after_a_campaign_of_his_own(sit_down: SitDown, shop: Shop):
    with shop.api(Role.CAMPAIGN_MANAGER) as client:
        me = client.get("me").json()["user_id"]
        campaign = client.get("campaigns", params={"user_id": me}).json()["items"][0]
    number = campaign["campaign_id"]
    person = sit_down(Role.CAMPAIGN_MANAGER)
    person.go("/campaigns?mine=true&tab=list")
    person.follow(campaign["campaign_name"])
    person.page.wait_for_url(re.compile(rf"/campaigns/{number}"), timeout=PATIENCE_MS)
    assert person.page.get_by_role("button", name="Approve", exact=True).count() == 0

    person.go(f"/campaigns/{number}/edit")
    person.type_in("Name", "Renamed in the browser")
    person.press("Save")
    person.sees("Saved")
    person.go(f"/campaigns/{number}?tab=recommend")
    person.sees("Whom to take")

    with shop.api(Role.CAMPAIGN_MANAGER) as client:
        assert client.get(f"campaigns/{number}").json()["campaign_name"] == "Renamed in the browser"


def test_marketing_plans_a_campaign(sit_down: SitDown, shop: Shop):
    person = sit_down(Role.MARKETING_MANAGER)
    person.go("/campaigns/new")
    person.type_in("Name", "Spring in the browser")
    person.type_in("First day", "2027-03-01")
    person.type_in("Last day", "2027-03-31")
    person.type_in("Budget", "1250")
    person.press("Create")
    person.sees("is a draft now")
    person.page.wait_for_url(re.compile(r"/campaigns/\d+/edit"), timeout=PATIENCE_MS)
    number = re.findall(r"\d+", person.page.url.rpartition("/campaigns/")[2])[0]

    with shop.api(Role.MARKETING_MANAGER) as client:
        made = client.get(f"campaigns/{number}").json()
    assert (made["campaign_name"], made["budget"], made["status"]) == ("Spring in the browser", "1250.00", "draft")


def test_an_admin_invites_somebody_and_finds_it_in_the_audit_log(sit_down: SitDown, shop: Shop):
    person = sit_down(Role.ADMIN)
    person.go("/admin")
    person.press("Invite somebody")
    dialog = person.page.get_by_role("dialog")
    person.write(dialog.get_by_label(re.compile("^Name")), "Somebody invited")
    person.write(dialog.get_by_label(re.compile("^Mail")), "invited-in-browser@shop.example")
    person.in_dialog("Send the invitation")
    person.sees("is on its way")
    person.go("/admin/audit")
    person.sees("invited")

    with shop.api(Role.ADMIN) as client:
        users = client.get("users", params={"q": "invited-in-browser"}).json()["items"]
    assert [user["user_name"] for user in users] == ["Somebody invited"]


def test_what_a_role_may_not_do_is_not_offered(sit_down: SitDown):
    person = sit_down(Role.CAMPAIGN_MANAGER)
    person.go("/")
    names = person.page.get_by_role("navigation").first.get_by_role("link").all_inner_texts()
    assert "Campaigns" in names
    assert not {"Administration", "Payments"} & set(names)
    person.go("/payments")
    person.sees("may not")
