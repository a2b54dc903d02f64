"""ISO 20022 pain.001.001.09, a customer's order to transfer money, as the SEPA guidelines (EPC132-08) narrow it.

What the guidelines ask beyond the schema: one debtor and one day, only IBANs, the service level SEPA and shared charges
where the currency is the euro, names of at most 70 characters, an agent only with its BIC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from xml.etree import ElementTree as ET

from shared.finance.payments.bank.latin import written

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
LONGEST_NAME, LONGEST_REMITTANCE = 70, 140
EURO = "EUR"


@dataclass(frozen=True)
class Party:
    name: str
    iban: str
    bic: str | None


@dataclass(frozen=True)
class CreditTransfer:
    """One amount to one account; `end_to_end_id` comes back in the bank's statement, `remittance` reaches the payee."""

    end_to_end_id: str
    amount: Decimal
    creditor: Party
    remittance: str


@dataclass(frozen=True)
class Order:
    """What the bank is to do on one day for one debtor."""

    message_id: str
    created_at: datetime
    execution_date: date
    debtor: Party
    currency: str
    transfers: Sequence[CreditTransfer]

    @property
    def total(self) -> Decimal:
        return sum((transfer.amount for transfer in self.transfers), Decimal("0.00"))


def document(order: Order) -> bytes:
    """Return the message. The same order gives the same bytes, and the bank knows a message by its id."""
    root = ET.Element("Document", {"xmlns": NAMESPACE})
    initiation = ET.SubElement(root, "CstmrCdtTrfInitn")
    _header(initiation, order)
    _instruction(initiation, order)
    ET.indent(root)
    message: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return message


def _header(parent: ET.Element, order: Order) -> None:
    header = ET.SubElement(parent, "GrpHdr")
    _text(header, "MsgId", order.message_id)
    _text(header, "CreDtTm", f"{order.created_at:%Y-%m-%dT%H:%M:%SZ}")
    _totals(header, order)
    _text(header, "InitgPty/Nm", written(order.debtor.name, LONGEST_NAME))


def _instruction(parent: ET.Element, order: Order) -> None:
    instruction = ET.SubElement(parent, "PmtInf")
    _text(instruction, "PmtInfId", order.message_id)
    _text(instruction, "PmtMtd", "TRF")
    _text(instruction, "BtchBookg", "false")  # one entry for each transfer, so that the statement names each
    _totals(instruction, order)
    if order.currency == EURO:
        _text(instruction, "PmtTpInf/SvcLvl/Cd", "SEPA")
    _text(instruction, "ReqdExctnDt/Dt", order.execution_date.isoformat())
    _text(instruction, "Dbtr/Nm", written(order.debtor.name, LONGEST_NAME))
    _text(instruction, "DbtrAcct/Id/IBAN", order.debtor.iban)
    if order.debtor.bic:
        _text(instruction, "DbtrAgt/FinInstnId/BICFI", order.debtor.bic)
    else:
        _text(instruction, "DbtrAgt/FinInstnId/Othr/Id", "NOTPROVIDED")
    _text(instruction, "ChrgBr", "SLEV" if order.currency == EURO else "SHAR")
    for transfer in order.transfers:
        _transfer(instruction, transfer, order.currency)


def _transfer(parent: ET.Element, transfer: CreditTransfer, currency: str) -> None:
    one = ET.SubElement(parent, "CdtTrfTxInf")
    _text(one, "PmtId/EndToEndId", transfer.end_to_end_id)
    _text(one, "Amt/InstdAmt", f"{transfer.amount:.2f}").set("Ccy", currency)
    if transfer.creditor.bic:
        _text(one, "CdtrAgt/FinInstnId/BICFI", transfer.creditor.bic)
    _text(one, "Cdtr/Nm", written(transfer.creditor.name, LONGEST_NAME))
    _text(one, "CdtrAcct/Id/IBAN", transfer.creditor.iban)
    _text(one, "RmtInf/Ustrd", written(transfer.remittance, LONGEST_REMITTANCE))


def _totals(parent: ET.Element, order: Order) -> None:
    _text(parent, "NbOfTxs", str(len(order.transfers)))
    _text(parent, "CtrlSum", f"{order.total:.2f}")


def _text(parent: ET.Element, path: str, text: str) -> ET.Element:
    """Add an element and those above it, and return the innermost."""
    for name in path.split("/"):
        parent = ET.SubElement(parent, name)
    parent.text = text
    return parent
