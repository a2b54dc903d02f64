import { page } from "@/app/page";

export const reports = [
  page("/reports", () => import("./Reports")),
  page("/reports/new", () => import("./NewReport")),
  page("/reports/custom", () => import("./Definitions")),
  page("/reports/custom/new", () => import("./Definition")),
  page("/reports/custom/:definitionId", () => import("./Definition")),
  page("/reports/schedules", () => import("./Schedules")),
  page("/reports/schedules/new", () => import("./Schedule")),
  page("/reports/schedules/:scheduleId", () => import("./Schedule")),
  page("/reports/:reportId", () => import("./Report")),
];
