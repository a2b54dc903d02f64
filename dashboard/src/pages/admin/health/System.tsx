import { Alert, Anchor, Card, Stack } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";

import { $api, type Schema } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { useFormats } from "@/ui/formats";
import { Loading } from "@/ui/states";
import { Facts } from "@/ui/table";

import { AdminPage } from "../AdminPage";
import { Parts } from "./Parts";

const LOOK_AGAIN = 15_000;

/** Whether the parts that everything depends on answer. */
const System = () => {
  const say = useText();
  const formats = useFormats();
  const me = useMe();
  const { data, error, dataUpdatedAt } = $api.useQuery("get", "/api/ready", {}, { refetchInterval: LOOK_AGAIN, retry: false });
  const facts = [
    [say("admin.database"), data?.database_revision ?? "–"],
    [say("admin.storage"), data ? say("admin.answers") : "–"],
    [say("admin.day"), formats.day(me.business_day)],
    [say("admin.currency"), me.currency],
    [say("admin.looked"), dataUpdatedAt ? formats.instant(new Date(dataUpdatedAt).toISOString()) : "–"],
    [say("admin.docs"), <Anchor key="docs" href="/api/docs" target="_blank" rel="noreferrer">{say("admin.docs.open")}</Anchor>],
  ] as const;
  return (
    <AdminPage title="admin.system" about={say("admin.system.about")}>
      <Stack>
        {error ? (
          <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={say("admin.notReady")} role="alert">
            {asProblem(error).detail}
          </Alert>
        ) : data ? (
          <Ready status={data.status} />
        ) : (
          <Loading />
        )}
        <Card withBorder>
          <Facts facts={facts.map(([name, what]) => [name, what])} />
        </Card>
        {data && <Parts parts={data.parts} looked={dataUpdatedAt} />}
      </Stack>
    </AdminPage>
  );
};

/** Everything answers; what is regular may all the same be late. */
const Ready = ({ status }: { status: Schema["ReadyOut"]["status"] }) => {
  const say = useText();
  const isLate = status === "late";
  return (
    <Alert color={isLate ? "orange" : undefined} icon={isLate ? <IconAlertTriangle aria-hidden /> : <IconCheck aria-hidden />} title={say(isLate ? "admin.late" : "admin.ready")} role="status">
      {say(isLate ? "admin.late.about" : "admin.ready.about")}
    </Alert>
  );
};

export default System;
