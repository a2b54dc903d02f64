"""Kinds of sources and the states of a run."""

from enum import StrEnum


class SourceKind(StrEnum):
    BLOB_FOLDER = "blob_folder"
    UPLOAD = "upload"


class RunState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
