"""docs/permissions.md says what shared/permissions.py and the endpoints say, for every path of the API's design."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.permissions import GRANTS, Permission, Role, allows
from tests.client import Route, routes

PAGE = Path(__file__).resolve().parents[1] / "docs" / "permissions.md"
METHODS = "GET|POST|PUT|PATCH|DELETE"
ROW = re.compile(rf"\| (?P<method>{METHODS}) \| `(?P<path>[^`]+)` \| (?P<permission>[^|]+) \|(?P<rest>.+)\|")
COLUMNS = (Role.ADMIN, Role.MARKETING_MANAGER, Role.DATA_ANALYST, Role.CAMPAIGN_MANAGER, Role.FINANCE_MANAGER)
ARRANGED = {Permission.CAMPAIGNS_EDIT, Permission.EXPENSES_MANAGE}
ARRANGED_PATHS = {"campaigns/{campaign_id}/recommendations", "campaigns/{campaign_id}/what-if"}
OF_ONESELF, OF_ONES_OWN = ("me",), ("reports", "report-definitions", "report-schedules")

# Transcribed from the design of the API, its table of paths.
DESIGNED = """
    POST auth/register, POST auth/verify-mail, POST auth/login, POST auth/login/two-factor, POST auth/refresh,
    POST auth/logout, POST auth/password/forgot, POST auth/password/reset, GET me, PATCH me, DELETE me,
    PUT me/password, GET me/sessions, DELETE me/sessions, POST me/two-factor, DELETE me/two-factor,
    POST me/two-factor/confirm, POST me/recovery-codes, GET users, POST users, GET users/{user_id},
    PATCH users/{user_id}, DELETE users/{user_id}, GET audit, GET audit/export, GET .well-known/jwks.json,
    products, products/{product_id}, products/{product_id}/adjustments, customers, purchases,
    purchases/{purchase_id}/return, purchases/{purchase_id}/cancel, likes,
    influencers, influencers/{influencer_id}, influencers/{influencer_id}/metrics,
    influencers/{influencer_id}/snapshots,
    imports/sources, imports/uploads, imports/runs, imports/runs/{run_id}, imports/runs/{run_id}/rejects,
    imports/sources/{source_id}/run,
    campaigns, campaigns/{campaign_id}, campaigns/{campaign_id}/arrangements, campaigns/{campaign_id}/approve,
    campaigns/{campaign_id}/success, campaigns/{campaign_id}/pacing, campaigns/{campaign_id}/audience,
    campaigns/{campaign_id}/recommendations,
    terms, payments, payments/compute, payments/{payment_id}/approve, payments/{payment_id}/schedule,
    payments/{payment_id}/pay, payments/{payment_id}/fail, payments/{payment_id}/cancel, payments/batches, budgets,
    expenses, payout-accounts, profitability,
    metrics, metrics/query, rankings, rankings/{influencer_id}/history, attribution, returns/by-influencer,
    sales/by-category, charts/{slug},
    POST reports, reports/{report_id}, reports/{report_id}/cancel, report-kinds, report-schedules,
    health, ready, openapi.json
"""


@dataclass(frozen=True)
class Line:
    """One row of the page."""

    method: str
    path: str
    permission: Permission
    fresh: bool
    cells: dict[Role, str]
    planned: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def belongs(self) -> bool:
        return self.path.split("/")[0] in (*OF_ONESELF, *OF_ONES_OWN)


def read(text: str) -> list[Line]:
    return [_line(found) for found in ROW.finditer(text)]


def _line(found: re.Match[str]) -> Line:
    *cells, state = (cell.strip().strip("`") for cell in found["rest"].split("|"))
    permission, _, more = found["permission"].strip().partition(", ")
    assert len(cells) == len(COLUMNS)
    assert more in {"", "fresh"}
    shown = dict(zip(COLUMNS, cells, strict=True))
    return Line(found["method"], found["path"], Permission(permission), more == "fresh", shown, state)


LINES = read(PAGE.read_text(encoding="utf-8"))
BY_NAME = {line.name: line for line in LINES}


def names_of(route: Route) -> set[str]:
    path = re.sub(r"\{(\w+)[^}]*\}", r"{\1}", route.template)
    return {f"{method} {path}" for method in route.methods}


BUILT = {name: route for route in routes() for name in names_of(route)}


def expected_cell(line: Line, role: Role) -> str:
    """Return what the code says about a role and a path."""
    if not allows(role, line.permission):
        return "\N{EN DASH}"
    if role is Role.CAMPAIGN_MANAGER and (line.permission in ARRANGED or line.path in ARRANGED_PATHS):
        return "arranged"
    if line.permission is Permission.CUSTOMERS_READ and not allows(role, Permission.CUSTOMERS_PERSONAL):
        return "masked"
    mine = line.belongs and (role is not Role.ADMIN or line.path.split("/")[0] in OF_ONESELF)
    return "own" if mine else "✓"


def test_every_row_is_read_and_none_stands_twice():
    rows = re.findall(rf"^\| (?:{METHODS}) ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert len(rows) == len(LINES) == len(BY_NAME)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_every_cell_is_what_the_code_says(line: Line):
    assert line.cells == {role: expected_cell(line, role) for role in COLUMNS}


def test_the_columns_stand_in_the_order_of_the_page():
    words = " = ".join(f"{role[0].upper()} = {role}," for role in COLUMNS).replace(", = ", ", ")

    assert words.rstrip(",") in PAGE.read_text(encoding="utf-8")


def test_every_route_has_its_row():
    assert BUILT.keys() - BY_NAME.keys() == set()


@pytest.mark.parametrize("name", sorted(BUILT))
def test_a_row_names_the_permission_its_endpoint_asks_for(name: str):
    demands = BUILT[name].handler.contract.demands

    assert (BY_NAME[name].permission, BY_NAME[name].fresh) == (demands.permission, demands.fresh_two_factor)


def test_planned_is_exactly_what_is_not_built():
    planned = {line.name for line in LINES if re.fullmatch(r"planned \d+", line.planned)}

    assert {line.planned for line in LINES if line.name not in planned} == {""}
    assert planned == BY_NAME.keys() - BUILT.keys()


def test_every_path_of_the_design_has_its_row():
    named = [entry.strip() for entry in DESIGNED.split(",")]
    paths = {line.path for line in LINES}

    assert [entry for entry in named if entry not in BY_NAME and entry not in paths] == []


def test_every_permission_opens_something():
    used = {line.permission for line in LINES} | {Permission.CUSTOMERS_PERSONAL}  # shown by the cells `masked`

    assert used == set(Permission)


def test_every_permission_is_granted_to_somebody_and_none_is_forgotten():
    assert GRANTS.keys() == set(Permission)
    assert all(GRANTS.values())
