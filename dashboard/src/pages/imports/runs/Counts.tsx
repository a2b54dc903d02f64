import { Card, Group, Progress, Stack, Text, Title } from "@mantine/core";

import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";

import { countOf, OUTCOMES, type Outcome, type Run } from "./runs";

const COLOURS: Record<Outcome, string> = { inserted: "teal.7", updated: "blue.6", unchanged: "gray.5", rejected: "red.7" };

/** What became of the rows: the four outcomes, which add up to what was read. */
export const Counts = ({ run }: { run: Run }) => {
  const say = useText();
  const formats = useFormats();
  // While it runs, the bar is as long as it is far.
  const share = run.state === "running" ? run.progress : 1;
  const sum = OUTCOMES.reduce((before, outcome) => before + countOf(run, outcome), 0);
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="xs">
        {say("imports.rows")}
      </Title>
      <Stack gap="xs" aria-live="polite">
        <Progress.Root size="lg" aria-hidden>
          {OUTCOMES.map((outcome) => (
            <Progress.Section key={outcome} value={sum === 0 ? 0 : (countOf(run, outcome) / sum) * share * 100} color={COLOURS[outcome]} />
          ))}
        </Progress.Root>
        <Group gap="lg" component="dl" m={0}>
          <Count name={say("imports.rows.read")} value={formats.count(run.rows_read)} sign="" />
          {OUTCOMES.map((outcome, index) => (
            <Count key={outcome} name={say(`imports.rows.${outcome}`)} value={formats.count(countOf(run, outcome))} sign={index === 0 ? "=" : "+"} colour={COLOURS[outcome]} />
          ))}
        </Group>
        {run.state === "undone" && <Text size="sm">{say("imports.rows.undone")}</Text>}
      </Stack>
    </Card>
  );
};

/** A name above its figure, with the sign that joins it to the one before. */
const Count = ({ name, value, sign, colour }: { name: string; value: string; sign: string; colour?: string }) => (
  <div>
    <Text component="dt" size="sm" c="dimmed">
      {colour && <Mark colour={colour} />}
      {name}
    </Text>
    <Text component="dd" m={0} fz={22} fw={650} style={{ fontVariantNumeric: "tabular-nums" }}>
      {sign && (
        <Text span inherit fw={400} c="dimmed" aria-hidden>
          {sign}{" "}
        </Text>
      )}
      {value}
    </Text>
  </div>
);

const Mark = ({ colour }: { colour: string }) => (
  <span aria-hidden style={{ display: "inline-block", width: 10, height: 10, borderRadius: 3, marginRight: 6, background: `var(--mantine-color-${colour.replace(".", "-")})` }} />
);
