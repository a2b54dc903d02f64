import { Alert, Button, Center, Stack, Text } from "@mantine/core";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useFilters, windowOf } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Page } from "@/ui/page";
import { Empty, Failure } from "@/ui/states";

import { Charts } from "./Charts";
import { Computing } from "./Computing";
import { CreditTable } from "./CreditTable";
import { type Answer, isModel, type Measure } from "./credits";
import { Choices, Recompute } from "./Choices";
import { Disputed } from "./Disputed";
import { Models } from "./Models";
import { Moved } from "./Moved";

const LISTED = 25;
const FEW = 30;
const MOST_LISTED = 200;
// Computing costs the server much: not again by looking away and back.
const UNTIL_ASKED = { staleTime: 5 * 60 * 1000, refetchOnWindowFocus: false } as const;
export const USUAL_LOOKBACK = 90;

const Attribution = () => {
  const say = useText();
  const { filters, search } = useFilters();
  const { influencer_id, campaign_id, product_id, category, platform } = filters;
  const sort = search.get("sort");
  const isLive = search.get("live") === "true";
  const lookback = Number(search.get("lookback")) || USUAL_LOOKBACK;
  const limit = search.get("limit") ? MOST_LISTED : LISTED;
  const measure: Measure = search.get("measure") === "revenue" ? "revenue" : "conversions";
  const asked = { ...windowOf(filters), influencer_id, campaign_id, product_id, category, platform, lookback, sort: isModel(sort) ? sort : undefined, live: isLive || undefined, limit };
  const query = $api.useQuery("get", "/api/attribution", { params: { query: asked } }, UNTIL_ASKED);
  // The server stores each night what no filter of purchases narrows; all else is computed while one waits.
  const isStored = Boolean(asked.window && !isLive && lookback === USUAL_LOOKBACK && !campaign_id && !product_id && !category);
  return (
    <Page title={say("attribution.title")} about={say("attribution.about")} actions={<Recompute isLive={isLive} again={() => void query.refetch()} />}>
      <Choices measure={measure} lookback={lookback} />
      {query.error && !query.isFetching && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isFetching && <Computing isStored={isStored} />}
      {query.data && <Result answer={query.data} measure={measure} />}
      <Models models={query.data?.models} />
    </Page>
  );
};

const Result = ({ answer, measure }: { answer: Answer; measure: Measure }) => {
  const say = useText();
  const formats = useFormats();
  const { change } = useFilters();
  const { total, computed_at, as_of, lookback } = answer;
  if (total.conversions === 0) return <Empty>{say("attribution.none")}</Empty>;
  return (
    <Stack gap="lg">
      <Text size="sm">
        {say("attribution.total", { conversions: formats.count(total.conversions), revenue: formats.money(total.revenue) })}{" "}
        <Text span inherit c="dimmed">
          {say("attribution.computed", { instant: formats.instant(computed_at), day: formats.day(as_of), days: lookback })}
        </Text>
      </Text>
      {total.conversions < FEW && <Alert color="gray">{say("attribution.few", { count: total.conversions })}</Alert>}
      <Disputed answer={answer} measure={measure} />
      <Charts answer={answer} measure={measure} />
      <CreditTable answer={answer} measure={measure} />
      {answer.items.length === LISTED && (
        <Center className="no-print">
          <Button variant="default" onClick={() => change({ limit: MOST_LISTED })}>
            {say("action.more")}
          </Button>
        </Center>
      )}
      <Moved answer={answer} measure={measure} />
    </Stack>
  );
};

export default Attribution;
