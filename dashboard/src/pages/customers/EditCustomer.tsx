import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "react-router";

import { $api, api, LAST_READ, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { changed } from "@/pages/products/changed";
import { FOR_EDITING, LoadedForEditing } from "@/ui/editing";
import { Page } from "@/ui/page";
import { inverse, useSaved, type Version } from "@/ui/undo";

import { type Body, CustomerForm } from "./CustomerForm";
import { refreshCustomer } from "./refresh";

const EditCustomer = () => {
  const customer_id = Number(useParams().customerId);
  const query = $api.useQuery("get", "/api/customers/{customer_id}", { params: { path: { customer_id } } }, FOR_EDITING);
  return <LoadedForEditing query={query}>{(customer) => <Editor customer={customer} />}</LoadedForEditing>;
};

const Editor = ({ customer }: { customer: Schema["CustomerOut"] }) => {
  const say = useText();
  const queries = useQueryClient();
  const saved = useSaved();
  const { customer_id } = customer;
  const send = async (body: Body) => {
    const changes = changed<Body>(customer, body);
    if (Object.keys(changes).length > 0) {
      const put = (some: Partial<Body>, header: Version) => api.PATCH("/api/customers/{customer_id}", { params: { path: { customer_id }, header }, body: some });
      const answer = await put(changes, LAST_READ);
      await refreshCustomer(queries);
      saved(say("action.saved"), answer, (version) => put(inverse<Partial<Body>>(customer, changes), version).then(() => refreshCustomer(queries)));
    }
    return `/customers/${customer_id}`;
  };
  return (
    <Page
      title={say("customers.edit", { name: customer.customer_name })}
      above={[
        { label: say("nav.customers"), to: "/customers" },
        { label: customer.customer_name, to: `/customers/${customer_id}` },
      ]}
    >
      <CustomerForm initial={customer} submit={say("action.save")} send={send} />
    </Page>
  );
};

export default EditCustomer;
