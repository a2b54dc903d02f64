// Forms that change a record: what they begin from, and how they are left.
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useNavigate } from "react-router";

import { useUnsavedGuard } from "./forms";
import { Loaded, Loading } from "./states";

/** Read once when the form opens and not again: what is typed, and the version sent with it, belong together. */
export const FOR_EDITING = { staleTime: Number.POSITIVE_INFINITY, refetchOnMount: "always", refetchOnWindowFocus: false, refetchOnReconnect: false } as const;

/** Like `Loaded`, but never with what an earlier page had read. */
export function LoadedForEditing<T>({ query, children }: { query: UseQueryResult<T, unknown>; children: (data: T) => ReactNode }) {
  const [wasRead, setWasRead] = useState(false);
  if (!wasRead && query.isFetchedAfterMount && !query.isFetching) setWasRead(true);
  return wasRead ? <Loaded query={query}>{children}</Loaded> : <Loading />;
}

/** Guard what is not saved; the function that is returned goes on to an address once it is. */
export const useLeave = (isDirty: boolean): ((to: string) => void) => {
  const go = useNavigate();
  const [to, setTo] = useState<string | null>(null);
  useUnsavedGuard(isDirty, to !== null);
  // In an effect, after the guard has seen that there is nothing to guard any more.
  useEffect(() => {
    if (to !== null) void go(to);
  }, [to, go]);
  return setTo;
};
