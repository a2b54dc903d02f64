"""Kinds of sources and the states of a run."""

from enum import StrEnum


class SourceKind(StrEnum):
    BLOB_FOLDER = "blob_folder"
    UPLOAD = "upload"
    HTTPS_FEED = "https_feed"


class RunState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNDONE = "undone"


class ChunkKind(StrEnum):
    """What a chunk of a run does, in the order in which they come."""

    PIECE = "piece"  # bytes of the file become staged lines
    JUDGING = "judging"  # what depends on the file only is settled
    NEWCOMERS = "newcomers"  # records that lines refer to and that are not there yet
    TITLES = "titles"  # real titles for placeholders
    LINES = "lines"
    GROUPS = "groups"  # lines that belong together, wherever in the file they stand
    CANCELLATIONS = "cancellations"
