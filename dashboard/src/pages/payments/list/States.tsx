import { Card, SimpleGrid, Text } from "@mantine/core";
import { Link } from "react-router";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";

import { idsOf } from "../data";

const OPEN = ["pending", "approved", "scheduled", "failed"] as const;

/** What is not paid yet, by state; each leads to its payments. */
export const States = () => {
  const say = useText();
  const formats = useFormats();
  const { search } = useFilters();
  const query = { influencer_id: idsOf(search, "influencer_id"), campaign_id: idsOf(search, "campaign_id"), limit: 1, periods: 1 };
  const { data } = $api.useQuery("get", "/api/payables", { params: { query } });
  const to = (status: string) => {
    const params = new URLSearchParams(search);
    params.set("status", status);
    return `/payments?${params}`;
  };
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} component="ul" p={0} m={0} style={{ listStyle: "none" }} aria-label={say("payments.unpaid")}>
      {OPEN.map((status) => (
        <li key={status}>
          <Card withBorder padding="sm" component={Link} to={to(status)} h="100%" td="none">
            <Text size="sm" c="dimmed">
              {say(`payments.status.${status}`)}
            </Text>
            <Text fz={20} fw={650} style={{ fontVariantNumeric: "tabular-nums" }}>
              {formats.money(data?.outstanding[status])}
            </Text>
            <Text size="xs" c="dimmed">
              {say(`payments.status.${status}.next`)}
            </Text>
          </Card>
        </li>
      ))}
    </SimpleGrid>
  );
};
