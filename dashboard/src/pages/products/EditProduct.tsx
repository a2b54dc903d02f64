import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "react-router";

import { $api, api, LAST_READ, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { FOR_EDITING, LoadedForEditing } from "@/ui/editing";
import { Page } from "@/ui/page";
import { inverse, useSaved, type Version } from "@/ui/undo";

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
  const saved = useSaved();
  const { product_id } = product;
  const send = async (body: Body) => {
    const changes = changed<Body>(product, body);
    if (Object.keys(changes).length > 0) {
      const put = (some: Partial<Body>, header: Version) => api.PATCH("/api/products/{product_id}", { params: { path: { product_id }, header }, body: some });
      const answer = await put(changes, LAST_READ);
      await refreshProduct(queries);
      saved(say("action.saved"), answer, (version) => put(inverse<Partial<Body>>(product, changes), version).then(() => refreshProduct(queries)));
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
