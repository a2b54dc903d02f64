"""Refuses at the start what Azure refuses."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from local.host.model import SUPPORTED_OUTPUTS, SUPPORTED_TRIGGERS, Function, StartError
from local.host.routes import BadTemplateError, compile_route

RESERVED_ROUTES = ("admin", "runtime")


def check_functions(functions: Sequence[Function], *, flex: bool) -> None:
    names = [function.name.lower() for function in functions]
    for function in functions:
        if names.count(function.name.lower()) > 1:
            raise StartError(f"Function {function.name}: the name is used twice.")
        _check_one(function, flex=flex)
    web = [function for function in functions if function.kind == "httpTrigger"]
    for one, other in combinations(web, 2):
        _check_pair(one, other)


def _check_one(function: Function, *, flex: bool) -> None:
    if function.kind not in SUPPORTED_TRIGGERS:
        raise StartError(f"Function {function.name}: the local host does not serve a {function.kind}.")
    for output in function.outputs:
        if output["type"] not in SUPPORTED_OUTPUTS:
            raise StartError(f"Function {function.name}: the local host does not serve a {output['type']} binding.")
    if function.kind == "httpTrigger":
        _check_route(function)
    if function.kind == "blobTrigger" and flex and not is_event_grid(function.trigger):
        raise StartError(f'Function {function.name}: Flex Consumption needs source="EventGrid" for a blob trigger.')


def _check_route(function: Function) -> None:
    try:
        compile_route(function.route)
    except BadTemplateError as problem:
        raise StartError(f"Function {function.name}: {problem}.") from None
    first = function.route.strip("/").split("/")[0].lower()
    if first in RESERVED_ROUTES:
        raise StartError(f"Function {function.name}: a route may not begin with {first!r}.")


def _check_pair(one: Function, other: Function) -> None:
    common = one.methods is None or other.methods is None or one.methods & other.methods
    if common and compile_route(one.route).shape == compile_route(other.route).shape:
        raise StartError(f"Function {other.name}: the route {other.route!r} and a method are {one.name}'s already.")


def is_event_grid(trigger: Any) -> bool:
    return str(trigger.get("source", "")).lower().endswith("eventgrid")
