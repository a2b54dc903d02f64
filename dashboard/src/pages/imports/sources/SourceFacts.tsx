import { Text } from "@mantine/core";

import type { Schema } from "@/api/client";
import { useSay, useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { Facts } from "@/ui/table";

import { mappingOf } from "../mapping/mapping";
import { feedOf } from "./feed";
import { SourceState } from "./Sources";
import { useScheduleWords } from "./words";

export const SourceFacts = ({ source }: { source: Schema["SourceOut"] }) => {
  const say = useText();
  const text = useSay();
  const formats = useFormats();
  const words = useScheduleWords();
  const mapping = mappingOf(source.mapping);
  const feed = feedOf(source.feed);
  const address = (
    <Text key="url" span inherit style={{ overflowWrap: "anywhere" }}>
      {feed?.url}
    </Text>
  );
  return (
    <Facts
      facts={[
        [say("word.status"), <SourceState key="state" source={source} />],
        [say("imports.kind"), say(`imports.kind.${source.kind}`)],
        [say("imports.target"), text(`imports.target.${mapping.target}`)],
        [say("imports.format"), (mapping.format ?? "csv").toUpperCase()],
        [say("imports.namespace"), source.namespace],
        ...(feed ? ([[say("imports.feed.url"), address]] as const) : []),
        ...(source.kind === "blob_folder" ? ([[say("imports.folder"), `imports/${source.slug}/`]] as const) : []),
        ...(source.kind === "upload"
          ? []
          : ([
              [say("imports.schedule"), words(source)],
              [say("imports.source.next"), formats.instant(source.next_due_at)],
              [say("imports.source.pulled"), formats.instant(source.last_pulled_at)],
              [say("imports.source.succeeded"), formats.instant(source.last_succeeded_at)],
              [say("imports.source.failed"), formats.instant(source.last_failed_at)],
            ] as const)),
        [say("imports.source.since"), formats.instant(source.created_at)],
      ].map(([name, what]) => [name, what])}
    />
  );
};
