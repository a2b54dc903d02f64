"""Where influencers are paid to."""

import azure.functions as func

from shared.finance.payout_accounts import queries, service
from shared.finance.payout_accounts.schemas import (
    PayoutAccountFull,
    PayoutAccountIn,
    PayoutAccountOut,
    PayoutAccountQuery,
)
from shared.permissions import Permission
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.paging import Page

bp = func.Blueprint()


@bp.route("payout-accounts", methods=["GET"])
@endpoint(Permission.PAYOUT_ACCOUNTS)
def list_payout_accounts(call: Call, query: PayoutAccountQuery) -> Page[PayoutAccountOut]:
    """List accounts with the last four characters of their numbers, sorted by influencer_id or created_at."""
    return queries.list_accounts(call.session, query)


@bp.route("payout-accounts/{influencer_id:int}", methods=["GET"])
@endpoint(Permission.PAYOUT_ACCOUNTS)
def get_payout_account(call: Call, influencer_id: int) -> Answer[PayoutAccountOut]:
    """Return the account that an influencer is paid to, its number masked."""
    return service.get_account(call.session, influencer_id)


@bp.route("payout-accounts/{influencer_id:int}/full", methods=["GET"])
@endpoint(Permission.PAYOUT_ACCOUNTS, fresh_two_factor=True, private=True)
def show_payout_account(call: Call, influencer_id: int) -> PayoutAccountFull:
    """Return the account that an influencer is paid to in the clear; each look is in the audit log."""
    return service.show_in_full(call.session, call.actor, influencer_id)


@bp.route("payout-accounts/{influencer_id:int}", methods=["PUT"])
@endpoint(Permission.PAYOUT_ACCOUNTS, fresh_two_factor=True, refuses=(404, 409))
def set_payout_account(call: Call, influencer_id: int, body: PayoutAccountIn) -> Answer[PayoutAccountOut]:
    """Set the account that an influencer is paid to; payments wait after a change. If-Match is * for the first."""
    return service.set_account(call.session, call.actor, influencer_id, body=body, check=call.check_version)
