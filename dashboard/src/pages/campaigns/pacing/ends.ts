import type { Schema } from "@/api/client";

type Ends = Pick<Schema["DayRangeOut"], "earliest">;

/** Whether the budget may be used up while the campaign lasts; a day after its end says nothing about it. */
export const isSpentWithin = ({ earliest }: Ends, lastDay: string): boolean => earliest !== null && earliest <= lastDay;
