import { Anchor, Badge, Card, Group, List, Title } from "@mantine/core";
import { type ReactNode, Suspense } from "react";
import { Link } from "react-router";

import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { later } from "@/ui/later";
import { Empty, Failure, Loading } from "@/ui/states";

import type { Concern, Weight } from "./concerns";
import { useConcerns } from "./useConcerns";

const QualityDrawer = later(() => import("./QualityDrawer"));
const COLOURS: Record<Weight, string> = { urgent: "red", soon: "orange", info: "gray" };

/** What needs somebody, the most urgent first; what one may not read is not in it. */
export const Attention = () => {
  const say = useText();
  const { filters } = useFilters();
  const { concerns, isLoading, error, retry } = useConcerns(filters);
  return (
    <Card withBorder component="section">
      <Title order={2} size="h4" mb="sm">
        {say("overview.attention")}
      </Title>
      {error !== null && <Failure error={error} retry={retry} />}
      <List listStyleType="none" withPadding={false} spacing="sm">
        {concerns.map((concern) => (
          <List.Item key={concern.key}>
            <Line concern={concern} />
          </List.Item>
        ))}
      </List>
      {isLoading && <Loading />}
      {!isLoading && error === null && concerns.length === 0 && <Empty>{say("overview.attention.empty")}</Empty>}
      <Suspense>
        <QualityDrawer filters={filters} />
      </Suspense>
    </Card>
  );
};

const Line = ({ concern }: { concern: Concern }) => {
  const say = useText();
  const words = useWords(concern);
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <Badge variant="light" color={COLOURS[concern.weight]} style={{ flexShrink: 0 }} miw={84}>
        {say(`overview.attention.${concern.weight}`)}
      </Badge>
      <Where concern={concern}>{words}</Where>
    </Group>
  );
};

const useWords = (concern: Concern): string => {
  const say = useText();
  if (concern.what === "quality") return say("overview.attention.quality", { what: say(`quality.${concern.flag}`), count: concern.count });
  if ("name" in concern) return say(`overview.attention.${concern.what}`, { name: concern.name });
  return say(`overview.attention.${concern.what}`, { count: concern.count });
};

/** Where one looks into it: a page, or the findings in a drawer. */
const Where = ({ concern, children }: { concern: Concern; children: ReactNode }) => {
  const { change } = useFilters();
  const { to, flag } = concern;
  if (to) {
    return (
      <Anchor component={Link} to={to} fz="sm">
        {children}
      </Anchor>
    );
  }
  return (
    <Anchor component="button" type="button" fz="sm" ta="left" onClick={() => change({ quality: flag })}>
      {children}
    </Anchor>
  );
};
