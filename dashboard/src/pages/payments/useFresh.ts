import { useCallback } from "react";

import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { withFreshFactor } from "@/ui/forms";

/** Do what may want a fresh second factor. Who has none is not asked for a code: the refusal says what to do. */
export const useFresh = (): (<T>(deed: () => Promise<T>) => Promise<T>) => {
  const say = useText();
  const { two_factor } = useMe();
  return useCallback((deed) => (two_factor.enabled ? withFreshFactor(deed, say) : deed()), [two_factor.enabled, say]);
};
