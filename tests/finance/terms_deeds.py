"""Every trigger of terms that changes something, brought to do so."""

from collections.abc import Callable

from shared.permissions import Role
from tests.audit_deeds import Deed, Done, by
from tests.client import Client, Reply, make_user
from tests.finance.agreeing import Terms


def by_finance(call: Callable[[Terms], Reply]) -> Done:
    return by(make_user(Role.FINANCE_MANAGER), lambda api: call(Terms(api, Client().as_role("marketing_manager"))))


def confirm(terms: Terms) -> Reply:
    term_id = terms.of_a_reel()["term_id"]
    return terms.api.post(f"terms/{term_id}/deliverables", {"deliverable": "Reel", "delivered_on": terms.today})


def take_back(terms: Terms) -> Reply:
    term_id = terms.of_a_reel()["term_id"]
    terms.api.post(f"terms/{term_id}/deliverables", {"deliverable": "Reel", "delivered_on": terms.today})
    return terms.api.delete(f"terms/{term_id}/deliverables", {"deliverable": "Reel"})


TERMS_DEEDS: dict[str, tuple[str, Deed]] = {
    "agree_terms": ("terms.agreed", lambda: by_finance(lambda terms: terms.post())),
    "confirm_deliverable": ("deliverable.confirmed", lambda: by_finance(confirm)),
    "take_back_deliverable": ("deliverable.taken_back", lambda: by_finance(take_back)),
    "withdraw_term": (
        "terms.withdrawn",
        lambda: by_finance(
            lambda terms: terms.api.delete(f"terms/{terms.agree(valid_from=terms.tomorrow)['term_id']}")
        ),
    ),
}
