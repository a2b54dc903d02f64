"""Shapes of the platform that cross the API."""

from datetime import datetime
from typing import Any, Literal

from shared.platform.contract import Out
from shared.platform.watch import State


class HealthOut(Out):
    status: Literal["ok"] = "ok"


class ReadyPartOut(Out):
    """A part that is looked at: `age_seconds` since it was last done, or of the oldest that waits."""

    name: str
    state: State
    code: str | None
    age_seconds: int | None
    waiting: int | None


class ReadyOut(Out):
    status: Literal["ready", "late"] = "ready"
    database_revision: str
    blob_storage: Literal["ok"] = "ok"
    parts: list[ReadyPartOut]


class AuditOut(Out):
    audit_id: int
    at: datetime
    actor_id: int | None
    action: str
    entity: str
    entity_id: str
    changes: dict[str, Any]
    request_id: str | None
    address: str | None
    agent: str | None


class PublicKeyOut(Out):
    kty: str
    crv: str
    x: str
    kid: str
    alg: str
    use: str


class KeySetOut(Out):
    keys: list[PublicKeyOut]
