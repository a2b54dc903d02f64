"""The people who work with the system."""

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from shared.permissions import Role
from shared.platform.columns import Versioned, enum
from shared.platform.db import Base


class User(Versioned, Base):
    __tablename__ = "users"
    __table_args__ = (CheckConstraint("member_since <= CURRENT_DATE", name="member_since"),)

    user_id: Mapped[int] = mapped_column(primary_key=True)
    user_role: Mapped[Role] = mapped_column(enum(Role, "user_role_enum"))
    user_mail: Mapped[str] = mapped_column(String(255), unique=True)
    user_name: Mapped[str] = mapped_column(String(50))
    user_password: Mapped[str] = mapped_column(String(100))  # argon2id, PHC form
    is_active: Mapped[bool]
    member_since: Mapped[date]
