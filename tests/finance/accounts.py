"""Payout accounts set through the API."""

from dataclasses import dataclass
from typing import Any

from tests.client import Client, Reply

ANY = {"If-Match": "*"}
# Examples published in SWIFT's IBAN registry.
GERMAN, BRITISH = "DE89370400440532013000", "GB29NWBK60161331926819"
BODY = {"account_holder": "Maria Demoholder", "iban": GERMAN, "bic": "COBADEFFXXX", "tax_id": "DE 123/456/78901"}


@dataclass(frozen=True)
class Accounts:
    """What a finance manager does with payout accounts."""

    api: Client

    def put(self, influencer_id: int, headers: dict[str, str] | None = None, **given: Any) -> Reply:
        body = {name: value for name, value in (BODY | given).items() if value is not None}
        return self.api.put(f"payout-accounts/{influencer_id}", body, headers=headers or ANY)

    def set(self, influencer_id: int, **given: Any) -> Any:
        answer = self.put(influencer_id, **given)
        assert answer.status == 200, answer.body
        return answer.json

    def full(self, influencer_id: int) -> Any:
        answer = self.api.get(f"payout-accounts/{influencer_id}/full")
        assert answer.status == 200, answer.body
        return answer.json
