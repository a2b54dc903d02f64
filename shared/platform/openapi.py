"""OpenAPI 3.1, generated from the contracts of the endpoints.

The document is written into the repository by
`make openapi`, served as it is, and a test finds drift.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import azure.functions as func
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from shared.permissions import Permission
from shared.platform.contract import Contract, Raw

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
PATH_TYPES = {"int": {"type": "integer"}, "guid": {"type": "string", "format": "uuid"}}
WORDS_OF_STATUS = {
    "304": "What you have is still right", "401": "Unknown caller", "403": "Not allowed", "404": "Not there",
    "409": "Refused by a rule", "412": "Changed meanwhile", "415": "Not JSON", "422": "Malformed input",
    "428": "If-Match is missing", "500": "Unforeseen", "503": "Try again",
}  # fmt: skip


def describe(functions: Iterable[func.decorators.function_app.Function], title: str, version: str) -> dict[str, Any]:
    """Return the document for the HTTP functions among `functions`."""
    routes = sorted(_routes(functions), key=lambda route: (route[0], route[1]))
    schemas = _Schemas(contract for _, _, contract in routes)
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

    def __init__(self, contracts: Iterable[Contract]) -> None:
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

    def of(self, model: Any, mode: JsonSchemaMode) -> dict[str, Any]:
        return self._by_key[(model, mode)]

    def fields(self, model: Any) -> dict[str, Any]:
        schema = self.of(model, "validation")
        name = schema["$ref"].rpartition("/")[2]
        properties: dict[str, Any] = self.definitions[name]["properties"]
        return properties


def _operation(route: str, method: str, contract: Contract, schemas: _Schemas) -> dict[str, Any]:
    summary, _, more = (contract.handler.__doc__ or contract.handler.__name__).strip().partition("\n")
    operation: dict[str, Any] = {
        "operationId": contract.handler.__name__,
        "summary": summary,
        "tags": [route.split("/", maxsplit=1)[0]],
        "x-permission": contract.permission.value,
        "parameters": [*_path_parameters(route), *_query_parameters(contract, schemas), *_header_parameters(method)],
        "responses": _responses(route, method, contract, schemas),
    }
    if more.strip():
        operation["description"] = re.sub(r"\s+", " ", more.strip())
    if contract.permission is not Permission.ANYONE:
        operation["security"] = [{"bearer": []}]
    if contract.body is not None:
        schema = schemas.of(contract.body, "validation")
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return operation


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
    for name, schema in schemas.fields(contract.query).items():
        parameter = {"name": name, "in": "query", "required": False, "schema": schema}
        if "description" in schema:
            parameter["description"] = schema["description"]
        parameters.append(parameter)
    return parameters


def _header_parameters(method: str) -> list[dict[str, Any]]:
    headers = {"post": ["Idempotency-Key"], "put": ["If-Match"], "patch": ["If-Match"], "get": ["If-None-Match"]}
    return [
        {"name": name, "in": "header", "required": name == "If-Match", "schema": {"type": "string"}}
        for name in headers.get(method, [])
    ]


def _responses(route: str, method: str, contract: Contract, schemas: _Schemas) -> dict[str, Any]:
    responses: dict[str, Any] = {str(_status(contract)): _success(contract, schemas)}
    statuses = ["422", "500", "503"]
    statuses += ["304"] if method == "get" else []
    statuses += [] if contract.permission is Permission.ANYONE else ["401", "403"]
    statuses += ["404"] if "{" in route else []
    statuses += ["409"] if method != "get" else []
    statuses += ["415", "413"] if contract.body is not None else []
    statuses += ["412", "428"] if method in {"put", "patch"} else []
    statuses += ["401"] if contract.permission is Permission.ANYONE and method == "post" else []
    for status in sorted(statuses):
        responses[status] = {"description": WORDS_OF_STATUS.get(status, "Too large")}
        if status != "304":
            reference = {"$ref": "#/components/schemas/Problem"}
            responses[status]["content"] = {"application/problem+json": {"schema": reference}}
    return responses


def _status(contract: Contract) -> int:
    return 204 if contract.answer is None else contract.status


def _success(contract: Contract, schemas: _Schemas) -> dict[str, Any]:
    if contract.answer is Raw:
        return {"description": "The document"}
    if contract.answer_model is None:
        return {"description": "Done"}
    schema = schemas.of(contract.answer_model, "serialization")
    return {"description": "The answer", "content": {"application/json": {"schema": schema}}}


def dump(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, sort_keys=False, default=str) + "\n"
