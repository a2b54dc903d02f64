// Who is signed in. One tab's sign-out is every tab's. A session that ends by itself leaves a page on which something is
// typed and not saved behind its sign-in for a while: whoever comes back goes on typing, anybody else begins anew.
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, startTransition, use, useCallback, useEffect, useMemo, useRef, useState } from "react";

import { api, keepToken, onSignedOut, type SignedIn } from "@/api/client";
import { refresh } from "@/api/token";
import { setCurrency } from "@/ui/formats";

import { comeBack, type Me, noteIn, noteOut, onNotedIn } from "./back";
import { isAnythingUnsaved } from "./unsaved";

export type { Me } from "./back";
export type Permission = Me["permissions"][number];
type State = { stage: "starting" } | { stage: "out" } | { stage: "enrolling" } | { stage: "in" | "ended"; me: Me };

type Session = State & {
  enter: (signedIn: SignedIn) => Promise<void>;
  leave: () => Promise<void>;
  reload: () => Promise<void>;
};

const Context = createContext<Session | null>(null);
const CHANNEL = "session";
const KEPT_MS = 60 * 60 * 1000;

export const SessionProvider = ({ children }: { children: ReactNode }) => {
  const [state, setState] = useState<State>({ stage: "starting" });
  const queries = useQueryClient();

  const drop = useCallback(() => {
    keepToken(null);
    noteOut();
    queries.clear();
    setState({ stage: "out" });
  }, [queries]);

  const end = useCallback(() => {
    if (!isAnythingUnsaved()) return drop();
    keepToken(null);
    noteOut();
    queries.removeQueries({ type: "inactive" });
    setState((before) => ("me" in before ? { stage: "ended", me: before.me } : { stage: "out" }));
  }, [drop, queries]);

  const lastIn = useRef<number>(undefined);
  const show = useCallback(
    (me: Me) => {
      if (lastIn.current !== undefined && lastIn.current !== me.user_id) queries.clear();
      lastIn.current = me.user_id;
      setCurrency(me.currency);
      // The whole page follows from this: drawn in pieces, between which the browser answers.
      startTransition(() => setState({ stage: "in", me }));
    },
    [queries],
  );

  const reload = useCallback(async () => {
    const { data } = await api.GET("/api/me");
    if (data) show(data);
  }, [show]);

  const enter = useCallback(
    async (signedIn: SignedIn, me: Me | null = null) => {
      keepToken(signedIn.access_token);
      noteIn();
      if (signedIn.two_factor_enrolment_required) setState({ stage: "enrolling" });
      else if (me) show(me);
      else await reload();
    },
    [reload, show],
  );

  const leave = useCallback(async () => {
    await api.POST("/api/auth/logout", { body: {} }).catch(() => undefined);
    new BroadcastChannel(CHANNEL).postMessage("out");
    drop();
  }, [drop]);

  useEffect(() => {
    comeBack()
      .then((back) => (back ? enter(back.signedIn, back.me) : drop()))
      .catch(drop);
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = drop;
    const unlisten = onSignedOut(end);
    return () => {
      channel.close();
      unlisten();
    };
  }, [drop, end, enter]);

  useEffect(() => {
    if (state.stage !== "ended") return undefined;
    const timer = window.setTimeout(drop, KEPT_MS);
    return () => window.clearTimeout(timer);
  }, [state.stage, drop]);

  const isOutside = state.stage === "out" || state.stage === "ended";
  useEffect(() => {
    if (!isOutside) return undefined;
    // Where it fails one signs in here.
    return onNotedIn(() => void refresh().then((signedIn) => signedIn && enter(signedIn)).catch(() => undefined));
  }, [isOutside, enter]);

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
  if (!("me" in session)) throw new Error("nobody is signed in");
  return session.me;
};

export const useMay = (): ((permission: Permission) => boolean) => {
  const { permissions } = useMe();
  return useCallback((permission) => permissions.includes(permission), [permissions]);
};
