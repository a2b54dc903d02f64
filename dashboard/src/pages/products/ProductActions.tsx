import { Button } from "@mantine/core";
import { IconEdit, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";

import { $api, api, LAST_READ, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { confirm, done, tell } from "@/ui/forms";

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

/** Put on sale or take off: shown at once, and taken back where the server refuses. The same button undoes it. */
const useToggle = (product: Product) => {
  const say = useText();
  const queries = useQueryClient();
  const { product_id, on_sale } = product;
  const path = { params: { path: { product_id } } };
  const { queryKey } = $api.queryOptions("get", "/api/products/{product_id}", path);
  return async () => {
    queries.setQueryData(queryKey, { ...product, on_sale: !on_sale });
    try {
      await api.PATCH("/api/products/{product_id}", { params: { ...path.params, header: LAST_READ }, body: { on_sale: !on_sale } });
      done(say(on_sale ? "products.takenOff" : "products.putOn.done"));
    } catch (error) {
      queries.setQueryData(queryKey, product);
      tell(error, say);
    }
    await refreshProduct(queries);
  };
};
