"""Every verb of campaigns."""

from shared.campaigns.service.arrangements import add_arrangements, remove_arrangement
from shared.campaigns.service.records import clone_campaign, create_campaign, delete_campaign, update_campaign
from shared.campaigns.service.refusals import lock_for_change, refuse_who_is_not_in_charge
from shared.campaigns.service.steps import approve_campaign, cancel_campaign, complete_campaign, follow_dates

__all__ = [
    "add_arrangements",
    "approve_campaign",
    "cancel_campaign",
    "clone_campaign",
    "complete_campaign",
    "create_campaign",
    "delete_campaign",
    "follow_dates",
    "lock_for_change",
    "refuse_who_is_not_in_charge",
    "remove_arrangement",
    "update_campaign",
]
