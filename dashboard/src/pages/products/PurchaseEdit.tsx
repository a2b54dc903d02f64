import { Button, Card, Group, Select, Stack, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, LAST_READ, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { done, tell, useUnsavedGuard } from "@/ui/forms";
import { RecordInput } from "@/ui/pick";

import { refreshPurchase } from "./refresh";

const RATINGS = [1, 2, 3, 4, 5] as const;

/** What of a purchase can be set right: its rating, and through whom it came. */
export const PurchaseEdit = ({ purchase }: { purchase: Schema["PurchaseOut"] }) => {
  const say = useText();
  const queries = useQueryClient();
  const { purchase_id } = purchase;
  const [rating, setRating] = useState(purchase.rating);
  const [channel, setChannel] = useState(purchase.channel);
  const [isSaving, setSaving] = useState(false);
  const isDirty = rating !== purchase.rating || channel !== purchase.channel;
  useUnsavedGuard(isDirty);
  const save = async () => {
    setSaving(true);
    const body: Schema["PurchasePatch"] = { ...(rating === purchase.rating ? {} : { rating }), ...(channel === purchase.channel ? {} : { channel }) };
    try {
      await api.PATCH("/api/purchases/{purchase_id}", { params: { path: { purchase_id }, header: LAST_READ }, body });
      await refreshPurchase(queries);
      done(say("action.saved"));
    } catch (error) {
      tell(error, say);
    }
    setSaving(false);
  };
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="sm">
        {say("purchases.edit")}
      </Title>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          <Select
            label={say("purchases.rating")}
            data={RATINGS.map((value) => ({ value: String(value), label: say("purchases.stars", { rating: value }) }))}
            value={rating === null ? null : String(rating)}
            onChange={(value) => setRating(value === null ? null : Number(value))}
            placeholder={say("purchases.unrated")}
            clearable
          />
          <RecordInput kind="influencer" label={say("purchases.channel")} description={say("purchases.channel.about")} value={channel < 0 ? null : channel} onChange={(id) => setChannel(id ?? -1)} />
          <Group>
            <Button type="submit" disabled={!isDirty} loading={isSaving}>
              {say("action.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
};
