import { Anchor, Drawer, List, Stack } from "@mantine/core";
import { Link } from "react-router";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { Chart } from "@/ui/chart";
import type { WindowSlug } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Loaded } from "@/ui/states";
import { DataTable } from "@/ui/table";

import { historySpec } from "./charts";

type Props = { influencerId: number | null; window: WindowSlug | undefined; onClose: () => void };

/** Why an influencer has its place: what was seen, what is usual, what is reckoned with. */
export const Explanation = ({ influencerId, window, onClose }: Props) => {
  const say = useText();
  return (
    <Drawer opened={influencerId !== null} onClose={onClose} position="right" size="lg" title={say("ranking.why")} closeButtonProps={{ "aria-label": say("action.close") }}>
      {influencerId !== null && <Why influencerId={influencerId} window={window} />}
    </Drawer>
  );
};

const Why = ({ influencerId, window }: { influencerId: number; window: WindowSlug | undefined }) => {
  const say = useText();
  const params = { path: { influencer_id: influencerId }, query: { window } };
  const query = $api.useQuery("get", "/api/rankings/{influencer_id}/explanation", { params });
  return (
    <Loaded query={query}>
      {(why) => (
        <Stack>
          <Anchor component={Link} to={`/influencers/${influencerId}`}>
            {why.influencer_name}: {say("ranking.profile")}
          </Anchor>
          <List size="sm" spacing="xs">
            {why.text.map((sentence) => (
              <List.Item key={sentence}>{sentence}</List.Item>
            ))}
          </List>
          <Parts parts={why.parts} />
          <History influencerId={influencerId} window={window} />
        </Stack>
      )}
    </Loaded>
  );
};

const Parts = ({ parts }: { parts: readonly Schema["PartOut"][] }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <DataTable
      label={say("ranking.why")}
      rows={parts}
      idOf={(part) => part.part}
      columns={[
        { key: "part", label: say("ranking.part"), show: (part) => part.label },
        ...(["seen", "usual", "expected"] as const).map((name) => ({
          key: name,
          label: say(`ranking.${name}`),
          isFigure: true,
          show: (part: Schema["PartOut"]) => formats.unit(part.unit, part[name]),
        })),
        { key: "factor", label: say("ranking.factor"), isFigure: true, show: (part) => `× ${formats.number(part.factor)}` },
      ]}
    />
  );
};

const History = ({ influencerId, window }: { influencerId: number; window: WindowSlug | undefined }) => {
  const say = useText();
  const { data } = $api.useQuery("get", "/api/rankings/{influencer_id}/history", { params: { path: { influencer_id: influencerId }, query: { window } } });
  const last = data?.items.at(-1);
  if (!data || !last || data.items.length < 2) return null;
  const rows = data.items.map(({ as_of, position, of }) => ({ day: as_of, position, of }));
  return <Chart title={say("ranking.history")} alt={say("ranking.history.alt", { position: last.position, of: last.of })} spec={historySpec(say("ranking.position"))} data={rows} height={160} />;
};
