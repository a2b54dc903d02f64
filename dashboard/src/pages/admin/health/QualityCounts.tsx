import { Group, SimpleGrid, Text, UnstyledButton } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useFilters, windowOf } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Loaded } from "@/ui/states";

import { FLAGS, type Flag } from "./flags";

/** How often each thing was found; a click shows those only, another all again. */
export const QualityCounts = () => {
  const { filters, change, search } = useFilters();
  const query = $api.useQuery("get", "/api/data-quality", { params: { query: { ...windowOf(filters), limit: 1 } } });
  const chosen = search.get("flag");
  return (
    <Loaded query={query}>
      {({ counts }) => (
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
          {FLAGS.map((flag) => (
            <Count key={flag} flag={flag} count={counts[flag] ?? 0} isChosen={chosen === flag} onClick={() => change({ flag: chosen === flag ? null : flag })} />
          ))}
        </SimpleGrid>
      )}
    </Loaded>
  );
};

const Count = ({ flag, count, isChosen, onClick }: { flag: Flag; count: number; isChosen: boolean; onClick: () => void }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <UnstyledButton onClick={onClick} aria-pressed={isChosen} p="sm" style={{ border: `1px solid var(--mantine-color-${isChosen ? "brand-filled" : "default-border"})`, borderRadius: "var(--mantine-radius-md)" }}>
      <Group justify="space-between" wrap="nowrap">
        <Text fz={22} fw={650} span>
          {formats.count(count)}
        </Text>
        {isChosen && <IconFilter size={18} aria-hidden />}
      </Group>
      <Text size="sm" fw={600}>
        {say(`admin.flag.${flag}`)}
      </Text>
      <Text size="xs" c="dimmed">
        {say(`admin.flag.${flag}.about`)}
      </Text>
    </UnstyledButton>
  );
};
