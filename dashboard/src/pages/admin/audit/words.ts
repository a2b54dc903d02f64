import { useCallback } from "react";

import { $api, type Schema } from "@/api/client";
import { useSay, useText } from "@/messages";
import { useMay } from "@/session/session";

const MOST = 200;

/** An action such as user.password_changed in words; as it is where there are none. */
export const useActionWords = (): ((action: string) => string) => {
  const text = useSay();
  const say = useText();
  return useCallback(
    (action) => {
      const [noun = "", verb = ""] = action.split(".");
      const [what, deed] = [text(`audit.noun.${noun}`), text(`audit.verb.${verb}`)];
      return what.startsWith("audit.") || deed.startsWith("audit.") ? action : say("admin.action.words", { what, deed });
    },
    [say, text],
  );
};

export const useUsers = (): readonly Schema["UserOut"][] =>
  $api.useQuery("get", "/api/users", { params: { query: { limit: MOST, sort: "user_name" } } }, { enabled: useMay()("users.manage") }).data?.items ?? [];

export const useUserNames = (): ((userId: number) => string) => {
  const users = useUsers();
  return useCallback((userId) => users.find((user) => user.user_id === userId)?.user_name ?? `#${userId}`, [users]);
};
