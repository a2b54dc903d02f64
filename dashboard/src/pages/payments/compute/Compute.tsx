import { Card, Stack, Text } from "@mantine/core";
import { useState } from "react";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useMay } from "@/session/session";

import { PaymentsPage } from "../area";
import { Refused } from "../Refused";
import { useKey } from "../useKey";
import { useRefresh } from "../useRefresh";
import { ComputeForm } from "./ComputeForm";
import { Outcome } from "./Outcome";
import { Running } from "./Running";

export type Order = Schema["ComputeIn"];
type State = { stage: "asking" } | { stage: "running"; isTrial: boolean } | { stage: "refused"; error: unknown } | { stage: "done"; made: Schema["ComputeOut"] };

/** Compute what was earned since the last time, tried first or for good. */
const Compute = () => {
  const say = useText();
  const may = useMay();
  const keyOf = useKey();
  const refresh = useRefresh();
  const [state, setState] = useState<State>({ stage: "asking" });
  const [round, setRound] = useState(0);
  const compute = async (order: Order) => {
    setState({ stage: "running", isTrial: Boolean(order.dry_run) });
    try {
      const { data } = await api.POST("/api/payments/compute", { body: order, params: { header: { "Idempotency-Key": keyOf([order, round]) } } });
      if (data) setState({ stage: "done", made: data });
      // Each answer ends its key: asked again, it is computed again, and finds what is new.
      setRound(round + 1);
      if (!order.dry_run) await refresh();
    } catch (error) {
      setState({ stage: "refused", error });
    }
  };
  if (!may("payments.compute")) return <PaymentsPage title={say("payments.compute")}>{say("state.forbidden")}</PaymentsPage>;
  return (
    <PaymentsPage title={say("payments.compute")} above={[{ label: say("payments.title"), to: "/payments" }]}>
      <Text maw={760}>{say("compute.about")}</Text>
      <Card withBorder maw={760}>
        <ComputeForm isRunning={state.stage === "running"} onCompute={(order) => void compute(order)} />
      </Card>
      <Stack aria-live="polite">
        {state.stage === "running" && <Running isTrial={state.isTrial} />}
        {state.stage === "refused" && <Refused error={state.error} />}
        {state.stage === "done" && <Outcome made={state.made} />}
      </Stack>
    </PaymentsPage>
  );
};

export default Compute;
