import pytest

from local.host.routes import BadTemplateError, compile_route, decode_path


@pytest.mark.parametrize(
    ("template", "path", "values"),
    [
        ("orders", "orders", {}),
        ("orders", "ORDERS/", {}),
        ("orders", "orders/1", None),
        ("orders/{id}", "orders/a b", {"id": "a b"}),
        ("orders/{id}", "orders", None),
        ("orders/{id:int}", "orders/-12", {"id": "-12"}),
        ("orders/{id:int}", "orders/2147483647", {"id": "2147483647"}),
        ("orders/{id:int}", "orders/2147483648", None),
        ("orders/{id:int}", "orders/1x", None),
        ("orders/{id:int}", "orders/\u0661", None),
        (
            "orders/{id:guid}",
            "orders/6f9619ff-8b86-d011-b42d-00c04fc964ff",
            {"id": "6f9619ff-8b86-d011-b42d-00c04fc964ff"},
        ),
        ("orders/{id:guid}", "orders/6f9619ff", None),
        ("{code:alpha}", "abC", {"code": "abC"}),
        ("{code:alpha}", "ab1", None),
        ("{code:length(3)}", "abc", {"code": "abc"}),
        ("{code:length(3)}", "abcd", None),
        ("{code:length(2,4)}", "abcd", {"code": "abcd"}),
        ("{code:length(2,4)}", "a", None),
        ("{n:min(5)}", "5", {"n": "5"}),
        ("{n:min(5)}", "4", None),
        ("{n:max(5)}", "6", None),
        ("{n:range(1,3)}", "3", {"n": "3"}),
        ("{n:range(1,3)}", "4", None),
        ("{n:int:min(5)}", "4", None),
        ("{code:regex(^[a-f]{{2}}$)}", "ab", {"code": "ab"}),
        ("{code:regex(^(a|b)c$)}", "bc", {"code": "bc"}),
        ("{code:regex(^(a|b)c$)}", "cc", None),
        ("orders/{id?}", "orders", {}),
        ("orders/{id?}", "orders/1", {"id": "1"}),
        ("orders/{id:int?}", "orders/x", None),
        ("files/{*path}", "files/a/b/c.txt", {"path": "a/b/c.txt"}),
        ("files/{*path}", "files", {}),
        ("files/{name}.{extension?}", "files/a.txt", {"name": "a", "extension": "txt"}),
        ("files/{name}.{extension?}", "files/a.b.txt", {"name": "a.b", "extension": "txt"}),
        ("files/{name}.{extension?}", "files/a", {"name": "a"}),
        ("{*path}", "", {}),
        ("", "", {}),
    ],
)
def test_a_template_matches_as_in_asp_net(template, path, values):
    assert compile_route(template).match(path) == values


@pytest.mark.parametrize("template", ["{id:unknown}", "{id", "a/{id:int(3)}", "{id=5}"])
def test_an_unreadable_template_is_refused(template):
    with pytest.raises(BadTemplateError, match="route"):
        compile_route(template)


def test_templates_of_one_shape_differ_in_names_and_case_only():
    assert compile_route("Orders/{id:int}").shape == compile_route("orders/{other:int}").shape
    assert compile_route("orders/{id:int}").shape != compile_route("orders/{id}").shape


def test_an_encoded_slash_stays_encoded():
    assert decode_path("/a%20b%2fc") == "/a b%2Fc"
