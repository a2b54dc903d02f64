import { Button } from "@mantine/core";
import { IconEdit, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";

import { $api, api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { confirm, done } from "@/ui/forms";
import { inRecord, useEdit } from "@/ui/undo";

import { refreshProduct } from "./refresh";

type Product = Schema["ProductOut"];

export const ProductActions = ({ product }: { product: Product }) => {
  const say = useText();
  const queries = useQueryClient();
  const go = useNavigate();
  const { product_id, title } = product;
  const toggle = useToggle(product);
  const remove = () =>
    confirm(
      {
        title: say("products.delete"),
        text: say("products.delete.ask", { title }),
        label: say("action.delete"),
        isDangerous: true,
        deed: () => api.DELETE("/api/products/{product_id}", { params: { path: { product_id } } }),
        after: () => {
          done(say("products.deleted"));
          void queries.invalidateQueries({ queryKey: ["get", "/api/products"] });
          void go("/products");
        },
      },
      say,
    );
  return (
    <>
      <Button variant="default" onClick={() => void toggle()}>
        {say(product.on_sale ? "products.takeOff" : "products.putOn")}
      </Button>
      <Button component={Link} to={`/products/${product_id}/edit`} variant="default" leftSection={<IconEdit size={16} aria-hidden />}>
        {say("action.edit")}
      </Button>
      <Button variant="light" color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove}>
        {say("action.delete")}
      </Button>
    </>
  );
};

/** Put on sale or take off. */
const useToggle = ({ product_id, on_sale }: Product) => {
  const say = useText();
  const queries = useQueryClient();
  const edit = useEdit();
  const path = { path: { product_id } };
  return () =>
    edit<Schema["ProductPatch"]>({
      before: { on_sale },
      changes: { on_sale: !on_sale },
      queryKey: $api.queryOptions("get", "/api/products/{product_id}", { params: path }).queryKey,
      shown: inRecord,
      send: (body, header) => api.PATCH("/api/products/{product_id}", { params: { ...path, header }, body }),
      refresh: () => refreshProduct(queries),
      message: say(on_sale ? "products.takenOff" : "products.putOn.done"),
    });
};
