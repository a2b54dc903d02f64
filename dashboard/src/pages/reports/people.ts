// People of the shop by name, for who may list them.
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";

import { api } from "@/api/client";
import { useMay, useMe } from "@/session/session";

const MOST = 200;
const LONG = 10 * 60 * 1000;
const PAUSE = 250;

/** Whoever matches what was typed, and the names of those who are known; only oneself without the right to list people. */
export const usePeople = (text = "") => {
  const me = useMe();
  const mayList = useMay()("users.manage");
  const [q] = useDebouncedValue(text.trim(), PAUSE);
  const ask = (part: string | undefined) => async () => (await api.GET("/api/users", { params: { query: { q: part, is_active: true, limit: MOST } } })).data?.items ?? [];
  const everybody = useQuery({ queryKey: ["reports", "people", ""], queryFn: ask(undefined), enabled: mayList, staleTime: LONG });
  const found = useQuery({ queryKey: ["reports", "people", q], queryFn: ask(q), enabled: mayList && q !== "", staleTime: LONG, placeholderData: (before) => before });
  const known = mayList ? [...(everybody.data ?? []), ...(found.data ?? [])] : [me];
  const names = new Map(known.map(({ user_id, user_name, user_mail }) => [user_id, { name: user_name, mail: user_mail }]));
  return { mayList, names, nameOf: (userId: number) => names.get(userId)?.name ?? `#${userId}` };
};
