"""Column kinds that several tables share."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Enum, Identity, Integer, Numeric, Text, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

NOW = text("clock_timestamp()")
EMPTY_OBJECT = text("'{}'::jsonb")
EMPTY_LIST = text("'[]'::jsonb")
NO_CHANNEL = -1  # a customer, like or purchase that came through no influencer

# `Mapped[Key]` is a surrogate key that no statement can set by accident.
Key = Annotated[int, mapped_column(BigInteger, Identity(always=True), primary_key=True)]
Count = Annotated[int, mapped_column(BigInteger, server_default=text("0"))]
Money = Annotated[Decimal, mapped_column(Numeric(12, 2))]
MoneyOrZero = Annotated[Decimal, mapped_column(Numeric(12, 2), server_default=text("0"))]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
CreatedAt = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=NOW)]
LongText = Annotated[str, mapped_column(Text)]


def enum(kind: type[StrEnum], name: str) -> Enum:
    """Return the PostgreSQL enum `name` holding the values (not the member names) of `kind`."""
    return Enum(kind, name=name, values_callable=lambda members: [member.value for member in members])


class Versioned:
    """Counts the edits of a record; the ETag that If-Match is compared with. Triggers leave it alone."""

    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands over the class
        return {"version_id_col": cls.version}


class Imported:
    """Where an imported record came from and what it is called there; both null for one made here."""

    source: Mapped[str | None] = mapped_column(Text)
    external_ref: Mapped[str | None] = mapped_column(Text)
