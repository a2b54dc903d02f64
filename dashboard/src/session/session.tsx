// Who is signed in. One tab's sign-out is every tab's.
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, startTransition, use, useCallback, useEffect, useMemo, useState } from "react";

import { api, keepToken, onSignedOut, refresh, type Schema, type SignedIn } from "@/api/client";
import { setCurrency } from "@/ui/formats";

export type Me = Schema["MeOut"];
export type Permission = Me["permissions"][number];
type State = { stage: "starting" } | { stage: "out" } | { stage: "enrolling" } | { stage: "in"; me: Me };

type Session = State & {
  enter: (signedIn: SignedIn) => Promise<void>;
  leave: () => Promise<void>;
  reload: () => Promise<void>;
};

const Context = createContext<Session | null>(null);
const CHANNEL = "session";
// Whether there may be a cookie to come back with; no token, and nothing of value.
const WAS_IN = "was-signed-in";

export const SessionProvider = ({ children }: { children: ReactNode }) => {
  const [state, setState] = useState<State>({ stage: "starting" });
  const queries = useQueryClient();

  const drop = useCallback(() => {
    keepToken(null);
    localStorage.removeItem(WAS_IN);
    queries.clear();
    setState({ stage: "out" });
  }, [queries]);

  const reload = useCallback(async () => {
    const { data } = await api.GET("/api/me");
    if (!data) return;
    setCurrency(data.currency);
    // The whole page follows from this: drawn in pieces, between which the browser answers.
    startTransition(() => setState({ stage: "in", me: data }));
  }, []);

  const enter = useCallback(
    async (signedIn: SignedIn) => {
      keepToken(signedIn.access_token);
      localStorage.setItem(WAS_IN, "1");
      if (signedIn.two_factor_enrolment_required) setState({ stage: "enrolling" });
      else await reload();
    },
    [reload],
  );

  const leave = useCallback(async () => {
    await api.POST("/api/auth/logout", { body: {} }).catch(() => undefined);
    new BroadcastChannel(CHANNEL).postMessage("out");
    drop();
  }, [drop]);

  useEffect(() => {
    const back = localStorage.getItem(WAS_IN) ? refresh() : Promise.resolve(null);
    back
      .then((signedIn) => (signedIn ? enter(signedIn) : drop()))
      .catch(drop);
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = drop;
    const unlisten = onSignedOut(drop);
    return () => {
      channel.close();
      unlisten();
    };
  }, [drop, enter]);

  const session = useMemo(() => ({ ...state, enter, leave, reload }), [state, enter, leave, reload]);
  return <Context value={session}>{children}</Context>;
};

export const useSession = (): Session => {
  const session = use(Context);
  if (!session) throw new Error("useSession is used outside of SessionProvider");
  return session;
};

/** The signed-in person; only pages behind the sign-in ask. */
export const useMe = (): Me => {
  const session = useSession();
  if (session.stage !== "in") throw new Error("nobody is signed in");
  return session.me;
};

export const useMay = (): ((permission: Permission) => boolean) => {
  const { permissions } = useMe();
  return useCallback((permission) => permissions.includes(permission), [permissions]);
};
