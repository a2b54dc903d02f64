"""Who sees what of a row that could not be taken."""

from tests.client import Client
from tests.imports.conftest import Shop, csv_of

FIELDS = {"external_ref": "ref", "customer_mail": "mail", "customer_phone": "phone"}


def test_personal_data_of_a_rejected_customer_is_for_those_who_may_see_it(shop: Shop, api: Client):
    shop.source({"target": "customers", "fields": FIELDS})
    run = shop.drop(csv_of("ref,mail,phone", "c1,somebody@shop.example,1234567890123456"))
    path = f"imports/runs/{run.run_id}/rejects"

    shown = {role: api.as_role(role).get(path).json["items"] for role in ("marketing_manager", "data_analyst")}

    assert [row["value"] for row in shown["marketing_manager"]] == ["1234567890123456"]
    assert [row["value"] for row in shown["data_analyst"]] == ["***"]
    assert "1234567890" not in str(shown["data_analyst"])
