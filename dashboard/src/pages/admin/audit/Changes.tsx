import { Stack, Text } from "@mantine/core";

import { useText } from "@/messages";

import { type Difference, written } from "./differences";

const MOST_LETTERS = 120;

/** Lines of "field: before → after"; facts without a before stand alone. */
export const Changes = ({ differences, isWhole = false }: { differences: readonly Difference[]; isWhole?: boolean }) => (
  <Stack gap={2}>
    {differences.map((one) => (
      <Text key={one.path} size="sm" style={{ overflowWrap: "break-word", minWidth: 200 }}>
        <Text span inherit c="dimmed">
          {one.path}:{" "}
        </Text>
        {one.isChange && (
          <>
            <del>
              <Value value={one.before} isWhole={isWhole} />
            </del>
            <span aria-hidden> → </span>
          </>
        )}
        {one.isChange ? (
          <ins style={{ textDecoration: "none", fontWeight: 600 }}>
            <Value value={one.after} isWhole={isWhole} />
          </ins>
        ) : (
          <Value value={one.after} isWhole={isWhole} />
        )}
      </Text>
    ))}
  </Stack>
);

const Value = ({ value, isWhole }: { value: unknown; isWhole: boolean }) => {
  const say = useText();
  if (value === true || value === false) return say(value ? "word.yes" : "word.no");
  const text = written(value);
  if (text === null) return <Text span inherit fs="italic">{say("admin.nothing")}</Text>;
  if (text === "withheld") return <Text span inherit fs="italic">{say("admin.withheld")}</Text>;
  return isWhole || text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS)} …`;
};
