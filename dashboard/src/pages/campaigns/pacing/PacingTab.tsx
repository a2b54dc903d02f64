import { Stack, Text, Title } from "@mantine/core";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { Loaded } from "@/ui/states";

import { Note } from "../Note";
import { type Tile, Tiles } from "../Tiles";
import { isSpentWithin } from "./ends";
import { PacingChart } from "./PacingChart";

type Pacing = Schema["PacingOut"];
type Dated = Pick<Schema["CampaignOut"], "campaign_id" | "end_date">;
type Ahead = { pacing: Pacing; lastDay: string };

/** How the budget runs: planned, promised, paid, and where that leads. */
export const PacingTab = ({ campaign: { campaign_id, end_date } }: { campaign: Dated }) => {
  const query = $api.useQuery("get", "/api/campaigns/{campaign_id}/pacing", { params: { path: { campaign_id } } });
  return <Loaded query={query}>{(pacing) => <Told pacing={pacing} lastDay={end_date} />}</Loaded>;
};

const Told = ({ pacing, lastDay }: Ahead) => {
  const say = useText();
  const formats = useFormats();
  const { alert } = pacing;
  return (
    <Stack>
      <Note isWarning={alert !== null || pacing.state === "over_budget" || pacing.state === "behind"} title={say(`campaigns.pacing.${pacing.state}`)}>
        {alert && say("campaigns.pacing.alert", { since: formats.day(alert.since) })}
      </Note>
      <Tiles tiles={useTiles(pacing)} />
      <Title order={2} size="h4">
        {say(pacing.state === "ended" ? "campaigns.pacing.led" : "campaigns.pacing.leads")}
      </Title>
      <Ahead pacing={pacing} lastDay={lastDay} />
      {pacing.series.length > 1 && <PacingChart pacing={pacing} />}
    </Stack>
  );
};

const useTiles = (pacing: Pacing): Tile[] => {
  const say = useText();
  const formats = useFormats();
  const { money } = formats;
  return (["planned", "paid", "committed", "remaining"] as const).map((name) => ({
    label: say(`campaigns.pacing.${name}`),
    about: say(`campaigns.pacing.${name}.about`),
    value: money(pacing[name]),
    note: name === "planned" ? say("campaigns.pacing.toDate", { amount: money(pacing.planned_to_date) }) : undefined,
  }));
};

/** What the days that are over let expect. */
const Ahead = ({ pacing, lastDay }: Ahead) => {
  const say = useText();
  const formats = useFormats();
  const { projected, budget_ends_on: ends, state } = pacing;
  const isOver = state === "ended";
  const isWithin = ends !== null && isSpentWithin(ends, lastDay);
  const tiles: Tile[] = [
    { label: say("campaigns.pacing.burn"), about: say("campaigns.pacing.burn.about"), value: formats.money(pacing.burn_per_day), note: say("campaigns.pacing.perDay", { amount: formats.money(pacing.planned_per_day) }) },
    {
      label: say(isOver ? "campaigns.pacing.final" : "campaigns.pacing.projected"),
      about: say("campaigns.pacing.projected.about"),
      value: projected ? formats.money(projected.value) : <Text size="sm">{say("campaigns.pacing.tooEarly")}</Text>,
      note: projected && !isOver && say(projected.low === projected.high ? "campaigns.pacing.promised" : "campaigns.interval", { low: formats.money(projected.low), high: formats.money(projected.high) }),
    },
  ];
  if (!isOver) {
    tiles.push({
      label: say("campaigns.pacing.ends"),
      about: say("campaigns.pacing.ends.about"),
      value: ends ? isWithin ? ends.value ? formats.day(ends.value) : <Text size="sm">{say("campaigns.pacing.never")}</Text> : <Text size="sm">{say("campaigns.pacing.lasts")}</Text> : <Text size="sm">{say("campaigns.pacing.tooEarly")}</Text>,
      note: ends && isWithin && say("campaigns.interval", { low: formats.day(ends.earliest), high: ends.latest ? formats.day(ends.latest) : say("campaigns.pacing.never") }),
    });
  }
  return <Tiles tiles={tiles} most={3} />;
};
