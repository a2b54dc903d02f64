// What can be done to a campaign in which state, as the API has it. Pure.
import type { Permission } from "@/session/session";

import type { Status } from "./data";

export const STEPS = ["approve", "complete", "cancel", "delete"] as const;
export type Step = (typeof STEPS)[number];

const FROM: Record<Step, readonly Status[]> = {
  approve: ["draft"],
  complete: ["running"],
  cancel: ["draft", "approved", "running"],
  delete: ["draft"],
};
const NEEDS: Record<Step, Permission> = {
  approve: "campaigns.approve",
  complete: "campaigns.approve",
  cancel: "campaigns.approve",
  delete: "campaigns.create",
};

/** The steps that somebody may take from this state. */
export const stepsFrom = (status: Status, may: (permission: Permission) => boolean): Step[] => STEPS.filter((step) => FROM[step].includes(status) && may(NEEDS[step]));

export const isDangerous = (step: Step): boolean => step === "cancel" || step === "delete";
