import { expect, it } from "vitest";

import { isSpentWithin } from "@/pages/campaigns/pacing/ends";

it.each([
  ["2026-12-13", true],
  ["2026-12-14", false],
  [null, false],
])("a budget that is used up on %s at the earliest may be so within a campaign to 13 December: %s", (earliest, isWithin) => expect(isSpentWithin({ earliest }, "2026-12-13")).toBe(isWithin));
