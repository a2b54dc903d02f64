import { Button, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { useFilters } from "@/ui/filters";
import { Listed, useList } from "@/ui/list";
import { Page } from "@/ui/page";

import { askedOf, isFiltered } from "./asked";
import { InfluencerFilters } from "./InfluencerFilters";
import { InfluencerTable } from "./InfluencerTable";
import { LIST } from "./keys";

const Influencers = () => {
  const say = useText();
  const may = useMay();
  const { search } = useFilters();
  const asked = askedOf(search);
  const { query, rows } = useList([LIST, asked], (cursor) => api.GET("/api/influencers", { params: { query: { ...asked, cursor, count: cursor === undefined } } }));
  const total = query.data?.pages[0]?.total;
  return (
    <Page title={say("nav.influencers")} about={say("influencers.about")} actions={may("influencers.manage") && <Create />}>
      <InfluencerFilters rows={rows} />
      <Stack gap="xs">
        <Text size="sm" c="dimmed" role="status">
          {typeof total === "number" && say("influencers.count", { count: total })}
        </Text>
        <Listed query={query}>
          <InfluencerTable rows={rows} empty={say(isFiltered(search) ? "state.empty.filtered" : "influencers.empty")} />
        </Listed>
      </Stack>
    </Page>
  );
};

const Create = () => {
  const say = useText();
  return (
    <Button component={Link} to="/influencers/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {say("influencers.create")}
    </Button>
  );
};

export default Influencers;
