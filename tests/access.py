"""What each route answers to whom, read off the contracts: `make access-table` writes docs/access.md.

`tests/test_access_table.py` makes every one of these calls and holds the answers against this table.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from shared.permissions import Permission, Role, allows
from shared.platform.contract import Contract
from shared.platform.settings_model import Settings
from tests.client import Route, routes

PAGE = Path(__file__).resolve().parents[1] / "docs" / "access.md"
LET_IN, UNKNOWN, REFUSED, HIDDEN = "✓", "401", "403", "404"
NEED_FACTOR: frozenset[Role] = Settings.model_fields["two_factor_roles"].default


@dataclass(frozen=True)
class Caller:
    """Somebody who calls; without a role nobody knows who it is."""

    name: str
    role: Role | None = None
    has_factor: bool = True
    has_fresh_factor: bool = True


ROLES = tuple(Caller(role[0].upper(), role) for role in Role)
CALLERS = (
    Caller("no token"),
    Caller("rubbish"),
    Caller("expired token"),
    Caller("expired session"),
    Caller("ended session"),
    *ROLES,
    *(Caller(f"{role[0].upper()} without", role, has_factor=False) for role in sorted(NEED_FACTOR)),
    Caller("A before", Role.ADMIN, has_fresh_factor=False),
)


class Whose(StrEnum):
    """To whom the records behind an id belong."""

    OWNER = "404"
    OWNER_AND_ADMIN = "404, A ✓"
    ADMIN = "403, A ✓"
    SHOP = "shared"


# A new kind of id has to say here whose its records are.
WHOSE = {
    "session_id": Whose.OWNER,
    "report_id": Whose.OWNER_AND_ADMIN,
    "schedule_id": Whose.OWNER_AND_ADMIN,
    "definition_id": Whose.OWNER_AND_ADMIN,
    "slug": Whose.SHOP,
    "user_id": Whose.ADMIN,
    "influencer_id": Whose.SHOP,
    "product_id": Whose.SHOP,
    "customer_id": Whose.SHOP,
    "purchase_id": Whose.SHOP,
    "like_id": Whose.SHOP,
    "campaign_id": Whose.SHOP,
    "arrangement_id": Whose.SHOP,
    "expense_id": Whose.SHOP,
    "source_id": Whose.SHOP,
    "term_id": Whose.SHOP,
    "run_id": Whose.SHOP,
    "payment_id": Whose.SHOP,
    "batch_id": Whose.SHOP,
}


@dataclass(frozen=True)
class Entry:
    """A method of a route."""

    method: str
    route: Route

    @property
    def path(self) -> str:
        return re.sub(r"\{(\w+)[^}]*\}", r"{\1}", self.route.template)

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def contract(self) -> Contract:
        contract: Contract = self.route.handler.contract
        return contract

    @property
    def whose(self) -> Whose | None:
        """Return whose the record behind the route's id is; None for a route without an id."""
        ids = re.findall(r"\{(\w+)\}", self.path)
        return WHOSE[ids[-1]] if ids else None


def entries() -> list[Entry]:
    found = [Entry(method, route) for route in routes() for method in route.methods]
    return sorted(found, key=lambda entry: (entry.path, entry.method))


def expected(contract: Contract, caller: Caller) -> str:
    """Return what a caller gets before his input is even looked at."""
    if contract.permission is Permission.ANYONE:
        return LET_IN
    if caller.role is None:
        return UNKNOWN
    if not allows(caller.role, contract.permission):
        return REFUSED
    if caller.role in NEED_FACTOR and not caller.has_factor and contract.permission is not Permission.ENROLMENT:
        return REFUSED
    stale = contract.demands.fresh_two_factor and not (caller.has_factor and caller.has_fresh_factor)
    return REFUSED if stale else LET_IN


def expected_of_foreign(entry: Entry, caller: Caller) -> str:
    """Return what a caller gets for a record that is somebody else's."""
    first = expected(entry.contract, caller)
    if first != LET_IN or entry.whose in {None, Whose.SHOP}:
        return first
    return LET_IN if caller.role is Role.ADMIN and entry.whose is not Whose.OWNER else HIDDEN


HEAD = f"""# What each route answers to whom

Made by `make access-table` from the contracts of the endpoints; `tests/test_access_table.py` makes every one of these
calls against a real database and finds any difference.

{LET_IN} stands for let in: the answer then depends on the input and the state of things. 401 stands for an unknown
caller, 403 for a known one who may not. The columns:

* no token; *rubbish*: a token that is none; *expired token*: older than 15 minutes; *expired session* and *ended
  session*: a good token whose session is past its end, or was ended by a sign-out or a change of rights.
* A admin, M marketing_manager, D data_analyst, C campaign_manager, F finance_manager, with a second factor just shown.
* *A without*, *F without*: the role demands a second factor and this session has shown none.
* *A before*: the second factor was shown longer than five minutes ago.
* *another's*: what comes of the id of a record that belongs to somebody else. 404: it is not there, for anybody but its
  owner. 404, A ✓: an admin gets it. 403, A ✓: only an admin gets that far. shared: these records belong to the shop,
  and the permission alone decides.
"""


def page() -> str:
    """Return the document."""
    columns = ["method", "path", *(caller.name for caller in CALLERS), "another's"]
    head = f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n"
    return f"{HEAD}\n{head}{''.join(_row(entry) for entry in entries())}"


def _row(entry: Entry) -> str:
    cells = [expected(entry.contract, caller) for caller in CALLERS]
    return f"| {' | '.join([entry.method, f'`{entry.path}`', *cells, entry.whose or ''])} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
