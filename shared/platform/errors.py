"""Refusals: what the system says no to, each with a status, a stable code and a message a person can act on.

    Refusal
    ├── Unauthenticated      401  unknown caller
    ├── Forbidden            403  known, but not allowed
    │   ├── EnrolmentRequired       the role needs a second factor this account has not set up
    │   └── FreshTwoFactorRequired  the second factor was shown too long ago
    ├── NotFound             404  not there
    ├── Conflict             409  refused by a rule
    ├── Stale                412  somebody else changed it first
    ├── TooLarge             413
    ├── UnsupportedMediaType 415
    ├── Malformed            422  input that does not have the declared shape
    ├── PreconditionRequired 428  If-Match is missing
    ├── TooManyRequests      429  with Retry-After
    └── Unavailable          503  a part we depend on does not answer

Modules derive their own from these and set `code`. Anything else that escapes a handler is a bug: a 500
that tells nothing but the request id.
"""

from collections.abc import Sequence
from typing import ClassVar, Self


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of the program
    status: ClassVar[int] = 400
    title: ClassVar[str] = "Bad request"
    code: ClassVar[str] = "bad_request"
    audited: ClassVar[bool] = False  # True where the refusal itself belongs into the audit log

    def __init__(self, detail: str, **data: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.data = data
        self.concerns: dict[str, object] = {}

    def concerning(self, **ids: object) -> Self:
        """Add what the audit log shall name beside the refusal, and the answer shall not."""
        self.concerns = ids
        return self

    def headers(self) -> dict[str, str]:
        return {}


class Unauthenticated(Refusal):
    status, title, code = 401, "Unauthenticated", "unauthenticated"

    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": 'Bearer realm="api"'}


class Forbidden(Refusal):
    status, title, code = 403, "Forbidden", "forbidden"
    audited = True


class EnrolmentRequired(Forbidden):
    code = "two_factor_enrolment_required"


class FreshTwoFactorRequired(Forbidden):
    code = "fresh_two_factor_required"


class NotFound(Refusal):
    status, title, code = 404, "Not found", "not_found"


class Conflict(Refusal):
    status, title, code = 409, "Conflict", "conflict"
    audited = True


class Stale(Refusal):
    status, title, code = 412, "Precondition failed", "stale"


class TooLarge(Refusal):
    status, title, code = 413, "Content too large", "too_large"


class UnsupportedMediaType(Refusal):
    status, title, code = 415, "Unsupported media type", "unsupported_media_type"


class Malformed(Refusal):
    """Input of the wrong shape. `errors` holds pairs of JSON pointer (or parameter name) and message."""

    status, title, code = 422, "Malformed input", "malformed"

    def __init__(self, detail: str, errors: Sequence[tuple[str, str]] = (), **data: object) -> None:
        super().__init__(detail, **data)
        self.errors = [{"pointer": pointer, "message": message} for pointer, message in errors]


class PreconditionRequired(Refusal):
    status, title, code = 428, "Precondition required", "precondition_required"


class TooManyRequests(Refusal):
    status, title, code = 429, "Too many requests", "too_many_requests"

    def __init__(self, detail: str, retry_after_seconds: int, **data: object) -> None:
        super().__init__(detail, **data)
        self.retry_after_seconds = retry_after_seconds

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after_seconds)}


class Unavailable(Refusal):
    status, title, code = 503, "Service unavailable", "unavailable"


class IdentityUnavailable(Unavailable):
    code = "identity_unavailable"


class Misconfigured(Unavailable):
    code = "misconfigured"
