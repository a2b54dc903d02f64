import { useCallback, useRef } from "react";

/** The key of a request that must not be done twice: the same for the same body until it was done, so that a second click does nothing more. */
export const useKey = () => {
  const known = useRef({ body: "", key: "" });
  return useCallback((body: unknown) => {
    const text = JSON.stringify(body);
    if (known.current.body !== text) known.current = { body: text, key: crypto.randomUUID() };
    return { header: { "Idempotency-Key": known.current.key } };
  }, []);
};
