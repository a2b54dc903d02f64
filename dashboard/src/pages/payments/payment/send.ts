import { api } from "@/api/client";

import type { Step } from "./steps";

/** What a step is told: a day of schedule and pay, a reason of fail and cancel. */
export type Told = { day: string; reason: string };

export const sendStep = (step: Step, payment_id: number, { day, reason }: Told, key: string) => {
  const params = { path: { payment_id }, header: { "Idempotency-Key": key } };
  switch (step) {
    case "approve":
      return api.POST("/api/payments/{payment_id}/approve", { params });
    case "schedule":
      return api.POST("/api/payments/{payment_id}/schedule", { params, body: { scheduled_for: day } });
    case "pay":
      return api.POST("/api/payments/{payment_id}/pay", { params, body: { paid_on: day } });
    case "fail":
      return api.POST("/api/payments/{payment_id}/fail", { params, body: { reason } });
    case "retry":
      return api.POST("/api/payments/{payment_id}/retry", { params });
    case "cancel":
      return api.POST("/api/payments/{payment_id}/cancel", { params, body: { reason } });
  }
};
