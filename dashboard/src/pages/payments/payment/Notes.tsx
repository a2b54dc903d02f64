import { Alert, Anchor } from "@mantine/core";
import { Link } from "react-router";

import { useText } from "@/messages";
import { useMe } from "@/session/session";

import { READABLE } from "../alerts";
import { type Payment, isOnItsWay } from "../data";
import { isOwn } from "./steps";

/** What stands in the way, or happened, in words. */
export const Notes = ({ payment }: { payment: Payment }) => {
  const say = useText();
  const { user_id } = useMe();
  const { status, status_reason, batch_id } = payment;
  return (
    <>
      {isOwn(payment, user_id) && <Alert color="blue">{say("payments.own")}</Alert>}
      {isOnItsWay(payment) && (
        <Alert color="blue">
          {say("payments.onItsWay")}{" "}
          <Anchor component={Link} to={`/payments/batches/${batch_id}`}>
            {say("batches.one", { id: batch_id })}
          </Anchor>
        </Alert>
      )}
      {(status === "failed" || status === "cancelled") && (
        <Alert color={status === "failed" ? "red" : "gray"} variant="light" styles={READABLE} title={say(`payments.status.${status}`)}>
          {status_reason ?? say("word.unknown")}
          {status === "failed" && <div>{say("payments.failed.next")}</div>}
        </Alert>
      )}
    </>
  );
};
