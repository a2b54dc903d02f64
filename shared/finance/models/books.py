from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from shared.platform.columns import CreatedAt, Key, LongText
from shared.platform.db import Base


class BookBreach(Base):
    """A figure that was not what the records say when the books were checked last.

    `record` is the id of what the book is kept of; money is in cents, bases of lines in millionths.
    """

    __tablename__ = "book_breaches"

    breach_id: Mapped[Key]
    book: Mapped[LongText]
    record: Mapped[int] = mapped_column(BigInteger)
    held: Mapped[int] = mapped_column(BigInteger)
    expected: Mapped[int] = mapped_column(BigInteger)
    found_at: Mapped[CreatedAt]
