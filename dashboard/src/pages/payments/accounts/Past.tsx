import { Title } from "@mantine/core";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { DataTable } from "@/ui/table";

import { useWho } from "../useWho";

const MOST = 50;

/** The accounts before: who was paid where stays known. */
export const Past = ({ influencerId }: { influencerId: number }) => {
  const say = useText();
  const formats = useFormats();
  const who = useWho();
  const query = { influencer_id: [influencerId], history: true, sort: "-created_at", limit: MOST };
  const { data } = $api.useQuery("get", "/api/payout-accounts", { params: { query } });
  const past = (data?.items ?? []).filter((account) => account.replaced_at !== null);
  if (past.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {say("accounts.past")}
      </Title>
      <DataTable
        label={say("accounts.past")}
        rows={past}
        idOf={(account) => account.account_id}
        columns={[
          { key: "number", label: say("accounts.number"), show: (one) => (one.last_four ? say("accounts.masked", { four: one.last_four }) : say("accounts.forgotten")) },
          { key: "since", label: say("accounts.since"), show: (one) => formats.instant(one.created_at) },
          { key: "by", label: say("accounts.by"), show: (one) => who(one.created_by) },
          { key: "replaced", label: say("accounts.until"), show: (one) => formats.instant(one.replaced_at) },
        ]}
      />
    </section>
  );
};
