import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { done } from "@/ui/forms";
import { Page } from "@/ui/page";

import { type Body, ProductForm } from "./ProductForm";

const NewProduct = () => {
  const say = useText();
  const queries = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  const send = async (body: Body) => {
    const { data } = await api.POST("/api/products", { body, params: { header: { "Idempotency-Key": key } } });
    await queries.invalidateQueries({ queryKey: ["get", "/api/products"] });
    done(say("products.created"));
    return `/products/${data?.product_id ?? ""}`;
  };
  return (
    <Page title={say("products.new")} above={[{ label: say("nav.products"), to: "/products" }]}>
      <ProductForm submit={say("action.create")} send={send} />
    </Page>
  );
};

export default NewProduct;
