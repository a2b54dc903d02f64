import { describe, expect, it } from "vitest";

import { decimalOf, delimiterOf, formatOf, guess, headingOf } from "@/pages/payments/batches/statement";

const GERMAN = "\uFEFFBuchungstag;\"End-to-End-Referenz\";Betrag;Status;Grund\r\n2026-11-23;P1-B1;90,00;booked;\r\n";

describe("a bank's statement", () => {
  it("is told by how it begins", () => {
    expect(formatOf('\uFEFF<?xml version="1.0"?>')).toBe("camt.053");
    expect(formatOf(GERMAN)).toBe("csv");
  });

  it("of a bank with semicolons has decimal commas, and its columns are found", () => {
    const mark = delimiterOf(GERMAN);
    expect([mark, decimalOf(mark)]).toEqual([";", ","]);
    expect(guess(headingOf(GERMAN, mark))).toEqual({ end_to_end_id: "End-to-End-Referenz", amount: "Betrag", outcome: "Status", booked_on: "Buchungstag", reason: "Grund" });
  });

  it("of our own export is found by its names", () => {
    const heading = headingOf("end_to_end_id,payment_id,influencer_id,holder,iban,bic,other_account,amount,currency,execution_date,remittance", ",");
    expect(guess(heading)).toMatchObject({ end_to_end_id: "end_to_end_id", amount: "amount", outcome: null });
  });

  it("takes no column twice, and leaves open what it does not find", () => {
    expect(guess(["Value", "Name"])).toEqual({ end_to_end_id: "", amount: "", outcome: null, booked_on: "Value", reason: null });
  });
});
