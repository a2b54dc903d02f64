// What a browser says of itself, in two words. Pure.

// The first that fits: the later ones also stand in what the earlier ones say.
const BROWSERS = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]] as const;
const SYSTEMS = [["iPhone", "iPhone"], ["iPad", "iPad"], ["Android", "Android"], ["Windows", "Windows"], ["Mac OS X", "macOS"], ["Linux", "Linux"]] as const;

const named = (agent: string, names: readonly (readonly [string, string])[]): string | undefined => names.find(([part]) => agent.includes(part))?.[1];

/** "Firefox, Windows"; what is none of the usual browsers as it calls itself; null where it says nothing. */
export const deviceOf = (agent: string | null | undefined): string | null => {
  if (!agent) return null;
  const parts = [named(agent, BROWSERS), named(agent, SYSTEMS)].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(", ") : agent;
};
