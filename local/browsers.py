"""Which pages may send files to the blob storage of this machine: `POST imports/uploads` gives them the link."""

import json
from pathlib import Path

from azure.storage.blob import BlobServiceClient, CorsRule

from local.host.cors import read_policy

REMEMBERED_SECONDS = 3600


def origins(base_url: str, settings: Path) -> list[str]:
    """The dashboard's own origin under both names of this machine, and those that the API lets in (`Host.CORS`)."""
    own = {base_url, base_url.replace("127.0.0.1", "localhost")}
    return sorted(own | read_policy(json.loads(settings.read_text()).get("Host", {})).origins)


def let_upload(storage: str, allowed: list[str]) -> None:
    """Have blob storage answer the preflight of a PUT from these origins, and of nothing else."""
    rule = CorsRule(
        allowed,
        ["PUT"],
        allowed_headers=["content-type", "x-ms-blob-type"],
        exposed_headers=[],
        max_age_in_seconds=REMEMBERED_SECONDS,
    )
    with BlobServiceClient.from_connection_string(storage) as service:
        service.set_service_properties(cors=[rule])
