import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { done } from "@/ui/forms";
import { Page } from "@/ui/page";

import { type Body, CustomerForm } from "./CustomerForm";

const NewCustomer = () => {
  const say = useText();
  const queries = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  const send = async (body: Body) => {
    const { data } = await api.POST("/api/customers", { body, params: { header: { "Idempotency-Key": key } } });
    await queries.invalidateQueries({ queryKey: ["get", "/api/customers"] });
    done(say("customers.created"));
    return `/customers/${data?.customer_id ?? ""}`;
  };
  return (
    <Page title={say("customers.new")} above={[{ label: say("nav.customers"), to: "/customers" }]}>
      <CustomerForm submit={say("action.create")} send={send} />
    </Page>
  );
};

export default NewCustomer;
