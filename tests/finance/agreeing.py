"""Terms of a small shop, agreed through the API."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.campaigns.shop import Campaigns, day, done, influencer
from tests.client import Client, Reply

SHARE = {"basis": "revenue_share", "rate": "0.08"}
REEL = {"basis": "fixed_fee", "amount": "250.00", "deliverable": "Reel"}


@dataclass(frozen=True)
class Terms:
    """What a finance manager agrees with one influencer in one campaign that a marketing manager approved."""

    api: Client
    marketing: Client

    @cached_property
    def campaigns(self) -> Campaigns:
        return Campaigns(self.marketing)

    @cached_property
    def campaign_id(self) -> int:
        return self.campaigns.approved(-30, 30)

    @cached_property
    def influencer_id(self) -> int:
        return influencer()

    @property
    def today(self) -> str:
        return day()

    @property
    def tomorrow(self) -> str:
        return day(1)

    def post(self, *components: dict[str, Any], cap: Any = None, **given: Any) -> Reply:
        body = {
            "campaign_id": self.campaign_id,
            "influencer_id": self.influencer_id,
            "rules": {"components": list(components or (SHARE,)), "cap": cap},
            "holding_days": 30,
        }
        return self.api.post("terms", body | given)

    def agree(self, *components: dict[str, Any], **given: Any) -> Any:
        return done(self.post(*components, **given), 201)

    def of_a_reel(self) -> Any:
        return self.agree(REEL)

    def preview(self, *components: dict[str, Any], cap: Any = None, **given: Any) -> Any:
        rules = {"components": list(components), "cap": cap}
        body = {"influencer_id": self.influencer_id, "rules": rules, "from": day(-30), "to": day()}
        return done(self.api.post("terms/preview", body | given))
