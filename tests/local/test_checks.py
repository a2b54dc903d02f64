import pytest

from local.host.blobs import parse_path
from local.host.checks import check_functions
from local.host.model import Function, StartError


def web(name: str, route: str, *methods: str) -> Function:
    return Function(name, name, {"type": "httpTrigger", "name": "req", "route": route, "methods": list(methods)})


def blob(name: str, source: str | None) -> Function:
    return Function(name, name, {"type": "blobTrigger", "name": "b", "path": "c/{name}", "source": source})


@pytest.mark.parametrize(
    ("functions", "message"),
    [
        ([web("one", "a"), web("One", "b")], "Function one: the name is used twice"),
        (
            [web("one", "a/{x:int}", "GET"), web("two", "A/{y:int}", "POST", "GET")],
            "Function two: .* are one's already",
        ),
        ([web("one", "a", "GET"), web("two", "a")], "Function two"),
        ([web("one", "admin/x")], "Function one: a route may not begin with 'admin'"),
        ([web("one", "Runtime")], "Function one: a route may not begin with 'runtime'"),
        ([web("one", "{x:nothing}")], "Function one: .* unknown constraint"),
        ([blob("one", None)], 'Function one: .*source="EventGrid"'),
        ([Function("one", "1", {"type": "queueTrigger", "name": "q"})], "Function one: .* queueTrigger"),
    ],
)
def test_what_azure_refuses_is_refused(functions, message):
    with pytest.raises(StartError, match=message):
        check_functions(functions, flex=True)


def test_one_route_may_serve_different_methods():
    check_functions([web("one", "a", "GET"), web("two", "a", "POST"), blob("three", "EventGrid")], flex=True)


def test_only_flex_asks_for_event_grid():
    check_functions([blob("one", None)], flex=False)


@pytest.mark.parametrize(
    ("path", "name", "values"),
    [
        ("in/{name}", "a/b.csv", {"name": "a/b.csv"}),
        ("in/{job}/{file}.csv", "7/x/y.csv", {"job": "7", "file": "x/y"}),
        ("in/{job}/{file}.csv", "7/x.txt", None),
        ("in/jobs/{name}", "other/a", None),
        ("in", "a/b", {"name": "a/b"}),
    ],
)
def test_a_blob_path_captures(path, name, values):
    assert parse_path(path, "f").match(name) == values


@pytest.mark.parametrize("path", ["", "{container}/x", "in/{a}/{a}"])
def test_an_unreadable_blob_path_is_refused(path):
    with pytest.raises(StartError, match="Function f: "):
        parse_path(path, "f")
