import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, LAST_READ, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { confirm, done, tell } from "@/ui/forms";

import { refreshPurchase } from "./refresh";
import { ReturnForm } from "./ReturnForm";

type Purchase = Schema["PurchaseOut"];

/** How many can still come back; none of a line whose quantity is unknown. */
export const leftOf = ({ quantity, returned_quantity, status }: Pick<Purchase, "quantity" | "returned_quantity" | "status">): number => (status === "cancelled" ? 0 : (quantity ?? 0) - returned_quantity);

/** What can follow on the state a purchase is in. */
export const PurchaseActions = ({ purchase }: { purchase: Purchase }) => {
  const say = useText();
  const queries = useQueryClient();
  const [isReturning, returning] = useDisclosure();
  const [key] = useState(() => crypto.randomUUID());
  const { purchase_id, status } = purchase;
  const path = { purchase_id };
  const refreshed = (message: string) => {
    done(message);
    void refreshPurchase(queries);
  };
  const complete = () =>
    api
      .PATCH("/api/purchases/{purchase_id}", { params: { path, header: LAST_READ }, body: { status: "completed" } })
      .then(() => refreshed(say("purchases.completed")))
      .catch((error: unknown) => tell(error, say));
  const cancel = () =>
    confirm(
      {
        title: say("purchases.cancel"),
        text: say(purchase.stock_kept ? "purchases.cancel.ask" : "purchases.cancel.ask.noStock"),
        label: say("purchases.cancel"),
        isDangerous: true,
        deed: () => api.POST("/api/purchases/{purchase_id}/cancel", { params: { path, header: { "Idempotency-Key": key } } }),
        after: () => refreshed(say("purchases.cancelled")),
      },
      say,
    );
  const left = leftOf(purchase);
  return (
    <>
      {status === "ordered" && <Button onClick={() => void complete()}>{say("purchases.complete")}</Button>}
      {left > 0 && (
        <Button variant="default" onClick={returning.open}>
          {say("purchases.return")}
        </Button>
      )}
      {status === "ordered" && (
        <Button variant="light" color="red" onClick={cancel}>
          {say("purchases.cancel")}
        </Button>
      )}
      {isReturning && <ReturnForm purchase={purchase} left={left} onClose={returning.close} onDone={() => refreshed(say("purchases.return.done"))} />}
    </>
  );
};
