import { Button, Switch } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { $api, api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { done, tell } from "@/ui/forms";
import { inRecord, useEdit } from "@/ui/undo";

import { refreshSources } from "./refresh";
import { Trial } from "./Trial";

type Source = Schema["SourceOut"];

/** Switch a source on or off, have it looked at now, and try a feed without keeping what comes. */
export const SourceActions = ({ source }: { source: Source }) => {
  const say = useText();
  const may = useMay();
  const deeds = useDeeds(source);
  return (
    <>
      {may("imports.manage") && <Switch label={say("imports.source.enabled")} checked={source.enabled} onChange={(event) => deeds.enable(event.currentTarget.checked)} mt={8} mr="sm" />}
      {may("imports.manage") && source.kind === "https_feed" && (
        <Button variant="default" loading={deeds.isTrying} onClick={() => void deeds.test()}>
          {say("imports.test")}
        </Button>
      )}
      {may("imports.run") && source.kind !== "upload" && source.enabled && (
        <Button variant="default" onClick={deeds.run}>
          {say(source.kind === "https_feed" ? "imports.pull" : "imports.look")}
        </Button>
      )}
    </>
  );
};

const useDeeds = (source: Source) => {
  const say = useText();
  const queries = useQueryClient();
  const edit = useEdit();
  const [isTrying, setTrying] = useState(false);
  const path = { source_id: source.source_id };
  const refused = (error: unknown) => tell(error, say);
  return {
    isTrying,
    enable: (enabled: boolean) =>
      void edit<Schema["SourcePatch"]>({
        before: { enabled: source.enabled },
        changes: { enabled },
        queryKey: $api.queryOptions("get", "/api/imports/sources/{source_id}", { params: { path } }).queryKey,
        shown: inRecord,
        send: (body, header) => api.PATCH("/api/imports/sources/{source_id}", { params: { path, header }, body }),
        refresh: () => refreshSources(queries),
        message: say(enabled ? "imports.source.isOn" : "imports.source.isOff"),
      }),
    run: () =>
      void api
        .POST("/api/imports/sources/{source_id}/run", { params: { path } })
        .then(() => refreshSources(queries))
        .then(() => done(say("imports.pull.asked")))
        .catch(refused),
    test: async () => {
      setTrying(true);
      try {
        const { data } = await api.POST("/api/imports/sources/{source_id}/test", { params: { path } });
        if (data) modals.open({ title: say("imports.test"), size: "lg", closeButtonProps: { "aria-label": say("action.close") }, children: <Trial trial={data} /> });
      } catch (error) {
        refused(error);
      }
      setTrying(false);
    },
  };
};
