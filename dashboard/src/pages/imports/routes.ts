import { page } from "@/app/page";

export const imports = [
  page("/imports", () => import("./Imports")),
  page("/imports/sources/new", () => import("./sources/NewSource")),
  page("/imports/sources/:sourceId", () => import("./sources/Source")),
  page("/imports/sources/:sourceId/mapping", () => import("./mapping/EditMapping")),
  page("/imports/runs/:runId", () => import("./runs/Run")),
];
