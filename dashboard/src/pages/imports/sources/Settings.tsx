import { Button, Card, Group, Stack, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, LAST_READ, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { done, fieldErrors, tell, useUnsavedGuard } from "@/ui/forms";

import { feedOf } from "./feed";
import { FeedFields } from "./FeedFields";
import { refreshSources } from "./refresh";
import { ScheduleFields } from "./ScheduleFields";

/** When a folder or feed is looked at, and of a feed where and how. */
export const Settings = ({ source }: { source: Schema["SourceOut"] }) => {
  const say = useText();
  const queries = useQueryClient();
  const stored = feedOf(source.feed);
  const [schedule, setSchedule] = useState(source.schedule);
  const [feed, setFeed] = useState(stored);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const isDirty = schedule !== source.schedule || JSON.stringify(feed) !== JSON.stringify(stored);
  useUnsavedGuard(isDirty);
  const save = () =>
    api
      .PATCH("/api/imports/sources/{source_id}", { params: { path: { source_id: source.source_id }, header: LAST_READ }, body: { schedule, ...(feed ? { feed } : {}) } })
      .then(() => refreshSources(queries))
      .then(() => done(say("action.saved")))
      .catch((error: unknown) => {
        setErrors(fieldErrors(error));
        tell(error, say);
      });
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="sm">
        {say("imports.settings")}
      </Title>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          {feed && <FeedFields feed={feed} onChange={setFeed} errors={errors} />}
          <ScheduleFields kind={source.kind} schedule={schedule} onChange={setSchedule} error={errors.schedule} />
          <Group>
            <Button type="submit" disabled={!isDirty}>
              {say("action.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
};
