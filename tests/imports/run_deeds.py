"""Every trigger of runs that leaves an audit row, brought to do so."""

from shared.imports import jobs
from shared.platform.blobs import blob_store
from tests.audit_deeds import Deed, by_admin, source
from tests.client import Client

FILE = b"ref,category\ni1,Sport\ni2," + b"x" * 101 + b"\n"


def ended(api: Client) -> int:
    """Return a run of which one line has landed and one was refused."""
    uploaded = upload(api)
    slug = api.get(f"imports/sources/{uploaded['source_id']}").json["slug"]
    name = f"{slug}/{uploaded['run_id']}/a.csv"
    blob_store().upload("imports", name, FILE, "text/csv")
    jobs.import_blob(blob_store(), f"imports/{name}")
    return int(uploaded["run_id"])


def upload(api: Client) -> dict[str, int]:
    source_id = source(api, kind="upload")
    made = api.post("imports/uploads", {"source_id": source_id, "file_name": "a.csv"}).json
    return {"source_id": source_id, "run_id": made["run_id"]}


RUN_DEEDS: dict[str, tuple[str, Deed]] = {
    "cancel_run": (
        "import_run.cancelled",
        lambda: by_admin(lambda api: api.post(f"imports/runs/{upload(api)['run_id']}/cancel")),
    ),
    "get_rejects_file": (
        "import_run.rejects_link_given",
        lambda: by_admin(lambda api: api.get(f"imports/runs/{ended(api)}/rejects/file")),
    ),
    "get_run_file": (
        "import_run.file_link_given",
        lambda: by_admin(lambda api: api.get(f"imports/runs/{ended(api)}/file")),
    ),
    "undo_run": (
        "import_run.undone",
        lambda: by_admin(lambda api: api.post(f"imports/runs/{ended(api)}/undo")),
    ),
}
