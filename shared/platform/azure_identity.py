"""Tokens of the app's managed identity. Imported only where Azure is."""

from functools import cache

from azure.identity import DefaultAzureCredential


@cache
def credential() -> DefaultAzureCredential:
    return DefaultAzureCredential()


def token(scope: str) -> str:
    """Return a bearer token for `scope`; the SDK caches it until shortly before it expires."""
    return credential().get_token(scope).token
