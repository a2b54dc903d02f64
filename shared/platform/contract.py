"""What a handler's signature promises: path parameters, query, body, answer.

    def update_user(call: Call, user_id: int, body: UserPatch) -> Answer[UserOut]: ...
    def list_users(call: Call, query: UserQuery) -> Page[UserOut]: ...

`call` comes first, `query` and `body` are pydantic models under these names, everything else is a path parameter.
Reading a signature is cheap; the validators behind it are made at the first call, not while Azure indexes the app.
"""

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin
from urllib.parse import parse_qs

import azure.functions as func
from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from shared.permissions import Permission
from shared.platform import strict_json
from shared.platform.errors import Malformed, TooLarge, UnsupportedMediaType

LARGEST_BODY = 1024 * 1024
MOST_PARAMETERS = 500
MOST_ERRORS_TOLD = 50
# RFC 8259 knows no charset: JSON is UTF-8. Saying so is harmless, saying anything else is not.
JSON_MEDIA_TYPE = re.compile(r'application/json\s*(?:;\s*charset\s*=\s*(?:utf-8|"utf-8")\s*)?', re.IGNORECASE)


class Body(BaseModel):
    """Base of what clients send: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True, defer_build=True)


class Query(BaseModel):
    """Base of query parameters: unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class Out(BaseModel):
    """Base of what the API answers, made from rows or objects alike."""

    model_config = ConfigDict(from_attributes=True, frozen=True, defer_build=True)


@dataclass(frozen=True)
class Answer[T]:
    """A body with what belongs beside it: the record's version (its ETag), where it is to be found, a Set-Cookie."""

    body: T
    version: int | None = None
    location: str | None = None
    cookie: str | None = None


@dataclass(frozen=True)
class Raw:
    """An answer that is not JSON made from a model; with a file name it is downloaded and kept in no cache."""

    content: bytes
    content_type: str
    file_name: str | None = None  # ours, never a caller's: letters, digits, dots and hyphens
    content_security_policy: str | None = None  # instead of the one that allows nothing


@dataclass(frozen=True)
class Demands:
    """What a handler asks of its caller beside the right input; `http.endpoint` says what each means."""

    permission: Permission
    versioned: bool = True
    private: bool = False
    fresh_two_factor: bool = False
    refuses: tuple[int, ...] | None = None
    reads: tuple[str, ...] = ()


class Contract:
    """The promise of one handler, as read off its signature."""

    def __init__(self, handler: Callable[..., Any], demands: Demands, status: int) -> None:
        self.handler = handler
        self.demands = demands
        self.permission = demands.permission
        self.status = status
        signature = inspect.signature(handler)
        parameters = {name: p.annotation for name, p in signature.parameters.items() if name != "call"}
        self.query: type[Query] | None = parameters.pop("query", None)
        self.body: type[Body] | None = parameters.pop("body", None)
        self.path: dict[str, Any] = parameters
        self.answer: Any = signature.return_annotation

    @property
    def answer_model(self) -> Any:
        """Return the type of the JSON that is answered, None for an empty or a raw answer."""
        answer = get_args(self.answer)[0] if get_origin(self.answer) is Answer else self.answer
        return None if answer in (None, NoneType, Raw) else answer

    @cached_property
    def _path_adapters(self) -> dict[str, TypeAdapter[Any]]:
        return {name: TypeAdapter(annotation) for name, annotation in self.path.items()}

    @cached_property
    def answer_adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.answer_model)

    def arguments(self, request: func.HttpRequest) -> dict[str, Any]:
        """Return the handler's validated arguments.

        Raises:
            Malformed, UnsupportedMediaType, TooLarge: the request does not keep the contract.
        """
        _refuse_large(request)
        arguments = {
            name: _validated(adapter.validate_python, _path_value(request, name), "path", name)
            for name, adapter in self._path_adapters.items()
        }
        given = query_parameters(request.url)
        if self.query is not None:
            arguments["query"] = _validated(self.query.model_validate, _query_values(self.query, given), "query")
        elif given:
            raise Malformed(
                "Unknown query parameters.", [(name, "is not known here") for name in [*given][:MOST_ERRORS_TOLD]]
            )
        if self.body is not None:
            body = _json_body(request)
            arguments["body"] = _validated(self.body.model_validate_json, body, "body")
            strict_json.refuse_other_types(strict_json.check(body), arguments["body"])
        return arguments


def query_parameters(url: str) -> dict[str, list[str]]:
    """Return all values of all parameters; the worker's own parsing joins repeated ones by commas.

    Raises:
        Malformed: there are too many, or they are not UTF-8.
    """
    # The url begins with a Host header that anybody may have written, so it is not taken apart as one.
    query = url.partition("?")[2].partition("#")[0]
    try:
        return parse_qs(query, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except ValueError:
        raise Malformed("The query is not UTF-8, or has too many parameters.") from None


def repeatable(value: object) -> object:
    """Before-validator of a tuple that may be given once or many times."""
    return [value] if isinstance(value, str) else value


def _written_as_a_day(value: object) -> object:
    if not isinstance(value, date) and not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)):
        raise ValueError("must be a day as in 2026-11-23")  # pydantic would read 0 as the first of January 1970
    return value


Day = Annotated[date, BeforeValidator(_written_as_a_day)]


def _query_values(model: type[Query], given: dict[str, list[str]]) -> dict[str, object]:
    many = {field.alias or name for name, field in model.model_fields.items() if _is_tuple(field.annotation)}
    strict_json.refuse_nul("".join(name + "".join(values) for name, values in given.items()))
    repeated = [name for name, values in given.items() if len(values) > 1 and name not in many]
    if repeated:
        raise Malformed("A parameter was given twice.", [(name, "may be given once only") for name in repeated])
    return {name: tuple(values) if name in many else values[0] for name, values in given.items()}


def _is_tuple(annotation: Any) -> bool:
    return get_origin(annotation) is tuple


def _path_value(request: func.HttpRequest, name: str) -> str | None:
    value: str | None = request.route_params.get(name)
    strict_json.refuse_nul(value or "")
    return value


def _refuse_large(request: func.HttpRequest) -> None:
    if len(request.get_body()) > LARGEST_BODY:
        raise TooLarge("The body is larger than 1 MiB.", limit=LARGEST_BODY)


def _json_body(request: func.HttpRequest) -> bytes:
    if not JSON_MEDIA_TYPE.fullmatch(request.headers.get("content-type", "").strip()):
        raise UnsupportedMediaType("The body must be application/json in UTF-8.")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise UnsupportedMediaType("The body must not be compressed.")
    body: bytes = request.get_body()
    return body


Place = Literal["path", "query", "body"]


def _validated(validate: Callable[[Any], Any], value: object, place: Place, name: str = "") -> Any:
    try:
        return validate(value)
    except ValidationError as invalid:
        errors = [
            (_pointer(place, (name, *error["loc"]) if name else error["loc"]), _message(error))
            for error in invalid.errors(include_url=False, include_input=False, include_context=False)[
                :MOST_ERRORS_TOLD
            ]
        ]
        raise Malformed(f"The {place} is malformed.", errors) from None


def _message(error: Any) -> str:
    return "is not known here" if error["type"] == "extra_forbidden" else str(error["msg"])


def _pointer(place: Place, location: Sequence[object]) -> str:
    """Return a JSON pointer (RFC 6901) into the body, or the name of a parameter."""
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in location]
    return "".join(f"/{part}" for part in parts) if place == "body" else ".".join(parts)
