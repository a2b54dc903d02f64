"""Sources over the API: declared, changed, refused."""

from typing import Any

import pytest

from tests.client import Client

LIST: dict[str, Any] = {"target": "influencers", "fields": {"external_ref": "ref"}}


def declare(api: Client, **more: Any) -> Any:
    return api.as_role("admin").post("imports/sources", {"slug": "lists", "mapping": LIST} | more)


def test_a_source_is_declared_and_kept_as_it_was_written(api: Client):
    made = declare(api)

    assert made.status == 201
    assert made.json["mapping"] == {"target": "influencers", "fields": {"external_ref": {"column": "ref"}}}
    assert (made.json["namespace"], made.json["kind"], made.json["schedule"]) == ("lists", "blob_folder", None)
    assert api.as_role("data_analyst").get(f"imports/sources/{made.json['source_id']}").json == made.json


def test_a_slug_is_taken_once(api: Client):
    declare(api)

    again = declare(api)

    assert (again.status, again.json["code"]) == (409, "import_source_slug_taken")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"slug": "Not a slug"}, "/slug"),
        ({"schedule": "every day"}, "/schedule"),
        ({"mapping": {"target": "influencers", "fields": {}}}, "/mapping/fields"),
        (
            {
                "mapping": {
                    "target": "influencers",
                    "fields": {"external_ref": "a", "follower_count": {"constant": "x"}},
                }
            },
            "/mapping/fields/follower_count",
        ),
        (
            {"mapping": LIST | {"fields": {"external_ref": {"column": "a", "default": "x" * 201}}}},
            "/mapping/fields/external_ref",
        ),
    ],
)
def test_a_malformed_source_is_refused_with_a_pointer(api: Client, change: dict[str, Any], pointer: str):
    refused = declare(api, **change)

    assert refused.status == 422
    assert pointer in [error["pointer"] for error in refused.json["errors"]]


def test_a_source_is_changed_by_whoever_has_seen_its_present_state(api: Client):
    made = declare(api)
    path = f"imports/sources/{made.json['source_id']}"
    other = {"target": "influencers", "fields": {"external_ref": "other"}}

    changed = api.as_role("admin").patch(path, {"mapping": other, "schedule": "0 0 3 * * *"}, {"If-Match": "*"})
    cleared = api.as_role("admin").patch(
        path, {"schedule": None, "enabled": False}, {"If-Match": changed.headers["ETag"]}
    )
    stale = api.as_role("admin").patch(path, {"enabled": True}, {"If-Match": changed.headers["ETag"]})

    assert (changed.json["schedule"], changed.json["mapping"]["fields"]) == (
        "0 0 3 * * *",
        {"external_ref": {"column": "other"}},
    )
    assert (cleared.json["schedule"], cleared.json["enabled"], cleared.json["version"]) == (None, False, 3)
    assert stale.status == 412


def test_uploads_are_refused_where_the_file_or_the_source_does_not_fit(api: Client):
    source_id = declare(api).json["source_id"]
    client = api.as_role("marketing_manager")

    wrong = client.post("imports/uploads", {"source_id": source_id, "file_name": "list.xlsx"})
    missing = client.post("imports/uploads", {"source_id": source_id + 1, "file_name": "list.csv"})
    api.as_role("admin").patch(f"imports/sources/{source_id}", {"enabled": False}, {"If-Match": "*"})
    disabled = client.post("imports/uploads", {"source_id": source_id, "file_name": "list.csv"})

    assert (wrong.status, wrong.json["errors"][0]["pointer"]) == (422, "/file_name")
    assert (missing.status, missing.json["code"]) == (404, "import_source_not_found")
    assert (disabled.status, disabled.json["code"]) == (409, "import_source_disabled")
