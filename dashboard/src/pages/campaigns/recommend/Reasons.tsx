import { Drawer, List, Stack, Text } from "@mantine/core";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { DataTable } from "@/ui/table";

import { Range } from "../Range";

type Candidate = Schema["CandidateOut"];
type Part = Candidate["parts"][number];

/** Why an influencer is recommended, part by part. */
export const Reasons = ({ candidate, onClose }: { candidate: Candidate | undefined; onClose: () => void }) => {
  const say = useText();
  const title = candidate && say("campaigns.recommend.why.of", { name: candidate.influencer_name });
  return (
    <Drawer opened={candidate !== undefined} onClose={onClose} position="right" size="lg" title={title} closeButtonProps={{ "aria-label": say("action.close") }}>
      {candidate && <Parts candidate={candidate} />}
    </Drawer>
  );
};

const Parts = ({ candidate }: { candidate: Candidate }) => {
  const say = useText();
  const formats = useFormats();
  // Numbers are ratios, money is text.
  const written = (value: number | string | null) => (typeof value === "string" ? formats.money(value) : formats.ratio(value));
  return (
    <Stack>
      <Text>
        {say("campaigns.recommend.net")}: <Range of={candidate.net} />
      </Text>
      <List size="sm" spacing="xs">
        {candidate.parts.map(({ part, text }) => (
          <List.Item key={part}>{text}</List.Item>
        ))}
      </List>
      <DataTable
        label={say("campaigns.recommend.why")}
        rows={candidate.parts}
        idOf={({ part }) => part}
        columns={[
          { key: "part", label: say("campaigns.recommend.part"), show: ({ label }) => label },
          ...(["seen", "usual", "expected"] as const).map((name) => ({ key: name, label: say(`campaigns.recommend.${name}`), isFigure: true, show: (part: Part) => written(part[name]) })),
          { key: "factor", label: say("campaigns.recommend.factor"), isFigure: true, show: ({ factor }) => (factor === null ? "–" : `× ${formats.number(factor)}`) },
        ]}
      />
    </Stack>
  );
};
