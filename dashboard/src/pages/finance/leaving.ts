import { useEffect } from "react";
import { useNavigate } from "react-router";

import { done, useUnsavedGuard } from "@/ui/forms";

type Saved = { to: string; message: string } | null;

/** Guard a form that is not saved, and leave it for where what was saved is shown. */
export const useLeaving = (isDirty: boolean, saved: Saved, refresh: () => Promise<void>): void => {
  const go = useNavigate();
  const to = saved?.to;
  const message = saved?.message ?? "";
  // Before the effect below, so that the guard is down when it leaves.
  useUnsavedGuard(isDirty, Boolean(to));
  useEffect(() => {
    if (!to) return;
    done(message);
    void go(to);
    void refresh();
  }, [to, message, go, refresh]);
};
