import { Button, Group, SimpleGrid, Stack } from "@mantine/core";
import { DateInput } from "@mantine/dates";
import { useState } from "react";

import { useText } from "@/messages";
import { useMe } from "@/session/session";

import { CampaignPick, InfluencerPick } from "@/ui/pickers";
import type { Order } from "./Compute";

type Props = { isRunning: boolean; onCompute: (order: Order) => void };

export const ComputeForm = ({ isRunning, onCompute }: Props) => {
  const say = useText();
  const { business_day } = useMe();
  const [day, setDay] = useState<string>(business_day);
  const [influencer, setInfluencer] = useState<number | null>(null);
  const [campaign, setCampaign] = useState<number | null>(null);
  const order = { as_of: day, influencer_id: influencer ? [influencer] : null, campaign_id: campaign ? [campaign] : null };
  const isAhead = day > business_day;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onCompute({ ...order, dry_run: true });
      }}
    >
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <DateInput label={say("compute.asOf")} value={day} onChange={(chosen) => chosen && setDay(chosen)} required />
          <InfluencerPick withDeleted label={say("compute.influencer")} value={influencer} onChange={setInfluencer} />
          <CampaignPick label={say("compute.campaign")} value={campaign} onChange={setCampaign} />
        </SimpleGrid>
        <Group>
          <Button type="submit" variant="default" disabled={isRunning}>
            {say("compute.try")}
          </Button>
          <Button disabled={isRunning || isAhead} onClick={() => onCompute({ ...order, dry_run: false })} aria-describedby={isAhead ? "compute-ahead" : undefined}>
            {say("compute.go")}
          </Button>
          {isAhead && <span id="compute-ahead">{say("compute.ahead")}</span>}
        </Group>
      </Stack>
    </form>
  );
};
