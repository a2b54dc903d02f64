"""The same two endpoints as one writes them with FastAPI, SQLAlchemy's ORM and psycopg2; not part of the product.

The same checks of each call: the token's signature, type, issuer, audience and end, its session and its user in the
database, the role's permission. The same answers. From the product come only tables of constants and pure rules.
"""

import base64
import json
import os
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import jwt
from fastapi import Depends, FastAPI, HTTPException, Query
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from shared.influencers.rules import tier
from shared.permissions import Permission, Role, allows
from shared.sales import masking

engine = create_engine(os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg2://"), pool_size=10)
SessionLocal = sessionmaker(engine)
KEYS = {key["kid"]: jwt.PyJWK(key) for key in json.loads(os.environ["PEER_KEYS"])["keys"]}
ISSUER, AUDIENCE = os.environ["TOKEN_ISSUER"], os.environ["TOKEN_AUDIENCE"]
REQUIRED = ["exp", "iat", "iss", "aud", "sub", "sid", "jti"]


class Base(DeclarativeBase):
    pass


class UserRow(Base):
    __tablename__ = "users"
    user_id: Mapped[int] = mapped_column(primary_key=True)
    user_role: Mapped[str]
    is_active: Mapped[bool]


class SessionRow(Base):
    __tablename__ = "sessions"
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    ended_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]


class InfluencerRow(Base):
    __tablename__ = "influencers"
    influencer_id: Mapped[int] = mapped_column(primary_key=True)
    influencer_name: Mapped[str]
    platform: Mapped[str]
    follower_count: Mapped[int]
    clicked_number: Mapped[int]
    category: Mapped[str]
    influencer_mail: Mapped[str]
    still_partner: Mapped[bool]
    member_since: Mapped[date]
    is_deleted: Mapped[bool]

    @property
    def tier(self) -> str:
        return tier(self.follower_count)


class InfluencerOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    influencer_id: int
    influencer_name: str
    platform: str
    follower_count: int
    tier: str
    clicked_number: int
    category: str
    influencer_mail: str
    still_partner: bool
    member_since: date
    is_deleted: bool
    masked: bool = False


class InfluencerPage(BaseModel):
    items: list[InfluencerOut]
    next_cursor: str | None = None
    total: int | None = None


app = FastAPI()
bearer = HTTPBearer(auto_error=False)


def database() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session


Database = Annotated[Session, Depends(database)]


def caller(session: Database, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> Role:
    """Return the role of who calls, as it is now."""
    if given is None:
        raise HTTPException(401)
    claims = _claims(given.credentials)
    role = session.scalar(
        select(UserRow.user_role)
        .join(SessionRow, SessionRow.user_id == UserRow.user_id)
        .where(
            SessionRow.session_id == UUID(claims["sid"]),
            UserRow.user_id == int(claims["sub"]),
            UserRow.is_active,
            SessionRow.ended_at.is_(None),
            SessionRow.expires_at > func.clock_timestamp(),
        )
    )
    if role is None:
        raise HTTPException(401)
    if not allows(Role(role), Permission.INFLUENCERS_READ):
        raise HTTPException(403)
    return Role(role)


def _claims(token: str) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
        if header.get("typ") != "at+jwt":
            raise HTTPException(401)
        key = KEYS[header["kid"]]
        options: Any = {"require": REQUIRED}
        return jwt.decode(token, key, algorithms=["EdDSA"], issuer=ISSUER, audience=AUDIENCE, options=options)
    except (jwt.InvalidTokenError, KeyError):
        raise HTTPException(401) from None


Caller = Annotated[Role, Depends(caller)]


@app.get("/api/influencers/{influencer_id}")
def get_influencer(session: Database, role: Caller, influencer_id: int) -> InfluencerOut:
    row = session.get(InfluencerRow, influencer_id)
    if row is None:
        raise HTTPException(404)
    return shown(row, role)


@app.get("/api/influencers")
def list_influencers(
    session: Database,
    role: Caller,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> InfluencerPage:
    rows = session.scalars(select(InfluencerRow).order_by(InfluencerRow.influencer_id).limit(limit + 1)).all()
    items = [shown(row, role) for row in rows[:limit]]
    return InfluencerPage(items=items, next_cursor=_cursor(rows[limit - 1]) if len(rows) > limit else None)


def shown(row: InfluencerRow, role: Role) -> InfluencerOut:
    item = InfluencerOut.model_validate(row)
    if not allows(role, Permission.INFLUENCERS_MANAGE):
        item.influencer_mail, item.masked = masking.mail(item.influencer_mail), True
    return item


def _cursor(row: InfluencerRow) -> str:
    place = str(row.influencer_id)
    return base64.urlsafe_b64encode(json.dumps(["influencer_id", False, place, place]).encode()).decode().rstrip("=")
