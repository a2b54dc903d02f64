import { Accordion, Title } from "@mantine/core";
import { useState } from "react";

import { useText } from "@/messages";
import type { Filters } from "@/ui/filters";

import { Followers } from "./Followers";
import { Reports } from "./Reports";

/** What its feeds told, day by day; read only when it is opened. */
export const Feeds = ({ influencerId, filters }: { influencerId: number; filters: Filters }) => {
  const say = useText();
  const [opened, setOpened] = useState<string[]>([]);
  const parts = [
    { value: "reports", title: say("influencers.reports"), content: <Reports influencerId={influencerId} filters={filters} /> },
    { value: "followers", title: say("influencers.snapshots"), content: <Followers influencerId={influencerId} /> },
  ];
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {say("influencers.feeds")}
      </Title>
      <Accordion multiple variant="contained" value={opened} onChange={setOpened} order={3}>
        {parts.map(({ value, title, content }) => (
          <Accordion.Item key={value} value={value}>
            <Accordion.Control>{title}</Accordion.Control>
            <Accordion.Panel>{opened.includes(value) && content}</Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </section>
  );
};
