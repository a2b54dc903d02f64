import { useText } from "@/messages";
import { useMe } from "@/session/session";

/** Who did something: only an admin may read the names of others, so it is oneself or a number. */
export const useWho = (): ((user_id: number | null) => string) => {
  const say = useText();
  const me = useMe();
  return (user_id) => (user_id === null ? "–" : user_id === me.user_id ? say("payments.who.me") : say("payments.who.other", { id: user_id }));
};
