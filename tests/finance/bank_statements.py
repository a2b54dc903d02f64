"""Statements as banks write them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.campaigns.shop import day

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."


@dataclass(frozen=True)
class Told:
    """One transfer in a statement: a debit that was booked, unless it says something else."""

    end_to_end_id: str
    amount: str = "10.00"
    indicator: str = "DBIT"
    status: str = "BOOK"
    reason: str = ""
    booked_on: str = ""
    currency: str = "EUR"

    @property
    def day(self) -> str:
        return self.booked_on or day()


def told_of(batch: dict[str, Any], **more: Any) -> list[Told]:
    """Return that every transfer of a batch was booked."""
    return [Told(item["end_to_end_id"], item["amount"], **more) for item in batch["items"]["items"]]


def camt(version: str, *entries: Told | Sequence[Told]) -> str:
    """Return a statement of this version ("02" or "08"); several in one sequence are details of one entry."""
    listed = [[entry] if isinstance(entry, Told) else list(entry) for entry in entries]
    booked = "".join(_entry(version, entry) for entry in listed)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}{version}"><BkToCstmrStmt>'
        "<GrpHdr><MsgId>STMT-1</MsgId><CreDtTm>2026-11-23T18:00:00</CreDtTm></GrpHdr>"
        f"<Stmt><Id>1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>{booked}</Stmt>"
        "</BkToCstmrStmt></Document>"
    )


def _entry(version: str, told: Sequence[Told]) -> str:
    first = told[0]
    total = f"{sum(float(each.amount) for each in told):.2f}"
    status = f"<Sts>{first.status}</Sts>" if version == "02" else f"<Sts><Cd>{first.status}</Cd></Sts>"
    details = "".join(_details(version, each, alone=len(told) == 1) for each in told)
    return (
        f'<Ntry><Amt Ccy="{first.currency}">{total}</Amt><CdtDbtInd>{first.indicator}</CdtDbtInd>{status}'
        f"<BookgDt><Dt>{first.day}</Dt></BookgDt><NtryDtls>{details}</NtryDtls></Ntry>"
    )


def _details(version: str, told: Told, *, alone: bool) -> str:
    amount = f'<Amt Ccy="{told.currency}">{told.amount}</Amt>'
    if version == "02":
        amount = "" if alone else f"<AmtDtls><TxAmt>{amount}</TxAmt></AmtDtls>"
    indicator = f"<CdtDbtInd>{told.indicator}</CdtDbtInd>" if version == "08" else ""
    reason = f"<RtrInf><Rsn><Cd>{told.reason}</Cd></Rsn><AddtlInf>Account closed</AddtlInf></RtrInf>"
    returned = reason if told.reason else ""
    refs = f"<Refs><EndToEndId>{told.end_to_end_id}</EndToEndId></Refs>"
    return f"<TxDtls>{refs}{amount}{indicator}{returned}</TxDtls>"


def whole(version: str, message_id: str, amount: str, booked_on: str = "") -> str:
    """Return a statement with one entry for a whole batch, which tells of no single transfer."""
    sign = Told("", amount, booked_on=booked_on)
    details = f"<NtryDtls><Btch><PmtInfId>{message_id}</PmtInfId></Btch></NtryDtls>"
    return re.sub("<NtryDtls>.*</NtryDtls>", details, camt(version, sign))
