"""Shapes of previews: a file, or its beginning, and what would become of its first rows."""

from typing import Annotated, Any

from pydantic import Field

from shared.imports.fields import Target
from shared.imports.mapping import Mapping
from shared.platform.contract import Body, Out

BASE64 = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
MOST_CONTENT = 900_000  # of a body of 1 MiB
MOST_ID = 2**63 - 1


class FileGiven(Body):
    """A file sent along. Of text and JSON the beginning will do, a workbook has to be whole."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    content: Annotated[str, Field(max_length=MOST_CONTENT, pattern=BASE64, description="In base64.")]


class FileOfRun(Body):
    """The file that a run of this source read."""

    run_id: Annotated[int, Field(ge=1, le=MOST_ID)]


class PreviewIn(Body):
    file: FileGiven | FileOfRun
    mapping: Annotated[Mapping | None, Field(description="To be tried instead of the source's.")] = None
    by_proposal: Annotated[bool, Field(description="Show the rows as the proposed mapping makes them.")] = False
    target: Annotated[Target | None, Field(description="What to propose for; default: found out.")] = None


class PreviewRow(Out):
    line: Annotated[int, Field(description="Of the file, the header being line 1; of JSON the number of the item.")]
    cells: Annotated[list[str], Field(description="As the file has them.")]
    values: Annotated[
        dict[str, str | None] | None,
        Field(description="What the fields become; null: what is stored stays, or a placeholder. None if refused."),
    ]


class PreviewReject(Out):
    line: int
    column_name: str | None
    value: str | None
    reason: str


class ProposedField(Out):
    field: str
    column: str
    confidence: Annotated[float, Field(ge=0, le=1)]
    reason: str


class ProposalOut(Out):
    mapping: Annotated[dict[str, Any], Field(description="To be declared as it is if nothing is missing.")]
    fields: list[ProposedField]
    missing: Annotated[list[str], Field(description="Required fields for which no column was found.")]
    unused: list[str]


class PreviewOut(Out):
    """What would become of the first rows; nothing has landed."""

    header: list[str]
    rows: list[PreviewRow]
    rejects: list[PreviewReject]
    rows_inserted: int
    rows_updated: int
    rows_unchanged: int
    rows_rejected: int
    notes: list[str]
    error: Annotated[str | None, Field(description="Why the file cannot be read, or not by this mapping.")]
    proposal: ProposalOut | None
