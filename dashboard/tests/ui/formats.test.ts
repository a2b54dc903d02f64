import { describe, expect, it } from "vitest";

import { toCsv } from "@/ui/download";
import { formatsOf } from "@/ui/formats";
import { numberLocale, timeLocale } from "@/ui/locale";

describe("formats", () => {
  it("keep every cent of large amounts, which a double cannot hold", () => {
    expect(formatsOf("en", "EUR").money("90071992547409.93")).toBe("€90,071,992,547,409.93");
  });

  it("follow the language", () => {
    expect(formatsOf("tr", "EUR").money("1234.5")).toBe("€1.234,50");
    expect(formatsOf("tr", "EUR").ratio(0.125)).toBe("%12,5");
  });

  it("do not make nothing of a small share", () => {
    expect([0, 0.00049, 0.0005].map(formatsOf("en", "EUR").ratio)).toEqual(["0%", "0.049%", "0.1%"]);
  });

  it("tell thousands of per cent without tenths", () => {
    expect([9.9994, 10.004, -321.24].map(formatsOf("en", "EUR").ratio)).toEqual(["999.9%", "1,000%", "-32,124%"]);
  });

  it.each([
    [1, "> 99.9%"],
    [0.999875, "> 99.9%"],
    [0, "< 0.1%"],
    [0.905, "90.5%"],
    [null, "–"],
  ])("never tell a probability of what is to come as certain: %d as %s", (probability, told) => {
    expect(formatsOf("en", "EUR").chance(probability)).toBe(told);
  });

  it("show a day as that day in any time zone", () => {
    expect(formatsOf("en", "EUR").day("2026-11-23")).toBe("23 Nov 2026");
    expect(formatsOf("tr", "EUR").day("2026-11-23")).toBe("23 Kas 2026");
  });

  it("say nothing where nothing is known", () => {
    expect([null, undefined, ""].map((value) => formatsOf("en", "EUR").count(value))).toEqual(["–", "–", "–"]);
  });
});

describe("the locale of charts", () => {
  it("is that of the language", () => {
    expect(numberLocale("tr")).toMatchObject({ decimal: ",", thousands: "." });
    expect([timeLocale("tr").shortMonths[10], timeLocale("tr").days[0], timeLocale("en").days[6]]).toEqual(["Kas", "Pazar", "Saturday"]);
  });
});

describe("a downloaded table", () => {
  it("quotes what RFC 4180 wants quoted and defuses formulas", () => {
    expect(toCsv([{ name: '=SUM(A1)', note: 'say "hi",\nall', amount: -1.5 }])).toBe('name,note,amount\r\n\'=SUM(A1),"say ""hi"",\nall",-1.5');
  });
});
