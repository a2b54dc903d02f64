import { Stack, Text } from "@mantine/core";

import { $api, api, type Schema } from "@/api/client";
import { useSay, useText } from "@/messages";
import { useCatalogue } from "@/ui/catalogue";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { DataTable } from "@/ui/table";

import { MOST } from "./data";
import { changesIn } from "./history";

type Entry = Schema["AuditOut"];
const AT_ONCE = 50;

/** Who did what to a campaign, from the audit log; the calendar's steps are nobody's. */
export const History = ({ campaignId }: { campaignId: number }) => {
  const text = useText();
  const say = useSay();
  const formats = useFormats();
  const who = useWho();
  const asked = { entity: "campaigns", entity_id: String(campaignId), sort: "-audit_id", limit: AT_ONCE };
  const { query, rows } = useList(["list", "/api/campaigns", "audit", asked], (cursor) => api.GET("/api/audit", { params: { query: { ...asked, cursor } } }));
  return (
    <Listed query={query}>
      <DataTable
        label={text("campaigns.tab.history")}
        rows={rows}
        idOf={(entry) => entry.audit_id}
        empty={text("campaigns.history.empty")}
        columns={[
          { key: "at", label: text("word.date"), width: 190, show: (entry) => formats.instant(entry.at) },
          { key: "who", label: text("campaigns.history.who"), show: (entry) => who(entry) },
          { key: "what", label: text("campaigns.history.what"), show: (entry) => say(`campaigns.did.${entry.action}`).replace("campaigns.did.", "") },
          { key: "changes", label: text("campaigns.history.changes"), show: (entry) => <Changes entry={entry} /> },
        ]}
      />
    </Listed>
  );
};

const useWho = (): ((entry: Entry) => string) => {
  const say = useText();
  const { data } = $api.useQuery("get", "/api/users", { params: { query: { limit: MOST } } });
  return ({ actor_id }) => (actor_id === null ? say("campaigns.history.nobody") : (data?.items.find(({ user_id }) => user_id === actor_id)?.user_name ?? `#${actor_id}`));
};

const Changes = ({ entry }: { entry: Entry }) => {
  const say = useSay();
  const metric = useCatalogue();
  const known = (id: string, otherwise: string): string => {
    const words = say(id);
    return words === id ? otherwise : words;
  };
  const named = (name: string) => known(`campaigns.field.${name}`, metric(name)?.label ?? name);
  const written = (name: string, value: string) => (name === "status" ? known(`campaigns.status.${value}`, value) : value);
  return (
    <Stack gap={0} miw={160}>
      {changesIn(entry.changes).map(({ name, was, is }) => (
        <Text key={name} size="sm" style={{ overflowWrap: "anywhere" }}>
          {named(name)}: {was === null ? is : `${written(name, was)} → ${written(name, is)}`}
        </Text>
      ))}
    </Stack>
  );
};
