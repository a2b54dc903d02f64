"""The description of the API says of each operation what it asks for and what it can answer."""

import json
import re
from typing import Any

import pytest

from local import openapi
from tests.client import Client, functions

DOCUMENT: dict[str, Any] = json.loads(openapi.describe(functions()))
OPERATIONS = {
    operation["operationId"]: operation for methods in DOCUMENT["paths"].values() for operation in methods.values()
}
COMMON = {"413", "422", "500", "503"}


def statuses(name: str) -> set[str]:
    return set(OPERATIONS[name]["responses"]) - COMMON


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_can_be_refused_and_fail(name: str):
    assert set(OPERATIONS[name]["responses"]) >= COMMON


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("log_in", {"200", "401", "415", "429"}),
        ("log_out", {"204", "401", "415"}),
        ("register", {"202", "403", "415", "429"}),
        ("reset_password", {"204", "409", "415", "429"}),
        ("get_me", {"200", "304", "401"}),
        ("update_me", {"200", "401", "403", "412", "415", "428"}),
        ("delete_me", {"204", "401", "403", "409", "415", "429"}),
        ("begin_two_factor", {"200", "401", "403", "409", "415", "429"}),
        ("list_users", {"200", "304", "401", "403"}),
        ("invite_user", {"201", "401", "403", "409", "415"}),
        ("get_user", {"200", "304", "401", "403", "404"}),
        ("update_user", {"200", "401", "403", "404", "409", "412", "415", "428"}),
        ("get_health", {"200", "304"}),
        ("create_upload", {"201", "401", "403", "404", "409", "415", "429"}),
    ],
)
def test_an_operation_names_the_statuses_it_can_give(name: str, expected: set[str]):
    assert statuses(name) == expected


def test_a_fresh_second_factor_is_asked_for_where_it_is():
    asking = {name for name, operation in OPERATIONS.items() if operation.get("x-fresh-two-factor")}

    assert asking == {
        *("delete_user", "reset_two_factor_of_user", "set_payout_account", "show_payout_account"),
        "export_payment_batch",
    }


def test_whatever_hands_out_or_takes_back_a_refresh_token_names_the_cookie():
    setting = {
        name
        for name, operation in OPERATIONS.items()
        for response in operation["responses"].values()
        if "Set-Cookie" in response.get("headers", {})
    }

    assert setting == {"log_in", "log_in_with_code", "refresh_session", "log_out", "change_password", "delete_me"}


def test_a_deletion_may_have_a_body():
    schema = OPERATIONS["delete_me"]["requestBody"]["content"]["application/json"]["schema"]

    assert schema == {"$ref": "#/components/schemas/ReauthenticationIn"}


def test_who_has_to_wait_is_told_how_long():
    for operation in OPERATIONS.values():
        for status in {"429", "503"} & operation["responses"].keys():
            assert "Retry-After" in operation["responses"][status]["headers"]


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_refusal_is_a_problem_and_every_answer_has_its_request_id(name: str):
    for status, response in OPERATIONS[name]["responses"].items():
        assert response["headers"]["X-Request-Id"]["required"]
        if int(status) >= 400:
            assert response["content"].keys() == {"application/problem+json"}


def test_what_must_not_be_blank_says_so_and_a_query_is_never_null():
    name = DOCUMENT["components"]["schemas"]["UserIn"]["properties"]["user_name"]
    q = next(one for one in OPERATIONS["list_users"]["parameters"] if one["name"] == "q")

    categories = DOCUMENT["components"]["schemas"]["RevenueShare"]["properties"]["categories"]["anyOf"][0]
    platforms = DOCUMENT["components"]["schemas"]["WhatIfIn"]["properties"]["platform"]

    assert name["pattern"] == r"[^\s\u0085]"
    assert categories["items"]["pattern"] == r"[^\s\u0085]"
    assert platforms["items"]["pattern"] == r"[^\s\u0085]"
    assert q["schema"]["type"] == "string"


def test_a_token_whose_end_is_blank_is_too_short_by_its_shape_and_by_the_code(api: Client):
    token = DOCUMENT["components"]["schemas"]["RefreshIn"]["properties"]["refresh_token"]["anyOf"][0]
    texts = ["t" * 19 + "\r", "t" * 20 + "\r"]

    answers = [api.post("auth/refresh", {"refresh_token": text}).status for text in texts]

    assert [bool(re.search(token["pattern"], text)) for text in texts] == [False, True]
    assert answers == [422, 401]


def test_a_number_that_is_sent_as_text_says_how_it_is_written():
    number, text = DOCUMENT["components"]["schemas"]["TargetsIn"]["properties"]["targets"]["additionalProperties"][
        "anyOf"
    ]

    assert (number["type"], text["type"]) == ("number", "string")
    assert [bool(re.search(text["pattern"], one)) for one in ("0.25", "12 %", "-1")] == [True, False, False]


def test_a_list_says_how_many_items_it_may_have():
    status = next(one for one in OPERATIONS["get_chart"]["parameters"] if one["name"] == "status")

    assert status["schema"]["maxItems"] == 5
    assert not re.search(r'"maxLength": \d+, ("\w+": "[^"]*", )*"type": "array"', json.dumps(DOCUMENT))


def test_a_query_that_has_to_be_there_says_so():
    groups = {one["name"]: one["required"] for one in OPERATIONS["get_group_performance"]["parameters"]}

    assert (groups["by"], groups["window"], groups["from"]) == (True, False, False)


def test_an_id_is_a_number_of_32_bits():
    (parameter,) = [one for one in OPERATIONS["get_user"]["parameters"] if one["in"] == "path"]

    assert (parameter["schema"]["minimum"], parameter["schema"]["maximum"]) == (-(2**31), 2**31 - 1)


def test_every_shape_has_a_name_of_its_own():
    """Two of one name would both be called by their modules, and what is generated from them changed its names."""
    assert [name for name in DOCUMENT["components"]["schemas"] if "__" in name] == []
