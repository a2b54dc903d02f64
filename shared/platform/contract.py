"""What a handler's signature promises: path parameters, query, body, answer.

    def update_user(call: Call, user_id: int, body: UserPatch) -> Answer[UserOut]: ...
    def list_users(call: Call, query: UserQuery) -> Page[UserOut]: ...

`call` comes first, `query` and `body` are pydantic models under these names, everything else is a path parameter.
Reading a signature is cheap; the validators behind it are made at the first call, not while Azure indexes the app.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args, get_origin
from urllib.parse import parse_qs, urlsplit

import azure.functions as func
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from shared.permissions import Permission
from shared.platform.errors import Malformed, TooLarge, UnsupportedMediaType

LARGEST_BODY = 1024 * 1024


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
    """A body with what belongs beside it: the record's version (its ETag) or where it is to be found."""

    body: T
    version: int | None = None
    location: str | None = None


@dataclass(frozen=True)
class Raw:
    """An answer that is not JSON made from a model."""

    content: bytes
    content_type: str


class Contract:
    """The promise of one handler, as read off its signature."""

    def __init__(self, handler: Callable[..., Any], permission: Permission, status: int) -> None:
        self.handler = handler
        self.permission = permission
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
        if get_origin(self.answer) is Answer:
            return get_args(self.answer)[0]
        return None if self.answer in (None, Raw) else self.answer

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
        arguments = {
            name: _validated(adapter.validate_python, request.route_params.get(name), "path", name)
            for name, adapter in self._path_adapters.items()
        }
        given = query_parameters(request.url)
        if self.query is not None:
            arguments["query"] = _validated(self.query.model_validate, _query_values(self.query, given), "query")
        elif given:
            raise Malformed("Unknown query parameters.", [(name, "is not known here") for name in given])
        if self.body is not None:
            arguments["body"] = _validated(self.body.model_validate_json, _json_body(request), "body")
        return arguments


def query_parameters(url: str) -> dict[str, list[str]]:
    """Return all values of all parameters; the worker's own parsing joins repeated ones by commas."""
    return parse_qs(urlsplit(url).query, keep_blank_values=True)


def repeatable(value: object) -> object:
    """Before-validator of a tuple that may be given once or many times."""
    return [value] if isinstance(value, str) else value


def _query_values(model: type[Query], given: dict[str, list[str]]) -> dict[str, object]:
    many = {field.alias or name for name, field in model.model_fields.items() if _is_tuple(field.annotation)}
    _refuse_nul("".join(name + "".join(values) for name, values in given.items()))
    repeated = [name for name, values in given.items() if len(values) > 1 and name not in many]
    if repeated:
        raise Malformed("A parameter was given twice.", [(name, "may be given once only") for name in repeated])
    return {name: tuple(values) if name in many else values[0] for name, values in given.items()}


def _is_tuple(annotation: Any) -> bool:
    return get_origin(annotation) is tuple


def _json_body(request: func.HttpRequest) -> bytes:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise UnsupportedMediaType("The body must be application/json.")
    body = request.get_body()
    if len(body) > LARGEST_BODY:
        raise TooLarge("The body is larger than 1 MiB.", limit=LARGEST_BODY)
    if b"\\u0000" in body:
        _refuse_nul("\0")
    return body


def _refuse_nul(text: str) -> None:
    if "\0" in text:
        raise Malformed("NUL characters cannot be stored.", [("", "contains a NUL character")])


Place = Literal["path", "query", "body"]


def _validated(validate: Callable[[Any], Any], value: object, place: Place, name: str = "") -> Any:
    try:
        return validate(value)
    except ValidationError as invalid:
        errors = [
            (_pointer(place, (name, *error["loc"]) if name else error["loc"]), _message(error))
            for error in invalid.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise Malformed(f"The {place} is malformed.", errors) from None


def _message(error: Any) -> str:
    return "is not known here" if error["type"] == "extra_forbidden" else str(error["msg"])


def _pointer(place: Place, location: Sequence[object]) -> str:
    """Return a JSON pointer (RFC 6901) into the body, or the name of a parameter."""
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in location]
    return "".join(f"/{part}" for part in parts) if place == "body" else ".".join(parts)
