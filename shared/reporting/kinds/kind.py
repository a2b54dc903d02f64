"""What a kind of report declares."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shared.platform.contract import Query
from shared.reporting.document import ReportDocument
from shared.reporting.models import Report


@dataclass(frozen=True)
class Kind:
    """`check` refuses filters that name what does not exist; `build` reads and makes the document."""

    slug: str
    label: str
    description: str
    filters: type[Query]
    charts: tuple[str, ...]
    check: Callable[..., None]
    build: Callable[[Session, Report], ReportDocument]
