import { Code } from "@mantine/core";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { DataTable } from "@/ui/table";

import { mappingOf, optionCount, originOf, sourceText } from "../mapping/mapping";

/** What each field is made of. */
export const MappingSummary = ({ source }: { source: Schema["SourceOut"] }) => {
  const say = useText();
  const { fields } = mappingOf(source.mapping);
  return (
    <DataTable
      label={say("imports.mapping")}
      rows={Object.entries(fields)}
      idOf={([name]) => name}
      columns={[
        { key: "field", label: say("imports.field"), show: ([name]) => name },
        { key: "origin", label: say("imports.origin"), show: ([, field]) => say(`imports.origin.${originOf(field) ?? "none"}`) },
        { key: "from", label: say("imports.from"), show: ([, field]) => <Code style={{ overflowWrap: "break-word" }}>{sourceText(field)}</Code> },
        { key: "options", label: say("imports.options"), show: ([, field]) => (optionCount(field) > 0 ? say("imports.options.count", { count: optionCount(field) }) : "–") },
      ]}
    />
  );
};
