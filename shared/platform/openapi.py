"""OpenAPI 3.1, generated from the contracts of the endpoints.

The document is written into the repository by
`make openapi`, served as it is, and a test finds drift.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import azure.functions as func
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from shared.permissions import Permission
from shared.platform.contract import Contract
from shared.platform.openapi_answers import is_conditional, remembers, responses

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"pointer": {"type": "string"}, "message": {"type": "string"}},
                "required": ["pointer", "message"],
            },
        },
    },
}
NOT_BLANK = r"[^\s\u0085]"
REFERENCES = re.compile(r'"#/components/schemas/([^"]+)"')
HEADER_TYPES = {
    "Idempotency-Key": {"type": "string", "maxLength": 255, "pattern": r"^[\x20-\x7e]*$"},
    "If-Match": {"type": "string", "minLength": 1},
    "If-None-Match": {"type": "string"},
}
PATH_TYPES = {
    "int": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},  # as Azure's route constraint has it
    "guid": {"type": "string", "format": "uuid"},
}


def describe(functions: Iterable[func.decorators.function_app.Function], title: str, version: str) -> dict[str, Any]:
    """Return the document for the HTTP functions among `functions`."""
    routes = sorted(_routes(functions), key=lambda route: (route[0], route[1]))
    schemas = _Schemas([contract for _, _, contract in routes])
    paths: dict[str, Any] = {}
    for route, method, contract in routes:
        path = "/api/" + re.sub(r"\{(\w+)[^}]*\}", r"{\1}", route)
        paths.setdefault(path, {})[method] = _operation(route, method, contract, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {**schemas.definitions, "Problem": PROBLEM},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _routes(functions: Iterable[Any]) -> Iterator[tuple[str, str, Contract]]:
    for function in functions:
        trigger = function.get_trigger().get_dict_repr()
        if trigger["type"] == "httpTrigger":
            contract = function.get_user_function().contract
            for method in trigger["methods"]:
                yield trigger["route"], str(method).lower().rpartition(".")[2], contract


class _Schemas:
    """JSON schemas of all bodies, queries and answers, with the shared ones by reference."""

    def __init__(self, contracts: Sequence[Contract]) -> None:
        inputs: list[tuple[Any, JsonSchemaMode, TypeAdapter[Any]]] = []
        for contract in contracts:
            if contract.body is not None:
                inputs.append((contract.body, "validation", TypeAdapter(contract.body)))
            if contract.query is not None:
                inputs.append((contract.query, "validation", TypeAdapter(contract.query)))
            if contract.answer_model is not None:
                inputs.append((contract.answer_model, "serialization", TypeAdapter(contract.answer_model)))
        self._by_key, definitions = TypeAdapter.json_schemas(inputs, ref_template="#/components/schemas/{model}")
        self.definitions: dict[str, Any] = definitions.get("$defs", {})
        _count_items(self.definitions)
        for contract in contracts:
            if contract.body is not None and contract.body.model_config.get("str_strip_whitespace"):
                for fields in self._all_fields(contract.body):
                    _ask_for_more_than_blanks(fields)

    def of(self, model: Any, mode: JsonSchemaMode) -> dict[str, Any]:
        return self._by_key[(model, mode)]

    def fields(self, model: Any) -> dict[str, Any]:
        schema = self.of(model, "validation")
        name = schema["$ref"].rpartition("/")[2]
        properties: dict[str, Any] = self.definitions[name]["properties"]
        return properties

    def _all_fields(self, model: Any) -> Iterator[dict[str, Any]]:
        """Yield the fields of a model and of those within it."""
        waiting, seen = [self.of(model, "validation")], set[str]()
        while waiting:
            for name in set(REFERENCES.findall(json.dumps(waiting.pop()))) - seen:
                seen.add(name)
                waiting.append(self.definitions[name])
                yield self.definitions[name].get("properties", {})


def _count_items(schema: Any) -> None:
    """Say of lists how many items they have: behind a validator of ours pydantic takes their length for a text's."""
    if isinstance(schema, list):
        for one in schema:
            _count_items(one)
    if not isinstance(schema, dict):
        return
    for name, wrong in (("maxItems", "maxLength"), ("minItems", "minLength")):
        if schema.get("type") == "array" and wrong in schema:
            schema[name] = schema.pop(wrong)
    for one in schema.values():
        _count_items(one)


def _ask_for_more_than_blanks(fields: Mapping[str, dict[str, Any]]) -> None:
    """Say of texts that are stripped before they are measured that blanks do not count."""
    for schema in fields.values():
        choices = (schema, *schema.get("anyOf", ()))
        for choice in (*choices, *(one["items"] for one in choices if "items" in one)):
            if choice.get("minLength") == 1 and choice.get("format") != "password":
                choice.setdefault("pattern", NOT_BLANK)
            elif choice.get("minLength", 0) > 1:
                choice.setdefault("pattern", f"{NOT_BLANK}[\\s\\S]{{{choice['minLength'] - 2},}}{NOT_BLANK}")


def _operation(route: str, method: str, contract: Contract, schemas: _Schemas) -> dict[str, Any]:
    summary, _, more = (contract.handler.__doc__ or contract.handler.__name__).strip().partition("\n")
    operation: dict[str, Any] = {
        "operationId": contract.handler.__name__,
        "summary": summary,
        "tags": [route.split("/", maxsplit=1)[0]],
        "x-permission": contract.permission.value,
    }
    if contract.demands.fresh_two_factor:
        operation["x-fresh-two-factor"] = True
    if more.strip():
        operation["description"] = re.sub(r"\s+", " ", more.strip())
    operation["parameters"] = [
        *_path_parameters(route),
        *_query_parameters(contract, schemas),
        *_header_parameters(method, contract),
    ]
    if contract.permission is not Permission.ANYONE:
        operation["security"] = [{"bearer": []}]
    if contract.body is not None:
        schema = schemas.of(contract.body, "validation")
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    model = contract.answer_model
    answered = None if model is None else schemas.of(model, "serialization")
    return operation | {"responses": responses(route, method, contract, answered)}


def _path_parameters(route: str) -> list[dict[str, Any]]:
    found = re.findall(r"\{(\w+):?(\w*)", route)
    return [
        {"name": name, "in": "path", "required": True, "schema": PATH_TYPES.get(kind, {"type": "string"})}
        for name, kind in found
    ]


def _query_parameters(contract: Contract, schemas: _Schemas) -> list[dict[str, Any]]:
    if contract.query is None:
        return []
    parameters = []
    needed = {field.alias or name for name, field in contract.query.model_fields.items() if field.is_required()}
    for name, schema in schemas.fields(contract.query).items():
        parameter = {"name": name, "in": "query", "required": name in needed, "schema": _without_null(schema)}
        if "description" in schema:
            parameter["description"] = schema["description"]
        parameters.append(parameter)
    return parameters


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a parameter that may be left out: there is no way to send a null in a URL."""
    choices: list[dict[str, Any]] = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) != 1:
        return schema
    kept: dict[str, Any] = {
        name: value for name, value in schema.items() if name not in {"anyOf", "default", "description"}
    }
    return kept | choices[0]


def _header_parameters(method: str, contract: Contract) -> list[dict[str, Any]]:
    named = {"post": "Idempotency-Key", "put": "If-Match", "patch": "If-Match", "get": "If-None-Match"}.get(method)
    if named is None or (named == "Idempotency-Key" and not remembers(contract)):
        return []
    if named == "If-Match" and not contract.demands.versioned:
        return []
    if named == "If-None-Match" and not is_conditional(method, contract):
        return []
    return [{"name": named, "in": "header", "required": named == "If-Match", "schema": HEADER_TYPES[named]}]


def dump(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, sort_keys=False, default=str) + "\n"
