import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "react-router";

import { $api, api, LAST_READ, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { FOR_EDITING, LoadedForEditing } from "@/ui/editing";
import { done } from "@/ui/forms";
import { Page } from "@/ui/page";

import { changed } from "./changed";
import { type Body, ProductForm } from "./ProductForm";
import { refreshProduct } from "./refresh";

const EditProduct = () => {
  const say = useText();
  const product_id = Number(useParams().productId);
  const query = $api.useQuery("get", "/api/products/{product_id}", { params: { path: { product_id } } }, FOR_EDITING);
  return <LoadedForEditing query={query}>{(product) => <Editor product={product} title={say("products.edit", { title: product.title })} />}</LoadedForEditing>;
};

const Editor = ({ product, title }: { product: Schema["ProductOut"]; title: string }) => {
  const say = useText();
  const queries = useQueryClient();
  const { product_id } = product;
  const send = async (body: Body) => {
    const changes = changed<Body>(product, body);
    if (Object.keys(changes).length > 0) {
      await api.PATCH("/api/products/{product_id}", { params: { path: { product_id }, header: LAST_READ }, body: changes });
      await refreshProduct(queries);
      done(say("action.saved"));
    }
    return `/products/${product_id}`;
  };
  return (
    <Page
      title={title}
      above={[
        { label: say("nav.products"), to: "/products" },
        { label: product.title, to: `/products/${product_id}` },
      ]}
    >
      <ProductForm initial={product} submit={say("action.save")} send={send} />
    </Page>
  );
};

export default EditProduct;
