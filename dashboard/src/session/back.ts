// Who comes back with a cookie: asked at the very start, while the scripts of the page are still on their way.
import { refresh, type SignedIn } from "@/api/token";
import type { components } from "@/api/schema";

export type Me = components["schemas"]["MeOut"];
type Back = { signedIn: SignedIn; me: Me | null };

// Whether there may be a cookie to come back with; no token, and nothing of value.
const WAS_IN = "was-signed-in";
export const noteIn = (): void => localStorage.setItem(WAS_IN, "1");
export const noteOut = (): void => localStorage.removeItem(WAS_IN);
/** Tell when another tab signs in: its cookie is this tab's, too. */
export const onNotedIn = (told: () => void): (() => void) => {
  const hear = (event: StorageEvent) => event.key === WAS_IN && event.newValue !== null && told();
  window.addEventListener("storage", hear);
  return () => window.removeEventListener("storage", hear);
};

let coming: Promise<Back | null> | undefined;

/** Return who came back, null where nobody did; asked once for the life of the page. */
export const comeBack = (): Promise<Back | null> => (coming ??= localStorage.getItem(WAS_IN) ? found() : Promise.resolve(null));

const found = async (): Promise<Back | null> => {
  const signedIn = await refresh();
  if (!signedIn) return null;
  if (signedIn.two_factor_enrolment_required) return { signedIn, me: null };
  const answer = await fetch("/api/me", { headers: { Authorization: `Bearer ${signedIn.access_token}` } });
  return { signedIn, me: answer.ok ? ((await answer.json()) as Me) : null };
};
