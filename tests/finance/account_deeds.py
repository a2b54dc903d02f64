"""Every trigger of payout accounts that changes something or hands out what is sealed, brought to do so."""

from collections.abc import Callable

from shared.permissions import Role
from tests.audit_deeds import Deed, Done, by
from tests.campaigns.shop import influencer
from tests.client import Reply, make_user
from tests.finance.accounts import Accounts


def by_payer(call: Callable[[Accounts], Reply]) -> Done:
    return by(make_user(Role.FINANCE_MANAGER), lambda api: call(Accounts(api)))


def look(accounts: Accounts) -> Reply:
    shown = accounts.set(influencer())
    return accounts.api.get(f"payout-accounts/{shown['influencer_id']}/full")


ACCOUNT_DEEDS: dict[str, tuple[str, Deed]] = {
    "set_payout_account": ("payout_account.set", lambda: by_payer(lambda accounts: accounts.put(influencer()))),
    "show_payout_account": ("payout_account.shown", lambda: by_payer(look)),
}
