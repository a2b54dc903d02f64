// What is wrong with the data, in words of the chosen language; the API tells it in English only. Pure.
import type { Schema } from "@/api/client";
import type { Say } from "@/messages";
import type { Formats } from "@/ui/formats";

export type Finding = Schema["FindingOut"];

/** One finding as a sentence; `nameOf` gives the name of what was measured. */
export const sentenceOf = (finding: Finding, say: Say, formats: Formats, nameOf: (measure: string) => string): string => {
  const { flag, found, expected, measure, day, days, channel } = finding;
  const isRate = flag === "engagement_out_of_line";
  const written = isRate ? formats.ratio : formats.number;
  return say(`quality.${flag}.detail`, {
    days,
    channel: String(channel ?? ""),
    day: formats.day(day),
    measure: measure ? nameOf(measure) : "",
    found: written(found),
    expected: written(expected),
    change: formats.ratio(expected ? 1 - found / expected : null),
  });
};
