// Calls typed by the OpenAPI document.
import createFetchClient, { type Middleware } from "openapi-fetch";
import createClient from "openapi-react-query";

import { Problem } from "./problem";
import type { components, paths } from "./schema";
import { keptToken, refresh } from "./token";

export { keepToken, type SignedIn } from "./token";

export type Schema = components["schemas"];
const leaving = new Set<() => void>();

export const onSignedOut = (told: () => void): (() => void) => {
  leaving.add(told);
  return () => leaving.delete(told);
};

const withoutToken = (path: string): boolean => path.startsWith("/api/auth/");

const authorize: Middleware = {
  onRequest({ request, schemaPath }) {
    const token = keptToken();
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
