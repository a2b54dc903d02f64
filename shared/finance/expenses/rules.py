"""Steps of an expense, and what may be its receipt. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from shared.finance.kinds import ExpenseStatus

MOST_BYTES = 10 * 1024 * 1024


class Step(StrEnum):
    EDIT = "edit"
    DELETE = "delete"
    APPROVE = "approve"
    REJECT = "reject"
    PAY = "pay"


# From where each may be taken. What was approved can be rejected after all, until it is paid.
STEPS: dict[Step, frozenset[ExpenseStatus]] = {
    Step.EDIT: frozenset({ExpenseStatus.SUBMITTED, ExpenseStatus.REJECTED}),
    Step.DELETE: frozenset({ExpenseStatus.SUBMITTED, ExpenseStatus.REJECTED}),
    Step.APPROVE: frozenset({ExpenseStatus.SUBMITTED}),
    Step.REJECT: frozenset({ExpenseStatus.SUBMITTED, ExpenseStatus.APPROVED}),
    Step.PAY: frozenset({ExpenseStatus.APPROVED}),
}
DONE = {
    Step.EDIT: "edited",
    Step.DELETE: "deleted",
    Step.APPROVE: "approved",
    Step.REJECT: "rejected",
    Step.PAY: "paid",
}


@dataclass(frozen=True)
class FileType:
    """What a file begins with, and how its name may end."""

    media_type: str
    begins: bytes
    endings: frozenset[str]


FILE_TYPES = (
    FileType("application/pdf", b"%PDF-", frozenset({".pdf"})),
    FileType("image/png", b"\x89PNG\r\n\x1a\n", frozenset({".png"})),
    FileType("image/jpeg", b"\xff\xd8\xff", frozenset({".jpg", ".jpeg"})),
)


def type_by_name(file_name: str) -> FileType | None:
    """Return what a file of this name has to be; null for a name that no receipt has."""
    ending = PurePosixPath(file_name).suffix.lower()
    return next((kind for kind in FILE_TYPES if ending in kind.endings), None)
