// How a feed is fetched, as it is edited.
import type { Schema } from "@/api/client";

export type Feed = Schema["Feed"];
export type Authorization = NonNullable<Feed["authorization"]>;
export type Paging = NonNullable<Feed["paging"]>;

/** A stored feed, which the API checked when it was declared, and whose schema it gives as a map. */
export const feedOf = (stored: Record<string, unknown> | null): Feed | null => stored as Feed | null;

export const NEW_FEED: Feed = { url: "" };

export const AUTHORIZATIONS = ["none", "bearer", "basic", "header"] as const;
export const PAGINGS = ["none", "link", "cursor", "number"] as const;

/** Another way to be let in, with the secret that was named before. */
export const authorizedBy = (kind: string | null, before: Feed["authorization"]): Authorization | null => {
  const secret_name = before?.secret_name ?? "feed-";
  if (kind === "bearer") return { kind, secret_name };
  if (kind === "basic") return { kind, secret_name, user: "" };
  if (kind === "header") return { kind, secret_name, name: "" };
  return null;
};

export const pagedBy = (kind: string | null): Paging | null => {
  if (kind === "link") return { kind };
  if (kind === "cursor") return { kind, next: "", parameter: null };
  if (kind === "number") return { kind, parameter: "page", first: 1, step: 1 };
  return null;
};
