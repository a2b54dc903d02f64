"""Influencers made through the API."""

from itertools import count
from typing import Any

from tests.client import Client

numbers = count(1)


def influencer(**given: Any) -> dict[str, Any]:
    """Return the body of a new influencer, whom nobody else is."""
    number = next(numbers)
    body = {
        "influencer_name": f"Demo influencer {number}",
        "platform": "Instagram",
        "follower_count": 12_000,
        "category": "Fashion",
        "influencer_mail": f"influencer-{number}@creators.example",
    }
    return body | given


def made(api: Client, **given: Any) -> int:
    answer = api.post("influencers", influencer(**given))
    assert answer.status == 201, answer.body
    return int(answer.json["influencer_id"])
