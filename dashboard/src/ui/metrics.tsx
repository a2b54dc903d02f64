// Metrics by the catalogue: what they are called, how they are written, and by which formula they come.
import { Card, Group, SimpleGrid, Text, Tooltip } from "@mantine/core";
import { IconTrendingDown, IconTrendingUp } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { useText } from "@/messages";

import { useCatalogue } from "./catalogue";
import { useFormats, type Value } from "./formats";

/** A metric's name; its formula shows on hover and on focus. */
export const MetricName = ({ slug }: { slug: string }) => {
  const metric = useCatalogue()(slug);
  if (!metric) return slug;
  return (
    <Tooltip label={`${metric.label} = ${metric.formula}`}>
      <Text span inherit tabIndex={0} td="underline dotted" style={{ textUnderlineOffset: 3, cursor: "help" }}>
        {metric.label}
      </Text>
    </Tooltip>
  );
};

export const MetricValue = ({ slug, value }: { slug: string; value: Value }) => {
  const metric = useCatalogue()(slug);
  const formats = useFormats();
  const say = useText();
  if (value === null || value === undefined) {
    return (
      <Text span inherit c="dimmed" title={say("metric.none")}>
        –
      </Text>
    );
  }
  return formats.unit(metric?.unit ?? "number", value);
};

// A part of the card's width, so that millions stay on one line wherever the card stands.
const FITTING = "clamp(16px, 12cqi, 26px)";

type Figure = { slug: string; value: Value; before?: Value; note?: ReactNode };

/** The most important figures, large, each with its change since the period it is compared with. */
export const Figures = ({ figures }: { figures: readonly Figure[] }) => (
  <SimpleGrid minColWidth="11rem" autoFlow="auto-fit">
    {figures.map((figure) => (
      <Card key={figure.slug} withBorder padding="md" style={{ containerType: "inline-size" }}>
        <Text size="sm" c="dimmed" component="div">
          <MetricName slug={figure.slug} />
        </Text>
        <Text fz={FITTING} fw={650} style={{ fontVariantNumeric: "tabular-nums", overflowWrap: "anywhere" }}>
          <MetricValue slug={figure.slug} value={figure.value} />
        </Text>
        {figure.before !== undefined && <Change slug={figure.slug} value={figure.value} before={figure.before} />}
        {figure.note && (
          <Text size="xs" c="dimmed" component="div">
            {figure.note}
          </Text>
        )}
      </Card>
    ))}
  </SimpleGrid>
);

/** How far a figure is from what it was, in per cent of that; said in words, not by colour alone. */
export const Change = ({ slug, value, before }: { slug: string; value: Value; before: Value }) => {
  const better = useCatalogue()(slug)?.better;
  const formats = useFormats();
  const [now, then] = [Number(value ?? Number.NaN), Number(before ?? Number.NaN)];
  const unit = useUnit(slug);
  if (!Number.isFinite(now) || !Number.isFinite(then)) return null;
  if (then === 0) return <Text size="sm" c="dimmed" component="div">({formats.unit(unit, before)})</Text>;
  const change = (now - then) / Math.abs(then);
  const isGood = better === "low" ? change <= 0 : change >= 0;
  const Icon = change < 0 ? IconTrendingDown : IconTrendingUp;
  return (
    <Group gap={4} wrap="nowrap" style={{ color: `light-dark(${isGood ? "#08705a" : "#b42318"}, ${isGood ? "#63e6be" : "#ffa8a8"})` }}>
      <Icon size={16} aria-hidden />
      <Text size="sm" span inherit fz="sm">
        {change > 0 ? "+" : ""}
        {formats.ratio(change)} ({formats.unit(unit, before)})
      </Text>
    </Group>
  );
};

const useUnit = (slug: string): string => useCatalogue()(slug)?.unit ?? "number";
