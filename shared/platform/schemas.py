"""Shapes of the platform that cross the API."""

from datetime import datetime
from typing import Any, Literal

from shared.platform.contract import Out


class HealthOut(Out):
    status: Literal["ok"] = "ok"


class ReadyOut(Out):
    status: Literal["ready"] = "ready"
    database_revision: str
    blob_storage: Literal["ok"] = "ok"


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
