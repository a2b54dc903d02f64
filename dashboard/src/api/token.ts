// The access token, in memory only; the refresh token is in a cookie that no script can read.
import type { components } from "./schema";

export type SignedIn = components["schemas"]["LoginOut"];

let token: string | null = null;
let refreshing: Promise<SignedIn | null> | null = null;

export const keepToken = (one: string | null): void => {
  token = one;
};

export const keptToken = (): string | null => token;

/** Exchange the cookie for a new access token; all who ask at the same time share one exchange. */
export const refresh = (): Promise<SignedIn | null> => {
  refreshing ??= exchange().finally(() => {
    refreshing = null;
  });
  return refreshing;
};

const exchange = async (): Promise<SignedIn | null> => {
  const answer = await fetch("/api/auth/refresh", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: "{}",
  });
  if (!answer.ok) {
    keepToken(null);
    return null;
  }
  const signedIn = (await answer.json()) as SignedIn;
  keepToken(signedIn.access_token);
  return signedIn;
};
