import { ActionIcon, Button, Card, Group, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconHeartPlus, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { ChannelLink, Day, ProductLink } from "@/pages/products/marks";
import { useMay } from "@/session/session";
import { confirm, done } from "@/ui/forms";
import { Listed, useList } from "@/ui/list";
import { useNames } from "@/ui/names";
import { type Column, DataTable } from "@/ui/table";

import { LikeForm } from "./LikeForm";
import { refreshLikes } from "./refresh";

type Like = Schema["LikeOut"];
const CHUNK = 10;

/** What a customer likes; those who may keep records add and take away. */
export const Likes = ({ customer: { customer_id, is_account_deleted } }: { customer: Schema["CustomerOut"] }) => {
  const say = useText();
  const may = useMay();
  const [isAdding, adding] = useDisclosure();
  const asked = { customer_id: [customer_id], sort: "-like_id", limit: CHUNK };
  const { query, rows } = useList(["get", "/api/likes", "list", asked], (cursor) => api.GET("/api/likes", { params: { query: { ...asked, cursor } } }));
  return (
    <Card withBorder>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {say("customers.likes")}
        </Title>
        {may("purchases.manage") && !is_account_deleted && (
          <Button size="xs" variant="default" leftSection={<IconHeartPlus size={16} aria-hidden />} onClick={adding.open}>
            {say("customers.likes.new")}
          </Button>
        )}
      </Group>
      <Listed query={query}>
        <LikeTable rows={rows} />
      </Listed>
      {isAdding && <LikeForm customerId={customer_id} onClose={adding.close} />}
    </Card>
  );
};

const LikeTable = ({ rows }: { rows: readonly Like[] }) => {
  const say = useText();
  const may = useMay();
  const queries = useQueryClient();
  const title = useNames("product", rows.map(({ product_id }) => product_id));
  const influencer = useNames("influencer", rows.map(({ channel }) => channel));
  const titleOf = ({ product_id }: Like) => title(product_id) ?? say("products.numbered", { id: String(product_id) });
  const remove = (like: Like) =>
    confirm(
      {
        title: say("customers.likes.remove"),
        text: say("customers.likes.remove.ask", { title: titleOf(like) }),
        label: say("customers.likes.remove"),
        isDangerous: true,
        deed: () => api.DELETE("/api/likes/{like_id}", { params: { path: { like_id: like.like_id } } }),
        after: () => {
          done(say("customers.likes.removed"));
          void refreshLikes(queries);
        },
      },
      say,
    );
  const columns: Column<Like>[] = [
    { key: "product", label: say("word.product"), show: (like) => <ProductLink id={like.product_id} title={title(like.product_id)} /> },
    { key: "day", label: say("word.date"), show: (like) => <Day day={like.liked_date} /> },
    { key: "channel", label: say("purchases.channel"), show: (like) => <ChannelLink id={like.channel} name={influencer(like.channel)} /> },
    ...(may("purchases.manage")
      ? [
          {
            key: "remove",
            label: "",
            show: (like: Like) => (
              <ActionIcon variant="subtle" color="red" onClick={() => remove(like)} aria-label={`${say("customers.likes.remove")}: ${titleOf(like)}`}>
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            ),
          },
        ]
      : []),
  ];
  return <DataTable label={say("customers.likes")} rows={rows} columns={columns} idOf={({ like_id }) => like_id} empty={say("customers.likes.none")} />;
};
