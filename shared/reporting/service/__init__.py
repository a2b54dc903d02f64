"""Verbs of reporting: reports asked for, questions saved under a name."""

from shared.reporting.service.definitions import (
    create_definition,
    delete_definition,
    get_definition,
    update_definition,
)
from shared.reporting.service.requests import (
    ABOUT,
    MOST_UNFINISHED,
    REPORTS,
    REQUESTS,
    about_name,
    cancel_report,
    file_name,
    put_request,
    request_report,
    shown,
)

__all__ = [
    "ABOUT",
    "MOST_UNFINISHED",
    "REPORTS",
    "REQUESTS",
    "about_name",
    "cancel_report",
    "create_definition",
    "delete_definition",
    "file_name",
    "get_definition",
    "put_request",
    "request_report",
    "shown",
    "update_definition",
]
