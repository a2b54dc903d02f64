import { page } from "@/app/page";

export const payments = [
  page("/payments", () => import("./list/Payments")),
  page("/payments/compute", () => import("./compute/Compute")),
  page("/payments/batches", () => import("./batches/Batches")),
  page("/payments/batches/:batch_id", () => import("./batches/Batch")),
  page("/payments/accounts", () => import("./accounts/Accounts")),
  page("/payments/accounts/:influencer_id", () => import("./accounts/Account")),
  page("/payments/payables", () => import("./payables/Payables")),
  page("/payments/:payment_id", () => import("./payment/Payment")),
];
