"""Every trigger of campaigns that changes something, brought to do so."""

from collections.abc import Callable

from shared.permissions import Role
from tests.audit_deeds import Deed, Done, by
from tests.campaigns.shop import Campaigns, day, influencer, product
from tests.client import Reply, make_user


def by_manager(call: Callable[[Campaigns], Reply]) -> Done:
    return by(make_user(Role.MARKETING_MANAGER), lambda api: call(Campaigns(api)))


def create(campaigns: Campaigns) -> Reply:
    body = {"campaign_name": "Demo", "start_date": day(), "end_date": day(), "budget": "1.00"}
    return campaigns.api.post("campaigns", body)


def rename(campaigns: Campaigns) -> Reply:
    path = f"campaigns/{campaigns.draft()}"
    return campaigns.api.patch(path, {"campaign_name": "Demo 2"}, headers={"If-Match": "*"})


def clone(campaigns: Campaigns) -> Reply:
    return campaigns.api.post(f"campaigns/{campaigns.draft()}/clone", {"start_date": day(30)})


def arrange(campaigns: Campaigns) -> Reply:
    body = {"influencer_id": [influencer()], "product_id": [product()]}
    return campaigns.api.post(f"campaigns/{campaigns.draft()}/arrangements", body)


def disarrange(campaigns: Campaigns) -> Reply:
    campaign_id = campaigns.draft()
    [arranged] = campaigns.arrange(campaign_id, influencer(), product())["items"]
    return campaigns.api.delete(f"campaigns/{campaign_id}/arrangements/{arranged['arrangement_id']}")


def set_targets(campaigns: Campaigns) -> Reply:
    path = f"campaigns/{campaigns.draft()}/targets"
    return campaigns.api.put(path, {"targets": {"orders": 5}}, headers={"If-Match": "*"})


def step(of: str, step: str) -> Callable[[Campaigns], Reply]:
    return lambda campaigns: campaigns.api.post(f"campaigns/{campaigns.in_state(of)}/{step}")


CAMPAIGN_DEEDS: dict[str, tuple[str, Deed]] = {
    "set_campaign_targets": ("campaign.targets_set", lambda: by_manager(set_targets)),
    "add_arrangements": ("campaign.arranged", lambda: by_manager(arrange)),
    "approve_campaign": ("campaign.approved", lambda: by_manager(step("draft", "approve"))),
    "cancel_campaign": ("campaign.cancelled", lambda: by_manager(step("running", "cancel"))),
    "clone_campaign": ("campaign.cloned", lambda: by_manager(clone)),
    "complete_campaign": ("campaign.completed", lambda: by_manager(step("running", "complete"))),
    "create_campaign": ("campaign.created", lambda: by_manager(create)),
    "delete_campaign": (
        "campaign.deleted",
        lambda: by_manager(lambda campaigns: campaigns.api.delete(f"campaigns/{campaigns.draft()}")),
    ),
    "remove_arrangement": ("campaign.disarranged", lambda: by_manager(disarrange)),
    "update_campaign": ("campaign.updated", lambda: by_manager(rename)),
}
