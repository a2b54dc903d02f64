"""A source to import through, and files dropped into its folder of the real blob storage."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from shared.imports import jobs, queries, service
from shared.imports.mapping import Mapping
from shared.imports.models import ImportRun, ImportSource
from shared.imports.rows import Batch
from shared.imports.schemas import SourceIn
from shared.permissions import Role
from shared.platform import db
from shared.platform.blobs import BlobStore
from shared.platform.identity import Actor
from tests.client import make_user

PRESETS = Path(service.__file__).parent / "presets"
type Row = tuple[Any, ...]


def preset(name: str) -> dict[str, Any]:
    declared: dict[str, Any] = json.loads((PRESETS / f"{name}.json").read_text(encoding="utf-8"))
    return declared


def csv_of(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def rows_of(batch: Batch) -> list[list[str]]:
    return [list(row) for row in zip(*batch.columns, strict=True)]


@dataclass(frozen=True)
class Shop:
    """What the tests do to sources and see of the database."""

    blobs: BlobStore
    actor: Actor

    def source(self, mapping: dict[str, Any], slug: str = "shop", **more: Any) -> ImportSource:
        body = SourceIn(slug=slug, mapping=Mapping.model_validate(mapping), **more)
        with db.transaction() as session:
            return service.create_source(session, self.actor, body)

    def drop(self, content: bytes, name: str = "file.csv", slug: str = "shop") -> ImportRun:
        """Upload a file into a source's folder, as often as the test says, and deliver its event."""
        self.blobs.upload("imports", f"{slug}/{name}", content, "application/octet-stream")
        run_id = jobs.import_blob(self.blobs, f"imports/{slug}/{name}")
        assert run_id is not None
        return self.run(run_id)

    def run(self, run_id: int) -> ImportRun:
        with db.transaction() as session:
            return queries.get_run(session, run_id)

    def rows(self, statement: str, **values: Any) -> list[Row]:
        with db.transaction() as session:
            return [tuple(row) for row in session.execute(text(statement), values)]

    def do(self, statement: str, **values: Any) -> None:
        with db.transaction() as session:
            session.execute(text(statement), values)

    def rejects(self, run: ImportRun) -> Sequence[Row]:
        return self.rows(
            "SELECT line, column_name, value, reason FROM import_rejects WHERE run_id = :run_id ORDER BY line",
            run_id=run.run_id,
        )


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    """Return inserted, updated, unchanged and rejected, which add up to what was read."""
    four = (run.rows_inserted, run.rows_updated, run.rows_unchanged, run.rows_rejected)
    assert run.error is None
    assert run.rows_read == sum(four)
    return four


@pytest.fixture
def shop(database: None, blob_store: BlobStore) -> Shop:
    owner = make_user(Role.ADMIN)
    return Shop(blob_store, Actor(owner.user_id, Role.ADMIN))
