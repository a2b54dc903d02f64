"""Shapes of payout accounts that cross the API."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from shared.finance.kinds import AccountKind
from shared.finance.payout_accounts import rules
from shared.platform.contract import Body, Out
from shared.platform.paging import PageQuery
from shared.sales.schemas.fields import Change, Ids

# Printable without control characters: it goes into files for banks.
PRINTABLE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"

Holder = Annotated[str, StringConstraints(min_length=1, max_length=70, pattern=PRINTABLE)]
Iban = Annotated[
    str,
    StringConstraints(min_length=15, max_length=60),
    AfterValidator(rules.iban),
    Field(json_schema_extra={"format": "iban", "examples": ["DE89 3704 0044 0532 0130 00"]}),
]
Other = Annotated[str, StringConstraints(min_length=6, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ./:@+_-]*$")]
Bic = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9]{4}[A-Za-z]{2}[A-Za-z0-9]{2}([A-Za-z0-9]{3})?$"),
    AfterValidator(rules.bic),
]
TaxId = Annotated[str, StringConstraints(min_length=4, max_length=32, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ./-]*$")]


class PayoutAccountIn(Body):
    """Where an influencer is paid to: an IBAN, or the number of another account."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["iban"]}, {"required": ["other_account"]}]})

    account_holder: Holder
    iban: Annotated[Change[Iban], Field(description="With or without spaces.")] = None
    other_account: Annotated[Change[Other], Field(description="Where there is no IBAN: number and bank code.")] = None
    bic: Bic | None = None
    tax_id: TaxId | None = None

    @model_validator(mode="after")
    def _one_account(self) -> Self:
        if (self.iban is None) == (self.other_account is None):
            raise ValueError("either iban or other_account")
        return self


class PayoutAccountOut(Out):
    """An account as it may be shown: of its number the last four characters."""

    influencer_id: int
    influencer_name: str
    account_id: int
    kind: AccountKind
    last_four: Annotated[str | None, Field(description="null: forgotten with the influencer.")]
    has_bic: bool
    has_tax_id: bool
    held_until: Annotated[date | None, Field(description="No payment leaves before this day.")]
    created_by: int
    created_at: datetime
    replaced_at: Annotated[datetime | None, Field(description="null: the current one.")]


class PayoutAccountFull(Out):
    """An account in the clear."""

    influencer_id: int
    account_id: int
    account_holder: str
    iban: str | None
    other_account: str | None
    bic: str | None
    tax_id: str | None


class PayoutAccountQuery(PageQuery):
    influencer_id: Ids = ()
    held: Annotated[bool | None, Field(description="Whether payments wait because it was changed.")] = None
    history: Annotated[bool, Field(description="Also accounts that were replaced.")] = False
