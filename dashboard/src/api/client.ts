// Calls typed by the OpenAPI document. The access token lives in memory only; the refresh token in a cookie that no
// script can read.
import createFetchClient, { type Middleware } from "openapi-fetch";
import createClient from "openapi-react-query";

import { Problem } from "./problem";
import type { components, paths } from "./schema";

export type Schema = components["schemas"];
export type SignedIn = Schema["LoginOut"];

let token: string | null = null;
let refreshing: Promise<SignedIn | null> | null = null;
const leaving = new Set<() => void>();

export const keepToken = (one: string | null): void => {
  token = one;
};

export const onSignedOut = (told: () => void): (() => void) => {
  leaving.add(told);
  return () => leaving.delete(told);
};

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

const withoutToken = (path: string): boolean => path.startsWith("/api/auth/");

const authorize: Middleware = {
  onRequest({ request, schemaPath }) {
    if (token && !withoutToken(schemaPath)) request.headers.set("Authorization", `Bearer ${token}`);
    return request;
  },
};

/** Send a request and, where the access token has run out, send it once more with a new one. */
const send = async (request: Request): Promise<Response> => {
  const again = request.clone();
  const answer = await fetch(request);
  if (answer.status !== 401 || withoutToken(new URL(request.url).pathname)) return answer;
  const signedIn = await refresh();
  if (!signedIn) {
    leaving.forEach((told) => told());
    return answer;
  }
  again.headers.set("Authorization", `Bearer ${signedIn.access_token}`);
  return fetch(again);
};

// The version of each record as this tab last read it, by its address.
const versions = new Map<string, string>();

/** For `If-Match`: the version this tab last read; somebody else's change since then is not overwritten. */
export const LAST_READ = { "If-Match": "*" } as const;

const keepVersions: Middleware = {
  onRequest({ request }) {
    const known = versions.get(new URL(request.url).pathname);
    if (known && request.headers.get("If-Match") === LAST_READ["If-Match"]) request.headers.set("If-Match", known);
    return request;
  },
  onResponse({ request, response }) {
    const etag = response.headers.get("ETag");
    if (response.ok && etag && !etag.startsWith("W/")) versions.set(new URL(request.url).pathname, etag);
    return undefined;
  },
};

const refuse: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await Problem.of(response);
    return undefined;
  },
  onError({ error }) {
    return error instanceof Problem ? error : Problem.offline();
  },
};

export const api = createFetchClient<paths>({ baseUrl: "/", fetch: send });
api.use(authorize, keepVersions, refuse);

/** Queries and mutations of TanStack Query, typed by path. */
export const $api = createClient(api);
