"""What pain.001.001.09 asks of a message, as EPC132-08 (2023, customer to bank) narrows it; read off the published XSD.

Each element of a message by its path: the children it may have, in the order of the sequence, with how often; or the
pattern of its text. An element that stands here with more than we write is checked all the same.
"""

import re
from xml.etree import ElementTree as ET

NAMESPACE = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"
# The Latin character set of EPC217-08.
LATIN = r"[A-Za-z0-9/\-?:().,'+ ]"
# Identifications neither begin nor end with a slash, nor hold two in a row.
MAX_35 = rf"(?!/)(?!.*//){LATIN}{{1,35}}(?<!/)"
MAX_70 = rf"{LATIN}{{1,70}}"
IBAN = r"[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}"
BIC = r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?"
DECIMAL = r"(?=.{1,19}$)[0-9]+(\.[0-9]{1,2})?"  # 18 digits and the point, two of them a fraction
NUMERIC_15 = r"[0-9]{1,15}"

# name -> children as "Name" (1..1), "Name?" (0..1), "Name+" (1..n), "Name*" (0..n); or choices "A|B" of which one.
SEQUENCES = {
    "Document": "CstmrCdtTrfInitn",
    "Document/CstmrCdtTrfInitn": "GrpHdr PmtInf+",
    "GrpHdr": "MsgId CreDtTm NbOfTxs CtrlSum InitgPty",
    "InitgPty": "Nm? Id?",
    "PmtInf": "PmtInfId PmtMtd BtchBookg? NbOfTxs CtrlSum PmtTpInf? ReqdExctnDt Dbtr DbtrAcct DbtrAgt UltmtDbtr? "
    "ChrgBr? CdtTrfTxInf+",
    "PmtTpInf": "InstrPrty? SvcLvl? LclInstrm? CtgyPurp?",
    "SvcLvl": "Cd",
    "ReqdExctnDt": "Dt",
    "Dbtr": "Nm PstlAdr? Id?",
    "DbtrAcct": "Id Ccy? Prxy?",
    "DbtrAcct/Id": "IBAN",
    "DbtrAgt": "FinInstnId",
    "DbtrAgt/FinInstnId": "BICFI|Othr",
    "Othr": "Id",
    "CdtTrfTxInf": "PmtId PmtTpInf? Amt ChrgBr? UltmtDbtr? CdtrAgt? Cdtr CdtrAcct UltmtCdtr? Purp? RmtInf?",
    "PmtId": "InstrId? EndToEndId",
    "Amt": "InstdAmt",
    "CdtrAgt": "FinInstnId",
    "CdtrAgt/FinInstnId": "BICFI",
    "Cdtr": "Nm PstlAdr? Id?",
    "CdtrAcct": "Id Prxy?",
    "CdtrAcct/Id": "IBAN",
    "RmtInf": "Ustrd|Strd",
}
TEXTS = {
    "MsgId": MAX_35,
    "CreDtTm": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?",
    "NbOfTxs": NUMERIC_15,
    "CtrlSum": DECIMAL,
    "Nm": MAX_70,
    "PmtInfId": MAX_35,
    "PmtMtd": "TRF",
    "BtchBookg": "true|false",
    "Cd": "SEPA",
    "Dt": r"\d{4}-\d\d-\d\d",
    "IBAN": IBAN,
    "BICFI": BIC,
    "Othr/Id": "NOTPROVIDED",
    "ChrgBr": "SLEV",
    "EndToEndId": MAX_35,
    "InstdAmt": r"(?!0+(\.0+)?$)[0-9]{1,9}(\.[0-9]{1,2})?",  # 0.01 to 999999999.99
    "Ustrd": rf"{LATIN}{{1,140}}",
}
ATTRIBUTES = {"Document/CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf/Amt/InstdAmt": {"Ccy": "EUR"}}


def breaches(message: bytes) -> list[str]:
    """Return where a message breaks the schema."""
    root = ET.fromstring(message)  # noqa: S314 - our own
    return [f"{root.tag} is not of the namespace"] * (not root.tag.startswith(NAMESPACE)) + _of(root, "Document")


def _of(element: ET.Element, path: str) -> list[str]:
    found = [] if dict(element.attrib) == ATTRIBUTES.get(path, {}) else [f"{path} has {element.attrib}"]
    sequence, pattern = _known(SEQUENCES, path), _known(TEXTS, path)
    if len(element):
        names = [child.tag.removeprefix(NAMESPACE) for child in element]
        if sequence is None or not _fits(sequence, names):
            found.append(f"{path} has {' '.join(names)}, not {sequence}")
        for child, name in zip(element, names, strict=True):
            found += _of(child, f"{path}/{name}")
    elif pattern is None or not re.fullmatch(pattern, element.text or ""):
        found.append(f"{path} says {element.text!r}, not {pattern}")
    return found


def _known(table: dict[str, str], path: str) -> str | None:
    """Return the entry with the longest end of this path."""
    ends = [path.split("/", start)[-1] for start in range(path.count("/") + 1)]
    return next((table[end] for end in ends if end in table), None)


def _fits(sequence: str, names: list[str]) -> bool:
    """Whether children stand in the order and number of a sequence."""
    each = (re.fullmatch(r"([\w|]+)([?*+]?)", part) for part in sequence.split())
    pattern = "".join(f"(?:(?:{part[1]}) ){part[2]}" for part in each if part)
    return re.fullmatch(pattern, "".join(f"{name} " for name in names)) is not None
