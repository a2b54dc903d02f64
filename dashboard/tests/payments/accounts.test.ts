import { describe, expect, it } from "vitest";

import { bodyOf, draftOf, isComplete } from "@/pages/payments/accounts/draft";
import { grouped, slipIn } from "@/pages/payments/accounts/iban";

const GERMAN = "DE89 3704 0044 0532 0130 00"; // the example of SWIFT's registry

describe("an IBAN", () => {
  it.each([GERMAN, "GB29NWBK60161331926819", "tr33 0006 1005 1978 6457 8413 26", "NO93 8601 1117 947"])("%s is right", (iban) => {
    expect(slipIn(iban)).toBeNull();
  });

  it("with two digits exchanged is found out", () => {
    expect(slipIn("DE89 3704 0044 0532 0103 00")).toBe("digits");
    expect(slipIn("DE98 3704 0044 0532 0130 00")).toBe("digits");
  });

  it("that is none is said to be none; an empty field is no slip", () => {
    expect(slipIn("1234 5678")).toBe("form");
    expect(slipIn(" ")).toBeNull();
  });

  it("stands in groups of four without a space at its end", () => {
    expect(grouped("no9386011117947")).toBe("NO93 8601 1117 947");
    expect(grouped(GERMAN)).toBe(GERMAN);
  });
});

describe("the form of an account", () => {
  const full = { influencer_id: 8, account_id: 1, account_holder: "Ada", iban: "DE89370400440532013000", other_account: null, bic: null, tax_id: "12/345" };

  it("sends back what was shown, unchanged", () => {
    expect(bodyOf(draftOf(full))).toEqual({ account_holder: "Ada", iban: full.iban, bic: null, tax_id: "12/345" });
  });

  it("sends one number only, of the kind that was chosen", () => {
    expect(bodyOf({ ...draftOf(full), kind: "other", other: "0532013000 / 37040044" })).toEqual({ account_holder: "Ada", other_account: "0532013000 / 37040044", bic: null, tax_id: "12/345" });
  });

  it("is complete with a holder, a right number and no wrong BIC", () => {
    expect(isComplete(draftOf(null))).toBe(false);
    expect(isComplete(draftOf(full))).toBe(true);
    expect(isComplete({ ...draftOf(full), bic: "COBADEF" })).toBe(false);
    expect(isComplete({ ...draftOf(full), iban: "DE00" })).toBe(false);
  });
});
