import { expect, it } from "vitest";

import { slugOf } from "@/pages/imports/sources/slug";

it.each([
  ["Winter Ads!", "winter-ads"],
  ["winter-ads", "winter-ads"],
  ["Kış Satışları 2026", "kis-satislari-2026"],
  [" Bestellungen_Köln ", "bestellungen-koln"],
  ["…", ""],
])("%s becomes the name %s", (typed, name) => expect(slugOf(typed)).toBe(name));
