"""ISO 20022 camt.053, a bank's statement to its customer, in the versions .001.02 and .001.08.

Read are the booked entries, one by one or as details of a collective one: a debit is a transfer that was made, a credit
with our end-to-end id one that was sent back. The two versions differ in where a status and an amount stand.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

from shared.finance.payments.bank.malformed import refusal
from shared.finance.payments.rules import BankEntry, Booked

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."
VERSIONS = {"02", "08"}
DEEPEST, MOST_ENTRIES = 40, 20_000
AMOUNT = re.compile(r"[0-9]{1,13}(\.[0-9]{1,5})?", re.ASCII)
BOOKED = {"DBIT": Booked.PAID, "CRDT": Booked.FAILED}
AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")


class _Plain(ET.TreeBuilder):
    """Builds a tree of elements alone: no document type, so no entity of any kind, and no depth without end."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def doctype(self, *_declared: str | None) -> None:
        raise refusal("has a document type, which no statement needs")

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._depth += 1
        if self._depth > DEEPEST:
            raise refusal(f"is nested more than {DEEPEST} deep")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)


def entries(content: str) -> list[BankEntry]:
    """Return what the statement tells of single transfers, numbered from 1.

    Raises:
        StatementMalformed: it is no XML, no camt.053 of these versions, or too long.
    """
    root = _parsed(content)
    space, _, name = root.tag.removeprefix("{").rpartition("}")
    if name != "Document" or not space.startswith(NAMESPACE) or space.removeprefix(NAMESPACE) not in VERSIONS:
        raise refusal("is no camt.053.001.02 and no camt.053.001.08")
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    found = [each for entry in root.iterfind("BkToCstmrStmt/Stmt/Ntry") for each in _of_entry(entry)]
    if len(found) > MOST_ENTRIES:
        raise refusal(f"has more than {MOST_ENTRIES:,} entries")
    return [replace(entry, position=position) for position, entry in enumerate(found, 1)]


def _parsed(content: str) -> ET.Element:
    parser = ET.XMLParser(target=_Plain())  # noqa: S314 - without a document type there are no entities to expand
    try:
        parser.feed(content)
        root: ET.Element = parser.close()
    except ET.ParseError as broken:
        raise refusal(f"is no XML: {broken}") from None
    return root


def _of_entry(entry: ET.Element) -> Iterator[BankEntry]:
    status = entry.findtext("Sts/Cd") or (entry.findtext("Sts") or "").strip()
    if status != "BOOK":
        return  # announced, and perhaps never booked
    details = entry.findall("NtryDtls/TxDtls")
    for each in details:
        # A single transfer's amount is the entry's; of several, each has to say its own.
        yield _entry(entry, each, entry if len(details) == 1 else None)
    if not details:
        yield _entry(entry, entry, entry)


def _entry(entry: ET.Element, details: ET.Element, instead: ET.Element | None) -> BankEntry:
    amount = next((found for path in AMOUNTS if (found := details.find(path)) is not None), None)
    if amount is None and instead is not None:
        amount = instead.find("Amt")
    indicator = details.findtext("CdtDbtInd") or entry.findtext("CdtDbtInd") or ""
    if indicator not in BOOKED:
        raise refusal(f"has an entry with the indicator {indicator[:10]!r}")
    return BankEntry(
        position=0,
        end_to_end_id=(details.findtext("Refs/EndToEndId") or "").strip() or None,
        amount=None if amount is None else _amount(amount.text),
        currency=None if amount is None else amount.get("Ccy"),
        booked=BOOKED[indicator],
        booked_on=_day(entry.findtext("BookgDt/Dt") or entry.findtext("BookgDt/DtTm")),
        reason=_reason(details, entry),
        message_id=_of_batch(details, entry),
    )


def _of_batch(details: ET.Element, entry: ET.Element) -> str | None:
    """Return what names the batch; banks that book one as a whole may leave out the transfers."""
    places = ((entry, "NtryDtls/Btch/PmtInfId"), (entry, "NtryDtls/Btch/MsgId"))
    named = (*places, (details, "Refs/PmtInfId"), (details, "Refs/MsgId"))
    return next((name for where, path in named if (name := (where.findtext(path) or "").strip())), None)


def _amount(text: str | None) -> Decimal:
    given = (text or "").strip()
    if not AMOUNT.fullmatch(given):
        raise refusal(f"has an amount {given[:20]!r}")
    return Decimal(given)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10]) if text else None
    except ValueError:
        raise refusal(f"has a booking day {str(text)[:20]!r}") from None


def _reason(details: ET.Element, entry: ET.Element) -> str | None:
    words = [
        details.findtext("RtrInf/Rsn/Cd") or details.findtext("RtrInf/Rsn/Prtry"),
        *(each.text for each in details.findall("RtrInf/AddtlInf")),
        details.findtext("AddtlTxInf"),
        entry.findtext("AddtlNtryInf"),
    ]
    told = " ".join(" ".join(filter(None, words)).split())
    return told[:500] or None
